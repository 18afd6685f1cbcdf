"""Taking in lists and answers, and drawing a sample, in words."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.selfeval import sampling
from onroll.selfeval.problems import Problem, Severity
from onroll.survey.actions import Taken
from onroll.survey.lists import FIGURES, WORDS, ListProblem
from onroll.survey.models import Survey
from onroll.survey.queries import AuthorityLine
from onroll.survey.standing import Standing
from onroll.web.parts import Link, ProblemLine, Table
from onroll.web.words import count_words

MOST_SHOWN = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class FilePage:
    """A file to take in: what it must hold, and what came of it."""

    title: str
    back: Link
    lead: str
    columns: tuple[str, ...]
    done: str
    problems: tuple[ProblemLine, ...]
    more: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SamplePage:
    """The strata of a list, and how many of each are in the sample."""

    title: str
    back: Link
    lead: str
    table: Table | None


def list_page(survey: Survey, problems: Sequence[ListProblem]) -> FilePage:
    """Present the taking in of a list of authorities."""
    return FilePage(
        title="Add the list of authorities",
        back=_back(survey),
        lead="One row for each authority. Only the first column is needed; figures of the area part the results later.",
        columns=("authority", *WORDS, *FIGURES),
        done="",
        problems=tuple(
            ProblemLine(
                severity="error", message=each.message, where=f"Row {each.row}" if each.row else "", code=each.code
            )
            for each in problems[:MOST_SHOWN]
        ),
        more=_more(len(problems), "Nothing was taken in." if problems else ""),
    )


def answers_page(survey: Survey, taken: Taken | None) -> FilePage:
    """Present the taking in of answers."""
    found = (*taken.refused, *taken.to_ask_again) if taken else ()
    return FilePage(
        title="Add answers from a file",
        back=_back(survey),
        lead=(
            "One row for each answer, and one for each ticked option of a multiple choice, as “onroll selfeval "
            "score” reads them. Each authority in it becomes an interview that is done."
        ),
        columns=("authority", "item", "line", "answer"),
        done=_done(taken),
        problems=tuple(_problem(each) for each in found[:MOST_SHOWN]),
        more=_more(len(found), "Nothing was taken in." if taken and taken.refused else ""),
    )


def sample_page(survey: Survey, lines: Sequence[AuthorityLine]) -> SamplePage:
    """Present the strata of a survey's list."""
    listed = [line for line in lines if line.respondent.is_from_list]
    units = [
        sampling.Unit(line.respondent.name_key, line.respondent.region, line.respondent.deprivation) for line in listed
    ]
    drawn = {line.respondent.name_key for line in listed if line.standing is not Standing.NOT_SAMPLED}
    rows = tuple(
        (
            region or "Region not known",
            band.value.capitalize() if band else "Not known",
            str(len(group)),
            str(sum(unit.key in drawn for unit in group)),
        )
        for (region, band), group in sampling.strata(units).items()
    )
    head = ("Region", "Deprivation", "On the list", "In the sample")
    table = Table(caption="By region and band", head=head, rows=rows, numeric=frozenset({2, 3})) if rows else None
    seed = f"Drawn with seed {survey.sample_seed}." if survey.sample_seed is not None else "No sample is drawn yet."
    return SamplePage(
        title="Draw a sample",
        back=_back(survey),
        lead=(
            f"{seed} Each region and band of deprivation gets its share of the sample. The bands are three of equal "
            "number, made from the list itself. A sample is drawn before the first call."
        ),
        table=table,
    )


def _back(survey: Survey) -> Link:
    return Link(text=f"Back to {survey.name}", href=reverse("survey:survey", args=[survey.pk]))


def _done(taken: Taken | None) -> str:
    if taken is None or taken.refused:
        return ""
    words = f"Taken in: {count_words(taken.authorities, 'authority')}."
    if taken.to_ask_again:
        words += f" To be asked again: {count_words(len(taken.to_ask_again), 'answer')}. They are listed below."
    if taken.not_on_list:
        named = ", ".join(taken.not_on_list[:10])
        words += f" Not on the list of this survey: {count_words(len(taken.not_on_list), 'authority')} ({named})."
    return words


def _problem(each: Problem) -> ProblemLine:
    where = "; ".join(filter(None, (each.authority, f"row {each.row}" if each.row else "")))
    severity = "error" if each.severity is Severity.ERROR else "warning"
    return ProblemLine(severity=severity, message=each.message, where=where, code=each.code)  # type: ignore[arg-type]


def _more(number: int, words: str) -> str:
    more = f"{number:,} problems in all; the first {MOST_SHOWN} are listed. " if number > MOST_SHOWN else ""
    return f"{more}{words}"
