"""Addresses of schools and authorities as file names and headers write them.

A school is an authority number (three digits) and an establishment number (four); an authority is its own
number and `LLLL`; `XXXXXXX` is a destination nobody knows, `MMMMMMM` one outside the maintained sector.
Source: the format notes, sections 3.1 and 3.4.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

AUTHORITY = "LLLL"
UNKNOWN = "XXXXXXX"
OUTSIDE = "MMMMMMM"

_SHAPE = re.compile(r"(?:[0-9]{3}(?:[0-9]{4}|LLLL)|XXXXXXX|MMMMMMM)")


class Kind(StrEnum):
    """What a code of seven characters addresses."""

    SCHOOL = "school"
    AUTHORITY = "authority"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Establishment:
    """A parsed address. `la` and `number` hold the letters of a placeholder where it is one."""

    la: str
    number: str

    @property
    def code(self) -> str:
        """The seven characters that file names use."""
        return self.la + self.number

    @property
    def kind(self) -> Kind:
        """What the code addresses."""
        if self.la == UNKNOWN[:3]:
            return Kind.UNKNOWN
        if self.la == OUTSIDE[:3]:
            return Kind.OUTSIDE
        return Kind.AUTHORITY if self.number == AUTHORITY else Kind.SCHOOL


def normal_form(text: str) -> str:
    """Return the code in capitals, without spaces or the stroke some people write (820/1234)."""
    return "".join(text.split()).replace("/", "").upper()


def is_well_formed(text: str) -> bool:
    """Say whether the text is a code of one of the four kinds."""
    return _SHAPE.fullmatch(text) is not None


def is_la_number(text: str) -> bool:
    """Say whether the text has the shape of an authority number; a register says whether one exists."""
    return re.fullmatch(r"[0-9]{3}", text) is not None


def parse(text: str) -> Establishment | None:
    """Return the address (spaces, strokes and small letters repaired), or None for another shape."""
    value = normal_form(text)
    return Establishment(value[:3], value[3:]) if is_well_formed(value) else None
