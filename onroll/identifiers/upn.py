"""Unique pupil numbers, permanent, temporary and former.

Source: the guide to unique pupil numbers; the arithmetic was recomputed against published examples.
What a wrong number means for a file or a child is for the caller to say.
"""

import re
from dataclasses import dataclass
from operator import mul

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The letter for each remainder 0 to 22. I, O and S are never used."""

_VALUES = {letter: value for value, letter in enumerate(CHECK_LETTERS)} | {str(digit): digit for digit in range(10)}
_SHAPE = re.compile(rf"[{CHECK_LETTERS}][0-9]{{11}}[0-9{CHECK_LETTERS}]")
_PLACES = range(2, 14)
_BODY = re.compile(rf"[0-9]{{11}}[0-9{CHECK_LETTERS}]")


@dataclass(frozen=True, slots=True)
class Upn:
    """The parts of a well-formed unique pupil number. `year` is the last two digits of the year of issue."""

    value: str
    la: str
    establishment: str
    year: str
    serial: str
    is_temporary: bool
    has_right_check_letter: bool


def normal_form(text: str) -> str:
    """Return the number in capitals and without spaces."""
    return "".join(text.split()).upper()


def is_well_formed(text: str) -> bool:
    """Say whether the text has the shape of a number, whatever its check letter."""
    return _SHAPE.fullmatch(text) is not None


def is_temporary(text: str) -> bool:
    """Say whether the text is a number of the temporary kind: its last character is a letter."""
    return is_well_formed(text) and text[-1].isalpha()


def check_letter(body: str) -> str | None:
    """Return the check letter for characters 2 to 13, or None where they have not the right shape.

    Each character is multiplied by its place (2 to 13); the sum modulo 23 chooses the letter.
    """
    if _BODY.fullmatch(body) is None:
        return None
    return CHECK_LETTERS[sum(map(mul, map(_VALUES.__getitem__, body), _PLACES)) % 23]


def has_right_check_letter(text: str) -> bool:
    """Say whether the first letter is the one that the other twelve characters give."""
    return is_well_formed(text) and check_letter(text[1:]) == text[0]


def parse(text: str) -> Upn | None:
    """Return the parts of the number (spaces and small letters repaired), or None for another shape."""
    value = normal_form(text)
    if not is_well_formed(value):
        return None
    return Upn(
        value=value,
        la=value[1:4],
        establishment=value[4:8],
        year=value[8:10],
        serial=value[10:],
        is_temporary=value[-1].isalpha(),
        has_right_check_letter=check_letter(value[1:]) == value[0],
    )


def make(la: str, establishment: str, year: int, serial: int, letter: str = "") -> str:
    """Return the number for a school, a year of issue (four or two digits) and a serial number.

    With a `letter` the number is temporary and its serial has two digits.
    Raises: ValueError, if the parts do not make twelve characters of the right kind.
    """
    body = f"{la}{establishment}{year % 100:02d}{serial:0{2 if letter else 3}d}{letter}"
    first = check_letter(body)
    if first is None:
        raise ValueError("these parts do not make a unique pupil number")
    return first + body
