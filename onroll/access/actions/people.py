"""Changes to people, the roles they hold, and where organisations get their notices."""

from datetime import date, timedelta

from django.db import transaction

from onroll.access import permissions
from onroll.access.events import NoticeAddressSet, PersonAdded, RoleEnded, RoleGiven
from onroll.access.models import Membership, Organisation, OrganisationKind, Person, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken


class PersonExists(RuleBroken):
    """There is an account with this address already."""

    code = "person_exists"
    default_words = "There is an account with this email address already."


class RoleAlreadyHeld(RuleBroken):
    """The person holds this role for this organisation already."""

    code = "role_already_held"
    default_words = "This person holds this role for this organisation already."


class RoleDoesNotFit(RuleBroken):
    """This kind of organisation has no such role."""

    code = "role_does_not_fit"
    default_words = "Only a local authority has children missing education officers."


class RoleNotHeld(RuleBroken):
    """The role has ended already, or was never given."""

    code = "role_not_held"
    default_words = "This person does not hold this role for this organisation."


@transaction.atomic
def add_person(act: Act, *, email: str, name: str, password: str | None = None) -> Person:
    """Make an account. Without a password the person sets her own, with the link under "I forgot my password".

    Raises: PersonExists.
    """
    check_may_manage(act)
    if Person.objects.filter(email=email.strip().lower()).exists():
        raise PersonExists
    person = Person.objects.create_user(email=email.strip(), password=password, name=name, joined_at=act.at)
    ledger.record(act, PersonAdded(person_id=person.pk))
    return person


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
    Raises: RoleAlreadyHeld, RoleDoesNotFit.
    """
    check_may_manage(act)
    if role == Role.CME_OFFICER and organisation.kind != OrganisationKind.AUTHORITY:
        raise RoleDoesNotFit
    held = Membership.objects.filter(person=person, organisation=organisation, role=role)
    if held.in_force(act.on).exists():
        raise RoleAlreadyHeld
    membership, _ = Membership.objects.update_or_create(
        person=person,
        organisation=organisation,
        role=role,
        defaults={"from_on": from_on or act.on, "until_on": until_on},
    )
    ledger.record(
        act,
        RoleGiven(
            person_id=person.pk,
            membership_id=membership.pk,
            organisation_id=organisation.pk,
            role=role,
            from_on=membership.from_on.isoformat(),
            until_on=until_on.isoformat() if until_on else "",
        ),
    )
    return membership


@transaction.atomic
def end_role(act: Act, *, membership: Membership, last_on: date | None = None) -> None:
    """End a role after its last day; at once, where none is given, whatever page the person has open.

    A role that would end before it began is removed: it has never counted for a whole day, and the ledger keeps it.
    Raises: RoleNotHeld.
    """
    check_may_manage(act)
    last = last_on or act.on - timedelta(days=1)
    row = Membership.objects.filter(pk=membership.pk)
    if not row.exclude(until_on__lte=last).exists():
        raise RoleNotHeld
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
    """Set where an organisation gets its email notices; empty means: the people who handle its files."""
    check_may_manage(act)
    Organisation.objects.filter(pk=organisation.pk).update(notices_to=address.strip())
    ledger.record(act, NoticeAddressSet(organisation_id=organisation.pk, is_empty=not address.strip()))


def check_may_manage(act: Act) -> None:
    """Raise NotAllowed, unless an operator's command acts."""
    if not permissions.may_manage_access(act):
        raise NotAllowed
