"""Returns that a feed makes by itself: complete where it carries what the law asks, else listed with what is missing.

A leaver's return is made only where the feed gives a ground with its facts, by the same rules as on the form; without
them it stands under "Left without a return". One that comes after the last day is kept as late, never as in time.
"""

import dataclasses

from django.db import transaction

from onroll.attendance.models import Alert
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry.actions import Facts
from onroll.registry.models import Sighting
from onroll.returns.actions.deleting import make_deletion_return
from onroll.returns.actions.ending import for_school
from onroll.returns.actions.making import change_return, keep_contacts, keep_made
from onroll.returns.actions.owing import is_told_already, made_event, owe_return
from onroll.returns.events import ReturnIncomplete, ReturnNotNeeded
from onroll.returns.given import Contact, Leaving
from onroll.returns.models import AbsenceByFeed, Return, Route
from onroll.returns.return_files import answers_of
from onroll.returns.return_states import ReturnState
from onroll.rolls import queries as rolls_queries
from onroll.rolls.events import BoardersSaid, RollEntered, SnapshotTaken
from onroll.rolls.models import Boarding, RollEntry
from onroll.rules import register
from onroll.rules.returns import ReturnKind

BOARDS = {"yes": True, "no": False}
LONGEST_STOPPED = 1000
NOT_GONE = "The school’s feed has the pupil on the roll, and names no last day."


def note_roll(act: Act, event: SnapshotTaken | RollEntered | BoardersSaid) -> None:
    """A school's roll changed, or its word on boarders: what waited may be complete now, or somebody is to leave."""
    waiting = Return.objects.owed().filter(school_id=event.school_id, route=Route.FEED, entry__isnull=False)
    for owed in waiting.filter(kind__in=[ReturnKind.NEW_PUPIL, ReturnKind.DELETION]).select_related("entry", "school"):
        make_by_feed(act, owed)
    announced = RollEntry.objects.filter(
        school_id=event.school_id, until_on__isnull=True, leaving_on__isnull=False, child__isnull=False
    ).exclude(deletion_ground="")
    for entry in announced.select_related("school", "child"):
        _announce(act, entry)


def make_by_feed(act: Act, owed: Return) -> None:
    """Make a return that a feed opened, where the feed carries what the law asks; else keep what is missing."""
    if owed.entry is None or owed.state != ReturnState.OWED:
        return
    own = for_school(act, owed.school, "a feed makes a return of law")
    if owed.kind == ReturnKind.DELETION and owed.entry.until_on is None and owed.entry.leaving_on is None:
        _take_back(own, owed)
    elif owed.kind == ReturnKind.NEW_PUPIL:
        _make_new_pupil(own, owed, owed.entry)
    elif owed.kind == ReturnKind.DELETION and owed.entry.deletion_ground:
        _make_deletion(own, owed, owed.entry)


def make_absence_by_feed(act: Act, owed: Return, alert_id: int) -> None:
    """Make a return of absence from the marks that the alert was raised for, where the school has chosen so."""
    choice = AbsenceByFeed.objects.filter(school_id=owed.school_id).first()
    is_chosen = choice is not None and (choice.sickness if owed.kind == ReturnKind.SICKNESS else choice.attendance)
    said = _said_by_roll(owed)
    alert = Alert.objects.filter(pk=alert_id).first()
    if not is_chosen or said is None or alert is None:
        return
    own = for_school(act, owed.school, "marks make a return of law")
    made = keep_made(
        own,
        kind=ReturnKind(owed.kind),
        sighting=said,
        trigger_on=owed.trigger_on,
        owed=owed,
        expected_version=owed.version,
        route=Route.FEED,
        period_from=owed.period_from,
        period_until=owed.period_until,
        school_days=int(alert.number),
    )
    ledger.record(own, made_event(made))


def _announce(act: Act, entry: RollEntry) -> None:
    """A last day with a ground stands in the feed: the return is made before the pupil is deleted, or stops it."""
    if entry.leaving_on is None or entry.child is None:
        return
    if is_told_already(ReturnKind.DELETION, entry.school_id, entry.child_id or 0, entry.leaving_on):
        return
    owed = owe_return(
        dataclasses.replace(acts.by_the_system(at=act.at, purpose="a feed says who will leave"), la_code=act.la_code),
        kind=ReturnKind.DELETION,
        school=entry.school,
        child=entry.child,
        trigger_on=entry.leaving_on,
        route=Route.FEED,
        entry=entry,
        born_on=entry.born_on,
    )
    if owed is not None:
        make_by_feed(act, owed)


