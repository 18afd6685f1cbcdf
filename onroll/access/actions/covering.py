"""Named cover: a colleague acts under somebody's role for a while. Given by an approver or by the person covered."""

from datetime import date, timedelta

from django.db import transaction

from onroll.access import permissions, queries
from onroll.access.actions.people import DaysOutOfOrder, OwnRole, RoleNotHeld
from onroll.access.events import CoverEnded, CoverGiven
from onroll.access.models import Cover, Membership, Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken


class AlreadyCovered(RuleBroken):
    """Somebody covers this role now, or will."""

    code = "already_covered"
    default_words = "Somebody covers this role already. End that cover first."


class NotAColleague(RuleBroken):
    """Whoever covers a role must hold one in the same organisation."""

    code = "not_a_colleague"
    default_words = "Only somebody who has a role in the same organisation today can cover this one."


class NotCovered(RuleBroken):
    """The cover has ended already, or there was none."""

    code = "not_covered"
    default_words = "Nobody covers this role."


@transaction.atomic
def give_cover(act: Act, *, membership: Membership, by: Person, from_on: date, until_on: date) -> Cover:
    """Let a colleague act under a role from one day until another; both count, and then it ends by itself.

    Raises: NotAllowed, OwnRole, DaysOutOfOrder, RoleNotHeld, NotAColleague, AlreadyCovered.
    """
    check_may_cover(act, membership)
    if by.pk == act.actor_id:
        raise OwnRole
    if until_on < max(from_on, act.on):
        raise DaysOutOfOrder
    held = Membership.objects.select_for_update().not_ended(act.on).filter(pk=membership.pk).first()
    if held is None:
        raise RoleNotHeld
    if not queries.colleagues(held, act.on).filter(pk=by.pk).exists():
        raise NotAColleague
    if Cover.objects.filter(membership=held, until_on__gte=act.on).exists():
        raise AlreadyCovered
    days = {"by": by, "from_on": from_on, "until_on": until_on}
    cover, _ = Cover.objects.update_or_create(membership=held, defaults=days)
    ledger.record(
        act,
        CoverGiven(
            person_id=by.pk,
            covered_person_id=held.person_id,
            membership_id=held.pk,
            organisation_id=held.organisation_id,
            role=held.role,
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
        ),
    )
    return cover


@transaction.atomic
def end_cover(act: Act, *, membership: Membership) -> None:
    """End the cover of a role at once, whatever page the colleague has open. One that never counted is removed.

    Raises: NotAllowed, NotCovered.
    """
    check_may_cover(act, membership)
    cover = Cover.objects.select_for_update().filter(membership=membership, until_on__gte=act.on).first()
    if cover is None:
        raise NotCovered
    last = act.on - timedelta(days=1)
    row = Cover.objects.filter(pk=cover.pk)
    if last < cover.from_on:
        row.delete()
    else:
        row.update(until_on=last)
    ledger.record(
        act,
        CoverEnded(
            person_id=cover.by_id,
            covered_person_id=membership.person_id,
            membership_id=membership.pk,
            organisation_id=membership.organisation_id,
            role=membership.role,
        ),
    )


def check_may_cover(act: Act, membership: Membership) -> None:
    """Raise NotAllowed, unless the approver, the person covered or an operator's command acts."""
    is_hers = act.actor_id is not None and act.actor_id == membership.person_id
    if not (is_hers or permissions.may_manage_people(act, membership.organisation_id)):
        raise NotAllowed
