"""Who may shield a child, look at her records, and say whether two records are one child."""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.registry.models import EducationFact, PairReview, Shield, Sighting

SHIELDING_KINDS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.AUTHORITY})
REVIEWING_ROLES = frozenset({Role.CME_OFFICER, Role.CME_LEADER, Role.EXCHANGE_ADMINISTRATOR})


def may_shield(act: Act) -> bool:
    """An authority's officer for children missing education, or a safeguarding lead of a school or an authority."""
    is_lead = act.role == Role.SAFEGUARDING and act.organisation_kind in SHIELDING_KINDS
    return is_lead or access_permissions.is_cme_officer(act)


def may_end_shield(act: Act, shield: Shield) -> bool:
    """Whoever may shield, of the organisation that placed it. Nobody else knows that there is one."""
    return may_shield(act) and shield.organisation_id == act.organisation_id


def may_read_children(act: Act) -> bool:
    """An authority's officer for children missing education reads all that her area knows of a child."""
    return access_permissions.is_cme_officer(act)


def may_record_education(act: Act) -> bool:
    """An authority's officer for children missing education; or the product for her authority, after what she did."""
    is_for_authority = act.role == "system" and act.organisation_kind == OrganisationKind.AUTHORITY
    return access_permissions.is_cme_officer(act) or is_for_authority


def may_correct_education(act: Act, fact: EducationFact) -> bool:
    """Whoever may record facts, for the authority that said this one."""
    return may_record_education(act) and fact.told_by_id == act.organisation_id


def may_see_sealed(act: Act) -> bool:
    """An authority's safeguarding lead: the named role for addresses that must not be known, such as a refuge."""
    return act.organisation_kind == OrganisationKind.AUTHORITY and act.role == Role.SAFEGUARDING


def may_open_sealed(act: Act, sighting: Sighting) -> bool:
    """The named role, for what an organisation of her own area told; nobody else, whoever else may see the child."""
    return may_see_sealed(act) and sighting.told_by is not None and sighting.told_by.la_code == act.la_code


def may_review(act: Act) -> bool:
    """A person of an authority: its officers, and for what was escalated its exchange administrator.

    Software acts for nobody here: whether two records are one child is said by people.
    """
    is_person = act.actor_id is not None
    return is_person and act.organisation_kind == OrganisationKind.AUTHORITY and act.role in REVIEWING_ROLES


def may_sign_second(act: Act, review: PairReview) -> bool:
    """Somebody else than who agreed first; where the children are two authorities', somebody of the other one."""
    if not may_review(act) or act.actor_id == review.agreed_by_id:
        return False
    is_across = len(authorities_of(review)) > 1
    return not is_across or act.organisation_id != review.agreed_for_id


def authorities_of(review: PairReview) -> frozenset[int]:
    """Return the authorities that have a child of the pair: two, one, or none where nobody told us for one."""
    return frozenset(filter(None, (review.first_authority_id, review.second_authority_id)))


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
