"""The limits inside which a file is read. A limit met is a problem with a code, never an exception."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before reading stops.

    Units: bytes as read (after unpacking); characters for `max_text`; `max_ratio` is unpacked to packed size.
    `max_problems` bounds what a report lists, not what is counted.
    """

    max_bytes: int = 4_000_000_000
    max_depth: int = 64
    max_attributes: int = 32
    max_text: int = 1_000_000
    max_pupils: int = 500_000
    max_pupil_bytes: int = 16_000_000
    max_ratio: int = 200
    max_members: int = 5_000
    max_problems: int = 10_000
