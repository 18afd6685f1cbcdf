"""Accounts, roles and notice addresses: an operator's commands only, each with its entry in the ledger."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from onroll.access import actions, queries
from onroll.access.commands import users
from onroll.access.models import Country, Membership, OrganisationKind, Person, Role
from onroll.audit.act import Act, by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from tests.cast import Cast


@pytest.fixture
def operator() -> Act:
    """Whoever has the command line."""
    return by_the_system(at=timezone.now(), purpose="test")


def test_an_account_is_made_once_whatever_the_capitals(db: None, operator: Act) -> None:
    person = actions.add_person(operator, email="New@OnRoll.example", name="Zyxcanary Invented")

    with pytest.raises(actions.PersonExists) as refusal:
        actions.add_person(operator, email="new@onroll.EXAMPLE", name="Another Invented")

    entry = LedgerEntry.objects.get()
    assert (person.email, person.has_usable_password()) == ("new@onroll.example", False)
    assert (entry.name, entry.subject_id) == ("access.PersonAdded", str(person.pk))
    assert "onroll" not in str(refusal.value)
    assert "Zyxcanary" not in str(entry.details)


def test_a_role_counts_from_today(cast: Cast, operator: Act) -> None:
    membership = actions.give_role(
        operator, person=cast.clerk.person, organisation=cast.other_school, role=Role.ADMISSIONS
    )

    entry = LedgerEntry.objects.get()
    assert (membership.from_on, membership.until_on) == (operator.on, None)
    assert entry.name == "access.RoleGiven"
    assert entry.details["organisation_id"] == cast.other_school.pk
    assert entry.details["role"] == "admissions"


def test_a_role_in_force_is_not_given_twice(cast: Cast, operator: Act) -> None:
    with pytest.raises(actions.RoleAlreadyHeld):
        actions.give_role(operator, person=cast.clerk.person, organisation=cast.school, role=Role.ADMISSIONS)


def test_a_department_is_made_by_an_operator_and_a_school_only_by_the_register(cast: Cast, operator: Act) -> None:
    made = actions.add_organisation(operator, kind=OrganisationKind.DEPARTMENT, name="Department of Examples")

    assert (made.code, LedgerEntry.objects.get().name) == ("", "access.OrganisationAdded")
    with pytest.raises(actions.InTheRegister):
        actions.add_organisation(operator, kind=OrganisationKind.SCHOOL, name="Invented School")
    with pytest.raises(NotAllowed):
        actions.add_organisation(cast.officer.act(), kind=OrganisationKind.AGENCY, name="Agency")


def test_only_an_authority_has_cme_officers(cast: Cast, operator: Act) -> None:
    with pytest.raises(actions.RoleDoesNotFit):
        actions.give_role(operator, person=cast.clerk.person, organisation=cast.school, role=Role.CME_OFFICER)


def test_a_role_ends_at_once_and_can_be_given_again(cast: Cast, operator: Act) -> None:
    actions.end_role(operator, membership=cast.clerk.membership)
    ended = Membership.objects.get(pk=cast.clerk.membership.pk)

    given = actions.give_role(operator, person=cast.clerk.person, organisation=cast.school, role=Role.ADMISSIONS)

    assert ended.until_on == operator.on - timedelta(days=1)
    assert (given.pk, given.from_on, given.until_on) == (ended.pk, operator.on, None)


def test_a_role_can_end_on_a_day_to_come(cast: Cast, operator: Act) -> None:
    last = operator.on + timedelta(days=30)

    actions.end_role(operator, membership=cast.clerk.membership, last_on=last)

    assert Membership.objects.in_force(last).filter(pk=cast.clerk.membership.pk).exists()
    assert not Membership.objects.in_force(last + timedelta(days=1)).filter(pk=cast.clerk.membership.pk).exists()


def test_a_role_given_and_ended_on_one_day_is_removed_and_stays_in_the_ledger(cast: Cast, operator: Act) -> None:
    given = actions.give_role(operator, person=cast.clerk.person, organisation=cast.other_school, role=Role.ADMISSIONS)

    actions.end_role(operator, membership=given)

    assert not Membership.objects.filter(organisation=cast.other_school, person=cast.clerk.person).exists()
    assert LedgerEntry.objects.get(name="access.RoleEnded").details["last_on"] == ""


def test_a_role_that_ended_cannot_be_ended_again(cast: Cast, operator: Act) -> None:
    actions.end_role(operator, membership=cast.clerk.membership)

    with pytest.raises(actions.RoleNotHeld):
        actions.end_role(operator, membership=cast.clerk.membership)


def test_notices_go_to_the_set_address_else_to_those_who_handle_files(cast: Cast, operator: Act) -> None:
    before = queries.people_to_notify(cast.school, operator.on)

    actions.set_notice_address(operator, organisation=cast.school, address="")
    cast.school.refresh_from_db()

    assert before == ["office@8201234.example"]
    assert queries.people_to_notify(cast.school, operator.on) == [cast.clerk.person.email]
    assert LedgerEntry.objects.get().details == {"organisation_id": cast.school.pk, "is_empty": True}


def test_nobody_is_notified_whose_role_ended_whose_account_is_closed_or_who_only_audits(
    cast: Cast, operator: Act
) -> None:
    actions.set_notice_address(operator, organisation=cast.exampleton, address="")
    cast.exampleton.refresh_from_db()
    actions.end_role(operator, membership=cast.administrator.membership)
    everyone = queries.people_to_notify(cast.exampleton, operator.on)

    Person.objects.filter(pk=cast.officer.person.pk).update(is_active=False)

    assert everyone == [cast.officer.person.email]
    assert queries.people_to_notify(cast.exampleton, operator.on) == []


def test_nobody_of_the_cast_may_make_accounts_or_load_the_register(cast: Cast) -> None:
    for member in cast.members().values():
        act = member.act()
        with pytest.raises(NotAllowed):
            actions.add_person(act, email="new@onroll.example", name="New Invented")
        with pytest.raises(NotAllowed):
            actions.set_notice_address(act, organisation=cast.school, address="x@onroll.example")
        with pytest.raises(NotAllowed):
            actions.load_establishments(act, lines=[], register_id="none")
        with pytest.raises(NotAllowed):
            actions.load_links(act, lines=[], register_id="none")
        with pytest.raises(NotAllowed):
            actions.add_outside(act, name="Made Up School", country=Country.JERSEY)
        if member is not cast.clerk:
            with pytest.raises(NotAllowed):
                actions.set_password(act, person=cast.clerk.person, password="another long phrase")
    assert LedgerEntry.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["", "clerk", "clerk@onroll", "@onroll.example", "two words@onroll.example", f"{'x' * 260}@onroll.example"],
)
def test_what_is_no_email_address_makes_no_account_and_takes_no_notices(
    cast: Cast, operator: Act, address: str
) -> None:
    with pytest.raises(actions.AddressNotUsable):
        actions.add_person(operator, email=address, name="Nobody Invented")
    with pytest.raises(actions.AddressNotUsable):
        actions.give_role_by_email(
            cast.approver.act(), organisation=cast.school, email=address, name="Nobody", role=Role.ADMISSIONS
        )
    if address:
        with pytest.raises(actions.AddressNotUsable):
            actions.set_notice_address(operator, organisation=cast.school, address=address)
    assert not LedgerEntry.objects.exists()


def test_the_command_says_that_it_is_no_address(cast: Cast) -> None:
    result = CliRunner().invoke(users, ["add", "clerk at school", "--name", "Nobody"])

    assert result.exit_code == 1
    assert "This is not an email address" in result.output
