"""The dates of provision that a case's confirmation and claims give it, beside those that an officer recorded."""

from datetime import date, datetime

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


def determined_without_claim(case: Case) -> date | None:
    """Return when provision was determined once the claim that stands in the case turns out to be another child's.

    To be asked while the claim still stands among the case's steps. What an officer recorded stays: a claim only ever
    gave a day to a case without one, since no officer can record a day that has not come. Beside a start that an
    officer recorded the day stays too, as a child cannot start without a place.
    """
    own, own_accessed_on = _recorded_by_an_officer(case)
    if own_accessed_on:
        return case.provision_determined_on
    started_on = case.confirmed_by.from_on if case.confirmed_by else None
    return own or started_on


def claimed_first_on(case: Case) -> date | None:
    """Return the first day on which the child's file was claimed, before or after the case was opened.

    Claims before a file went back to the repository, as another child's, do not count.
    """
    lost_pupil = getattr(case.notification.message, "lost_pupil", None)
    steps = case.events.filter(kind__in=[StepKind.CLAIMED, StepKind.RETURNED]).order_by("pk")
    moments = list[datetime]()
    for kind, at in steps.values_list("kind", "at"):
        moments = [*moments, at] if kind == StepKind.CLAIMED else []  # a claim of another child's file never counted
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
