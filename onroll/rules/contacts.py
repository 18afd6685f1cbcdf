"""How often an authority asks whether the contacts of its directory are still right. No law sets these periods."""

from datetime import date

from onroll.rules.clocks import add_days
from onroll.rules.rulesets import Mark, Setting, setting_on

RECONFIRM_DAYS = (
    Setting(
        name="how long a confirmed contact counts as confirmed (days)",
        value=365,
        mark=Mark.PROPOSED,
        source="officers of 2006 go round every year: RR797 sections 5.4.1 and 5.8.1",
    ),
)
LONGEST_ROUND_DAYS = (
    Setting(
        name="longest time in which contacts answer a yearly round (days)",
        value=60,
        mark=Mark.PROPOSED,
        source="this project's proposal: a link that works for ever ends up with somebody else",
    ),
)
REMINDER_DAYS = (
    Setting(
        name="when contacts who have not answered are reminded (days after the email)",
        value=7,
        mark=Mark.PROPOSED,
        source="this project's proposal: one week, and once only",
    ),
)


def due_since(on: date) -> date:
    """Return the day: whoever was last confirmed on it or before, or never, is due on the day `on`.

    Source: RECONFIRM_DAYS, this project's proposal.
    """
    return add_days(on, -setting_on(RECONFIRM_DAYS, on).value)


def latest_answer_by(on: date) -> date:
    """Return the latest last day that a round begun on a day may have."""
    return add_days(on, setting_on(LONGEST_ROUND_DAYS, on).value)


def reminder_due(mailed_on: date) -> date:
    """Return the first day on which a contact who was asked may be reminded."""
    return add_days(mailed_on, setting_on(REMINDER_DAYS, mailed_on).value)


def usual_answer_by(on: date) -> date:
    """Return the last day for answers that a round begun on a day is offered: four weeks later.

    Source: LONGEST_ROUND_DAYS bounds it; four weeks are this project's proposal.
    """
    return min(add_days(on, 28), latest_answer_by(on))
