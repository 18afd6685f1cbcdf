"""Writes a workbook (.xlsx) of plain sheets, from tables in words."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

_NUMBER = re.compile(r"-?\d+(\.\d+)?%?", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
# Words stay words: a text that begins with "=" or looks like an address must do nothing when the sheet is opened.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A fixed time, so that the same figures give the same bytes.
_MADE = datetime(2006, 1, 1, tzinfo=UTC).replace(tzinfo=None)

Sheet = tuple[str, Sequence[Sequence[str]]]  # its name, and its rows


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook. A cell that is a number, or a per cent, is stored as one: a per cent by its number."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": _MADE})
    for name, (_given, rows) in zip(names([name for name, _rows in sheets]), sheets, strict=True):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                if _NUMBER.fullmatch(words):
                    sheet.write_number(at, column, float(words.removesuffix("%")))
                else:
                    sheet.write_string(at, column, words)
    book.close()
    return out.getvalue()


def names(given: Sequence[str]) -> list[str]:
    """Return names that a workbook takes: at most 31 characters, without brackets, stars and slashes, no two alike."""
    found: list[str] = []
    for name in given:
        plain = _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME].strip() or "Sheet"
        taken = {each.casefold() for each in found}
        number = 2
        unique = plain
        while unique.casefold() in taken:
            unique = f"{plain[: LONGEST_NAME - 3]} {number}"
            number += 1
        found.append(unique)
    return found
