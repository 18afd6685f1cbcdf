"""Changes to what is known of children. Facts are added with their source; nothing is overwritten."""

import dataclasses
from datetime import date

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import identity
from onroll.registry.events import ChildSighted, EnrolmentRecorded
from onroll.registry.models import Child, Enrolment, Sighting
from onroll.registry.references import new_reference


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source says about a child. Empty text and None mean: it does not say."""

    surname: str
    forename: str
    middle_names: str = ""
    upn: str = ""
    former_upn: str = ""
    birth_date: date | None = None
    sex: str = ""
    year_group: str = ""
    address: str = ""
    postcode: str = ""


@transaction.atomic
def note_sighting(act: Act, *, facts: Facts, source: str, source_reference: str) -> Sighting:
    """Keep what a source says about a child, and link it to the child it is about.

    A child that already holds this UPN is taken only where name and birth date do not contradict it (`identity`); where
    they do, a new child is made and the sighting says which child it disputes, for a person to look at. No UPN: a new
    child.
    """
    match = identity.child_with_upn(facts.upn, facts.surname, facts.forename, facts.birth_date)
    child = match.same or Child.objects.create(reference=new_reference("C"), first_seen_at=act.at)
    sighting = Sighting.objects.create(
        child=child,
        source=source,
        source_reference=source_reference,
        seen_at=act.at,
        disputes=match.disputed,
        **dataclasses.asdict(facts),
    )
    ledger.record(
        act,
        ChildSighted(
            child_id=child.pk,
            sighting_id=sighting.pk,
            source=source,
            source_reference=source_reference,
            is_new=match.same is None,
            disputes_child_id=match.disputed.pk if match.disputed else None,
        ),
    )
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
