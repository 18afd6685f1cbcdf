"""What an officer does with a notification that needs no case of its own: answer it, or join it to the open case."""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.separating import note_separations
from onroll.casework.actions.working import checked_words
from onroll.casework.events import NotificationAnswered, NotificationJoined
from onroll.casework.models import Case, Notification
from onroll.casework.stages import NotificationState, check_notification_move
from onroll.casework.steps import StepKind
from onroll.casework.tellers import teller_words
from onroll.registry import queries as registry_queries
from onroll.transfer.states import State
from onroll.web.words import day_words


class AnswerNotPossible(RuleBroken):
    """A notification whose file is still there was to be answered with words alone."""

    code = "answer_not_possible"
    default_words = "Only a notification whose file the school took back can be answered with words. Open a case."


class NoOpenCase(RuleBroken):
    """A notification was to be joined to the open case of its child, and there is none."""

    code = "no_open_case"
    default_words = "Your authority has no open case of this child. Open a case from this notification."


@transaction.atomic
def answer_notification(act: Act, *, notification: Notification, words: str, expected_version: int) -> Notification:
    """Answer a new notification with the reason why no case is needed: of a file, only where it was taken back.

    Raises: NoteMissing; AnswerNotPossible; StageMoveNotAllowed, when it was dealt with; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    words = checked_words(words)
    if notification.message is not None and notification.message.state != State.WITHDRAWN:
        raise AnswerNotPossible
    _move(notification, NotificationState.ANSWERED, expected_version, answer=words, dealt_with_at=act.at)
    ledger.record(act, NotificationAnswered(notification_id=notification.pk, enrolment_id=None))
    return notification


@transaction.atomic
def join_notification(act: Act, *, notification: Notification, expected_version: int) -> Case:
    """Join a notification to the authority's open case of the child; return that case.

    Raises: NoOpenCase; StageMoveNotAllowed, when it was dealt with; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    here = Case.objects.select_for_update().filter(
        authority_id=notification.authority_id, child_id__in=registry_queries.one_with(notification.child_id)
    )
    case: Case | None = here.still_open().first()
    if case is None:
        raise NoOpenCase
    _move(notification, NotificationState.CASE_OPENED, expected_version, joined_case_id=case.pk)
    school = teller_words(notification)
    words = f"{school} told you of this child on {day_words(notification.notified_on)}: {notification.reference}."
    add_step(act, case, StepKind.JOINED, words)
    note_separations(act, notification, case)
    ledger.record(act, NotificationJoined(notification_id=notification.pk, case_id=case.pk))
    return case


def _move(notification: Notification, wanted: NotificationState, expected_version: int, **changes: object) -> None:
    """Move a notification on where it still has the version that the officer saw."""
    check_notification_move(NotificationState(Notification.objects.get(pk=notification.pk).state), wanted)
    here = Notification.objects.filter(pk=notification.pk, version=expected_version)
    if not here.update(state=wanted, version=F("version") + 1, **changes):
        raise Stale
    notification.refresh_from_db()
