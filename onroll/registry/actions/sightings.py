"""Noting what a source says about a child, and where she is enrolled."""

import dataclasses
from datetime import date

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import found_by, identity
from onroll.registry.actions import matching
from onroll.registry.events import ChildSighted, EnrolmentRecorded
from onroll.registry.given import Facts, OtherName, OtherNumber
from onroll.registry.models import Child, Enrolment, Identifier, KnownName, Sighting
from onroll.registry.references import new_reference
from onroll.search import actions as search_actions

# What stands in rows of its own, not in the sighting.
BESIDE = frozenset({"other_names", "other_numbers"})


@transaction.atomic
def note_sighting(act: Act, *, facts: Facts, source: str, source_reference: str) -> Sighting:
    """Keep what a source says about a child, and link it to the child it is about.

    A child that already holds this UPN is taken only where name and birth date do not contradict it (`identity`); where
    they do, a new child is made and the sighting says which child it disputes, for a person to look at. No UPN: a new
    child.
    """
    match = identity.child_with_number(facts, act.on)
    child = match.same or Child.objects.create(reference=new_reference("C"), first_seen_at=act.at)
    sighting = _keep(act, child, facts, source, source_reference, disputes=match.disputed)
    _record(act, sighting, is_new=match.same is None)
    matching.match_arrival(act, sighting=sighting)
    return sighting


@transaction.atomic
def note_sighting_of(act: Act, *, child: Child, facts: Facts, source: str, source_reference: str) -> Sighting:
    """Keep what a source says about a child who is known already: a correction, a new name, another address.

    Whose child she is has been decided by the caller. What was said before stays, with its source and its day.
    """
    sighting = _keep(act, child, facts, source, source_reference, disputes=None)
    _record(act, sighting, is_new=False)
    matching.match_arrival(act, sighting=sighting)
    return sighting


@transaction.atomic
def record_enrolment(
    act: Act,
    *,
    child: Child,
    organisation: Organisation,
    from_on: date | None,
    until_on: date | None,
    source: str,
    source_reference: str,
    is_confirmed: bool,
) -> Enrolment:
    """Keep that a school's roll holds, or held, a child. `is_confirmed`: that school itself says so."""
    enrolment = Enrolment.objects.create(
        child=child,
        organisation=organisation,
        from_on=from_on,
        until_on=until_on,
        source=source,
        source_reference=source_reference,
        recorded_at=act.at,
        confirmed_at=act.at if is_confirmed else None,
    )
    ledger.record(
        act,
        EnrolmentRecorded(
            child_id=child.pk,
            enrolment_id=enrolment.pk,
            organisation_id=organisation.pk,
            is_confirmed=is_confirmed,
        ),
    )
    return enrolment


def _keep(
    act: Act, child: Child, facts: Facts, source: str, source_reference: str, *, disputes: Child | None
) -> Sighting:
    own = {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts) if field.name not in BESIDE}
    sighting = Sighting.objects.create(
        child=child,
        source=source,
        source_reference=source_reference,
        told_by_id=act.organisation_id,
        seen_at=act.at,
        disputes=disputes,
        **own,
    )
    if facts.other_names:
        KnownName.objects.bulk_create(KnownName(sighting=sighting, **_fields(name)) for name in facts.other_names)
    if facts.other_numbers:
        Identifier.objects.bulk_create(Identifier(sighting=sighting, **_fields(each)) for each in facts.other_numbers)
    return sighting


def _fields(fact: OtherName | OtherNumber) -> dict[str, object]:
    return {field.name: getattr(fact, field.name) for field in dataclasses.fields(fact)}


def _record(act: Act, sighting: Sighting, *, is_new: bool) -> None:
    ledger.record(
        act,
        ChildSighted(
            child_id=sighting.child_id,
            sighting_id=sighting.pk,
            source=sighting.source,
            source_reference=sighting.source_reference,
            is_new=is_new,
            disputes_child_id=sighting.disputes_id,
        ),
    )
    entry = found_by.entry_of(sighting)
    search_actions.put(act, kind=found_by.KIND, record_id=sighting.child_id, part_id=sighting.pk, entry=entry)
