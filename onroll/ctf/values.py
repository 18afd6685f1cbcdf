"""Turns the text of an element into a value. A text of another form gives None: nothing is guessed."""

import re
from datetime import date, datetime

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)

BOOLEANS = {"true": True, "false": False, "1": True, "0": False, "y": True, "n": False}


def clean(text: str | None) -> str | None:
    """Return the text without spaces around it, or None where nothing is left."""
    return (text or "").strip() or None


def as_date(text: str | None) -> date | None:
    """Return the date of a text `yyyy-mm-dd`; an XML time zone or time after it is not accepted."""
    if text is None or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_datetime(text: str | None) -> datetime | None:
    """Return the local time of a text `yyyy-mm-ddThh:mm:ss`; fractions and zones are left aside.

    The value is naive, as files carry no zone: it is what the clock on the sender's wall said.
    """
    match = _DATETIME.fullmatch(text) if text else None
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match[1])
    except ValueError:
        return None


def as_boolean(text: str | None) -> bool | None:
    """Return the meaning of true, false, 1, 0, Y or N in any capitals."""
    return BOOLEANS.get(text.strip().lower()) if text else None


def as_integer(text: str | None) -> int | None:
    """Return a whole number of at most nine digits."""
    text = clean(text)
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None
