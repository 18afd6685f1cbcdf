"""Words for single values: dates, yes and no, codes, authorities."""

from datetime import date

from onroll.ctf import authorities, codes, values
from onroll.ctf.elements import Element

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PLACEHOLDERS = {"XXX": "Not known", "MMM": "Outside England and Wales"}


def day(value: date) -> str:
    """Return a date as people write it: 3 September 2025."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def of(element: Element, text: str, on: date | None = None) -> tuple[str, str | None]:
    """Return the words for a value and, where it is a code, the code. An unknown code stays as it is.

    `on` is the day the value belongs to; without it a code that changed its meaning is given in its first words.
    """
    if element.format in ("date", "birth_date"):
        found = values.as_date(text)
        return (day(found) if found else text), None
    if element.format == "boolean":
        meaning = values.as_boolean(text)
        return (text if meaning is None else "Yes" if meaning else "No"), None
    if element.format == "la":
        name = authorities.name(text) or _PLACEHOLDERS.get(text.upper())
        return (name, text) if name else (text, None)
    if element.format == "code":
        words = codes.describe(element.code_set, text, on) or codes.describe(element.code_set, text.upper(), on)
        return (words, text) if words else (f"{text} (not in the list)", text)
    return text, None


def in_a_cell(element: Element, text: str, on: date | None = None) -> str:
    """Return the words with the code behind them, for one cell of a table."""
    words, code = of(element, text, on)
    return words if code is None or words == code or words.startswith(f"{code} (") else f"{words} ({code})"
