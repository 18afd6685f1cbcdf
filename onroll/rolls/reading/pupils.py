"""One pupil as a school states it: texts into values, with what is wrong or to look at in each."""

import dataclasses
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.rolls.reading.columns import BY_FIELD
from onroll.rolls.reading.problems import Problem, problem

LONGEST = {
    "pupil_key": 40,
    "surname": 100,
    "forename": 100,
    "middle_names": 200,
    "form_group": 40,
    "address": 400,
    "postcode": 10,
    "destination": 200,
    "name_used": 100,
    "last_school": 200,
    "parent_name": 200,
    "parent_address": 400,
    "parent_telephone": 60,
    "second_parent_name": 200,
    "second_parent_address": 400,
    "second_parent_telephone": 60,
    "deletion_ground": 30,
    "deletion_facts": 1000,
}
DATES = ("born_on", "from_on", "leaving_on")
STATUSES = {
    **{one: one for one in ("main", "main_dual", "subsidiary", "guest", "provider")},
    # Source: code set of enrolment status in the common transfer file (code-sets.csv, ENROL_STATUS).
    "c": "main",
    "m": "main_dual",
    "s": "subsidiary",
    "g": "guest",
    "f": "subsidiary",
    "o": "subsidiary",
    "current": "main",
    "single registration": "main",
    "current (single registration at this school)": "main",
    "dual main": "main_dual",
    "main dual": "main_dual",
    "main - dual registration": "main_dual",
    "dual subsidiary": "subsidiary",
    "subsidiary dual": "subsidiary",
    "guest pupil": "guest",
    "": "main",
}
SEXES = {"f": "F", "female": "F", "girl": "F", "m": "M", "male": "M", "boy": "M", "unspecified": "", "": ""}
BOARDERS = {
    **dict.fromkeys(("yes", "y", "true", "1", "boarder", "b"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0", "day", "day pupil", "not a boarder"), "no"),
    "": "",
}
YEARS = {
    **{str(number): str(number) for number in range(1, 15)},
    **{f"{number:02}": str(number) for number in range(1, 10)},
    "r": "R",
    "reception": "R",
    "0": "R",
    "00": "R",
    "n": "N1",
    "n1": "N1",
    "n2": "N2",
    "nursery": "N1",
    "e1": "E1",
    "e2": "E2",
    "x": "X",
    "m": "M",
    "": "",
}
# Days are counted from 30 December 1899 in Excel's sheets; these are the years 1990 to 2079.
EXCEL_ZERO, EXCEL_DAYS = date(1899, 12, 30), range(32_874, 65_745)
OLDEST_YEARS = 26  # learners with an education, health and care plan stay until 25; our own bound (mark P)
_ENGLISH_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T]00:00(?::00)?(?:\.0+)?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?(?:\.0+)?Z?)?")


@dataclasses.dataclass(slots=True)
class Pupil:
    """A pupil of the file: values as a roll entry holds them. `row` counts as the file's lines do.

    `leaving_on` is included: on that day the pupil is still on the roll. None and "": the school does not say.
    """

    row: int = 0
    pupil_key: str = ""
    upn: str = ""
    former_upn: str = ""
    surname: str = ""
    forename: str = ""
    middle_names: str = ""
    born_on: date | None = None
    sex: str = ""
    year_group: str = ""
    form_group: str = ""
    status: str = "main"
    address: str = ""
    postcode: str = ""
    from_on: date | None = None
    leaving_on: date | None = None
    destination: str = ""
    name_used: str = ""
    last_school: str = ""
    boarder: str = ""
    parent_name: str = ""
    parent_address: str = ""
    parent_telephone: str = ""
    second_parent_name: str = ""
    second_parent_address: str = ""
    second_parent_telephone: str = ""
    deletion_ground: str = ""
    deletion_facts: str = ""


def pupil_of(row: int, texts: Mapping[str, str], as_on: date, found: list[Problem]) -> Pupil:
    """Return the pupil that a row states; what is wrong with it is added to `found`."""
    pupil = Pupil(row=row)
    for field, clean in _CLEANERS.items():
        text = texts.get(field)
        if text:
            setattr(pupil, field, clean(text, row, found))
    for field in DATES:
        text = texts.get(field)
        if text:
            setattr(pupil, field, _date(field, text, row, found))
    _check(pupil, texts, as_on, found)
    pupil.pupil_key = pupil.pupil_key or pupil.upn or _key_of_name(pupil)
    return pupil


