"""Linking pupils of a roll to the children we know, and telling the registry, cases and files what a roll says.

A pupil who is linked becomes a sighting and an enrolment that the school itself confirms; the sighting sets off the
standing match, so that in doubt a person compares two records and nothing closes by itself.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import actions as registry_actions
from onroll.registry import events as registry_events
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment
from onroll.rolls import coming_back, permissions, queries
from onroll.rolls.actions import arriving
from onroll.rolls.comparing import TAKING_ON, Change
from onroll.rolls.events import PupilJoined, PupilLeft
from onroll.rolls.models import EventKind, RollEntry, RollStatus

SOURCE = "roll"
# Pupils on a roll by law; a guest is on another school's, and a provider has no admission register.
ON_ROLL = frozenset({RollStatus.MAIN, RollStatus.MAIN_DUAL, RollStatus.SUBSIDIARY})
# Fields of which the registry is told when they change.
SIGHTED = frozenset(
    {"surname", "forename", "middle_names", "born_on", "sex", "upn", "former_upn", "address", "postcode"}
)


def for_school(act: Act, school: Organisation) -> Act:
    """Return the act as the product's own for a school: what its file says is the school's word, whoever loads it."""
    if act.organisation_id == school.pk:
        return act
    return dataclasses.replace(
        act, organisation_id=school.pk, organisation_kind=school.kind, la_code=school.la_code, role="system"
    )


@transaction.atomic
def link_pupils(act: Act, *, school: Organisation, most: int, only: RollEntry | None = None) -> int:
    """Link the pupils of a school who are not linked yet, the first come first. Returns how many were linked.

    `only`: this one, whom somebody is about to say something of.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_link(act))
    entries = RollEntry.objects.select_for_update(of=("self",)).filter(school=school, child__isnull=True)
    if only is not None:
        entries = entries.filter(pk=only.pk)
    waiting = list(entries.select_related("snapshot").order_by("pk")[:most])
    ended = queries.ended_like(school, waiting)
    linked = RollEntry.objects.filter(school=school).current().exclude(pk__in=[entry.pk for entry in waiting])
    formers = coming_back.find(waiting, ended, linked if ended else ())
    with ledger.gathered():
        for place, entry in enumerate(waiting):
            _link(for_school(act, school), school, entry, formers.get(place, coming_back.NOBODY))
    return len(waiting)


def tell_registry(act: Act, *, school: Organisation, changes: Sequence[Change]) -> None:
    """Tell the registry what changed of pupils who are linked. Who is not linked yet is told of when she is."""
    own = for_school(act, school)
    for change in changes:
        entry = change.entry
        if entry.child is None:
            continue
        if change.kind is EventKind.LEFT:
            _tell_left(own, school, entry)
            continue
        if SIGHTED & set(change.values):
            registry_actions.note_sighting_of(
                own, child=entry.child, facts=facts_of(entry), source=SOURCE, source_reference=_told_in(entry)
            )
        if change.kind is EventKind.CAME_BACK or {"from_on", "until_on"} & set(change.values):
            _tell_enrolment(own, school, entry)
        if change.kind is EventKind.CAME_BACK:
            _tell_joined(own, school, entry, change.on, is_taking_on=False)


def facts_of(entry: RollEntry) -> registry_actions.Facts:
    """Return what a roll says of a pupil, as the registry keeps it."""
    return registry_actions.Facts(
        surname=entry.surname,
        forename=entry.forename,
        middle_names=entry.middle_names,
        upn=entry.upn,
        former_upn=entry.former_upn,
        birth_date=entry.born_on,
        sex=entry.sex,
        year_group=entry.year_group,
        address=entry.address,
        postcode=entry.postcode,
    )


def note_merge(act: Act, event: registry_events.ChildrenMerged) -> None:
    """Carry what rolls say of a child to her cases and files, once two people have found that two records are one."""
    # Not the two records alone: the row of the roll may hang on a third that was joined to one of them before.
    records = registry_queries.one_with(event.same_as_id)
    entries = RollEntry.objects.filter(child_id__in=records, until_on__isnull=True).select_related("school", "child")
    for entry in entries.order_by("pk"):
        if _is_on_roll(entry.school, entry):
            own = for_school(act, entry.school)
            arriving.arrive(own, entry=entry, on=entry.from_on or entry.changed_at.date(), enrolment=_newest(entry))


