"""Surveys, their authorities with calls and standing, and one of each by its number."""

import dataclasses
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.survey.models import Call, Interview, Respondent, Survey
from onroll.survey.standing import Standing, calls_left, standing_of

Kept = TypeVar("Kept", Survey, Respondent, Interview)


@dataclasses.dataclass(frozen=True, slots=True)
class AuthorityLine:
    """An authority with its calls, its interview if there is one, and where it stands."""

    respondent: Respondent
    calls: tuple[Call, ...]
    interview: Interview | None
    standing: Standing

    @property
    def calls_left(self) -> int:
        """How many more calls may be made to reach somebody."""
        return calls_left(self.calls)


def surveys(act: Act) -> QuerySet[Survey]:
    """Return every survey, newest first."""
    found: QuerySet[Survey] = Survey.objects.visible_to(act).order_by("-begun_on", "-pk")
    return found


def survey_of(act: Act, number: int) -> Survey:
    """Return a survey. Raises: Hidden."""
    found: Survey = _found(Survey.objects.visible_to(act).filter(pk=number))
    return found


def respondent_of(act: Act, number: int) -> Respondent:
    """Return an authority with its survey. Raises: Hidden."""
    found: Respondent = _found(Respondent.objects.visible_to(act).filter(pk=number).select_related("survey"))
    return found


def interview_of(act: Act, number: int) -> Interview:
    """Return an interview with its authority, survey and holder. Raises: Hidden."""
    every = Interview.objects.visible_to(act).filter(pk=number)
    found: Interview = _found(every.select_related("respondent__survey", "held_by"))
    return found


def authorities(act: Act, survey: Survey) -> list[AuthorityLine]:
    """Return the authorities of a survey by name, each with where it stands. Queries: 3, however many there are."""
    respondents = Respondent.objects.visible_to(act).filter(survey=survey).order_by("name")
    interviews = Interview.objects.filter(respondent__survey=survey).select_related("held_by")
    held = {interview.respondent_id: interview for interview in interviews}
    calls: dict[int, list[Call]] = {}
    for call in Call.objects.filter(respondent__survey=survey).order_by("made_at", "pk"):
        calls.setdefault(call.respondent_id, []).append(call)
    return [_line(each, calls.get(each.pk, ()), held.get(each.pk)) for each in respondents]


def authority_line(respondent: Respondent) -> AuthorityLine:
    """Return one authority with its calls and where it stands."""
    calls = respondent.calls.select_related("made_by").order_by("made_at", "pk")
    interview = Interview.objects.filter(respondent=respondent).select_related("held_by").first()
    return _line(respondent, calls, interview)


def _line(respondent: Respondent, calls: Iterable[Call], interview: Interview | None) -> AuthorityLine:
    made = tuple(calls)
    state = interview.state if interview else None
    return AuthorityLine(respondent, made, interview, standing_of(respondent, made, state))


def _found(found: QuerySet[Kept]) -> Kept:
    first = found.first()
    if first is None:
        raise Hidden
    return first
