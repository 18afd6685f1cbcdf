"""Who may what in this room: truth tables over the whole cast, and which roles each kind of organisation has."""

import dataclasses

import pytest
from django.utils import timezone

from onroll.access import permissions, queries
from onroll.access.models import Country, Organisation, OrganisationKind, Role
from onroll.audit.act import by_the_system
from tests.cast import Cast, make_member

# files of a school, files of an authority, cases, ledger, access
TABLE = {
    "clerk": (True, False, False, False, False),
    "other_clerk": (True, False, False, False, False),
    "neighbour_clerk": (True, False, False, False, False),
    "approver": (False, False, False, False, True),
    "safeguarding_lead": (False, False, False, False, False),
    "officer": (False, True, True, False, False),
    "neighbour_officer": (False, True, True, False, False),
    "administrator": (False, True, False, False, False),
    "auditor": (False, False, False, True, False),
    "national_auditor": (False, False, False, True, False),
}
# which parts of a bundle each role may open; no role opens the parts of "auditor" or "approver"
PARTS = {
    Role.ADMISSIONS: {"admissions"},
    Role.ATTENDANCE: {"attendance"},
    Role.SAFEGUARDING: {"safeguarding"},
    Role.CME_OFFICER: {"admissions", "cme_officer"},
    Role.EXCHANGE_ADMINISTRATOR: {"admissions", "exchange_administrator"},
    Role.AUDITOR: set(),
    Role.APPROVER: set(),
}


def test_the_permissions_of_the_whole_cast(cast: Cast) -> None:
    rules = (
        permissions.is_school_exchange_user,
        permissions.is_authority_exchange_user,
        permissions.is_cme_officer,
        permissions.may_read_ledger,
        permissions.may_approve_access,
    )

    found = {name: tuple(rule(member.act()) for rule in rules) for name, member in cast.members().items()}

    assert found == TABLE
    assert all(permissions.has_a_role(member.act()) for member in cast.members().values())
    assert not any(permissions.may_manage_access(member.act()) for member in cast.members().values())


def test_files_are_handled_by_those_who_handle_them_for_a_school_or_an_authority(cast: Cast) -> None:
    found = {name for name, member in cast.members().items() if permissions.may_handle_files(member.act())}

    assert found == {name for name, row in TABLE.items() if row[0] or row[1]}


def test_people_are_managed_in_her_own_organisation_by_its_approver_alone(cast: Cast) -> None:
    at_school = {
        name for name, member in cast.members().items() if permissions.may_manage_people(member.act(), cast.school.pk)
    }

    assert at_school == {"approver"}
    assert not permissions.may_manage_people(cast.approver.act(), cast.other_school.pk)
    assert permissions.may_manage_people(by_the_system(at=timezone.now(), purpose="test"), cast.school.pk)


@pytest.mark.parametrize("role", PARTS)
def test_each_part_of_a_bundle_is_opened_by_its_own_role(cast: Cast, role: Role) -> None:
    act = dataclasses.replace(cast.clerk.act(), role=role.value)

    assert {part for part in [*Role.values, "unheard of"] if permissions.may_read_part(act, part)} == PARTS[role]


def test_nobody_without_an_organisation_opens_a_part(cast: Cast) -> None:
    act = by_the_system(at=timezone.now(), purpose="test")

    assert not any(permissions.may_read_part(act, part) for part in Role.values)


def test_an_organisation_has_mailboxes_by_role_whether_or_not_anybody_holds_it(cast: Cast) -> None:
    school, authority = ("admissions", "attendance", "safeguarding", "exchange_administrator"), "cme_officer"

    assert queries.mailbox_roles(cast.school) == school
    assert set(queries.mailbox_roles(cast.exampleton)) == {*school, authority}
    assert queries.mailbox_roles(cast.national_auditor.organisation) == ("exchange_administrator",)


def test_every_kind_of_organisation_has_an_approver_and_only_england_has_cme_officers() -> None:
    for kind in OrganisationKind:
        assert Role.APPROVER in permissions.roles_of(Organisation(kind=kind))
    welsh = Organisation(kind=OrganisationKind.AUTHORITY, country=Country.WALES)
    assert Role.CME_OFFICER not in permissions.roles_of(welsh)
    assert set(permissions.ROLES) == set(OrganisationKind)


def test_a_school_outside_england_handles_files_like_another(cast: Cast) -> None:
    jersey = Organisation.objects.create(kind=OrganisationKind.OUTSIDE, country=Country.JERSEY, name="Island School")
    member = make_member("islander", jersey, Role.ADMISSIONS)

    assert permissions.is_school_exchange_user(member.act())
    assert not permissions.is_authority_exchange_user(member.act())
