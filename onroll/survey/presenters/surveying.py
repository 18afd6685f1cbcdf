"""The pages of surveys, authorities and calls in words."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from onroll.selfeval.questionnaire import Screening, screening
from onroll.survey.models import Call, Interview, Respondent, Survey
from onroll.survey.models.surveys import MOST_CALLS
from onroll.survey.queries import AuthorityLine
from onroll.survey.standing import MEANINGS, Standing
from onroll.web.parts import Event, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class SurveysPage:
    """All surveys; the table is None where there is none."""

    title: str
    table: Table | None
    may_lead: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class SurveyPage:
    """One survey: how far it is, what can be done, and its authorities."""

    title: str
    number: int
    facts: tuple[Row, ...]
    warning: str
    standings: Table
    authorities: Table | None
    filters: tuple[Link, ...]
    shown: str
    may_lead: bool
    is_closed: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuthorityPage:
    """One authority of a survey."""

    title: str
    number: int
    survey: Link
    state: Tag
    facts: tuple[Row, ...]
    calls: tuple[Event, ...]
    calls_words: str
    may_call: bool
    interview_href: str
    interview_words: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallPage:
    """What to say on the telephone, before what came of it is recorded."""

    title: str
    back: str
    lead: str
    script: tuple[Screening, ...]


def surveys_page(every: Sequence[Survey], *, may_lead: bool) -> SurveysPage:
    """Present all surveys."""
    rows = tuple(
        (
            Link(text=each.name, href=reverse("survey:survey", args=[each.pk])),
            day_words(each.begun_on),
            f"Closed on {day_words(each.closed_on)}" if each.closed_on else "Open",
        )
        for each in every
    )
    head = ("Survey", "Begun", "State")
    table = Table(caption="Surveys", head=head, rows=rows, hide_caption=True) if rows else None
    return SurveysPage(title="National surveys", table=table, may_lead=may_lead)


def survey_page(survey: Survey, lines: Sequence[AuthorityLine], *, shown: str, may_lead: bool) -> SurveyPage:
    """Present one survey with those of its authorities that stand at `shown`, or with all."""
    counted = Counter(line.standing for line in lines)
    chosen = [line for line in lines if line.standing == shown] if shown in set(Standing) else list(lines)
    return SurveyPage(
        title=survey.name,
        number=survey.pk,
        facts=_facts(survey, lines, counted, may_lead=may_lead),
        warning=_warning(survey, lines),
        standings=_standings(survey, counted),
        authorities=_authorities(chosen) if chosen else None,
        filters=(),
        shown=MEANINGS[Standing(shown)].name if shown in set(Standing) else "",
        may_lead=may_lead,
        is_closed=survey.closed_on is not None,
    )


def authority_page(line: AuthorityLine) -> AuthorityPage:
    """Present one authority."""
    respondent, meaning = line.respondent, MEANINGS[line.standing]
    href, words = _interview_link(line.interview)
    return AuthorityPage(
        title=respondent.name,
        number=respondent.pk,
        survey=Link(text=respondent.survey.name, href=reverse("survey:survey", args=[respondent.survey_id])),
        state=Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour),
        facts=_contact(respondent),
        calls=tuple(_call(call) for call in line.calls),
        calls_words=f"{count_words(line.calls_left, 'call')} left of {MOST_CALLS}.",
        may_call=line.standing in {Standing.TO_CALL, Standing.CALL_AGAIN} and respondent.survey.closed_on is None,
        interview_href=href,
        interview_words=words,
    )


def call_page(line: AuthorityLine) -> CallPage:
    """Present the script of a call."""
    number = MOST_CALLS - line.calls_left + 1
    return CallPage(
        title=f"Call {line.respondent.name}",
        back=reverse("survey:authority", args=[line.respondent.pk]),
        lead=f"This is call {number} of no more than {MOST_CALLS}.",
        script=screening(),
    )


def _facts(
    survey: Survey, lines: Sequence[AuthorityLine], counted: Counter[Standing], *, may_lead: bool
) -> tuple[Row, ...]:
    done = counted[Standing.DONE]
    rate = f"{done} of {survey.asked} ({round(100 * done / survey.asked)}%)"
    settings = Link(text="Change", href=reverse("survey:settings", args=[survey.pk]), hidden_words="the settings")
    change = (settings,) if may_lead else ()
    seed = str(survey.sample_seed) if survey.sample_seed is not None else "No sample drawn: all on the list are asked"
    return (
        Row(key="Answered", value=rate),
        Row(key="Authorities asked", value=f"{survey.asked:,}", links=change),
        Row(key="Authorities on the list", value=f"{len(lines):,}"),
        Row(key="Sample", value=f"Drawn with seed {seed}" if survey.sample_seed is not None else seed),
        Row(key="Questionnaire", value="The telephone questionnaire of 2006, 22 steps"),
    )


def _warning(survey: Survey, lines: Sequence[AuthorityLine]) -> str:
    asked = sum(line.standing is not Standing.NOT_SAMPLED for line in lines)
    if not lines or asked == survey.asked:
        return ""
    return (
        f"{survey.asked} authorities are said to be asked, but {asked} are on the list or have answered. The response "
        "rate stands on the first number. Change it if it is wrong: it is never worked out from the list."
    )


def _standings(survey: Survey, counted: Counter[Standing]) -> Table:
    here = reverse("survey:survey", args=[survey.pk])
    return Table(
        caption="How far it is",
        head=("Standing", "Authorities", "What it means"),
        rows=tuple(
            (
                Link(text=MEANINGS[each].name, href=f"{here}?shown={each.value}"),
                str(counted[each]),
                MEANINGS[each].words,
            )
            for each in Standing
            if counted[each]
        ),
        numeric=frozenset({1}),
    )


def _authorities(lines: Sequence[AuthorityLine]) -> Table:
    order = list(Standing)
    ranked = sorted(lines, key=lambda line: (order.index(line.standing), line.respondent.name))
    return Table(
        caption=count_words(len(lines), "authority"),
        head=("Authority", "Standing", "Calls", "Call again on", "In hand"),
        rows=tuple(
            (
                Link(text=line.respondent.name, href=reverse("survey:authority", args=[line.respondent.pk])),
                Tag(words=MEANINGS[line.standing].name, colour=MEANINGS[line.standing].colour),
                str(sum(call.number is not None for call in line.calls)),
                day_words(line.calls[-1].again_on) if line.calls and line.calls[-1].again_on else "",
                line.interview.held_by.name if line.interview and line.interview.answer_file_id is None else "",
            )
            for line in ranked
        ),
        numeric=frozenset({2}),
    )


def _contact(respondent: Respondent) -> tuple[Row, ...]:
    href = reverse("survey:contact", args=[respondent.pk])
    return (
        Row(
            key="Contact",
            value=respondent.contact_name or "Not known",
            links=(Link(text="Change", href=href, hidden_words="the contact"),),
        ),
        Row(key="Post", value=respondent.contact_post or "Not known"),
        Row(key="Telephone", value=respondent.telephone or "Not known"),
        Row(key="Email", value=respondent.email or "Not known"),
        Row(key="Region", value=respondent.region or "Not known"),
    )


def _call(call: Call) -> Event:
    reason = f" ({call.get_reason_display().lower()})" if call.reason else ""
    again = f" Call again on {day_words(call.again_on)}." if call.again_on else ""
    number = f"Call {call.number}" if call.number else "Call after a break"
    return Event(
        title=f"{number}: {call.get_outcome_display()}{reason}",
        at=moment_words(call.made_at),
        by=call.made_by.name,
        note=f"{call.note}{again}".strip(),
    )


def _interview_link(interview: Interview | None) -> tuple[str, str]:
    if interview is None:
        return "", ""
    words = {"done": "See the interview", "judging": "Judge the steps"}.get(interview.state, "Go on with the interview")
    return reverse("survey:interview", args=[interview.pk]), words
