"""School years as figures name them ("2025/26"), and the year group that a child is in by her age."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from onroll.rules.school_age import NEXT_SCHOOL_YEAR_STARTS

_NAME = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
FIRST, LAST = 1990, 2098
AGE_OF_RECEPTION = 4
YEAR_GROUPS = ("R", *(str(number) for number in range(1, 12)))


class NotASchoolYear(ValueError):
    """A text names no school year."""


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year, by the calendar year in which it starts."""

    starts_in: int

    def __str__(self) -> str:
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02d}"

    @property
    def first_on(self) -> date:
        """The first day. Source: Education Act 1996 s8; 1 September stands in for the first term after July."""
        return date(self.starts_in, *NEXT_SCHOOL_YEAR_STARTS.value)

    @property
    def last_on(self) -> date:
        """The last day."""
        return SchoolYear(self.starts_in + 1).first_on - timedelta(days=1)

    def year_group(self, born_on: date) -> str:
        """Return the year group of children of this age: R, 1 to 11; empty for younger and older ones.

        Units: by the age on the day before the year starts; a child taught out of her year is not known to this.
        """
        day = self.first_on - timedelta(days=1)
        number = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day)) - AGE_OF_RECEPTION
        return YEAR_GROUPS[number] if 0 <= number < len(YEAR_GROUPS) else ""


def parse(text: str) -> SchoolYear:
    """Return the school year of a name like "2025/26".

    Raises: NotASchoolYear.
    """
    match = _NAME.fullmatch(text.strip())
    if match is None or not FIRST <= int(match[1]) <= LAST or (int(match[1]) + 1) % 100 != int(match[2]):
        raise NotASchoolYear(f"{text!r} is no school year: write it like 2025/26.")
    return SchoolYear(int(match[1]))


def year_of(on: date) -> SchoolYear:
    """Return the school year of a day."""
    return SchoolYear(on.year if on >= SchoolYear(on.year).first_on else on.year - 1)


def age_on(born_on: date, on: date) -> int:
    """Return the age in whole years on a day."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