def _key_of_name(pupil: Pupil) -> str:
    """Return a key for a pupil without any number, from name and birth date: the same as long as these are."""
    said = f"{pupil.surname.casefold()}\x1f{pupil.forename.casefold()}\x1f{pupil.born_on}"
    return "n-" + hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _check(pupil: Pupil, texts: Mapping[str, str], as_on: date, found: list[Problem]) -> None:
    row = pupil.row
    if not pupil.surname or not pupil.forename:
        found.append(problem("R20", row))
    if not pupil.born_on and not pupil.pupil_key and not pupil.upn and not texts.get("born_on"):
        found.append(problem("R28", row, BY_FIELD["born_on"].title))
    if pupil.born_on and not _is_of_age(pupil.born_on, as_on):
        found.append(problem("R26", row, BY_FIELD["born_on"].title))
    if pupil.from_on and pupil.leaving_on and pupil.leaving_on < pupil.from_on:
        found.append(problem("R25", row, BY_FIELD["leaving_on"].title))
    if pupil.from_on and pupil.from_on > as_on:
        found.append(problem("R29", row, BY_FIELD["from_on"].title))


def _is_of_age(born_on: date, on: date) -> bool:
    return on.year - OLDEST_YEARS <= born_on.year and born_on <= on


def _text(field: str) -> Callable[[str, int, list[Problem]], str]:
    most, title = LONGEST[field], BY_FIELD[field].title

    def clean(text: str, row: int, found: list[Problem]) -> str:
        plain = " ".join(text.split())
        if len(plain) > most:
            found.append(problem("R27", row, title, most=most))
        return plain[:most]

    return clean


def _upn(text: str, row: int, found: list[Problem]) -> str:
    number = upns.normal_form(text)
    if not upns.is_well_formed(number):
        found.append(problem("R40", row, BY_FIELD["upn"].title))
        return ""
    if not upns.has_right_check_letter(number):
        found.append(problem("R41", row, BY_FIELD["upn"].title))
    return number


def _postcode(text: str, row: int, found: list[Problem]) -> str:
    normal = postcodes.normal_form(text)
    if not postcodes.is_well_formed(normal):
        found.append(problem("R51", row, BY_FIELD["postcode"].title))
    return normal[: LONGEST["postcode"]]


def _chosen(
    values: Mapping[str, str], code: str, field: str, otherwise: str
) -> Callable[[str, int, list[Problem]], str]:
    def clean(text: str, row: int, found: list[Problem]) -> str:
        value = values.get(" ".join(text.casefold().removeprefix("year ").removeprefix("yr ").split()))
        if value is None:
            found.append(problem(code, row, BY_FIELD[field].title))
            return otherwise
        return value

    return clean


def _date(field: str, text: str, row: int, found: list[Problem]) -> date | None:
    day, is_number = day_of(text.strip())
    if day is None:
        found.append(problem("R24", row, BY_FIELD[field].title))
    elif is_number:
        found.append(problem("R42", row, BY_FIELD[field].title))
    return day


@lru_cache(maxsize=16_384)
def day_of(text: str) -> tuple[date | None, bool]:
    """Return a date as ISO 8601 or as it is written in England, or as Excel keeps it, and whether it was that."""
    if text.isascii() and text.removesuffix(".0").isdecimal() and int(text.removesuffix(".0")) in EXCEL_DAYS:
        return EXCEL_ZERO + timedelta(days=int(text.removesuffix(".0"))), True
    iso, english = _ISO_DATE.fullmatch(text), _ENGLISH_DATE.fullmatch(text)
    parts = iso.groups() if iso else english.groups()[::-1] if english else None
    try:
        return (date(*map(int, parts)), False) if parts else (None, False)
    except ValueError:
        return None, False


_CLEANERS: dict[str, Callable[[str, int, list[Problem]], str]] = {
    **{field: _text(field) for field in LONGEST if field != "postcode"},
    "upn": _upn,
    "former_upn": _upn,
    "postcode": _postcode,
    "sex": _chosen(SEXES, "R45", "sex", ""),
    "boarder": _chosen(BOARDERS, "R53", "boarder", ""),
    "year_group": _chosen(YEARS, "R44", "year_group", ""),
    "status": _chosen(STATUSES, "R46", "status", "main"),
}
