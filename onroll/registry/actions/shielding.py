"""Shielding a child from searches and matching, and ending it."""

from datetime import date
from typing import cast

from django.db import IntegrityError, transaction

from onroll.access.models import Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import permissions, queries
from onroll.registry.events import ChildShielded, ShieldEnded
from onroll.registry.models import Child, Shield, ShieldReason
from onroll.registry.references import new_reference


class ShieldNotPossible(RuleBroken):
    """The shield is incomplete, or the child has one."""

    code = "shield_not_possible"


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
    others = [_place(act, other, reason_code, officer, until_on) for other in _other_records(child)]
    shield = _place(act, child.pk, reason_code, officer, until_on)
    if shield is None:
        raise ShieldNotPossible("This child is shielded already. Nothing was changed.")
    for placed in (shield, *filter(None, others)):
        ledger.record(
            act,
            ChildShielded(
                child_id=placed.child_id,
                shield_id=placed.pk,
                reason_code=reason_code,
                officer_id=officer.pk,
                until_on=until_on,
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
    for other in Shield.objects.filter(
        child_id__in=_other_records(shield.child), organisation_id=shield.organisation_id, ended_at__isnull=True
    ):
        Shield.objects.filter(pk=other.pk).update(ended_at=act.at)
        ledger.record(act, ShieldEnded(child_id=other.child_id, shield_id=other.pk, why=why.strip()[:300]))
    shield.refresh_from_db()
    return shield


def _other_records(child: Child) -> list[int]:
    """Return the other records of the same child: a shield that left one of them out would hide nothing."""
    return [pk for pk in queries.one_with(child.pk) if pk != child.pk]


def _place(act: Act, child_id: int, reason_code: str, officer: Person, until_on: date | None) -> Shield | None:
    """Place one record's shield; None where it has one."""
    _end_lapsed(act, child_id)
    try:
        with transaction.atomic():
            return Shield.objects.create(
                reference=new_reference("S"),
                child_id=child_id,
                reason_code=reason_code,
                officer=officer,
                organisation_id=cast("int", act.organisation_id),
                from_on=act.on,
                until_on=until_on,
                placed_at=act.at,
            )
    except IntegrityError:  # the database holds that a record has one shield
        return None


def _end_lapsed(act: Act, child_id: int) -> None:
    """A shield whose last day has passed holds no more; its row is closed so that the child can have another."""
    for lapsed in Shield.objects.filter(child_id=child_id, ended_at__isnull=True, until_on__lt=act.on):
        Shield.objects.filter(pk=lapsed.pk).update(ended_at=act.at)
        ledger.record(act, ShieldEnded(child_id=child_id, shield_id=lapsed.pk, why="Its last day had passed"))
