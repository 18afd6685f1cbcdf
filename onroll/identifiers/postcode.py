"""Postcodes of the United Kingdom: shape and normal form. Whether one exists is for a register to say.

Source: BS7666 and the Royal Mail's published shapes. ZZ99 codes, which the health service uses for "no fixed
address" and "not known", have the ordinary shape and are never real.
"""

import re

_SHAPE = re.compile(r"(?:[A-Z]{1,2}[0-9][0-9A-Z]?|GIR) [0-9][ABD-HJLNP-UW-Z]{2}")


def normal_form(text: str) -> str:
    """Return the postcode in capitals with one space before its last three characters."""
    joined = "".join(text.split()).upper()
    return f"{joined[:-3]} {joined[-3:]}" if len(joined) > 4 else joined


def is_well_formed(text: str) -> bool:
    """Say whether the text, put in normal form, has the shape of a postcode."""
    return _SHAPE.fullmatch(normal_form(text)) is not None


def parse(text: str) -> str | None:
    """Return the normal form, or None where the text has not the shape of a postcode."""
    return normal_form(text) if is_well_formed(text) else None


def outward(text: str) -> str | None:
    """Return the part before the space (the district), or None."""
    value = parse(text)
    return value.split(" ")[0] if value else None


def sector(text: str) -> str | None:
    """Return the district and the first figure after the space, or None."""
    value = parse(text)
    return value[:-2] if value else None


def is_placeholder(text: str) -> bool:
    """Say whether the postcode is one of the ZZ99 codes that stand for no known address."""
    return (outward(text) or "").startswith("ZZ99")
