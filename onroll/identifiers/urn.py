"""Unique reference numbers of establishments: six digits, one for each legal establishment for its life.

Source: the national register of schools. The letters XXXXXX mean "the sender does not hold the number".
"""

import re

NOT_HELD = "XXXXXX"

_SHAPE = re.compile(r"[1-9][0-9]{5}")


def normal_form(text: str) -> str:
    """Return the number without spaces."""
    return "".join(text.split()).upper()


def is_well_formed(text: str) -> bool:
    """Say whether the text is six digits of which the first is not 0."""
    return _SHAPE.fullmatch(text) is not None


def parse(text: str) -> str | None:
    """Return the number, or None where the text is no number (XXXXXX included)."""
    value = normal_form(text)
    return value if is_well_formed(value) else None
