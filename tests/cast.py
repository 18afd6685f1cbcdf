"""The fixed cast: every permission is a truth table over these people. All of them are invented.

Two neighbouring authorities, Exampleton (820) and Testbury (838); two schools in the first, one in the second.
"""

import dataclasses
from datetime import date

from django.utils import timezone

from onroll.access.models import Membership, Organisation, OrganisationKind, Person, Role
from onroll.audit.act import Act


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody who acts: the person, the membership, and what an Act says of her."""

    person: Person
    membership: Membership

    @property
    def organisation(self) -> Organisation:
        return self.membership.organisation

    def act(self, purpose: str = "test") -> Act:
        """Return an act of this member, now."""
        return Act(
            actor_id=self.person.pk,
            organisation_id=self.organisation.pk,
            organisation_kind=self.organisation.kind,
            la_code=self.organisation.la_code,
            role=self.membership.role,
            at=timezone.now(),
            purpose=purpose,
            request_id="test",
        )


@dataclasses.dataclass(frozen=True)
class Cast:
    """Everybody. `clerk` and `other_clerk` are in the authority of `officer`; `neighbour_*` in the next.

    `approver` and `safeguarding_lead` work at the clerk's school.
    """

    exampleton: Organisation
    testbury: Organisation
    school: Organisation
    other_school: Organisation
    neighbour_school: Organisation
    closed_school: Organisation
    clerk: Member
    other_clerk: Member
    neighbour_clerk: Member
    approver: Member
    safeguarding_lead: Member
    officer: Member
    neighbour_officer: Member
    administrator: Member
    auditor: Member
    national_auditor: Member

    def members(self) -> dict[str, Member]:
        """Return everybody who can sign in, by name."""
        found = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Member)}


def make_authority(name: str, la_code: str) -> Organisation:
    """Create an authority."""
    return Organisation.objects.create(
        kind=OrganisationKind.AUTHORITY, name=name, la_code=la_code, notices_to=f"cme@{la_code}.example"
    )


def make_school(name: str, code: str, urn: str, **fields: object) -> Organisation:
    """Create a school with a seven-digit code."""
    return Organisation.objects.create(
        kind=OrganisationKind.SCHOOL,
        name=name,
        la_code=code[:3],
        number=code[3:],
        urn=urn,
        notices_to=f"office@{code}.example",
        **fields,
    )


def make_member(name: str, organisation: Organisation, role: Role) -> Member:
    """Create a person with one role."""
    person = Person.objects.create_user(
        email=f"{name}@onroll.example",
        password="a long pass phrase",
        name=f"{name.title()} Invented",
        joined_at=timezone.now(),
    )
    membership = Membership.objects.create(
        person=person, organisation=organisation, role=role, from_on=date(2020, 1, 1)
    )
    return Member(person, membership)


def make_cast() -> Cast:
    """Create everybody."""
    exampleton, testbury = make_authority("Exampleton", "820"), make_authority("Testbury", "838")
    school = make_school("Fixture Primary School", "8201234", "990001")
    other_school = make_school("Placeholder Academy", "8205678", "990002")
    neighbour_school = make_school("Testbury High School", "8384001", "990003")
    closed_school = make_school("Mockham Old School", "8202222", "990004", status="closed", closed_on=date(2021, 8, 31))
    department = Organisation.objects.create(kind=OrganisationKind.DEPARTMENT, name="Department for Education")
    return Cast(
        exampleton=exampleton,
        testbury=testbury,
        school=school,
        other_school=other_school,
        neighbour_school=neighbour_school,
        closed_school=closed_school,
        clerk=make_member("clerk", school, Role.ADMISSIONS),
        other_clerk=make_member("otherclerk", other_school, Role.ADMISSIONS),
        neighbour_clerk=make_member("neighbourclerk", neighbour_school, Role.ADMISSIONS),
        approver=make_member("approver", school, Role.APPROVER),
        safeguarding_lead=make_member("safeguardinglead", school, Role.SAFEGUARDING),
        officer=make_member("officer", exampleton, Role.CME_OFFICER),
        neighbour_officer=make_member("neighbourofficer", testbury, Role.CME_OFFICER),
        administrator=make_member("administrator", exampleton, Role.EXCHANGE_ADMINISTRATOR),
        auditor=make_member("auditor", exampleton, Role.AUDITOR),
        national_auditor=make_member("nationalauditor", department, Role.AUDITOR),
    )


@dataclasses.dataclass(frozen=True)
class Newcomers:
    """More people, for the rooms that need them; apart, so that a truth table over the cast stays what it was.

    `attendance_clerk` works at the clerk's school, `leader` with the officer; the two of the survey at the Department.
    """

    provider: Organisation
    attendance_clerk: Member
    provider_clerk: Member
    leader: Member
    interviewer: Member
    researcher: Member

    def members(self) -> dict[str, Member]:
        """Return everybody who can sign in, by name."""
        found = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Member)}


def make_newcomers(cast: Cast) -> Newcomers:
    """Create the people who stand beside the cast."""
    department = cast.national_auditor.organisation
    provider = Organisation.objects.create(
        kind=OrganisationKind.PROVIDER, name="Workshop Off Site", la_code="820", notices_to="office@provider.example"
    )
    return Newcomers(
        provider=provider,
        attendance_clerk=make_member("attendanceclerk", cast.school, Role.ATTENDANCE),
        provider_clerk=make_member("providerclerk", provider, Role.ATTENDANCE),
        leader=make_member("leader", cast.exampleton, Role.CME_LEADER),
        interviewer=make_member("interviewer", department, Role.INTERVIEWER),
        researcher=make_member("researcher", department, Role.RESEARCHER),
    )
