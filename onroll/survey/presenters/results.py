"""The national report: its parts, each a table with its chart, for the page, the PDF and the workbook alike."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping

from django.urls import reverse

from onroll.audit.act import Act
from onroll.selfeval import baseline, checklist, documentation
from onroll.selfeval.baseline import figure
from onroll.selfeval.checklist import AREAS
from onroll.selfeval.levels import WORDS, Level
from onroll.selfeval.survey import Count
from onroll.survey.models import CallOutcome, RefusalReason
from onroll.survey.presenters.charts import bars
from onroll.survey.queries import CHARACTERISTICS, CrossTable, Results, cross_tables
from onroll.survey.standing import MEANINGS, Standing
from onroll.web.parts import Link, Row, Table
from onroll.web.words import moment_words

QUERY = "survey.national, version 1"
SHOWN = (Level.EMBEDDED, Level.ACHIEVED, Level.PARTLY_ACHIEVED, Level.WORKING_TOWARDS, Level.NO, Level.DK)
DATES = {
    "date_notified": "Date notified",
    "date_provision_determined": "Date provision determined",
    "date_provision_accessed": "Date provision accessed",
    "none_of_these": "None of these",
    "no_database": "No database",
    "dont_know": "Do not know",
}
OPINIONS = {
    "difficult_to_implement": "Found the guidelines hard to carry out",
    "gaps_or_omissions": "Saw gaps or omissions",
    "improvements_wanted": "Wanted other improvements",
}
OVERLAP = "Levels overlap and some authorities stand at none, so a row does not add up to 100%."


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the report: words, a table, and bars of the same numbers where a picture helps."""

    title: str
    words: str
    table: Table
    bars: tuple[tuple[str, int], ...] = ()
    unit: str = "%"

    @property
    def chart(self) -> str:
        """The bars as a picture; nothing, where there are none."""
        return bars(self.title, self.bars, unit=self.unit) if self.bars else ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportPage:
    """The national report."""

    title: str
    back: Link
    number: int
    lead: str
    facts: tuple[Row, ...]
    parts: tuple[Part, ...]
    steps: tuple[Part, ...]
    how: tuple[str, ...]


def report_page(act: Act, found: Results) -> ReportPage:
    """Present the national report of a survey."""
    survey = found.survey
    return ReportPage(
        title=f"Report: {survey.name}",
        back=Link(text=f"Back to {survey.name}", href=reverse("survey:survey", args=[survey.pk])),
        number=survey.pk,
        lead=f"{len(found.sets)} authorities have answered. Every percentage is of these.",
        facts=(
            Row(key="Response", value=f"{len(found.sets)} of {survey.asked} asked ({found.response.pct}%)"),
            Row(key="On the list and in the sample", value=str(found.on_list)),
            Row(key="Steps still to settle", value=str(found.to_settle)),
        ),
        parts=tuple(_parts(found)),
        steps=tuple(_steps(found)),
        how=_how(act, found),
    )


def _parts(found: Results) -> Iterator[Part]:
    national = found.national
    yield _response(found)
    yield _calls(found)
    cuts = national.cuts
    yield _counted("Scores in the bands of 2006", "Low is 0 to 35, medium 36 to 44, high 45 to 66.", {
        band.value.capitalize(): count for band, count in national.bands.items()
    })  # fmt: skip
    words = f"Low up to {cuts.low_until}, medium up to {cuts.medium_until}: as equal in number as whole scores allow."
    yield _counted(
        "Scores in three equal bands of these authorities",
        words,
        {band.value.capitalize(): count for band, count in national.third_bands.items()},
    )
    groups = {f"{low} to {high}": count for (low, high), count in national.groups.items()}
    yield _counted("Distribution of scores", "Out of 66: 22 steps of 0 to 3 points.", groups)
    yield _counted(
        "Scores that the report of 2006 quotes",
        "44 or more was 37% in 2006, and 33 or more 79%. 44 itself is in the medium band.",
        {f"{total} or more": national.at_least(total) for total in (22, 33, 44, 45, 66)},
    )
    yield _table_one(found)
    dates = {DATES[name]: count for name, count in national.key_dates().items()}
    yield _counted("Key dates that the database holds (C2)", "An authority may hold several.", dates)
    agencies = {name.replace("_", " ").capitalize(): count for name, count in national.policy_shared_with().items()}
    words = "Shared or to be shared: it is no proof of sharing."
    yield _counted("Agencies with which the policy is shared (A1)", words, agencies)
    opinions = {words: national.items["ALL", name] for name, words in OPINIONS.items()}
    yield _counted("What authorities think of the guidelines (section G)", "", opinions)
    for each in cross_tables(found):
        yield _cross(each)


def _response(found: Results) -> Part:
    standing = Counter(line.standing for line in found.lines)
    return Part(
        title="Where the authorities stand",
        words=(
            f"The response rate stands on the {found.survey.asked} that whoever leads the survey said are asked. "
            "It is never worked out from a list: 149 were asked in 2006, and there are others today."
        ),
        table=Table(
            caption="Authorities",
            head=("Standing", "Authorities"),
            rows=tuple((MEANINGS[each].name, str(standing[each])) for each in Standing),
            numeric=frozenset({1}),
        ),
    )


def _calls(found: Results) -> Part:
    calls = [call for line in found.lines for call in line.calls]
    outcomes, reasons = Counter(call.outcome for call in calls), Counter(call.reason for call in calls)
    rows = [(outcome.label, str(outcomes[outcome.value])) for outcome in CallOutcome]
    rows += [(f"Refused: {reason.label.lower()}", str(reasons[reason.value])) for reason in RefusalReason]
    return Part(
        title="Calls and refusals",
        words="No authority is called more than four times.",
        table=Table(caption="Calls", head=("What came of it", "Calls"), rows=tuple(rows), numeric=frozenset({1})),
    )


