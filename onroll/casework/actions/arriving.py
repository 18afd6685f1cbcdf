"""A school's confirmation reaches the cases and waiting notifications of the child: as a fact, or as a hint.

As in `following`, the system acts for the authority, because of what a person at the school did. Nothing is closed.
"""

import dataclasses
from datetime import date

from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.dating import keep_dates
from onroll.casework.actions.following import change_locked, for_authority, open_cases
from onroll.casework.confirmations import doubt_about
from onroll.casework.events import CaseArrivalDoubted, CaseArrivalNoted, NotificationAnswered
from onroll.casework.models import Case, Notification
from onroll.casework.provision import dates_from
from onroll.casework.stages import NotificationState, Stage
from onroll.casework.steps import StepKind
from onroll.registry import queries as registry_queries
from onroll.registry.models import Enrolment
from onroll.transfer.events import ArrivalConfirmed
from onroll.web.words import day_words


def note_arrival(act: Act, event: ArrivalConfirmed) -> None:
    """Carry a school's confirmation into open cases and waiting notifications of the child. Closes nothing."""
    confirmed = Enrolment.objects.select_related("organisation").get(pk=event.enrolment_id)
    _carry(act, event.child_id, confirmed, event.on_roll_from)


def note_on_roll(act: Act, *, enrolment: Enrolment, on_roll_from: date) -> None:
    """Carry what a school's own roll says into open cases and waiting notifications of the child. Closes nothing.

    Raises: NotAllowed, where it is not the school's own word.
    """
    permissions.check_says_it_itself(act, enrolment)
    _carry(act, enrolment.child_id, enrolment, on_roll_from, is_roll=True)


def _carry(act: Act, child_id: int, confirmed: Enrolment, on_roll_from: date, *, is_roll: bool = False) -> None:
    for case in open_cases(child_id):
        before = case.confirmed_by
        if is_roll and before is not None and before.organisation_id == confirmed.organisation_id:
            continue  # the same school has said it before
        told = [case.notification, *case.joined_notifications.select_related("sighting")]
        doubt = next(filter(None, (doubt_about(confirmed, each) for each in told)), "")
        if doubt:
            _note_hint(act, case, confirmed, doubt)
        else:
            _fill_in(act, case, confirmed, on_roll_from)
    _answer_notifications(act, confirmed)


def _note_hint(act: Act, case: Case, confirmed: Enrolment, doubt: str) -> None:
    """Tell the officers what was said, and change nothing else."""
    school = confirmed.organisation
    from_words = f" from {day_words(confirmed.from_on)}" if confirmed.from_on else ""
    own = for_authority(act, case.authority, "a confirmation on roll that cannot be right reaches the case")
    words = f"{school.name} says that the child is on its roll{from_words}. {doubt} Nothing was changed: look at it."
    add_step(own, case, StepKind.HINT, words, organisation_id=school.pk)
    ledger.record(own, CaseArrivalDoubted(case_id=case.pk, enrolment_id=confirmed.pk))


def _fill_in(act: Act, case: Case, confirmed: Enrolment, on_roll_from: date) -> None:
    school = confirmed.organisation
    before = case.provision_determined_on
    determined_on, accessed_on = dates_from(case, on_roll_from)
    change_locked(
        case,
        confirmed_by_id=confirmed.pk,
        provision_accessed_on=accessed_on,
        provision_determined_on=determined_on,
        stage=Stage.MONITOR,
        stage_since_on=case.stage_since_on if case.stage == Stage.MONITOR else act.on,
    )
    own = for_authority(act, case.authority, "a confirmation on roll reaches the case")
    keep_dates(dataclasses.replace(own, organisation_id=school.pk), case)
    words = f"Confirmed on roll by {school.name} from {day_words(on_roll_from)}." + _what_became_of(case, before)
    add_step(own, case, StepKind.CONFIRMED, words, organisation_id=school.pk)
    ledger.record(
        own,
        CaseArrivalNoted(
            case_id=case.pk,
            enrolment_id=confirmed.pk,
            on_roll_from=on_roll_from,
            provision_determined_on=determined_on,
        ),
    )


def _what_became_of(case: Case, before: date | None) -> str:
    """Return what the confirmation did to a date that stood in the case, and which date it could not replace."""
    started_on = case.confirmed_by.from_on if case.confirmed_by else None
    determined_on, accessed_on = case.provision_determined_on, case.provision_accessed_on
    words = ""
    if before and determined_on and determined_on < before:
        words = f" So provision was determined on that day at the latest, not on {day_words(before)}."
    elif before and determined_on and determined_on > before:
        words = f" So provision was determined on {day_words(determined_on)}, not on {day_words(before)}."
    if accessed_on != started_on or (determined_on and started_on and determined_on > started_on):
        words += " The dates that your officer recorded were kept, and do not agree with it: look at them."
    return words


def _answer_notifications(act: Act, confirmed: Enrolment) -> None:
    """Answer those that the confirmation can settle; where it is in doubt, a notification stays new."""
    records = registry_queries.one_with(confirmed.child_id)
    waiting = Notification.objects.select_for_update(of=("self",)).filter(child_id__in=records).waiting()
    for notification in waiting.select_related("authority"):
        if doubt_about(confirmed, notification):
            continue
        Notification.objects.filter(pk=notification.pk).update(
            state=NotificationState.ANSWERED, dealt_with_at=act.at, version=F("version") + 1
        )
        ledger.record(
            for_authority(act, notification.authority, "a confirmation on roll answers the notification"),
            NotificationAnswered(notification_id=notification.pk, enrolment_id=confirmed.pk),
        )
