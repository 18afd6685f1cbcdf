"""The dates of provision that a case's confirmation and claims give it, beside those that an officer recorded."""

from datetime import date

from onroll.audit.act import LONDON
from onroll.casework.models import Case
from onroll.casework.steps import StepKind


def dates_from(case: Case, on_roll_from: date) -> tuple[date, date]:
    """Return determined and accessed as they are once a school confirms the child from a day.

    What an earlier confirmation gave the case goes with it: only an officer's own dates outlive a newer one. Provision
    was determined at the latest on the day the child started, so a later claim gives way to that day.
    """
    own_determined_on, own_accessed_on = _recorded_by_an_officer(case)
    claimed_on = claimed_first_on(case)
    determined_on = own_determined_on or min(claimed_on or on_roll_from, on_roll_from)
    return determined_on, own_accessed_on or on_roll_from


def claimed_first_on(case: Case) -> date | None:
    """Return the first day on which the child's file was claimed, before or after the case was opened."""
    lost_pupil = getattr(case.notification.message, "lost_pupil", None)
    moments = list(case.events.filter(kind=StepKind.CLAIMED).values_list("at", flat=True))
    if lost_pupil and lost_pupil.claimed_at:
        moments.append(lost_pupil.claimed_at)
    return min((at.astimezone(LONDON).date() for at in moments), default=None)


def _recorded_by_an_officer(case: Case) -> tuple[date | None, date | None]:
    """Return the two dates as far as they are an officer's; a date that a school or claim gave too is theirs."""
    if not case.events.filter(kind=StepKind.DATES, person__isnull=False).exists():
        return None, None
    confirmed_on = case.confirmed_by.from_on if case.confirmed_by else None
    determined_on, accessed_on = case.provision_determined_on, case.provision_accessed_on
    is_given = determined_on in {confirmed_on, claimed_first_on(case)}
    return None if is_given else determined_on, None if accessed_on == confirmed_on else accessed_on
