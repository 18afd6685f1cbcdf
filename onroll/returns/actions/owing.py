"""What a school owes from a moment on: from its feed, from a sweep, and after joint enquiries.

The system acts because of what somebody else did, in the same transaction; the ledger ties the two together.
"""

import dataclasses
from datetime import date

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.attendance.events import AlertRaised
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework.enquiry_events import PupilDeleted
from onroll.casework.models import Deletion
from onroll.registry.models import Child, Sighting
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.events import ReturnMade, ReturnNotNeeded, ReturnOwed
from onroll.returns.models import DeletionDetails, Return, Route, TransitionAsk
from onroll.returns.return_states import ReturnState
from onroll.rolls.events import PupilJoined, PupilLeft
from onroll.rolls.models import RollEntry
from onroll.rules import returns, school_days
from onroll.rules.returns import Ages, ReturnKind
from onroll.rules.rulesets import RuleNotInForce
from onroll.rules.school_days import SchoolDaysNotKnown

# A feed may say a day or two after a return was made that the pupil joined or left: still the same event.
SAME_EVENT_DAYS = 31


@transaction.atomic
def owe_return(
    act: Act,
    *,
    kind: ReturnKind,
    school: Organisation,
    child: Child,
    trigger_on: date,
    route: Route,
    entry: RollEntry | None = None,
    sighting: Sighting | None = None,
    born_on: date | None = None,
    words: str = "",
) -> Return | None:
    """Open a return that a school owes, or one that is not needed; None where none is asked by law on that day.

    A return of the same kind about the same time is not asked for twice. Raises: NotAllowed.
    """
    permissions.check(permissions.may_owe(act))
    authority = access_queries.authority_of(school)
    if authority is None or school.kind != OrganisationKind.SCHOOL or school.country != Country.ENGLAND:
        return None
    try:
        due_on = returns.due_on(kind, trigger_on)
    except RuleNotInForce:
        return None
    if is_told_already(kind, school.pk, child.pk, trigger_on):
        return None
    is_usual = _is_usual(kind, school, authority.pk, born_on, trigger_on)
    kept = Return.objects.create(
        reference=new_reference("L"),
        kind=kind,
        school=school,
        authority=authority,
        child=child,
        entry=entry,
        sighting=sighting,
        trigger_on=trigger_on,
        due_on=due_on,
        state=ReturnState.NOT_NEEDED if is_usual else ReturnState.OWED,
        why=USUAL[kind] if is_usual else "",
        route=route,
        known_at=act.at,
        words=words,
    )
    ledger.record(act, _opened(kept))
    return kept


USUAL = {
    ReturnKind.NEW_PUPIL: "Most junior class on the first day of the school year, and the authority has not asked.",
    ReturnKind.DELETION: "Most senior class after the end of the last term, and the authority has not asked.",
}


def note_joined(act: Act, event: PupilJoined) -> None:
    """A feed says that a child joined a roll: the school owes its new pupil return from that day."""
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    joined_on = event.on or entry.from_on
    if joined_on is None or entry.child is None or event.is_taking_on:
        return  # there before the school's first file came: told of then, or before our time
    owe_return(
        _system(act, "a feed says that a child joined"),
        kind=ReturnKind.NEW_PUPIL,
        school=entry.school,
        child=entry.child,
        trigger_on=joined_on,
        route=Route.FEED,
        entry=entry,
        born_on=entry.born_on,
    )


def note_left(act: Act, event: PupilLeft) -> None:
    """A feed says that a child left a roll: unless the deletion was told already, the return is owed, and late."""
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    if entry.child is None:
        return
    owe_return(
        _system(act, "a feed says that a child left"),
        kind=ReturnKind.DELETION,
        school=entry.school,
        child=entry.child,
        trigger_on=event.on,
        route=Route.FEED,
        entry=entry,
        born_on=entry.born_on,
    )


ALERTS = {"TEN_DAYS": ReturnKind.ATTENDANCE, "SICK_15": ReturnKind.SICKNESS}


