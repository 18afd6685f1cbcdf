"""Who may, by organisation kind and role. Other rooms build their own rules from these."""

from onroll.access.models import Country, Organisation, OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed

# An officer, and the leader of her team, who may do whatever an officer may.
CME_ROLES = frozenset({Role.CME_OFFICER, Role.CME_LEADER})
EXCHANGE_ROLES = frozenset({Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR}) | CME_ROLES

# Which roles each kind of organisation has, in the order in which pages list them.
ROLES: dict[str, tuple[Role, ...]] = {
    OrganisationKind.SCHOOL: (
        *(Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING, Role.EXCHANGE_ADMINISTRATOR),
        *(Role.AUDITOR, Role.APPROVER),
    ),
    OrganisationKind.AUTHORITY: (
        *(Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING, Role.CME_OFFICER, Role.CME_LEADER),
        *(Role.EXCHANGE_ADMINISTRATOR, Role.AUDITOR, Role.APPROVER),
    ),
    OrganisationKind.AGENCY: (
        *(Role.AGENCY_REPORTER, Role.SAFEGUARDING, Role.EXCHANGE_ADMINISTRATOR),
        *(Role.AUDITOR, Role.APPROVER),
    ),
    OrganisationKind.PROVIDER: (Role.ATTENDANCE, Role.SAFEGUARDING, Role.AUDITOR, Role.APPROVER),
    OrganisationKind.DEPARTMENT: (
        Role.INTERVIEWER,
        Role.RESEARCHER,
        Role.EXCHANGE_ADMINISTRATOR,
        Role.AUDITOR,
        Role.APPROVER,
    ),
}
ROLES[OrganisationKind.OUTSIDE] = ROLES[OrganisationKind.SCHOOL]

# Whom each part of a bundle is for, and who may open it. Approvers and auditors open none.
PART_READERS: dict[str, frozenset[Role]] = {
    Role.ADMISSIONS: EXCHANGE_ROLES,
    Role.ATTENDANCE: frozenset({Role.ATTENDANCE}),
    Role.SAFEGUARDING: frozenset({Role.SAFEGUARDING}),
    Role.CME_OFFICER: CME_ROLES,
    Role.EXCHANGE_ADMINISTRATOR: frozenset({Role.EXCHANGE_ADMINISTRATOR}),
}


def roles_of(organisation: Organisation) -> tuple[Role, ...]:
    """Return the roles that people may hold in an organisation. The duty of CME officers is English law."""
    roles = ROLES[organisation.kind]
    if organisation.country == Country.ENGLAND:
        return roles
    return tuple(role for role in roles if role not in CME_ROLES)


def may_handle_files(act: Act) -> bool:
    """Somebody who handles pupils' transfer files, for a school or an authority."""
    return is_school_exchange_user(act) or is_authority_exchange_user(act)


def may_read_part(act: Act, part_role: str) -> bool:
    """Whoever may open the parts of a bundle that are for a role; for a role without a mailbox, nobody.

    Which organisation's bundle it is, is for the caller to ask.
    """
    return has_a_role(act) and act.role in PART_READERS.get(part_role, frozenset())


def parts_read_by(act: Act) -> tuple[str, ...]:
    """Return the roles whose parts, and whose secure messages, somebody may open; none, for auditors and approvers."""
    return tuple(role for role in PART_READERS if may_read_part(act, role))


def is_school_exchange_user(act: Act) -> bool:
    """Somebody who handles files for a school, in England or outside: both have a roll."""
    return act.organisation_kind in {OrganisationKind.SCHOOL, OrganisationKind.OUTSIDE} and act.role in EXCHANGE_ROLES


def is_authority_exchange_user(act: Act) -> bool:
    """Somebody who handles files for an authority."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role in EXCHANGE_ROLES


def is_cme_officer(act: Act) -> bool:
    """An authority's children-missing-education officer, or the leader of the team."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role in CME_ROLES


def is_cme_leader(act: Act) -> bool:
    """The leader of an authority's children-missing-education team."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role == Role.CME_LEADER


def may_read_ledger(act: Act) -> bool:
    """An auditor: of the Department for all, of an authority for what was done in its area."""
    return act.role == Role.AUDITOR


def has_a_role(act: Act) -> bool:
    """Anybody who acts for an organisation."""
    return act.organisation_id is not None


def may_approve_access(act: Act) -> bool:
    """An approver, for the organisation for which she acts and no other."""
    return has_a_role(act) and act.role == Role.APPROVER


def may_manage_access(act: Act) -> bool:
    """An operator's command: the register, notice addresses, and access to any organisation."""
    return act.is_system and act.role == "system"


def may_manage_people(act: Act, organisation_id: int) -> bool:
    """Whoever may give and take away roles in an organisation: its approver, or an operator's command."""
    return may_manage_access(act) or (may_approve_access(act) and act.organisation_id == organisation_id)


def check_may_manage_people(act: Act, organisation_id: int) -> None:
    """Raise NotAllowed, unless the organisation's approver or an operator's command acts."""
    if not may_manage_people(act, organisation_id):
        raise NotAllowed
