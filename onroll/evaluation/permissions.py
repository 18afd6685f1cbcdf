"""Who may work on an authority's rounds: its children-missing-education officers; their leader signs.

An auditor of the Department reads the signed totals of every authority, and nothing that stands behind them
(docs/decisions/0020).
"""

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.evaluation.models import Round


class NotTheLeader(NotAllowed):
    """Somebody who is no leader tried to settle or to sign."""

    code = "not_the_leader"
    default_words = "Only the leader of the children missing education team can do this."


def may_evaluate(act: Act) -> bool:
    """Whether somebody may work on the rounds of the authority for which she acts."""
    return access_permissions.is_cme_officer(act)


def may_sign(act: Act) -> bool:
    """Whether somebody may settle differences and sign rounds of the authority for which she acts."""
    return access_permissions.is_cme_leader(act)


def may_read_totals(act: Act) -> bool:
    """An auditor of the Department: signed totals and bands of every authority, and nothing behind them."""
    return act.organisation_kind == OrganisationKind.DEPARTMENT and act.role == Role.AUDITOR


def check_may_evaluate(act: Act) -> None:
    """Refuse whoever is of no authority's team.

    Raises: NotAllowed.
    """
    if not may_evaluate(act):
        raise NotAllowed


def check_may_work_on(act: Act, authority_id: int) -> None:
    """Refuse whoever is not of this authority's team.

    Raises: NotAllowed; Hidden, for another authority, which must not learn that there is a round.
    """
    if not may_evaluate(act):
        raise NotAllowed
    if act.organisation_id != authority_id:
        raise Hidden


def check_may_sign(act: Act, found: Round) -> None:
    """Refuse whoever does not lead this authority's team.

    Raises: as `check_may_work_on`; NotTheLeader.
    """
    check_may_work_on(act, found.authority_id)
    if not may_sign(act):
        raise NotTheLeader


def check_may_read_totals(act: Act) -> None:
    """Refuse whoever may not read signed totals.

    Raises: NotAllowed.
    """
    if not may_read_totals(act):
        raise NotAllowed
