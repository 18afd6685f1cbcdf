"""Readings of who holds which role, who covers for whom, and where notices go."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.access import permissions
from onroll.access.models import Cover, Membership, Organisation, Person, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden


def mailbox_roles(organisation: Organisation) -> tuple[Role, ...]:
    """Return the roles that have a mailbox in an organisation, whoever holds them today, and if nobody does."""
    return tuple(role for role in permissions.roles_of(organisation) if role in permissions.PART_READERS)


def people_to_notify(
    organisation: Organisation, on: date, roles: frozenset[Role] = permissions.EXCHANGE_ROLES
) -> list[str]:
    """Return the addresses of those who hold or cover one of some roles for an organisation that day.

    Notices of ordinary files go to the address that the organisation has set, if it has; what only one role may know
    of, to nobody else.
    """
    if organisation.notices_to and roles == permissions.EXCHANGE_ROLES:
        return [organisation.notices_to]
    held = Membership.objects.in_force(on).filter(organisation=organisation, role__in=roles)
    covers = Cover.objects.in_force(on).filter(membership__in=held)
    acting = Q(pk__in=held.values("person_id")) | Q(pk__in=covers.values("by_id"))
    people = Person.objects.filter(acting, is_active=True)
    return list(people.order_by("email").values_list("email", flat=True))


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return who holds, held or will hold a role for an organisation."""
    memberships: QuerySet[Membership] = Membership.objects.filter(organisation=organisation)
    return memberships.select_related("person", "organisation").order_by("person__email", "role")


def acting_organisation(act: Act) -> Organisation:
    """Return the organisation for which somebody acts."""
    organisation: Organisation = Organisation.objects.get(pk=act.organisation_id or 0)
    return organisation


def roles_to_manage(act: Act) -> QuerySet[Membership]:
    """Return the roles that have not ended and that the person may end or have covered, with person and cover.

    An approver's: those of her organisation. Everybody's: her own.
    """
    seen = Q(person_id=act.actor_id) if act.actor_id else Q(pk=None)
    if permissions.may_approve_access(act):
        seen |= Q(organisation_id=act.organisation_id)
    current: QuerySet[Membership] = Membership.objects.not_ended(act.on).filter(seen)
    related = current.select_related("person", "organisation", "cover__by", "cover__membership")
    return related.order_by("person__name", "person_id", "role")


def people_with_access(act: Act) -> QuerySet[Membership]:
    """Return who has or will have a role in the approver's organisation; nothing for anybody else."""
    managed = roles_to_manage(act).filter(organisation_id=act.organisation_id or 0)
    return managed if permissions.may_approve_access(act) else managed.none()


def role_to_manage(act: Act, membership_id: int) -> Membership:
    """Return one of those roles.

    Raises: Hidden.
    """
    found = roles_to_manage(act).filter(pk=membership_id).first()
    if found is None:
        raise Hidden
    return found


def own_covers(act: Act) -> QuerySet[Cover]:
    """Return what the person covers today for others."""
    covers: QuerySet[Cover] = Cover.objects.in_force(act.on).filter(by_id=act.actor_id or 0)
    return covers.select_related("membership__organisation", "membership__person").order_by("until_on", "pk")


def own_roles(act: Act) -> QuerySet[Membership]:
    """Return the person's own roles, in every organisation, that have not ended."""
    own: QuerySet[Membership] = Membership.objects.not_ended(act.on).filter(person_id=act.actor_id or 0)
    return own.select_related("organisation", "cover__by").order_by("organisation__name", "role")


def colleagues(membership: Membership, on: date) -> QuerySet[Person]:
    """Return who could cover a role: those who hold a role in the same organisation, but not its holder."""
    there = Membership.objects.in_force(on).filter(person_id=OuterRef("pk"), organisation_id=membership.organisation_id)
    people: QuerySet[Person] = Person.objects.filter(Exists(there), is_active=True)
    return people.exclude(pk=membership.person_id).order_by("name", "pk")
