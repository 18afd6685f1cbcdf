"""Chainable filters on everything of the survey: the Department's two roles see all of it, everybody else nothing."""

from typing import Any, Self

from django.db import models

from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act

ROLES = frozenset({Role.INTERVIEWER, Role.RESEARCHER})


class DepartmentQuerySet(models.QuerySet[Any]):
    """Filters on what the Department keeps of a survey."""

    def visible_to(self, act: Act) -> Self:
        """Keep all for the Department's interviewers and leaders of the survey; nothing for anybody else."""
        if act.organisation_kind == OrganisationKind.DEPARTMENT and act.role in ROLES:
            return self.all()
        return self.none()


class SurveyQuerySet(DepartmentQuerySet):
    """Filters on surveys."""


class RespondentQuerySet(DepartmentQuerySet):
    """Filters on the authorities of a survey."""


class InterviewQuerySet(DepartmentQuerySet):
    """Filters on interviews."""


class TalkQuerySet(DepartmentQuerySet):
    """Filters on talks of stage two."""
