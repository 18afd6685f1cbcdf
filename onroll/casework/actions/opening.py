"""Opening a case from a notification."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Person
from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.dating import keep_dates
from onroll.casework.actions.giving import checked_officer, give
from onroll.casework.actions.separating import note_separations
from onroll.casework.confirmations import doubt_about
from onroll.casework.events import CaseOpened
from onroll.casework.models import Case, Notification
from onroll.casework.stages import NotificationState, Stage, check_notification_move
from onroll.casework.steps import StepKind
from onroll.registry import queries as registry_queries
from onroll.registry.models import Enrolment
from onroll.registry.references import new_reference


class CaseAlreadyOpen(RuleBroken):
    """The authority already works on this child."""

    code = "case_already_open"


@transaction.atomic
def open_case(
    act: Act, *, notification: Notification, responsible: Person | None = None, expected_version: int
) -> Case:
    """Open a case; who acts is responsible unless another officer of the authority is named.

    What is known of the child since the notification (a claim of the file, a confirmed place) stands in the case
    from the start.

    Raises: CaseAlreadyOpen; StageMoveNotAllowed, when a case was opened from this notification before; Stale.
    """
    permissions.check_may_work_on(act, notification.authority_id)
    officer_id = checked_officer(act, responsible.pk if responsible else act.actor_id)
    others = [case for case in _open_cases_here(notification) if case.child_id != notification.child_id]
    if others:
        raise CaseAlreadyOpen(f"Your authority already works on this child in case {others[0].reference}.")
    _take(notification, expected_version)
    case = _create(act, notification, officer_id)
    give(act, case, officer_id)
    keep_dates(act, case)
    add_step(act, case, StepKind.OPENED, "Opened from a notification.")
    note_separations(act, notification, case)
    ledger.record(
        act,
        CaseOpened(case_id=case.pk, notification_id=notification.pk, responsible_id=case.responsible_id),
    )
    return case


def _take(notification: Notification, expected_version: int) -> None:
    """Move the notification on, unless someone else did first."""
    now = Notification.objects.get(pk=notification.pk)
    check_notification_move(NotificationState(now.state), NotificationState.CASE_OPENED)
    here = Notification.objects.filter(pk=notification.pk, version=expected_version)
    if not here.update(state=NotificationState.CASE_OPENED, version=F("version") + 1):
        raise Stale
    notification.refresh_from_db()


def _create(act: Act, notification: Notification, officer_id: int) -> Case:
    confirmed = _confirmed_since(notification)
    accessed_on = confirmed.from_on if confirmed else None
    determined = [day for day in (_claimed_on(notification), accessed_on) if day]
    try:
        with transaction.atomic():
            return Case.objects.create(
                reference=new_reference("K"),
                authority_id=notification.authority_id,
                child_id=notification.child_id,
                notification=notification,
                stage=Stage.MONITOR if confirmed else Stage.CHECK,
                stage_since_on=act.on,
                responsible_id=officer_id,
                opened_at=act.at,
                last_worked_at=act.at,
                last_in_education_on=notification.last_in_education_on,
                notified_on=notification.notified_on,
                provision_determined_on=min(determined, default=None),
                provision_accessed_on=accessed_on,
                confirmed_by=confirmed,
            )
    except IntegrityError as taken:  # the database holds that there is one open case of a child: of two, one waits
        reference = _open_cases_here(notification)[0].reference
        raise CaseAlreadyOpen(f"Your authority already works on this child in case {reference}.") from taken


def _open_cases_here(notification: Notification) -> list[Case]:
    """Return the authority's open cases of the child, under any of her records."""
    records = registry_queries.one_with(notification.child_id)
    here = Case.objects.filter(authority_id=notification.authority_id, child_id__in=records)
    return list(here.still_open().order_by("pk"))


def _confirmed_since(notification: Notification) -> Enrolment | None:
    """Return the newest confirmation that settles the child; one from before is a place she has left."""
    since = registry_queries.confirmed_enrolments(notification.child).filter(confirmed_at__gte=notification.received_at)
    return next((each for each in since if not doubt_about(each, notification)), None)


def _claimed_on(notification: Notification) -> date | None:
    lost_pupil = getattr(notification.message, "lost_pupil", None)
    claimed_at = lost_pupil.claimed_at if lost_pupil else None
    return claimed_at.astimezone(LONDON).date() if claimed_at else None
