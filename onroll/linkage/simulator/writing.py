"""How a list writes a child's name: its habits (order, middle names, spelling), before anything goes wrong."""

from random import Random

from onroll.linkage.simulator.families import Child
from onroll.linkage.simulator.naming import DOUBLE, GENDERED, ChildName
from onroll.linkage.simulator.stocks import forms

_ORDER_UNSURE = frozenset(
    {"somali", "eritrean", "tamil", "chinese", "vietnamese", "romanian", "arabic", "afghan", "kurdish", "congolese"}
)
_USES_SECOND = frozenset({"pakistani", "bangladeshi", "nigerian", "ghanaian", "vietnamese", "portuguese", "spanish"})
# How often, beside other strangeness, a list has the father's or grandfather's name, or a title, for the surname.
_OTHER_SURNAME = {
    "somali": 0.7, "eritrean": 0.5, "arabic": 0.35, "afghan": 0.35, "kurdish": 0.5, "pakistani": 0.3,
    "bangladeshi": 0.4, "tamil": 0.3, "congolese": 0.15, "spanish": 0.15, "portuguese": 0.15,
}  # fmt: skip
_TITLES = ("Miss", "Master", "Mstr", "Mr", "Ms")
_PLACEHOLDERS = ("Unknown", "Not Known", "NK", "Baby", "Infant", "TBC", "XX", "Unborn", "Child", "Twin 1", "Twin 2")


def written(rng: Random, child: Child, strangeness: float) -> ChildName:
    """Return the name as a list writes it: other order, spelling or call name, in proportion to `strangeness` (0 to 1).

    Names that English clerks find strange in shape suffer more, as they do in life.
    """
    name = child.name
    if child.later_surname and rng.random() < 0.5:
        surname = child.later_surname if rng.random() < 0.8 else f"{name.surname}-{child.later_surname}"
        name = ChildName(name.first, name.middle, surname)
    name = _ordered(rng, child.tradition, name, strangeness)
    first, middle, surname = name.first, name.middle, _surname(rng, child.tradition, name.surname, strangeness)
    if rng.random() < strangeness * _OTHER_SURNAME.get(child.tradition, 0.02):
        surname = rng.choice(child.other_surnames)
    if rng.random() < 0.9 * strangeness:
        first = spelt_otherwise(rng, first)
    if rng.random() < 0.6 * strangeness:
        surname = spelt_otherwise(rng, surname)
    if rng.random() < 0.7 * strangeness:
        first = _called(rng, first)
    if child.call_name and rng.random() < min(4 * strangeness, 0.5):
        first = child.call_name
    return ChildName(first, middle, surname)


def with_oddities(rng: Random, name: ChildName, rate: float) -> ChildName:
    """Return a name as bad lists have it, at this rate: a title in it, a note, a stand-in for the first name."""
    first, surname = name.first, name.surname
    if rng.random() < rate:
        chance = rng.random()
        if chance < 0.35:
            first = f"{rng.choice(_TITLES)} {first}"
        elif chance < 0.5:
            first = rng.choice(_PLACEHOLDERS)
        elif chance < 0.65:
            first = f"{first} ({_called(rng, first)})"
        elif chance < 0.75:
            surname = f"{surname} {rng.choice(('Jnr', '(F)', '(M)', 'AKA', '*'))}"
        elif chance < 0.9:
            first = f"{first} {surname}"
        else:
            first, surname = f"{surname}, {first}", ""
    return ChildName(first, name.middle, surname)


def spelt_otherwise(rng: Random, name: str) -> str:
    """Return another spelling of one word of a name, where the stock knows one."""
    spellings, _ = forms()
    words = name.split(" ")
    known = [place for place, word in enumerate(words) if word.lower() in spellings]
    if known:
        place = rng.choice(known)
        words[place] = rng.choice(spellings[words[place].lower()])
    return " ".join(words)


def _called(rng: Random, first: str) -> str:
    _, short = forms()
    return rng.choice(short[first.lower()]) if first.lower() in short else first


def _ordered(rng: Random, tradition: str, name: ChildName, strangeness: float) -> ChildName:
    first, middle, surname = name.first, name.middle, name.surname
    doubt = strangeness * (1.6 if tradition in _ORDER_UNSURE else 0.35)
    if rng.random() < doubt * 0.5:
        first, surname = surname, first
    elif middle and tradition in _ORDER_UNSURE and rng.random() < doubt * 0.5:
        middle, surname = "", middle if rng.random() < 0.4 else f"{middle} {surname}"
    second_use = strangeness * (1.2 if tradition in _USES_SECOND else 0.4)
    if middle and rng.random() < second_use:
        first, middle = (middle, first) if rng.random() < 0.5 else (middle, "")
    elif middle and rng.random() < strangeness * 0.6:
        first, middle = first + rng.choice((" ", "-", " ")) + middle, ""
    return ChildName(first, middle, surname)


def _surname(rng: Random, tradition: str, surname: str, strangeness: float) -> str:
    if tradition in DOUBLE and rng.random() < 2.2 * strangeness:
        return rng.choice(surname.split(" "))
    if tradition in GENDERED and rng.random() < 1.2 * strangeness:
        for ending, plain in (("ska", "ski"), ("cka", "cki"), ("ová", ""), ("va", "v"), ("aitė", "as"), ("utė", "us")):
            if surname.endswith(ending):
                return surname.removesuffix(ending) + plain
    if "-" in surname and rng.random() < 1.6 * strangeness:
        return rng.choice([part for part in surname.split("-") if len(part) > 2] or [surname])
    for article in ("Al-", "El-", "Ben-", "O'", "Mc", "Mac"):
        if surname.startswith(article) and rng.random() < 1.5 * strangeness:
            return rng.choice(("", article.rstrip("-'"), article.rstrip("-'") + " ")) + surname.removeprefix(article)
    return surname
