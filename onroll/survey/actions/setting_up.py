"""Setting up a survey: its name, how many authorities are asked, which of them are in the sample."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.selfeval import sampling
from onroll.survey import permissions
from onroll.survey.events import SampleDrawn, SurveyBegun, SurveyChanged
from onroll.survey.models import Call, Interview, Respondent, Survey


class NameTaken(RuleBroken):
    """Another survey has this name."""

    code = "survey_name_taken"
    default_words = "There is a survey with this name already. Give this one another name."


class SurveyClosed(RuleBroken):
    """A closed survey was to be changed."""

    code = "survey_closed"
    default_words = "This survey is closed. Whoever leads it can open it again. Nothing was changed."


class SampleNotPossible(RuleBroken):
    """A sample was to be drawn that cannot be."""

    code = "sample_not_possible"


def check_open(survey: Survey) -> None:
    """Refuse a change to a closed survey. Raises: SurveyClosed."""
    if survey.closed_on is not None:
        raise SurveyClosed


@transaction.atomic
def begin_survey(act: Act, *, name: str, asked: int, partly: int = 1) -> Survey:
    """Set up a survey by the questionnaire of 2006. Raises: NotAllowed; NameTaken."""
    permissions.check(permissions.may_lead(act))
    try:
        with transaction.atomic():
            survey = Survey.objects.create(name=name, asked=asked, partly=partly, begun_on=act.on)
    except IntegrityError as taken:
        raise NameTaken from taken
    ledger.record(act, SurveyBegun(survey_id=survey.pk, checklist_set=survey.checklist_set, asked=asked))
    return survey


@transaction.atomic
def change_survey(
    act: Act, *, survey: Survey, asked: int, partly: int, is_closed: bool, expected_version: int
) -> Survey:
    """Change how many are asked, what partly achieved scores, and whether the survey is closed.

    Raises: NotAllowed; Stale, when somebody else changed it first.
    """
    permissions.check(permissions.may_lead(act))
    closed_on: date | None = (survey.closed_on or act.on) if is_closed else None
    seen = Survey.objects.filter(pk=survey.pk, version=expected_version)
    if not seen.update(asked=asked, partly=partly, closed_on=closed_on, version=F("version") + 1):
        raise Stale
    event = SurveyChanged(survey_id=survey.pk, asked=asked, partly=partly, is_closed=is_closed)
    ledger.record(act, event)
    survey.refresh_from_db()
    return survey


@transaction.atomic
def draw_sample(act: Act, *, survey: Survey, size: int, seed: int, expected_version: int) -> int:
    """Draw a sample by region and band of deprivation; the same seed draws the same authorities. Return its size.

    Raises: NotAllowed; SurveyClosed; SampleNotPossible, also once somebody has been called; Stale.
    """
    permissions.check(permissions.may_lead(act))
    check_open(survey)
    listed = list(Respondent.objects.filter(survey=survey, is_from_list=True).order_by("name_key"))
    if not 1 <= size <= len(listed):
        raise SampleNotPossible(f"Give a number from 1 to {len(listed)}: so many authorities are on the list.")
    called = Call.objects.filter(respondent__survey=survey).exists()
    if called or Interview.objects.filter(respondent__survey=survey).exists():
        raise SampleNotPossible("An authority has been called or has answered: a sample is drawn before that.")
    seen = Survey.objects.filter(pk=survey.pk, version=expected_version)
    if not seen.update(sample_seed=seed, version=F("version") + 1):
        raise Stale
    units = [sampling.Unit(each.name_key, each.region, each.deprivation) for each in listed]
    drawn = sampling.draw(units, size=size, seed=seed).keys
    Respondent.objects.filter(survey=survey, is_from_list=True).update(is_sampled=False)
    Respondent.objects.filter(survey=survey, name_key__in=drawn).update(is_sampled=True)
    ledger.record(act, SampleDrawn(survey_id=survey.pk, seed=seed, drawn=size, of=len(listed)))
    return size
