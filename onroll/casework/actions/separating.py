"""Undoing a wrong join: a notification leaves the case that it was joined to, and waits as it did before.

Nothing is lost: what was told stays with the notification, the step that joined it stays in the story, and a second
step beside it says who took it out, when and why.
"""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.working import checked_words
from onroll.casework.events import NotificationSeparated
from onroll.casework.models import Case, ChildSaid, HandOver, Notification, Separation
from onroll.casework.stages import NotificationState
from onroll.casework.steps import StepKind
from onroll.casework.tellers import teller_words
from onroll.web.words import day_words


class NotJoined(RuleBroken):
    """A notification was to leave a case to which it is not joined."""

    code = "notification_not_joined"
    default_words = (
        "This notification is not joined to a case: a case was opened from it, or it waits. Nothing changed."
    )


class HandOverNotSeparated(RuleBroken):
    """A hand-over was accepted into a case; its sender closed its own on that word."""

    code = "hand_over_not_separated"
    default_words = (
        "This is a hand-over that your authority accepted into the case, and the sender closed its own on your word. "
        "It cannot be taken out. Write a note in the case, and hand the child back to the sender."
    )


@transaction.atomic
def separate_notification(act: Act, *, notification: Notification, reason: str, expected_version: int) -> Case:
    """Take a notification out of the case that it was wrongly joined to, open or closed; return that case.

    It is about the child again whom its own teller named, and waits in the work list.
    Raises: NotJoined; HandOverNotSeparated; NoteMissing, without a reason; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    words = checked_words(reason)
    now = Notification.objects.select_related("sighting").get(pk=notification.pk)
    if now.joined_case_id is None:
        raise NotJoined
    locked = Case.objects.select_for_update(of=("self",)).select_related("authority")
    case: Case = locked.get(pk=now.joined_case_id)
    if HandOver.objects.filter(reference=now.sighting.source_reference, receiver_case=case).exists():
        raise HandOverNotSeparated
    here = Notification.objects.filter(pk=now.pk, version=expected_version, joined_case=case)
    if not here.update(
        state=NotificationState.NEW,
        joined_case=None,
        child_id=now.sighting.child_id,
        child_said_at=None,
        child_said_by=None,
        version=F("version") + 1,
    ):
        raise Stale
    by_id = checked_officer(act, act.actor_id)
    Separation.objects.create(notification=now, case=case, separated_at=act.at, separated_by_id=by_id, reason=words)
    notification.refresh_from_db()
    note_child_said(act, notification, now.child_id)
    told = f"Notification {now.reference} of {teller_words(now)} was taken out of this case: it was joined by mistake."
    add_step(act, case, StepKind.SEPARATED, f"{told} {words}"[:1000])
    event = NotificationSeparated(
        notification_id=now.pk, case_id=case.pk, child_id=now.sighting.child_id, child_id_before=now.child_id
    )
    ledger.record(act, event)
    return case


def note_child_said(act: Act, notification: Notification, before_id: int) -> None:
    """Keep whom a notification is about from now on, and whom until now: a past moment must answer as it did."""
    ChildSaid.objects.create(
        notification=notification,
        child_id=notification.child_id,
        child_before_id=before_id,
        said_at=act.at,
        said_by_id=act.actor_id,
    )


def note_separations(act: Act, notification: Notification, case: Case) -> None:
    """Say in the case that a notification comes to that it had been in another by mistake."""
    for each in notification.separations.select_related("case").order_by("pk"):
        on = day_words(each.separated_at.astimezone(LONDON).date())
        words = f"Notification {notification.reference} had been joined to case {each.case.reference} by mistake"
        add_step(act, case, StepKind.SEPARATED, f"{words}, and was taken out of it on {on}. {each.reason}"[:1000])
