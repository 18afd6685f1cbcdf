"""What a measurement returns, and the times it looks at."""

import dataclasses
from datetime import date, datetime, time, timedelta

from onroll.audit.act import LONDON, Act
from onroll.evaluation.models import Finding
from onroll.rules.clocks import add_months

Numbers = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measurement: `query` says in words what was counted; `numbers` are pairs of words and number.

    Of what is not measured, `query` says how it will be.
    """

    code: str
    query: str
    numbers: Numbers = ()
    finding: Finding


def a_year_before(act: Act) -> date:
    """Return the first day of the twelve months that end today."""
    return add_months(act.on, -12) + timedelta(days=1)


def begins(on: date) -> datetime:
    """Return the first moment of a day in England."""
    return datetime.combine(on, time.min, tzinfo=LONDON)


def share(part: int, whole: int) -> Finding:
    """Return what a share shows: all of some, some of them, or nothing."""
    if not part or not whole:
        return Finding.NOT_SHOWN
    return Finding.SHOWS if part >= whole else Finding.IN_PART


def of(part: int, whole: int) -> str:
    """Return a share in words."""
    return f"{part:,} of {whole:,}"
