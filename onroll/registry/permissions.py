"""Who may shield a child from searches. Whether the child is theirs to shield is for the caller, who knows files."""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.registry.models import Shield

SHIELDING_KINDS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.AUTHORITY})


def may_shield(act: Act) -> bool:
    """An authority's officer for children missing education, or a safeguarding lead of a school or an authority."""
    is_lead = act.role == Role.SAFEGUARDING and act.organisation_kind in SHIELDING_KINDS
    return is_lead or access_permissions.is_cme_officer(act)


def may_end_shield(act: Act, shield: Shield) -> bool:
    """Whoever may shield, of the organisation that placed it. Nobody else knows that there is one."""
    return may_shield(act) and shield.organisation_id == act.organisation_id


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
