"""How long a child waited, from the day the authority was told to the day the child was back in education."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pace:
    """A wait in calendar days, never negative, and the words that say what it means."""

    days: int
    words: str


def notified_to_accessed(notified_on: date, accessed_on: date) -> Pace:
    """Return the wait from notification to provision accessed.

    A child who was on a roll before anyone told the authority did not wait: the days are 0 and the words say
    so.

    Source: 2004 good practice checklist C2 and D3 (dates notified and provision accessed).
    Units: calendar days; the day of notification does not count.
    """
    days = (accessed_on - notified_on).days
    if days < 0:
        return Pace(0, f"already on a roll {_days(-days)} before the authority was told")
    if days == 0:
        return Pace(0, "on a roll the day the authority was told")
    return Pace(days, f"{_days(days)} from notified to accessed")


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"
