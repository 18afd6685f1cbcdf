"""Those whom the permission table is about: one act for each place of work, without a database.

The test cast (`tests/cast.py`) has the same people; a test compares them, so that neither grows alone.
"""

import dataclasses
from datetime import UTC, datetime

from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act

NOBODY = "nobody"


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody works and as what. `organisation_id` only tells one organisation from another."""

    name: str
    role: str
    kind: str
    la_code: str
    organisation_id: int
    words: str

    def act(self) -> Act:
        """Return an act of this person; rules look at who acts, never at when."""
        return Act(
            actor_id=1,
            organisation_id=self.organisation_id,
            organisation_kind=self.kind,
            la_code=self.la_code,
            role=self.role,
            at=datetime(2026, 9, 1, tzinfo=UTC),
            purpose="permission table",
            request_id="table",
        )


SCHOOL, AUTHORITY, AGENCY = OrganisationKind.SCHOOL, OrganisationKind.AUTHORITY, OrganisationKind.AGENCY
DEPARTMENT, PROVIDER = OrganisationKind.DEPARTMENT, OrganisationKind.PROVIDER

STANDINGS = (
    Standing("clerk", Role.ADMISSIONS, SCHOOL, "820", 1, "admissions clerk of a school"),
    Standing("other_clerk", Role.ADMISSIONS, SCHOOL, "820", 2, "admissions clerk of another school of the area"),
    Standing("neighbour_clerk", Role.ADMISSIONS, SCHOOL, "838", 3, "admissions clerk of a school of the next area"),
    Standing("approver", Role.APPROVER, SCHOOL, "820", 1, "approver of the school"),
    Standing("safeguarding_lead", Role.SAFEGUARDING, SCHOOL, "820", 1, "safeguarding lead of the school"),
    Standing("officer", Role.CME_OFFICER, AUTHORITY, "820", 4, "children missing education officer"),
    Standing("neighbour_officer", Role.CME_OFFICER, AUTHORITY, "838", 5, "the next authority’s officer"),
    Standing(
        "administrator", Role.EXCHANGE_ADMINISTRATOR, AUTHORITY, "820", 4, "the authority’s exchange administrator"
    ),
    Standing("auditor", Role.AUDITOR, AUTHORITY, "820", 4, "auditor of the authority"),
    Standing("national_auditor", Role.AUDITOR, DEPARTMENT, "", 6, "auditor of the Department"),
    Standing("reporter", Role.AGENCY_REPORTER, AGENCY, "820", 7, "reporter of a partner agency"),
    Standing("attendance_clerk", Role.ATTENDANCE, SCHOOL, "820", 1, "attendance clerk of the school"),
    Standing("provider_clerk", Role.ATTENDANCE, PROVIDER, "820", 8, "attendance clerk of a provider off site"),
    Standing("leader", Role.CME_LEADER, AUTHORITY, "820", 4, "leader of the officers"),
    Standing("interviewer", Role.INTERVIEWER, DEPARTMENT, "", 6, "interviewer of the survey"),
    Standing("researcher", Role.RESEARCHER, DEPARTMENT, "", 6, "leader of the survey"),
)
