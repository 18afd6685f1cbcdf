"""How much a problem stops."""

from enum import StrEnum


class Severity(StrEnum):
    """From stopping the file down to a note of what was tolerated."""

    ERROR = "error"
    PUPIL = "pupil"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for a note up to 3 for an error."""
        return _RANKS[self]


_RANKS = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.PUPIL: 2, Severity.ERROR: 3}
