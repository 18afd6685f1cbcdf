"""Whose pupils a file holds: the school's number in each row, with leading zeros that a spreadsheet took away."""

from collections.abc import Iterator

from onroll.identifiers import establishment
from onroll.rolls.reading.columns import BY_FIELD
from onroll.rolls.reading.problems import Problem, problem

LA_DIGITS, NUMBER_DIGITS = 3, 4


def check_school(rows: list[tuple[int, dict[str, str]]], school_code: str) -> Iterator[Problem]:
    """Yield what is wrong with the school's number in each row; an empty one says nothing."""
    title = BY_FIELD["school_code"].title
    for row, texts in rows:
        text = texts.get("school_code", "")
        if not text:
            continue
        code, was_repaired = full_code(text, school_code)
        if code != school_code:
            yield problem("R12", row, title, what=code if code.isalnum() and len(code) <= len(school_code) else "?")
        elif was_repaired:
            yield problem("R43", row, title)


def full_code(text: str, school_code: str) -> tuple[str, bool]:
    """Return the seven digits that a number means for a school of this authority, and whether zeros were put back.

    Four digits or fewer are the establishment number alone; five or six, the authority's and what is left of it.
    """
    code = establishment.normal_form(text).removesuffix(".0")
    la = school_code[:LA_DIGITS]
    if not code.isdecimal() or len(code) >= len(school_code):
        return code, False
    number = code if len(code) <= NUMBER_DIGITS else code.removeprefix(la)
    return la + number.zfill(NUMBER_DIGITS), len(number) < NUMBER_DIGITS