def _newest(entry: RollEntry) -> Enrolment:
    told = Enrolment.objects.filter(child=entry.child, organisation_id=entry.school_id, source=SOURCE)
    return told.order_by("-recorded_at", "-pk")[:1].get()


def _link(act: Act, school: Organisation, entry: RollEntry, former: coming_back.Former) -> None:
    """Link one pupil: to the child who surely left this roll, or is known by UPN with name and birth date; else a new.

    Who may be one that left is put before people, with both rows beside each other.
    """
    facts, told_in = facts_of(entry), _told_in(entry)
    known = former.surely.child if former.surely and not entry.upn else None  # with a UPN the registry knows her by it
    if known is not None:
        sighting = registry_actions.note_sighting_of(
            act, child=known, facts=facts, source=SOURCE, source_reference=told_in
        )
    else:
        sighting = registry_actions.note_sighting(act, facts=facts, source=SOURCE, source_reference=told_in)
    maybe = [each for each in (former.surely, *former.perhaps) if each and each.child_id]
    registry_actions.ask_whether_one(act, sighting=sighting, children=[cast("int", each.child_id) for each in maybe])
    RollEntry.objects.filter(pk=entry.pk).update(child=sighting.child, version=F("version") + 1)
    entry.child, entry.version = sighting.child, entry.version + 1
    first = entry.events.filter(kind__in=[EventKind.JOINED, EventKind.CAME_BACK]).order_by("pk").first()
    is_taking_on = first is not None and first.kind == EventKind.JOINED and bool(first.after.get(TAKING_ON))
    on = entry.from_on if is_taking_on or first is None else first.on
    _tell_enrolment(act, school, entry)
    _tell_joined(act, school, entry, on, is_taking_on=is_taking_on)
    if entry.until_on is not None:
        ledger.record(act, _left(school, entry))


def _tell_left(act: Act, school: Organisation, entry: RollEntry) -> None:
    _tell_enrolment(act, school, entry)
    ledger.record(act, _left(school, entry))


def _left(school: Organisation, entry: RollEntry) -> PupilLeft:
    child_id, last_on = (
        cast("int", entry.child_id),
        cast("date", entry.until_on),
    )  # linked, and ended: the callers' case
    return PupilLeft(entry_id=entry.pk, child_id=child_id, school_id=school.pk, on=last_on)


def _tell_enrolment(act: Act, school: Organisation, entry: RollEntry) -> Enrolment | None:
    if not _is_on_roll(school, entry):
        return None
    return registry_actions.record_enrolment(
        act,
        child=cast("Child", entry.child),  # the callers' case: linked
        organisation=school,
        from_on=entry.from_on,
        until_on=entry.until_on,
        source=SOURCE,
        source_reference=_told_in(entry),
        is_confirmed=True,
    )


def _tell_joined(act: Act, school: Organisation, entry: RollEntry, on: date | None, *, is_taking_on: bool) -> None:
    joined = PupilJoined(
        entry_id=entry.pk,
        child_id=cast("int", entry.child_id),
        school_id=school.pk,
        on=on,
        is_taking_on=is_taking_on,
    )
    ledger.record(act, joined)
    if entry.until_on is None and _is_on_roll(school, entry):
        seen_on = entry.snapshot.as_on if entry.snapshot else act.on
        arriving.arrive(act, entry=entry, on=on or seen_on, enrolment=_newest(entry))


def _is_on_roll(school: Organisation, entry: RollEntry) -> bool:
    return school.kind != OrganisationKind.PROVIDER and entry.status in ON_ROLL


def _told_in(entry: RollEntry) -> str:
    """Return the file that says it: what one file says of two pupils is never compared, a roll lists a pupil once."""
    return entry.snapshot.reference if entry.snapshot else entry.reference
