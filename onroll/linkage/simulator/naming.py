"""How a tradition names the children of one family: which parts are shared, which are the child's own.

Source: the Government's guide to naming practices in outline, simplified; shares are guesses that worlds vary.
"""

from dataclasses import dataclass
from random import Random

from onroll.linkage.simulator.stocks import british_surname, names

# Patronymic: a child's later names are the father's and grandfather's first names.
PATRONYMIC = frozenset({"somali", "eritrean"})
# Some of the families name so; the others have a surname and may add the father's name.
PARTLY_PATRONYMIC = frozenset({"kurdish", "arabic", "afghan"})
FATHER_INITIAL = frozenset({"tamil"})
DOUBLE = frozenset({"spanish", "portuguese"})
GENDERED = frozenset({"polish", "slovak", "bulgarian", "lithuanian", "ukrainian"})
PREFIXED = frozenset({"pakistani", "bangladeshi", "afghan"})
BORROWS_FIRST_NAMES = frozenset(
    {"traveller", "caribbean", "ghanaian", "nigerian", "irish", "chinese", "congolese", "indian", "romanian"}
)
_BORROWED_SHARE = 0.45
_BANGLADESHI_WOMAN = ("Begum", "Khatun", "Akter", "Khanom", "Sultana", "Jahan", "Nessa")
_PAKISTANI_WOMAN = ("Bibi", "Begum", "Akhtar", "Kausar", "Parveen", "Khatoon")


@dataclass(frozen=True, slots=True)
class FamilyName:
    """What the children of one couple share."""

    tradition: str
    surname: str
    mothers: str
    father_first: str
    grandfather: str


@dataclass(frozen=True, slots=True)
class ChildName:
    """A child's name as the family would write it, in the order: first, middle, surname. `middle` may be empty."""

    first: str
    middle: str
    surname: str


def family_name(rng: Random, tradition: str) -> FamilyName:
    """Return the names that the children of one couple draw on."""
    return FamilyName(
        tradition,
        _surname(rng, tradition),
        _surname(rng, tradition),
        _first(rng, tradition, "M"),
        _first(rng, tradition, "M"),
    )


def child_name(rng: Random, family: FamilyName, sex: str, taken: set[str]) -> ChildName:
    """Return a child's name; no two children of a family (`taken`) have the same first name."""
    first = _first(rng, family.tradition, sex)
    while first in taken:
        first = _first(rng, family.tradition, sex)
    taken.add(first)
    return _BUILDERS.get(family.tradition, _plain)(rng, family, sex, first)


def first_name(rng: Random, tradition: str, sex: str) -> str:
    """Return a first name of a tradition."""
    return _first(rng, tradition, sex)


def other_surnames(rng: Random, family: FamilyName, sex: str) -> tuple[str, ...]:
    """Return the names that a list may give in place of a child's surname."""
    if family.tradition in PATRONYMIC | PARTLY_PATRONYMIC | FATHER_INITIAL:
        return (family.father_first, family.grandfather, family.surname)
    if family.tradition in PREFIXED:
        titles = _BANGLADESHI_WOMAN if family.tradition == "bangladeshi" else _PAKISTANI_WOMAN
        return (family.father_first, rng.choice(titles) if sex == "F" else family.surname)
    return (gendered(family.mothers, family.tradition, sex),)


def gendered(surname: str, tradition: str, sex: str) -> str:
    """Return the form of a surname for a girl where the language has one (Kowalska, Petrova)."""
    if sex != "F" or tradition not in GENDERED:
        return surname
    for ending, form in (
        ("ski", "ska"),
        ("cki", "cka"),
        ("skyi", "ska"),
        ("auskas", "auskaitė"),
        ("ius", "iūtė"),
        ("us", "utė"),
    ):
        if surname.endswith(ending):
            return surname.removesuffix(ending) + form
    if tradition == "slovak":
        return surname.rstrip("aáoý") + "ová"
    return surname + "a" if tradition == "bulgarian" else surname


