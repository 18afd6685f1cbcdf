"""Changes to people, the roles they hold, and where organisations get their notices.

By an operator's command for any organisation, by an approver on pages for her own.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from onroll.access import permissions
from onroll.access.events import NoticeAddressSet, PersonAdded, RoleEnded, RoleGiven
from onroll.access.models import Membership, Organisation, Person, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken

LONGEST_ADDRESS = 254  # as Django's EmailField has it, from RFC 3696


class PersonExists(RuleBroken):
    """There is an account with this address already."""

    code = "person_exists"
    default_words = "There is an account with this email address already."


class AddressNotUsable(RuleBroken):
    """What was given is no email address: a person could not sign in, nor a notice arrive."""

    code = "address_not_usable"
    default_words = "This is not an email address. Give one like name@example.com."


class RoleAlreadyHeld(RuleBroken):
    """The person holds this role for this organisation already."""

    code = "role_already_held"
    default_words = "This person holds this role for this organisation already."


class RoleDoesNotFit(RuleBroken):
    """This kind of organisation has no such role."""

    code = "role_does_not_fit"
    default_words = "This kind of organisation has no such role."


class RoleNotHeld(RuleBroken):
    """The role has ended already, or was never given."""

    code = "role_not_held"
    default_words = "This person does not hold this role for this organisation."


class OwnRole(RuleBroken):
    """Somebody tried to give a role to herself, or to cover one because she said so."""

    code = "own_role"
    default_words = "You cannot give a role to yourself. Ask another approver, or whoever runs this installation."


class LastApprover(RuleBroken):
    """The role of the only approver was to be ended: nobody could give access any more."""

    code = "last_approver"
    default_words = "Nobody else could give or take away access then. Make someone else an approver first."


class DaysOutOfOrder(RuleBroken):
    """The last day is before the first."""

    code = "days_out_of_order"
    default_words = "The last day must be on or after the first day."


@transaction.atomic
def add_person(act: Act, *, email: str, name: str, password: str | None = None) -> Person:
    """Make an account. Without a password the person sets her own, with the link under "I forgot my password".

    Raises: PersonExists, AddressNotUsable.
    """
    check_may_manage(act)
    if Person.objects.filter(email=email.strip().lower()).exists():
        raise PersonExists
    return _add(act, email=email, name=name, password=password)


@transaction.atomic
def give_role_by_email(
    act: Act, *, organisation: Organisation, email: str, name: str, role: Role, until_on: date | None = None
) -> Membership:
    """Give a role to whoever has an address, making an account for her where there is none.

    Raises: as `give_role`.
    """
    permissions.check_may_manage_people(act, organisation.pk)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one of two clicks waits for the other
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        person = _add(act, email=email, name=name)
    return give_role(act, person=person, organisation=organisation, role=role, until_on=until_on)


@transaction.atomic
def give_role(
    act: Act,
    *,
    person: Person,
    organisation: Organisation,
    role: Role,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Membership:
    """Give a person a role for an organisation, from today where nothing else is said; both dates count.

    A role that ended before is given anew in the same row: the ledger keeps the earlier dates.
    Raises: OwnRole, RoleDoesNotFit, DaysOutOfOrder, RoleAlreadyHeld.
    """
    permissions.check_may_manage_people(act, organisation.pk)
    if person.pk == act.actor_id:
        raise OwnRole
    if role not in permissions.roles_of(organisation):
        raise RoleDoesNotFit
    starts_on = from_on or act.on
    if until_on and until_on < starts_on:
        raise DaysOutOfOrder
    held = Membership.objects.filter(person=person, organisation=organisation, role=role)
    if held.in_force(act.on).exists():
        raise RoleAlreadyHeld
    membership, _ = Membership.objects.update_or_create(
        person=person, organisation=organisation, role=role, defaults={"from_on": starts_on, "until_on": until_on}
    )
    ledger.record(
        act,
        RoleGiven(
            person_id=person.pk,
            membership_id=membership.pk,
            organisation_id=organisation.pk,
            role=role,
            from_on=starts_on.isoformat(),
            until_on=until_on.isoformat() if until_on else "",
        ),
    )
    return membership


@transaction.atomic
def end_role(act: Act, *, membership: Membership, last_on: date | None = None) -> None:
    """End a role after its last day; at once, where none is given, whatever page the person has open.

    A role that would end before it began is removed: it has never counted for a whole day, and the ledger keeps it.
    Raises: RoleNotHeld; LastApprover, but for an operator's command.
    """
    permissions.check_may_manage_people(act, membership.organisation_id)
    last = last_on or act.on - timedelta(days=1)
    row = Membership.objects.filter(pk=membership.pk)
    if not row.exclude(until_on__lte=last).exists():
        raise RoleNotHeld
    if membership.role == Role.APPROVER and not act.is_system:
        _check_another_approver(membership, from_on=max(last + timedelta(days=1), act.on))
    if last < membership.from_on:
        row.delete()
    else:
        row.update(until_on=last)
    ledger.record(
        act,
        RoleEnded(
            person_id=membership.person_id,
            membership_id=membership.pk,
            organisation_id=membership.organisation_id,
            role=membership.role,
            last_on=last.isoformat() if last >= membership.from_on else "",
        ),
    )


@transaction.atomic
def set_notice_address(act: Act, *, organisation: Organisation, address: str) -> None:
    """Set where an organisation gets its email notices; empty means: the people who handle its files.

    Raises: AddressNotUsable.
    """
    check_may_manage(act)
    if address.strip():
        _check_address(address.strip())
    Organisation.objects.filter(pk=organisation.pk).update(notices_to=address.strip())
    ledger.record(act, NoticeAddressSet(organisation_id=organisation.pk, is_empty=not address.strip()))


def check_may_manage(act: Act) -> None:
    """Raise NotAllowed, unless an operator's command acts."""
    if not permissions.may_manage_access(act):
        raise NotAllowed


def _add(act: Act, *, email: str, name: str, password: str | None = None) -> Person:
    _check_address(email.strip())
    person = Person.objects.create_user(email=email.strip(), password=password, name=name, joined_at=act.at)
    ledger.record(act, PersonAdded(person_id=person.pk))
    return person


def _check_address(address: str) -> None:
    """Refuse what no mail can go to, or the database has no room for."""
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise AddressNotUsable from wrong
    if len(address) > LONGEST_ADDRESS:
        raise AddressNotUsable("This email address is longer than an email address may be.")


def _check_another_approver(membership: Membership, *, from_on: date) -> None:
    """Refuse where nobody else is an approver on a day; two who remove each other at once wait for one another."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.APPROVER)
    if not others.in_force(from_on).filter(person__is_active=True).exclude(person_id=membership.person_id).exists():
        raise LastApprover
