"""Unique learner numbers: ten digits, the last of which checks the others.

Source: Learning Records Service, as set out in the project's notes on identifiers, section 6.
"""

import re

PLACEHOLDER = "9999999999"
"""Used in further education for "not yet known": treat as absent."""

_SHAPE = re.compile(r"[1-9][0-9]{9}")


def normal_form(text: str) -> str:
    """Return the number without spaces."""
    return "".join(text.split())


def is_well_formed(text: str) -> bool:
    """Say whether the text is ten digits of which the first is not 0."""
    return _SHAPE.fullmatch(text) is not None


def check_digit(first_nine: str) -> str | None:
    """Return the tenth digit for nine, or None where the nine are of another shape or cannot be used.

    Digits are weighted 10 to 2; where the sum leaves no remainder on division by 11 no number exists.
    """
    if re.fullmatch(r"[1-9][0-9]{8}", first_nine) is None:
        return None
    remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), first_nine, strict=True)) % 11
    return None if remainder == 0 else str(10 - remainder)


def has_right_check_digit(text: str) -> bool:
    """Say whether the last digit agrees with the first nine. The placeholder does not count as right."""
    return is_well_formed(text) and text != PLACEHOLDER and check_digit(text[:9]) == text[9]