def _plain(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    chance = rng.random()
    own = gendered(family.surname, family.tradition, sex)
    if chance < 0.05:
        own = f"{own}-{gendered(family.mothers, family.tradition, sex)}"
    elif chance < 0.07:
        own = gendered(family.mothers, family.tradition, sex)
    middle = ""
    if rng.random() < 0.55:
        middle = _first(rng, family.tradition, sex)
        if rng.random() < 0.12:
            middle += " " + _first(rng, family.tradition, sex)
    return ChildName(first, middle, own)


def _patronymic(rng: Random, family: FamilyName, _sex: str, first: str) -> ChildName:
    if rng.random() < 0.3:
        return ChildName(first, "", family.father_first)
    return ChildName(first, family.father_first, family.grandfather)


def _partly_patronymic(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    chance = rng.random()
    if chance < 0.25:
        return _patronymic(rng, family, sex, first)
    if chance < 0.5:
        return ChildName(first, family.father_first, family.surname)
    return ChildName(first, _first(rng, family.tradition, sex) if chance < 0.7 else "", family.surname)


def _father_initial(rng: Random, family: FamilyName, _sex: str, first: str) -> ChildName:
    middle = _first(rng, family.tradition, "F") if rng.random() < 0.1 else ""
    return ChildName(first, middle, family.father_first)


def _double(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    middle = _first(rng, family.tradition, sex) if rng.random() < 0.4 else ""
    order = (family.surname, family.mothers) if family.tradition == "spanish" else (family.mothers, family.surname)
    return ChildName(first, middle, " ".join(order) if rng.random() < 0.85 else family.surname)


def _south_asian(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    second = _first(rng, family.tradition, sex)
    if sex == "M" and rng.random() < 0.35:
        return ChildName("Mohammed" if rng.random() < 0.6 else "Muhammad", first, family.surname)
    titles = _BANGLADESHI_WOMAN if family.tradition == "bangladeshi" else _PAKISTANI_WOMAN
    if sex == "F" and rng.random() < 0.3:
        return ChildName(first, "" if rng.random() < 0.6 else second, rng.choice(titles))
    return ChildName(first, second if rng.random() < 0.4 else "", family.surname)


def _sikh(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    religious = "Singh" if sex == "M" else "Kaur"
    if rng.random() < 0.35:
        return ChildName(first, "", religious)
    return ChildName(first, religious if rng.random() < 0.8 else "", family.surname)


def _two_syllables(rng: Random, family: FamilyName, sex: str, first: str) -> ChildName:
    second = _first(rng, family.tradition, sex, borrow=False)
    if family.tradition == "vietnamese":
        middle = rng.choice(("Thi", "Ngoc", "Thanh")) if sex == "F" else rng.choice(("Van", "Minh", "Duc"))
        return ChildName(first, middle if rng.random() < 0.8 else second, family.surname)
    if rng.random() < 0.35:
        return ChildName(names()["british", sex.lower()].pick(rng), f"{first} {second}".title(), family.surname)
    return ChildName(f"{first} {second}", "", family.surname)


def _first(rng: Random, tradition: str, sex: str, *, borrow: bool = True) -> str:
    if borrow and tradition in BORROWS_FIRST_NAMES and rng.random() < _BORROWED_SHARE:
        tradition = "british"
    return names()[tradition, sex.lower()].pick(rng)


def _surname(rng: Random, tradition: str) -> str:
    if tradition == "british":
        return british_surname(rng)
    stock = names().get((tradition, "surname")) or names()[tradition, "m"]
    return stock.pick(rng)


_BUILDERS = (
    dict.fromkeys(PATRONYMIC, _patronymic)
    | dict.fromkeys(FATHER_INITIAL, _father_initial)
    | dict.fromkeys(DOUBLE, _double)
    | dict.fromkeys(PREFIXED - PARTLY_PATRONYMIC, _south_asian)
    | dict.fromkeys(PARTLY_PATRONYMIC, _partly_patronymic)
    | {"sikh": _sikh, "chinese": _two_syllables, "vietnamese": _two_syllables}
)
