"""How long a stage of a case should take, each in its own unit. Measures to work by: none of them is a limit in law.

The table is tables/stage-clocks.csv, with a source and a mark in every row. Nothing here knows today's date.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from onroll.rules import tables
from onroll.rules.clocks import Clock, add_days, add_months, add_weeks, add_working_days
from onroll.rules.rulesets import Mark
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, add_school_days


@dataclass(frozen=True, slots=True)
class StageClock:
    """A stage's period. `why` says what should have happened at its end."""

    stage: str
    period: int
    clock: Clock
    counted_from: str
    why: str
    source: str
    mark: Mark

    @property
    def words(self) -> str:
        """The period as people say it, always with its unit: "20 school days"."""
        unit = self.clock.value if self.period != 1 else self.clock.value.removesuffix("s")
        return f"{self.period} {unit}"


@cache
def every_stage_clock() -> dict[str, StageClock]:
    """Return the table by stage, in the order of the stages."""
    return {
        row["stage"]: StageClock(
            stage=row["stage"],
            period=int(row["period"]),
            clock=Clock(row["unit"]),
            counted_from=row["from"],
            why=row["why"],
            source=row["source"],
            mark=Mark(row["mark"]),
        )
        for row in tables.rows("stage-clocks")
    }


def stage_due(stage: str, since_on: date, calendar: SchoolCalendar) -> date | None:
    """Return the last day in time of a stage that began on a day, which does not count.

    Source: tables/stage-clocks.csv. None for a stage without a clock, and where the calendar does not reach.
    """
    row = every_stage_clock().get(stage)
    if row is None:
        return None
    if row.clock is Clock.SCHOOL_DAYS:
        try:
            return add_school_days(since_on, row.period, calendar)
        except SchoolDaysNotKnown:
            return None
    count = {
        Clock.DAYS: add_days,
        Clock.WEEKS: add_weeks,
        Clock.MONTHS: add_months,
        Clock.WORKING_DAYS: add_working_days,
    }
    return count[row.clock](since_on, row.period)
