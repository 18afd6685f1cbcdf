"""Ways in which a word goes wrong: typed, heard, scanned, cut short. Each takes a word and gives a word."""

import re
from collections.abc import Callable
from random import Random

Slip = Callable[[Random, str], str]

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR = {
    key: {row[place + step] for step in (-1, 1) if 0 <= place + step < len(row)}
    for row in _KEYS
    for place, key in enumerate(row)
}
# What is said on the telephone and heard as another letter, either way.
_MISHEARD = ("bp", "bd", "bv", "dt", "pt", "mn", "fs", "fv", "gj", "kg", "sz", "ei", "iy", "ao", "ou", "aj")
_SCANNED = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("vv", "w"),
    ("w", "vv"),
    ("l", "1"),
    ("o", "0"),
    ("i", "l"),
    ("l", "i"),
    ("e", "c"),
    ("c", "e"),
    ("h", "b"),
    ("n", "u"),
    ("u", "n"),
    ("s", "5"),
    ("g", "9"),
    ("nn", "m"),
    ("ri", "n"),
)
_VOWELS = "aeiouy"
_BY_EAR = (
    ("ph", "f"),
    ("ck", "k"),
    ("gh", ""),
    ("ie", "y"),
    ("y", "ie"),
    ("y", "i"),
    ("i", "y"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("ei", "ie"),
    ("ou", "u"),
    ("oo", "u"),
    ("u", "oo"),
    ("ou", "o"),
    ("ai", "ay"),
    ("ay", "ei"),
    ("kh", "k"),
    ("k", "kh"),
    ("q", "k"),
    ("k", "c"),
    ("c", "k"),
    ("s", "z"),
    ("z", "s"),
    ("sh", "s"),
    ("sh", "ch"),
    ("ch", "sh"),
    ("w", "v"),
    ("v", "w"),
    ("j", "y"),
    ("dh", "d"),
    ("th", "t"),
    ("t", "th"),
    ("a", "e"),
    ("e", "a"),
    ("o", "u"),
    ("a", "aa"),
    ("aa", "a"),
    ("h", ""),
    ("er", "a"),
    ("our", "er"),
    ("x", "ks"),
    ("ts", "tz"),
    ("cz", "ch"),
    ("sz", "sh"),
    ("rz", "zh"),
    ("ow", "off"),
    ("ski", "sky"),
    ("ew", "u"),
    ("son", "sen"),
    ("ine", "een"),
    ("ia", "ya"),
)


def typed(rng: Random, word: str) -> str:
    """Return the word as a hurried hand types it: a near key, two letters changed round, one left out or doubled."""
    if len(word) < 2:
        return word
    place = rng.randrange(len(word))
    chance = rng.random()
    letter = word[place]
    if chance < 0.3:
        near = sorted(_NEAR.get(letter.lower(), {"e"}))
        return word[:place] + rng.choice(near) + word[place + 1 :]
    if chance < 0.5 and place + 1 < len(word):
        return word[:place] + word[place + 1] + letter + word[place + 2 :]
    if chance < 0.75 and len(word) > 2:
        return word[:place] + word[place + 1 :]
    if chance < 0.9:
        return word[:place] + letter + word[place:]
    return word[:place] + rng.choice("aeionrst") + word[place:]


def misheard(rng: Random, word: str) -> str:
    """Return the word with one letter heard as another: b for p, m for n."""
    pairs = [each for pair in _MISHEARD for each in ((pair[0], pair[1]), (pair[1], pair[0]))]
    return _swap(rng, word, pairs)


def scanned(rng: Random, word: str) -> str:
    """Return the word as a scanner reads it: rn for m, 0 for o."""
    return _swap(rng, word, list(_SCANNED))


def by_ear(rng: Random, word: str) -> str:
    """Return the word as somebody spells it who only heard it."""
    once = _swap(rng, word, list(_BY_EAR))
    return _swap(rng, once, list(_BY_EAR)) if rng.random() < 0.35 else once


def vowel(rng: Random, word: str) -> str:
    """Return the word with one vowel taken for another, or written with two."""
    places = [place for place, letter in enumerate(word) if letter.lower() in _VOWELS]
    if not places:
        return typed(rng, word)
    place = rng.choice(places)
    other = rng.choice([each for each in _VOWELS if each != word[place].lower()])
    return word[:place] + rng.choice((other, other, word[place] + other, word[place] + "h")) + word[place + 1 :]


def doubled(rng: Random, word: str) -> str:
    """Return the word with a consonant doubled, or a double one made single."""
    double = re.search(r"([a-z])\1", word.lower())
    if double:
        return word[: double.start()] + word[double.start() + 1 :]
    places = [place for place, letter in enumerate(word) if place and letter.lower() not in _VOWELS]
    place = rng.choice(places) if places else 0
    return word[: place + 1] + word[place : place + 1] + word[place + 1 :]


def cut(rng: Random, word: str) -> str:
    """Return the word cut short, as a narrow field or a hurried hand does."""
    return word[: rng.randint(2 if rng.random() < 0.2 else 3, max(3, len(word) - 1))]


def initial(_rng: Random, word: str) -> str:
    """Return the initial only."""
    return word[:1]


def parted(rng: Random, word: str) -> str:
    """Return the word with a hyphen or space put in, or the ones it has taken out."""
    if re.search(r"[ -]", word):
        return re.sub(r"[ -]", rng.choice(("", " ", "-")), word)
    if len(word) < 6:
        return word
    place = rng.randint(3, len(word) - 3)
    return word[:place] + rng.choice(" -") + word[place:]


def garbled(_rng: Random, word: str) -> str:
    """Return the word read in the wrong character set, or without its marked letters."""
    if word.isascii():
        return word
    return word.encode("utf-8").decode("cp1252", errors="ignore")


NAME_SLIPS: tuple[tuple[Slip, int], ...] = (
    (typed, 30),
    (by_ear, 32),
    (misheard, 12),
    (vowel, 10),
    (doubled, 6),
    (scanned, 8),
    (cut, 5),
    (parted, 8),
    (garbled, 3),
    (initial, 2),
)


def slip(rng: Random, word: str, bias: dict[str, float]) -> str:
    """Return a word with one slip; `bias` multiplies the weight of slips by name, as a world prefers them."""
    kinds = [kind for kind, _ in NAME_SLIPS]
    weights = [weight * bias.get(kind.__name__, 1.0) for kind, weight in NAME_SLIPS]
    return rng.choices(kinds, weights)[0](rng, word) if word else word


def _swap(rng: Random, word: str, pairs: list[tuple[str, str]]) -> str:
    low = word.lower()
    fitting = [pair for pair in pairs if pair[0] in low]
    if not fitting:
        return typed(rng, word)
    found, other = rng.choice(fitting)
    places = [match.start() for match in re.finditer(re.escape(found), low)]
    place = rng.choice(places)
    return word[:place] + other + word[place + len(found) :]
