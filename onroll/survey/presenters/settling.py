"""What a leader of the survey has to settle, in words."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.selfeval.judgement import Judgement
from onroll.selfeval.levels import WORDS
from onroll.survey.models import Survey
from onroll.survey.queries import Difference
from onroll.web.parts import Cell, Link, Table
from onroll.web.words import count_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class DifferencesPage:
    """Every step to settle; the table is None where there is none."""

    title: str
    back: Link
    lead: str
    table: Table | None


def differences_page(survey: Survey, found: Sequence[Difference], *, may_lead: bool) -> DifferencesPage:
    """Present what is to be settled."""
    who = "" if may_lead else " Whoever leads the survey settles them."
    return DifferencesPage(
        title="Steps to settle",
        back=Link(text=f"Back to {survey.name}", href=reverse("survey:survey", args=[survey.pk])),
        lead=(
            f"{count_words(len(found), 'step')} where the printed rule and the interviewer differ, or where the "
            f"printed rules have no answer. Until one is settled the rule counts; without one the step scores 0.{who}"
        ),
        table=_table(found, may_lead=may_lead) if found else None,
    )


def _table(found: Sequence[Difference], *, may_lead: bool) -> Table:
    return Table(
        caption="To be settled",
        head=("Authority and step", "The printed rule", "Interviewer", "Why it waits"),
        rows=tuple(
            (
                _first(each, may_lead=may_lead),
                WORDS[each.judgement.rule.level],
                _said(each.judgement),
                _why(each.judgement),
            )
            for each in found
        ),
    )


def _first(each: Difference, *, may_lead: bool) -> Cell:
    words = f"{each.interview.respondent.name}, {each.step}"
    if not may_lead:
        return words
    return Link(text=words, href=reverse("survey:settle", args=[each.interview.pk, each.step]))


def _said(judged: Judgement) -> str:
    return WORDS[judged.interviewer.level] if judged.interviewer else "Not judged"


def _why(judged: Judgement) -> str:
    if judged.differs:
        return "They differ"
    return judged.rule.words[:1].upper() + judged.rule.words[1:]