def _make_new_pupil(act: Act, owed: Return, entry: RollEntry) -> None:
    said = _said_by_roll(owed)
    boarding = _boarding(owed, entry)
    lacks = register.lacking(_held(entry, has_no_boarders=boarding is not None))
    if lacks or said is None:
        _keep_why(act, owed, lacks=lacks)
        return
    made = keep_made(
        act,
        kind=ReturnKind.NEW_PUPIL,
        sighting=said,
        trigger_on=owed.trigger_on,
        owed=owed,
        expected_version=owed.version,
        route=Route.FEED,
        name_used=entry.name_used,
        last_school=entry.last_school,
        is_boarder=BOARDS[entry.boarder] if entry.boarder else False,  # where nothing is said of either, it is lacking
        boarding=boarding,
        lacks=[],
    )
    keep_contacts(made, _contacts(entry))
    ledger.record(act, made_event(made))


def _make_deletion(act: Act, owed: Return, entry: RollEntry) -> None:
    """Decide the ground by the facts of the feed; a refusal leaves the return owed, with why."""
    deleted_on = entry.until_on or entry.leaving_on or owed.trigger_on
    given = Leaving(
        ground_code=entry.deletion_ground,
        deleted_on=deleted_on,
        answers=answers_of(entry.deletion_facts),
        contacts=_contacts(entry),
        was_done_before=deleted_on < act.on,
        destination=entry.destination,
        destination_school=entry.destination_school,
    )
    try:
        with transaction.atomic():
            make_deletion_return(
                act, facts=_facts(entry), given=given, owed=owed, expected_version=owed.version, route=Route.FEED
            )
    except RuleBroken as refused:
        _keep_why(act, owed, stopped=refused.words)
    else:
        Return.objects.filter(pk=owed.pk).update(stopped="")


def _take_back(act: Act, owed: Return) -> None:
    """The feed has the pupil on the roll again, or names no last day any more: nothing is owed."""
    change_return(owed, owed.version, state=ReturnState.NOT_NEEDED, why=NOT_GONE, stopped="")
    ledger.record(act, ReturnNotNeeded(return_id=owed.pk, kind=owed.kind))


def _keep_why(act: Act, owed: Return, *, lacks: tuple[str, ...] = (), stopped: str = "") -> None:
    stopped = stopped[:LONGEST_STOPPED]
    if (list(lacks), stopped) == (owed.lacks, owed.stopped):
        return
    Return.objects.filter(pk=owed.pk).update(lacks=list(lacks), stopped=stopped)
    ledger.record(
        act, ReturnIncomplete(return_id=owed.pk, kind=owed.kind, lacks=lacks or (("ground",) if stopped else ()))
    )


def _said_by_roll(owed: Return) -> Sighting | None:
    """Return what the school's roll said of the pupil last: the return tells that, and nothing is noted twice."""
    told = Sighting.objects.filter(child_id=owed.child_id, told_by_id=owed.school_id, source="roll")
    found: Sighting | None = told.order_by("-seen_at", "-pk").first()
    return found


def _boarding(owed: Return, entry: RollEntry) -> Boarding | None:
    """Return the school's word for the day of entry that it has no boarders, where the feed says nothing of her."""
    said = None if entry.boarder else rolls_queries.boarding_said(owed.school_id, owed.trigger_on)
    return said if said and said.has_none else None


def _held(entry: RollEntry, *, has_no_boarders: bool) -> register.Held:
    return register.Held(
        surname=entry.surname,
        forename=entry.forename,
        born_on=entry.born_on,
        sex=entry.sex,
        address=entry.address,
        last_school=entry.last_school,
        is_boarder=False if has_no_boarders else BOARDS.get(entry.boarder),
        parents=[register.Parent(each.name, each.telephone, each.address) for each in _contacts(entry)],
    )


def _contacts(entry: RollEntry) -> tuple[Contact, ...]:
    given = (
        (entry.parent_name, entry.parent_address, entry.parent_telephone),
        (entry.second_parent_name, entry.second_parent_address, entry.second_parent_telephone),
    )
    own = ", ".join(filter(None, (entry.address, entry.postcode)))
    return tuple(
        Contact(name=name, address=address or own, telephone=telephone) for name, address, telephone in given if name
    )


def _facts(entry: RollEntry) -> Facts:
    return Facts(
        surname=entry.surname,
        forename=entry.forename,
        middle_names=entry.middle_names,
        birth_date=entry.born_on,
        sex=entry.sex,
        upn=entry.upn,
        address=entry.address,
        postcode=entry.postcode,
    )
