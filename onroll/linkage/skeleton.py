"""A spelling-tolerant skeleton of a name: its consonants by class, so that Hussein and Hossain have the same.

Made for the names that English ears mishear (from Arabic, Urdu, Bengali, Polish, Yoruba and others) beside
English spelling habits. It is a key to find candidates by, wider than likeness: `compare` judges them
afterwards.
"""

import re
from functools import lru_cache

from onroll.linkage.normalise import run_together, tokens

_VOWELS = "aeiouy"

# In order; each works on what those before it left. Capitals are finished classes, safe from later rules.
_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(?:kn|gn|pn)(?=[aeiouy])", "N"),  # Knox; the Ng of Nguyen stays
        (r"^wr", "R"),
        (r"^(?:ps|ts|tz|cz|x)", "S"),
        (r"^y(?=[aeiou])", "J"),  # Yasmin, Jasmine; Yusuf, Josef
        (r"^z", "Z"),  # Zara is not Sara; inside a word z and s are one
        (r"(?<=[aeiouy])gh$", ""),  # Kayleigh; the gh of Singh stays
        (r"rz", "R"),  # Katarzyna, Krzysztof
        (r"sch|sh|sz|zh|tz|ts|s|z", "S"),
        (r"x", "KS"),
        (r"dj|dzh|dge", "J"),
        (r"dt", "T"),
        (r"ph|v|f", "F"),
        (r"ck|kh|ch|cz|qu|q", "K"),
        (r"c(?=[eiy])", "S"),
        (r"c|k", "K"),
        (r"(?<!n)g(?=[ei])", "J"),  # Georgia, Jorja; not Nguyen, Nguen
        (r"gh?", "G"),
        (r"j", "J"),
        (r"th?|dh?$", "T"),  # Ahmed, Ahmet
        (r"dh?", "D"),
        (r"bh?", "B"),
        (r"^w", "F"),  # Wiktor, Viktor
        (r"^h", "H"),
        (r"[hw]", ""),  # Rahman, Rehman; Dawood, Daoud; Shaun, Shawn
    )
)
_START = re.compile(f"[{_VOWELS}]")
_GAPS = re.compile(f"[{_VOWELS.upper()}]+")
_TWICE = re.compile(r"(.)\1+")
_ARTICLE = re.compile(r"[aeu]l(?=[^aeiouy]).{4,}")
_W_BETWEEN_VOWELS = re.compile(r"(?<=[aeiouy])w+(?=[aeiouy])")
_SILENT_END = re.compile(r"g?h$|(?<=[^aeiouy])e$")
_FIRST_VOWELS = re.compile(r"[aeiouyw]+")


def skeleton(token: str) -> str:
    """Return the skeleton of one word of a name, as `normalise.tokens` gives it: "hossain" becomes "HSN".

    A vowel at the start is kept as A; others go. A letter written twice counts once. A word in another script
    is its own skeleton.
    """
    if not token.isascii():
        return token.upper()
    classes = token
    for pattern, to in _RULES:
        classes = pattern.sub(to, classes)
    start = "A" if _START.match(classes) else ""
    return start + _TWICE.sub(r"\1", _GAPS.sub(".", classes.upper())).replace(".", "")


@lru_cache(maxsize=16_384)
def skeletons(token: str) -> frozenset[str]:
    """Return every skeleton of a word: a second where it may be heard in two ways.

    A w between vowels may be a v (Nowak, Novak) or nothing (Dawood, Daoud); an article may have grown into
    the word (Alhassan, Hassan).
    """
    heard = {token, _W_BETWEEN_VOWELS.sub("v", token)}
    if _ARTICLE.fullmatch(token):
        heard.add(token[2:])
    return frozenset(filter(None, map(skeleton, heard)))


def search_keys(name: str) -> frozenset[str]:
    """Return the keys under which a name is filed in an index and looked for: the skeletons of its words.

    A name of several words is filed as one word too: "Abdul Rahman" is found by "Abdulrahman".
    """
    words = tokens(name)
    whole = {run_together(name)} if len(words) > 1 else set()
    return frozenset(key for word in {*words, *whole} for key in skeletons(word))


def vowel_shape(token: str) -> tuple[str, bool]:
    """Return the first vowel of a word (a, e, i, or o for every round one), and whether it ends in a sounded
    vowel.

    Two words with one skeleton can be two names (Hassan and Hussein, Amin and Amina): their vowels tell.
    """
    match = _FIRST_VOWELS.search(token.removeprefix("y"))
    group = match.group() if match else ""
    round_one = bool(re.search("[ouw]", group)) and group[0] not in "ei"
    first = "o" if round_one else group[:1].replace("y", "i")
    return first, bool(_START.match(_SILENT_END.sub("", token)[-1:]))
