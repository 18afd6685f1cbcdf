"""Checks the text of one element by the format its row in the table names.

Each check returns the code of a problem with the values for its words, or None. No value of a person is among them.
Source: the format notes, sections 2, 4 to 7 and 9.
"""

import re
from collections.abc import Callable

from onroll.ctf import codes, values
from onroll.ctf.elements import Element
from onroll.identifiers import postcode

Finding = tuple[str, dict[str, object]] | None
Check = Callable[[Element, str], Finding]

_SCHOOL_PARTS = {
    "la": re.compile(r"[0-9]{3}|XXX|MMM"),
    "establishment": re.compile(r"[0-9]{4}|LLLL|XXXX|MMMM"),
}
_URN = re.compile(r"[0-9]{6}|XXXXXX")
_UCI = re.compile(r"[0-9]{12}[A-Z]|[A-Z0-9]{12}[A-Z0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def _length(element: Element, text: str) -> Finding:
    if element.longest and len(text) > element.longest:
        return "value-too-long", {"limit": element.longest, "mark": element.length_mark}
    if len(text) < element.shortest:
        return "value-too-short", {"limit": element.shortest, "mark": element.length_mark}
    return None


def _date(_element: Element, text: str) -> Finding:
    return None if values.as_date(text) else ("value-date", {})


def _datetime(_element: Element, text: str) -> Finding:
    return None if values.as_datetime(text) else ("value-datetime", {})


def _boolean(_element: Element, text: str) -> Finding:
    if text in ("true", "false"):
        return None
    meaning = values.as_boolean(text)
    if meaning is None:
        return "code-unknown", {"value": text[:10]}
    return "value-boolean", {"value": text[:10], "meaning": "yes" if meaning else "no"}


def _code(element: Element, text: str) -> Finding:
    rows = codes.rows_of(element.code_set, text)
    if not rows:
        other = text.upper() if codes.rows_of(element.code_set, text.upper()) else text.lower()
        if codes.rows_of(element.code_set, other):
            return "value-case", {"value": text[:10], "meaning": other}
        return "code-unknown", {"value": text[:10]}
    return None if rows[0].is_listed else ("code-unlisted", {"value": text})


def _integer(element: Element, text: str) -> Finding:
    number = values.as_integer(text)
    if number is None:
        return "value-number", {}
    return ("value-too-long", {"limit": len(str(element.longest))}) if number > element.longest > 0 else None


def _digits(element: Element, text: str) -> Finding:
    return _length(element, text) if re.fullmatch(r"[0-9]+", text) else ("value-number", {})


def _decimal(_element: Element, text: str) -> Finding:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return None
    return ("value-decimal" if re.fullmatch(r"[0-9]{1,9}\.[0-9]+", text) else "value-number"), {}


def _year(_element: Element, text: str) -> Finding:
    return None if re.fullmatch(r"(?:19|20)[0-9]{2}", text) else ("value-year", {})


def _school_part(element: Element, text: str) -> Finding:
    return None if _SCHOOL_PARTS[element.format].fullmatch(text.upper()) else ("value-school", {})


def _urn(_element: Element, text: str) -> Finding:
    return None if _URN.fullmatch(text.upper()) else ("value-urn", {})


def _postcode(_element: Element, text: str) -> Finding:
    return None if postcode.is_well_formed(text) else ("value-postcode", {})


def _phone(element: Element, text: str) -> Finding:
    return _length(element, text) if text.isdecimal() else ("value-phone-spaces", {})


def _email(element: Element, text: str) -> Finding:
    return _length(element, text) if _EMAIL.fullmatch(text) else ("value-email", {})


def _uci(_element: Element, text: str) -> Finding:
    return None if _UCI.fullmatch(text.upper()) else ("value-uci", {})


CHECKS: dict[str, Check | None] = {
    "text": _length,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
    "code": _code,
    "integer": _integer,
    "digits": _digits,
    "decimal": _decimal,
    "year": _year,
    "la": _school_part,
    "establishment": _school_part,
    "urn": _urn,
    "postcode": _postcode,
    "phone": _phone,
    "email": _email,
    "uci": _uci,
    # Identifiers of people are judged by the rules for pupils, which know what they are for.
    "birth_date": None,
    "upn": None,
    "uln": None,
    "extension": None,
    "block": None,
}


def find(element: Element, text: str | None) -> list[tuple[str, dict[str, object]]]:
    """Return what is to be said about the text of an element: nothing, or a few problems."""
    clean = values.clean(text)
    if clean is None:
        return [] if element.format == "extension" else [("value-empty", {})]
    check = CHECKS[element.format]
    found = [] if check is None else [check(element, clean)]
    if clean != text and element.format != "extension":
        found.append(("value-spaces", {}))
    return [finding for finding in found if finding is not None]
