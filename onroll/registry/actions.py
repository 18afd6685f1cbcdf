"""Changes to what is known of children. Facts are added with their source; nothing is overwritten."""

import dataclasses
from datetime import date
from typing import cast

from django.db import IntegrityError, transaction

from onroll.access.models import Organisation, Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import identity, permissions
from onroll.registry.events import ChildShielded, ChildSighted, EnrolmentRecorded, ShieldEnded
from onroll.registry.models import Child, Enrolment, Shield, ShieldReason, Sighting
from onroll.registry.references import new_reference


class ShieldNotPossible(RuleBroken):
    """The shield is incomplete, or the child has one."""

    code = "shield_not_possible"


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


@transaction.atomic
def shield_child(act: Act, *, child: Child, reason_code: str, officer: Person, until_on: date | None) -> Shield:
    """Shield a child. This will make every search and matching pass her over, and tell the officer when one meets her.

    Whether the child is the organisation's to shield has been asked by the caller, who knows files.
    Raises: ShieldNotPossible.
    """
    permissions.check(permissions.may_shield(act))
    if reason_code not in ShieldReason.values:
        raise ShieldNotPossible("Choose why the child must not be found.")
    if until_on is not None and until_on < act.on:
        raise ShieldNotPossible("The last day of the shield cannot be in the past.")
    if not officer.memberships.in_force(act.on).filter(organisation_id=act.organisation_id).exists():
        raise ShieldNotPossible("The named officer must be somebody of your own organisation.")
    _end_lapsed(act, child)
    try:
        with transaction.atomic():
            shield = Shield.objects.create(
                reference=new_reference("S"),
                child=child,
                reason_code=reason_code,
                officer=officer,
                organisation_id=cast("int", act.organisation_id),
                from_on=act.on,
                until_on=until_on,
                placed_at=act.at,
            )
    except IntegrityError:
        raise ShieldNotPossible("This child is shielded already. Nothing was changed.") from None
    ledger.record(
        act,
        ChildShielded(
            child_id=child.pk, shield_id=shield.pk, reason_code=reason_code, officer_id=officer.pk, until_on=until_on
        ),
    )
    return shield


@transaction.atomic
def end_shield(act: Act, *, shield: Shield, why: str) -> Shield:
    """End a shield. This will let searches show the child again; to end it twice is refused.

    Raises: ShieldNotPossible.
    """
    permissions.check(permissions.may_end_shield(act, shield))
    if not why.strip():
        raise ShieldNotPossible("Say why the child may be found again.")
    if not Shield.objects.filter(pk=shield.pk, ended_at__isnull=True).update(ended_at=act.at):
        raise ShieldNotPossible("This shield has been ended before.")
    ledger.record(act, ShieldEnded(child_id=shield.child_id, shield_id=shield.pk, why=why.strip()[:300]))
    shield.refresh_from_db()
    return shield


def _end_lapsed(act: Act, child: Child) -> None:
    """A shield whose last day has passed holds no more; its row is closed so that the child can have another."""
    for lapsed in Shield.objects.filter(child=child, ended_at__isnull=True, until_on__lt=act.on):
        Shield.objects.filter(pk=lapsed.pk).update(ended_at=act.at)
        ledger.record(act, ShieldEnded(child_id=child.pk, shield_id=lapsed.pk, why="Its last day had passed"))
