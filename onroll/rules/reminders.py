"""How often casework reminds by itself: bodies asked, officers, and contacts of a directory. No law sets it."""

from datetime import date

from onroll.rules import contacts
from onroll.rules.clocks import add_days
from onroll.rules.rulesets import Mark, Setting, setting_on

AGENCY_REMINDER_DAYS = (
    Setting(
        name="how often a body that owes an answer is reminded (days)",
        value=7,
        mark=Mark.PROPOSED,
        source="this project's proposal: once a week after the answer was due",
    ),
)
MOST_AGENCY_REMINDERS = (
    Setting(
        name="how many reminders a body gets without an officer's doing",
        value=3,
        mark=Mark.PROPOSED,
        source="this project's proposal: after three, an officer telephones",
    ),
)
OFFICER_REMINDER_DAYS = (
    Setting(
        name="how often an officer is reminded of what is overdue (days)",
        value=7,
        mark=Mark.PROPOSED,
        source="this project's proposal: once a week while something stays overdue",
    ),
)


def agency_reminder_is_due(*, due_on: date, reminded_on: date | None, reminders: int, on: date) -> bool:
    """Return whether a body that has not answered is reminded on a day: from the day after its answer was due.

    `reminders`: how many there were, an officer's own among them.
    Source: AGENCY_REMINDER_DAYS and MOST_AGENCY_REMINDERS, this project's proposal.
    """
    if due_on >= on or reminders >= setting_on(MOST_AGENCY_REMINDERS, on).value:
        return False
    return reminded_on is None or add_days(reminded_on, setting_on(AGENCY_REMINDER_DAYS, reminded_on).value) <= on


def officer_reminded_since(on: date) -> date:
    """Return the day: an officer who was reminded after it is not reminded on the day `on`.

    Source: OFFICER_REMINDER_DAYS, this project's proposal.
    """
    return add_days(on, -setting_on(OFFICER_REMINDER_DAYS, on).value)


def next_round_is_due(last_began_on: date, on: date) -> bool:
    """Return whether a year has passed since the last yearly round of a directory began.

    Source: `contacts.RECONFIRM_DAYS`, this project's proposal.
    """
    return last_began_on <= contacts.due_since(on)
