"""When an answer to a request for a file is due."""

from datetime import date, timedelta

from onroll.rules import rulesets, school_days
from onroll.rules.rulesets import Mark, Setting

ANSWER_SCHOOL_DAYS = (
    Setting(
        name="answer to a request for a file (school days after it was asked)",
        value=5,
        mark=Mark.PROPOSED,
        source="this project's proposal: a third of the fifteen school days in which a file must be sent (row CTF)",
    ),
)


def due_on(asked_on: date) -> date:
    """Return the last day on which an answer is in time.

    Units: school days of the usual calendar of England; the day of asking does not count. Where that calendar has no
    term dates, days of the week from Monday to Friday are counted.
    """
    count = rulesets.setting_on(ANSWER_SCHOOL_DAYS, asked_on).value
    try:
        return school_days.add_school_days(asked_on, count, school_days.england())
    except school_days.SchoolDaysNotKnown:
        day = asked_on
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day
