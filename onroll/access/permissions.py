"""Who may, by organisation kind and role. Other rooms build their own rules from these."""

from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act

EXCHANGE_ROLES = frozenset({Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR, Role.CME_OFFICER})


def is_school_exchange_user(act: Act) -> bool:
    """Somebody who handles files for a school."""
    return act.organisation_kind == OrganisationKind.SCHOOL and act.role in EXCHANGE_ROLES


def is_authority_exchange_user(act: Act) -> bool:
    """Somebody who handles files for an authority."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role in EXCHANGE_ROLES


def is_cme_officer(act: Act) -> bool:
    """An authority's children-missing-education officer."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role == Role.CME_OFFICER


def may_read_ledger(act: Act) -> bool:
    """An auditor: of the Department for all, of an authority for what was done in its area."""
    return act.role == Role.AUDITOR


def has_a_role(act: Act) -> bool:
    """Anybody who acts for an organisation."""
    return act.organisation_id is not None


def may_manage_access(act: Act) -> bool:
    """An operator's command: accounts, roles, notice addresses and the register have no page yet."""
    return act.is_system and act.role == "system"
