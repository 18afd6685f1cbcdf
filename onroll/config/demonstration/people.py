"""Who takes part: invented people who can sign in, and an invented clerk for every other school."""

import dataclasses
from datetime import date

from onroll.access import actions as access_actions
from onroll.access.models import Organisation, Person, Role
from onroll.audit.act import Act
from onroll.config.demonstration.places import AGENCY, CALDERDALE, DEPARTMENT, KIRKLEES, PROVIDER, WAKEFIELD, Places

PASSWORD = "demonstration-only-2026"  # noqa: S105 - printed for everybody who tries the demonstration
DOMAIN = "demo.onroll.example"


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. `area` and `school` say for whom: the number of a school of that area, from 0.

    `beside`: the name of an organisation that the register does not have.
    """

    login: str
    name: str
    role: Role
    area: str
    school: int | None = None
    beside: str = ""

    @property
    def email(self) -> str:
        """The address that signs in."""
        return f"{self.login}@{DOMAIN}"


# A and B: primary schools of one authority; C: a primary school of the next.
CLERK_A = Account("clerk.a", "Anna Specimen (invented)", Role.ADMISSIONS, KIRKLEES, 0)
CLERK_B = Account("clerk.b", "Bilal Example (invented)", Role.ADMISSIONS, KIRKLEES, 1)
CLERK_C = Account("clerk.c", "Carys Fixture (invented)", Role.ADMISSIONS, WAKEFIELD, 0)
OFFICERS = (
    Account("officer.kirklees", "Olu Placeholder (invented)", Role.CME_OFFICER, KIRKLEES),
    Account("officer.wakefield", "Wanda Mockup (invented)", Role.CME_OFFICER, WAKEFIELD),
    Account("officer.calderdale", "Cemal Sample (invented)", Role.CME_OFFICER, CALDERDALE),
)
REPORTER = Account("reporter.health", "Rhoda Feigned (invented)", Role.AGENCY_REPORTER, KIRKLEES, beside=AGENCY)
ACCOUNTS = (
    CLERK_A,
    CLERK_B,
    CLERK_C,
    Account("approver.a", "Amara Imagined (invented)", Role.APPROVER, KIRKLEES, 0),
    Account("safeguarding.a", "Seren Madeup (invented)", Role.SAFEGUARDING, KIRKLEES, 0),
    Account("safeguarding.b", "Sol Pretended (invented)", Role.SAFEGUARDING, KIRKLEES, 1),
    *OFFICERS,
    Account("leader.kirklees", "Lena Conjured (invented)", Role.CME_LEADER, KIRKLEES),
    Account("exchange.kirklees", "Elin Pretend (invented)", Role.EXCHANGE_ADMINISTRATOR, KIRKLEES),
    Account("auditor.kirklees", "Aziz Dummy (invented)", Role.AUDITOR, KIRKLEES),
    Account("auditor.department", "Dora Fictive (invented)", Role.AUDITOR, ""),
    Account("attendance.a", "Ayo Supposed (invented)", Role.ATTENDANCE, KIRKLEES, 0),
    REPORTER,
    Account("provider.kirklees", "Petra Devised (invented)", Role.ATTENDANCE, KIRKLEES, beside=PROVIDER),
    Account("interviewer.department", "Ines Contrived (invented)", Role.INTERVIEWER, ""),
    Account("researcher.department", "Rafe Assumed (invented)", Role.RESEARCHER, ""),
)


@dataclasses.dataclass(frozen=True)
class Staff:
    """Who acts for which organisation, by the organisation's identifier; for the Department, by role."""

    clerks: dict[int, Person]
    officers: dict[int, Person]
    reporters: dict[int, Person]
    attendance: dict[int, Person]
    leaders: dict[int, Person]
    department: dict[str, Person]


def organisation_of(account: Account, places: Places) -> Organisation:
    """Return for whom somebody works."""
    if account.beside:
        return {AGENCY: places.agency, PROVIDER: places.provider}[account.beside]
    if not account.area:
        return places.department
    if account.school is None:
        return places.authorities[account.area]
    return places.schools[account.area][account.school]


def engage(act: Act, places: Places, *, since: date) -> Staff:
    """Make everybody's account and role, in force since a day before the story begins."""
    staff = Staff({}, {}, {}, {}, {}, {})
    for account in ACCOUNTS:
        organisation = organisation_of(account, places)
        person = access_actions.add_person(act, email=account.email, name=account.name, password=PASSWORD)
        access_actions.give_role(act, person=person, organisation=organisation, role=account.role, from_on=since)
        if account.role == Role.ADMISSIONS:
            staff.clerks[organisation.pk] = person
        elif account.role == Role.CME_OFFICER:
            staff.officers[organisation.pk] = person
        elif account.role == Role.AGENCY_REPORTER:
            staff.reporters[organisation.pk] = person
        elif account.role == Role.ATTENDANCE:
            staff.attendance[organisation.pk] = person
        elif account.role == Role.CME_LEADER:
            staff.leaders[organisation.pk] = person
        elif not account.area:
            staff.department[account.role] = person
    for school in (school for schools in places.schools.values() for school in schools):
        if school.pk not in staff.clerks:
            staff.clerks[school.pk] = _clerk(act, school, since)
    for organisation in places.everybody():
        address = f"office.{organisation.code.lower()}@{DOMAIN}"
        access_actions.set_notice_address(act, organisation=organisation, address=address)
    return staff


def _clerk(act: Act, school: Organisation, since: date) -> Person:
    """Make a clerk who cannot sign in: nobody has a password for her."""
    email = f"clerk.{school.code}@{DOMAIN}"
    person = access_actions.add_person(act, email=email, name=f"Clerk of {school.code} (invented)")
    access_actions.give_role(act, person=person, organisation=school, role=Role.ADMISSIONS, from_on=since)
    return person


def who_can_sign_in() -> list[str]:
    """Return, in lines for the console, who can sign in and for whom; empty where no demonstration is loaded."""
    people = {person.email: person for person in Person.objects.filter(email__in=[one.email for one in ACCOUNTS])}
    if not people:
        return []
    return [
        "Everybody in the demonstration is invented. These people can sign in:",
        *(_line(account, people[account.email]) for account in ACCOUNTS if account.email in people),
        f"The password of each is {PASSWORD}",
        "After the password you are asked for a code: it is written here, where OnRoll runs.",
    ]


def _line(account: Account, person: Person) -> str:
    membership = person.memberships.select_related("organisation").order_by("pk")[0]
    organisation = membership.organisation.name if account.area else DEPARTMENT
    return f"  {account.email:<38} {membership.get_role_display()}, {organisation}"
