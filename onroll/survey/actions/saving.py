"""Saving results leaves a trace: who took which form of them away."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.survey import permissions, queries
from onroll.survey.events import ResultsSaved
from onroll.survey.models import Survey
from onroll.survey.queries import Results


@transaction.atomic
def save_results(act: Act, *, survey: Survey, form: str) -> Results:
    """Return the results of a survey, and record that they were saved as pdf, xlsx or csv. Raises: NotAllowed."""
    permissions.check(permissions.may_lead(act))
    found = queries.results(act, survey)
    ledger.record(act, ResultsSaved(survey_id=survey.pk, form=form))
    return found