def note_alert(act: Act, event: AlertRaised) -> None:
    """A sweep finds ten days of unauthorised absence, or fifteen of illness: the school owes the return for it."""
    kind = ALERTS.get(event.rule)
    entry = RollEntry.objects.select_related("school", "child").get(pk=event.entry_id)
    if kind is None or entry.child is None:
        return
    owed = owe_return(
        _system(act, "a sweep of the registers finds what a return is owed for"),
        kind=kind,
        school=entry.school,
        child=entry.child,
        trigger_on=event.until,
        route=Route.FEED,
        entry=entry,
    )
    if owed is not None:
        Return.objects.filter(pk=owed.pk).update(period_from=event.since, period_until=event.until)


def note_joint_deletion(act: Act, event: PupilDeleted) -> None:
    """A deletion after joint enquiries is told by itself: its return is made at the same moment."""
    deletion = Deletion.objects.select_related("enquiries__school", "enquiries__authority", "enquiries__sighting").get(
        enquiries_id=event.enquiry_list_id
    )
    school = deletion.enquiries.school
    if school is None:
        return
    made = Return.objects.create(
        reference=new_reference("L"),
        kind=ReturnKind.DELETION,
        school=school,
        authority=deletion.enquiries.authority,
        child_id=event.child_id,
        sighting=deletion.enquiries.sighting,
        trigger_on=event.deleted_on,
        due_on=event.deleted_on,
        state=ReturnState.MADE,
        route=Route.ENQUIRIES,
        known_at=act.at,
        made_on=act.on,
        made_by_id=act.actor_id,
        words=f"After the joint enquiries {deletion.enquiries.reference}",
    )
    DeletionDetails.objects.create(
        of=made,
        ground_code=deletion.ground_code,
        letter=deletion.letter,
        regulations=deletion.regulations,
        deleted_on=deletion.deleted_on,
    )
    ledger.record(act, made_event(made))


def is_told_already(kind: ReturnKind, school_id: int, child_id: int, trigger_on: date) -> bool:
    """Return whether a return of this kind about this time is owed or made already."""
    near = Return.objects.filter(kind=kind, school_id=school_id, child_id=child_id).exclude(state=ReturnState.WITHDRAWN)
    days = [abs((each - trigger_on).days) for each in near.values_list("trigger_on", flat=True)]
    most = SAME_EVENT_DAYS if kind in (ReturnKind.NEW_PUPIL, ReturnKind.DELETION) else 0
    return any(gap <= most for gap in days)


def made_event(made: Return) -> ReturnMade:
    """Return the event of a return that was made."""
    return ReturnMade(
        return_id=made.pk,
        kind=made.kind,
        school_id=made.school_id,
        authority_id=made.authority_id,
        child_id=made.child_id,
        route=made.route,
        due_on=made.due_on,
    )


def _opened(kept: Return) -> ReturnOwed | ReturnNotNeeded:
    if kept.state == ReturnState.NOT_NEEDED:
        return ReturnNotNeeded(return_id=kept.pk, kind=kept.kind)
    return ReturnOwed(
        return_id=kept.pk, kind=kept.kind, school_id=kept.school_id, child_id=kept.child_id, due_on=kept.due_on
    )


def _is_usual(kind: ReturnKind, school: Organisation, authority_id: int, born_on: date | None, on: date) -> bool:
    if kind not in USUAL or TransitionAsk.objects.filter(authority_id=authority_id, is_asked=True).exists():
        return False
    ages = Ages(lowest=school.statutory_low_age, highest=school.statutory_high_age)
    rule = returns.is_usual_entry if kind is ReturnKind.NEW_PUPIL else returns.is_usual_leaving
    try:
        return rule(born_on, on, ages, school_days.england())
    except SchoolDaysNotKnown:
        return False


def _system(act: Act, purpose: str) -> Act:
    own = acts.by_the_system(at=act.at, purpose=purpose)
    return dataclasses.replace(own, request_id=act.request_id, la_code=act.la_code)
