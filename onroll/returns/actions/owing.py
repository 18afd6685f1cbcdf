"""What a school owes from a moment on.

`noting` calls it for what feeds and sweeps say.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment, Sighting
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.events import ReturnMade, ReturnNotNeeded, ReturnOwed
from onroll.returns.models import Return, Route, TransitionAsk
from onroll.returns.return_states import ReturnState
from onroll.rolls import queries as rolls_queries
from onroll.rolls.models import EventKind, RollEntry, Snapshot
from onroll.rolls.models import Kind as SnapshotKind
from onroll.rules import returns
from onroll.rules.returns import Ages, ReturnKind
from onroll.rules.rulesets import RuleNotInForce
from onroll.rules.school_days import SchoolDaysNotKnown

# A feed may say a day or two after a return was made that the pupil joined or left: still the same event.
SAME_EVENT_DAYS = 31
# Enrolments that rolls keep beside their own rows.
ROLL = "roll"


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


def waiting_return(kind: ReturnKind, school_id: int, child_id: int, trigger_on: date) -> Return | None:
    """Return the return of this kind that the school owes about this time, the nearest; None where none waits."""
    waiting = Return.objects.owed().filter(kind=kind, school_id=school_id, child_id=child_id)
    near = [each for each in waiting if abs((each.trigger_on - trigger_on).days) <= _most_days(kind)]
    return min(near, key=lambda each: (abs((each.trigger_on - trigger_on).days), each.pk), default=None)


def is_told_already(kind: ReturnKind, school_id: int, child_id: int, trigger_on: date) -> bool:
    """Return whether a return of this kind about this time is owed or made already.

    Where a person said of an earlier day that none was needed (the pupil had not left), a later day is asked for; and
    so is the deletion of a pupil who was back on the roll since the one that was told. A feed that only lags behind a
    deletion, and has the pupil some days longer, says nothing new.
    """
    near = Return.objects.filter(kind=kind, school_id=school_id, child_id=child_id).exclude(state=ReturnState.WITHDRAWN)
    by_person = near.filter(state=ReturnState.NOT_NEEDED).exclude(why__in=USUAL.values())
    near = near.exclude(pk__in=by_person.exclude(trigger_on=trigger_on).values("pk"))
    most = _most_days(kind)
    told = [each for each in near.values_list("trigger_on", flat=True) if abs((each - trigger_on).days) <= most]
    if kind != ReturnKind.DELETION:
        return bool(told)
    return any(not _was_back(school_id, child_id, each, trigger_on) for each in told)


def _most_days(kind: ReturnKind) -> int:
    return SAME_EVENT_DAYS if kind in (ReturnKind.NEW_PUPIL, ReturnKind.DELETION) else 0


def _was_back(school_id: int, child_id: int, told_on: date, left_on: date) -> bool:
    """Return whether a new time on the school's roll began after the deletion that was told, and before this one."""
    if told_on >= left_on:
        return False
    ids = registry_queries.one_with(child_id)
    here = {"child_id__in": ids, "from_on__gt": told_on, "from_on__lte": left_on}
    said = Enrolment.objects.filter(organisation_id=school_id, confirmed_at__isnull=False, **here)
    rows = RollEntry.objects.filter(school_id=school_id)
    before = rows.filter(child_id__in=ids, from_on__lte=told_on)
    begun = any(_has_begun(row, before, told_on) for row in rows.filter(**here))
    return begun or said.exclude(source=ROLL).exists()


def _has_begun(row: RollEntry, before: Iterable[RollEntry], told_on: date) -> bool:
    """Return whether a row began with a first day that the school gave, or after a whole file without the pupil.

    A file without first days gives a pupil who is in it again the file's own day, whether or not she was ever gone.
    """
    came_in = _file_of(row)
    if came_in is None or came_in.as_on != row.from_on or any(map(_is_stated, before)):
        return True
    taken = Snapshot.objects.filter(school_id=row.school_id, kind=SnapshotKind.ROLL, taken_at__isnull=False)
    return taken.filter(as_on__gt=told_on, as_on__lt=came_in.as_on).exclude(is_whole=False).exists()


def _is_stated(row: RollEntry) -> bool:
    came_in = _file_of(row)
    return came_in is None or came_in.as_on != row.from_on


def _file_of(row: RollEntry) -> Snapshot | None:
    """Return the file in which a pupil's time on the roll came; None, where a page began it."""
    came = row.events.filter(kind__in=[EventKind.JOINED, EventKind.CAME_BACK]).order_by("pk").first()
    return came.snapshot if came is not None else None


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
        return rule(born_on, on, ages, rolls_queries.calendar_of(school.pk))
    except SchoolDaysNotKnown:
        return False
