"""Who may know of a list of reasonable enquiries: the child's school and the authority that share it."""

from typing import Any, Self

from django.db import models

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.casework.border_querysets import shielded

# Who makes enquiries at a school: an approver gives roles and an auditor reads the ledger; neither reads children.
SCHOOL_ROLES = frozenset({Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING})


def is_school_enquirer(act: Act) -> bool:
    """Whether the person makes enquiries for a school."""
    return act.organisation_kind == OrganisationKind.SCHOOL and act.role in SCHOOL_ROLES


class EnquiryListQuerySet(models.QuerySet[Any]):
    """Filters on lists of enquiries."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting school, or of the authority for which an officer acts."""
        if is_school_enquirer(act):
            return self.filter(school_id=act.organisation_id)
        if access_permissions.is_cme_officer(act):
            return self.filter(authority_id=act.organisation_id)
        return self.none()


class AgencyRequestQuerySet(models.QuerySet[Any]):
    """Filters on requests to agencies."""

    def visible_to(self, act: Act) -> Self:
        """Keep those that the acting organisation asked: the other side sees that one was made, not what came."""
        if not (is_school_enquirer(act) or access_permissions.is_cme_officer(act)):
            return self.none()
        return self.filter(asked_for_id=act.organisation_id)

    def asked_of(self, act: Act) -> Self:
        """Keep those that the acting agency itself was asked in OnRoll, not those of an agency above or below it.

        While a child is shielded the agency sees no request about her, and whoever asked sees that nobody answers.
        """
        if act.organisation_kind != OrganisationKind.AGENCY or act.role != Role.AGENCY_REPORTER:
            return self.none()
        return self.filter(agency_id=act.organisation_id or 0).exclude(enquiries__child_id__in=shielded(act.on))
