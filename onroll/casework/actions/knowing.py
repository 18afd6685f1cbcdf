"""An officer says whom a notification is about: a child who is known already, or somebody new.

The sighting stays with the record that it made, so that nothing said is lost and two people can still decide whether
two records are one child; only the notification, and with it the case, is filed under the child who is known.
"""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions, queries
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.separating import note_child_said, note_separations
from onroll.casework.events import NotificationJoined, NotificationSaidKnown, NotificationSaidNew
from onroll.casework.models import Case, Notification
from onroll.casework.stages import NotificationState, check_notification_move
from onroll.casework.steps import StepKind
from onroll.casework.tellers import teller_words
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child
from onroll.web.words import day_words


class NobodyKnownAs(RuleBroken):
    """The reference means no child, case or notification that the officer may see."""

    code = "nobody_known_as"
    default_words = "There is no child, case or notification with this reference that you can see. Check the reference"


@transaction.atomic
def say_known_child(act: Act, *, notification: Notification, of: str, expected_version: int) -> Case | None:
    """File a notification under a child who is known, by a reference (`of`) of hers, her case or a notification.

    Where the authority has an open case of her, the notification is joined to it: this will return that case.
    Raises: NobodyKnownAs; StageMoveNotAllowed, when it was dealt with; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    child = queries.child_with_reference(act, of)
    if child is None:
        raise NobodyKnownAs
    case = _open_case(notification, child)
    state = NotificationState.CASE_OPENED if case else NotificationState(notification.state)
    before = notification.child_id
    _check_not_dealt_with(notification)
    changes = {"child_id": child.pk, "joined_case_id": case.pk if case else None}
    _change(notification, expected_version, state=state, child_said_at=act.at, child_said_by_id=act.actor_id, **changes)
    said = NotificationSaidKnown(notification_id=notification.pk, child_id=child.pk, child_id_before=before)
    note_child_said(act, notification, before)
    ledger.record(act, said)
    if case:
        words = f"{teller_words(notification)} told you of this child on {day_words(notification.notified_on)}"
        add_step(act, case, StepKind.JOINED, f"{words}: {notification.reference}.")
        note_separations(act, notification, case)
        ledger.record(act, NotificationJoined(notification_id=notification.pk, case_id=case.pk))
    return case


@transaction.atomic
def say_new_child(act: Act, *, notification: Notification, expected_version: int) -> Notification:
    """Say that a notification is about nobody who is known; takes back that it was about somebody.

    Raises: StageMoveNotAllowed, when it was dealt with; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    _check_not_dealt_with(notification)
    own, before = notification.sighting.child_id, notification.child_id
    _change(notification, expected_version, child_id=own, child_said_at=act.at, child_said_by_id=act.actor_id)
    note_child_said(act, notification, before)
    ledger.record(act, NotificationSaidNew(notification_id=notification.pk, child_id=own))
    return notification


def _open_case(notification: Notification, child: Child) -> Case | None:
    """Return the authority's open case of the child, locked, if there is one."""
    here = Case.objects.select_for_update(of=("self",)).filter(
        authority_id=notification.authority_id, child_id__in=registry_queries.one_with(child.pk)
    )
    case: Case | None = here.still_open().first()
    return case


def _check_not_dealt_with(notification: Notification) -> None:
    now = NotificationState(Notification.objects.get(pk=notification.pk).state)
    check_notification_move(now, NotificationState.CASE_OPENED)


def _change(notification: Notification, expected_version: int, **changes: object) -> None:
    here = Notification.objects.filter(pk=notification.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    notification.refresh_from_db()