def _counted(title: str, words: str, counts: Mapping[str, Count]) -> Part:
    return Part(
        title=title,
        words=words,
        table=Table(
            caption=title,
            head=("What", "Authorities", "Per cent"),
            rows=tuple((name, str(count.n), f"{count.pct}%") for name, count in counts.items()),
            numeric=frozenset({1, 2}),
            hide_caption=True,
        ),
        bars=tuple((name, count.pct) for name, count in counts.items()),
    )


def _table_one(found: Results) -> Part:
    rows = []
    for step, table in found.national.steps.items():
        printed = figure(step, "table1", "achieved_or_embedded")
        in_2006 = f"{printed.pct}%" if printed and printed.pct is not None else "Not printed"
        levels = (f"{table.levels[level].pct}%" for level in SHOWN)
        rows.append(
            (step, f"{table.reached.pct}%", str(table.reached.n), in_2006, *levels, f"{table.at_no_level.pct}%")
        )
    head = (
        "Step",
        "Achieved or embedded",
        "Authorities",
        "2006, table 1",
        *(WORDS[level] for level in SHOWN),
        "At no level",
    )
    return Part(
        title="Each step: how many authorities are at which level",
        words=OVERLAP,
        table=Table(caption="Steps", head=head, rows=tuple(rows), numeric=frozenset(range(1, len(head)))),
        bars=tuple((step, table.reached.pct) for step, table in found.national.steps.items()),
    )


def _steps(found: Results) -> Iterator[Part]:
    for step, table in found.national.steps.items():
        about = checklist.checklist().steps[step]
        counts = {WORDS[level]: table.levels[level] for level in SHOWN} | {"At no level": table.at_no_level}
        by_rule = ", ".join(f"{WORDS[level].lower()} {count.n}" for level, count in table.by_rule.items() if count.n)
        retired = f" The service it names was retired in {about.retired_in}." if about.retired_in else ""
        part = _counted(
            f"{step}. {about.question}", f"{AREAS[about.area]}. By the printed rule: {by_rule}.{retired}", counts
        )
        yield dataclasses.replace(part, table=dataclasses.replace(part.table, caption=f"Levels of {step}"))


def _cross(each: CrossTable) -> Part:
    name, unit = CHARACTERISTICS[each.field]
    head = (
        "Score",
        *(
            f"{band} {name.lower()}{_span(span)}"
            for band, span in zip(("Low", "Medium", "High"), each.ranges, strict=True)
        ),
    )
    rows = tuple((band, *map(str, row)) for band, row in zip(("Low", "Medium", "High"), each.counts, strict=True))
    return Part(
        title=f"Scores and {name.lower()}",
        words=f"Three bands of equal number of the {each.known} authorities with a figure ({unit}). {_tests(each)}",
        table=Table(caption=f"Score by {name.lower()}", head=head, rows=rows, numeric=frozenset({1, 2, 3})),
    )


def _span(span: tuple[float, float] | None) -> str:
    return f" ({span[0]:g} to {span[1]:g})" if span else ""


def _tests(each: CrossTable) -> str:
    missing = f"Of {each.unknown} it is not known. " if each.unknown else ""
    if each.table is None:
        return f"{missing}Nothing can be tested: the authorities do not spread over two bands or more."
    least = min(count for row in each.table.expected for count in row)
    few = " some are below 5, so that only the exact test counts." if each.table.is_sparse else " none is below 5."
    together = f", corrected for the other facts (Holm) {_p(each.corrected_p or 0)}"
    ranks = (
        f" Kruskal and Wallis on the scores: H = {each.ranks.h:.2f}, {each.ranks.degrees} degrees of freedom, "
        f"{_p(each.ranks.p)}."
        if each.ranks
        else ""
    )
    return (
        f"{missing}Exact test (Fisher, Freeman and Halton): {_p(each.table.exact_p)}{together}. Chi-square = "
        f"{each.table.chi_square:.2f}, {each.table.degrees} degrees of freedom, {_p(each.table.chi_p)}; the least "
        f"expected count is {least:.1f}:{few}{ranks}"
    )


def _p(chance: float) -> str:
    return "p < 0.001" if chance < 0.001 else f"p = {chance:.3f}"


def _how(act: Act, found: Results) -> tuple[str, ...]:
    return (
        f"Made on {moment_words(act.at)} from the interviews that are done, by the printed rules of 2006.",
        f"Partly achieved scores {found.survey.partly}: the report of 2006 says 1 in 4.1 and 2 in 1.2.",
        "Where interviewer and rule differ, the rule counts until the step is settled.",
        "A step that needs a person scores 0 until it is settled.",
        "Levels are counted as chapter 4 of the report counts them: an authority may stand at two at once.",
        f"Query: {QUERY}. On the command line: onroll selfeval tables, with the answers saved from here.",
    )


def comparison_rows(found: Results) -> tuple[tuple[str, ...], ...]:
    """Return each printed figure of 2006 beside ours: step, place, what, printed per cent and number, ours, verdict."""
    return tuple(_compared(found))


def _compared(found: Results) -> Iterator[tuple[str, ...]]:
    for each in baseline.figures():
        ours = (
            found.national.steps[each.step].reached
            if each.scope == "table1"
            else documentation.our_count(each, found.national)
        )
        verdict = documentation.verdict(each, ours) if ours else "answers cannot give it"
        yield (
            f"{each.step} {each.where}",
            each.item.replace("_", " ").replace(":", ": "),
            "" if each.pct is None else f"{each.pct}%",
            "" if each.n is None else str(each.n),
            f"{ours.pct}%" if ours else "",
            str(ours.n) if ours else "",
            verdict,
            each.note,
        )
