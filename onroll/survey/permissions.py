"""Who may work on the survey: the Department's interviewers and those who lead it. Nobody else sees any of it."""

from onroll.access.models import OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed


def may_interview(act: Act) -> bool:
    """Whether somebody may call authorities, ask, judge and read: an interviewer, or whoever leads the survey."""
    return act.organisation_kind == OrganisationKind.DEPARTMENT and act.role in {Role.INTERVIEWER, Role.RESEARCHER}


def may_lead(act: Act) -> bool:
    """Whether somebody leads the survey: sets it up, draws samples, settles differences, reports."""
    return act.organisation_kind == OrganisationKind.DEPARTMENT and act.role == Role.RESEARCHER


def check(allowed: bool) -> None:
    """Refuse, without detail, what a rule of this module does not allow."""
    if not allowed:
        raise NotAllowed
