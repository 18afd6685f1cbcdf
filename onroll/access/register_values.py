"""How values of a register extract are read: each reader returns the value, and code and words where it is wrong."""

import csv
import functools
import re
from collections.abc import Callable
from datetime import date
from importlib import resources

from onroll.identifiers import postcode, urn

Value = str | int | date | None
Read = tuple[Value, str, str]

# The register's word for "there is none".
NOT_APPLICABLE = frozenset({"", "NA", "N/A", "Not applicable"})
OLDEST_AGE = 99

_DAY_FIRST = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})")


def read_urn(text: str) -> Read:
    """Read the number that an establishment keeps for life."""
    found = urn.parse(text)
    return (found, "", "") if found else (None, "R01", "The row has no URN of six digits; it is left out.")


def read_la_code(text: str) -> Read:
    """Read an authority's number; 000 is the register's word for none."""
    if re.fullmatch(r"[0-9]{3}", text) and text != "000":
        return text, "", ""
    return None, "R02", "The row has no authority number of three digits; it is left out."


def read_number(text: str) -> Read:
    """Read the establishment number; some registers drop its leading noughts."""
    if re.fullmatch(r"[0-9]{1,4}", text):
        return text.zfill(4), "", ""
    return None, "R03", "The row has no establishment number, so no file can be sent to it; it is left out."


def read_text(text: str, longest: int = 200) -> Read:
    """Read words, as many characters as we keep; the register's ways of saying "none" become empty."""
    return ("" if text in NOT_APPLICABLE else " ".join(text.split())[:longest]), "", ""


def read_status(text: str) -> Read:
    """Read the status; one that is missing or unknown counts as open, so that no file is turned away for it."""
    if text in statuses():
        return statuses()[text], "", ""
    return "open", "R06", "The establishment has no status that we know; it is kept as open."


def read_date(text: str) -> Read:
    """Read dd-mm-yyyy."""
    if text in NOT_APPLICABLE:
        return None, "", ""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        try:
            return date(year, month, day), "", ""
        except ValueError:
            pass
    return None, "R07", "A date is not written as dd-mm-yyyy; it is left empty."


def read_age(text: str) -> Read:
    """Read an age in whole years."""
    return _whole_number(text, OLDEST_AGE, "R08", "An age is not a whole number; it is left empty.")


def read_metres(text: str) -> Read:
    """Read a coordinate of the British National Grid, in metres."""
    return _whole_number(text, 1_300_000, "R09", "A coordinate is not a whole number of metres; it is left empty.")


def read_postcode(text: str) -> Read:
    """Read a postcode into its normal form; another shape is dropped with a warning."""
    if text in NOT_APPLICABLE:
        return "", "", ""
    found = postcode.parse(text)
    return (found, "", "") if found else ("", "R10", "The postcode has not the shape of one; it is left empty.")


def _whole_number(text: str, largest: int, code: str, words: str) -> Read:
    if text in NOT_APPLICABLE:
        return None, "", ""
    if re.fullmatch(r"[0-9]{1,7}", text) and int(text) <= largest:
        return int(text), "", ""
    return None, code, words


@functools.cache
def statuses() -> dict[str, str]:
    """Return what the register's words for a status mean."""
    text = resources.files("onroll.access.tables").joinpath("register_statuses.csv").read_text(encoding="utf-8")
    return {row["words"]: row["status"] for row in csv.DictReader(text.splitlines())}


READERS: dict[str, Callable[[str], Read]] = {
    "urn": read_urn,
    "la_code": read_la_code,
    "number": read_number,
    "text": read_text,
    "text_100": functools.partial(read_text, longest=100),
    "text_60": functools.partial(read_text, longest=60),
    "status": read_status,
    "date": read_date,
    "age": read_age,
    "metres": read_metres,
    "postcode": read_postcode,
}
