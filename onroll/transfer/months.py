"""A month of the calendar of London, as reports are made for: its name, its first moment and the one after its last."""

import dataclasses
import re
from datetime import date, datetime

from onroll.audit.act import LONDON

_SHAPE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month; `ends_at` does not belong to it."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def words(self) -> str:
        """The month as in "November 2026"."""
        return f"{date(self.year, self.number, 1):%B %Y}"

    @property
    def begins_at(self) -> datetime:
        """The first moment."""
        return datetime(self.year, self.number, 1, tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        """The first moment of the next month."""
        return self.after.begins_at

    @property
    def after(self) -> "Month":
        """The next month."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def parse(text: str) -> Month | None:
    """Return the month that a text like "2026-11" says; None for any other text."""
    found = _SHAPE.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None
