"""Ways in which facts other than names go wrong: birth dates, postcodes, houses, streets, sex and numbers."""

from datetime import date, timedelta
from random import Random

from onroll.linkage.simulator.places import Address
from onroll.linkage.simulator.slips import typed

_ABBREVIATED = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "close": "cl",
    "drive": "dr",
    "lane": "ln",
    "crescent": "cres",
    "court": "ct",
    "place": "pl",
    "gardens": "gdns",
    "grove": "gr",
    "terrace": "ter",
    "square": "sq",
}
_LOOKS_LIKE = {"0": "O", "O": "0", "1": "I", "I": "1", "5": "S", "S": "5", "8": "B", "B": "8", "2": "Z"}
_PLACEHOLDER_DATES = (date(1900, 1, 1), date(2000, 1, 1), date(1970, 1, 1), date(2011, 11, 11))
_DATE_SLIPS = (
    ("swap", 22),
    ("digit", 26),
    ("day", 16),
    ("month", 10),
    ("year", 10),
    ("first", 6),
    ("calendar", 4),
    ("decade", 2),
    ("placeholder", 2),
    ("days", 4),
)
# The Ethiopian year is seven or eight behind; the Islamic and Persian conversions commonly land days or a year away.
_CALENDAR_DAYS = (-2922, -2557, 354, -354, 11, -11, 10, -10, 1, -1)


def wrong_date(rng: Random, born: date, bias: dict[str, float]) -> date:
    """Return a birth date with one slip: changed round, a digit out, on the first of January, in another calendar."""
    kinds = [kind for kind, _ in _DATE_SLIPS]
    kind = rng.choices(kinds, [weight * bias.get(name, 1.0) for name, weight in _DATE_SLIPS])[0]
    if kind == "placeholder":
        return rng.choice(_PLACEHOLDER_DATES)
    if kind == "calendar":
        return born + timedelta(days=rng.choice(_CALENDAR_DAYS))
    if kind in ("day", "days"):
        return born + timedelta(days=rng.choice((-1, 1)) if kind == "day" else rng.randint(-20, 20))
    year, month, day = born.year, born.month, born.day
    changed = {
        "swap": (year, day, month),
        "first": (year, 1, 1) if rng.random() < 0.7 else (year, month, 1),
        "month": (year, month + rng.choice((-1, 1)), day),
        "year": (year + rng.choice((-1, 1)), month, day),
        "decade": (year + rng.choice((-10, 10)), month, day),
        "digit": _digit_out(rng, born),
    }[kind]
    return _possible(*changed) or _possible(*_digit_out(rng, born)) or born + timedelta(days=1)


def wrong_address(rng: Random, home: Address) -> Address:
    """Return an address with one slip, or with a part of it left out."""
    chance = rng.random()
    house, street, postcode = home.house, home.street, home.postcode
    if chance < 0.35:
        postcode = wrong_postcode(rng, postcode)
    elif chance < 0.5:
        house = house.split(", ")[-1] if "flat" in house else typed(rng, house)
    elif chance < 0.75:
        street = typed(rng, street)
    elif chance < 0.85:
        street = street.rsplit(" ", 1)[0]
    elif chance < 0.93:
        house = ""
    else:
        street = f"c/o {street}"
    return Address(house, street, postcode)


def abbreviated(street: str) -> str:
    """Return a street with its last word as clerks shorten it."""
    first, _, last = street.rpartition(" ")
    return f"{first} {_ABBREVIATED.get(last, last)}"


def wrong_postcode(rng: Random, postcode: str) -> str:
    """Return a postcode with one slip, cut to its district, or one that stands for none."""
    chance = rng.random()
    if chance < 0.08:
        return rng.choice(("ZZ99 3WZ", "ZZ99 3VZ", "XX1 1XX", "N/A"))
    if chance < 0.16:
        return postcode.split(" ", maxsplit=1)[0]
    place = rng.randrange(len(postcode))
    letter = postcode[place]
    if chance < 0.3:
        return postcode[:place] + _LOOKS_LIKE.get(letter, letter) + postcode[place + 1 :]
    if chance < 0.45:
        return postcode[:place] + postcode[place + 1 :]
    if chance < 0.65 and place + 1 < len(postcode):
        return postcode[:place] + postcode[place + 1] + letter + postcode[place + 2 :]
    other = rng.choice("0123456789") if letter.isdigit() else rng.choice("ABDEFGHJLNPQRSTUWXYZ")
    return postcode[:place] + other + postcode[place + 1 :]


def _digit_out(rng: Random, born: date) -> tuple[int, int, int]:
    for _ in range(12):
        text = born.strftime("%Y%m%d")
        place = rng.choice((3, 4, 5, 6, 7, 7, 2))
        changed = text[:place] + rng.choice("0123456789") + text[place + 1 :]
        parts = (int(changed[:4]), int(changed[4:6]), int(changed[6:]))
        if changed != text and _possible(*parts):
            return parts
    return born.year - 1, born.month, min(born.day, 28)


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
