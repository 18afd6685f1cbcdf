"""Who may do what with notifications and cases: the authority's children-missing-education officers, all of it.

An exchange administrator handles files, not children's cases; an auditor reads the ledger, not children.
"""

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed


class NotAnOfficer(NotAllowed):
    """Somebody who is no children-missing-education officer tried to work on a case."""

    code = "not_an_officer"
    default_words = "Only a children missing education officer of the authority can do this."


def may_see_cases(act: Act) -> bool:
    """Whether the person may read notifications and cases of the organisation for which she acts."""
    return access_permissions.is_cme_officer(act)


def may_work_on(act: Act, authority_id: int) -> bool:
    """Whether the person may change a notification or case of this authority."""
    return may_see_cases(act) and act.organisation_id == authority_id


def check_may_work_on(act: Act, authority_id: int) -> None:
    """Refuse where `may_work_on` says no.

    Raises: NotAnOfficer; Hidden, for an officer of another authority, who must not learn that there is a case.
    """
    if not may_see_cases(act):
        raise NotAnOfficer
    if not may_work_on(act, authority_id):
        raise Hidden
