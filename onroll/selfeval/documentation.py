"""The generated pages of docs/reference about the checklist, the coding rules and the report of 2006."""

from collections.abc import Iterable, Sequence
from typing import Final

from onroll.selfeval import baseline, checklist, invented, survey
from onroll.selfeval.baseline import Figure
from onroll.selfeval.checklist import AREAS
from onroll.selfeval.levels import Level
from onroll.selfeval.questionnaire import items
from onroll.selfeval.routing import JUMPS
from onroll.selfeval.survey import Count, National
from onroll.selfeval.tables import rows

_NOTE: Final = "Made from the tables of `onroll.selfeval`; do not edit by hand."
_LEVELS: Final = {"not_started": Level.NO, "dont_know": Level.DK}
_SOURCE: Final = "Source: DfES research report RR797, *Children Missing Education* (Griggs, Payne, Bhabra, 2006)."
_CODING: Final = """## Coding rules

An achieved step is embedded when it has been in place for six months or more and was reviewed since."""
_OPENING: Final = """The answers of 129 invented authorities were put through the product's own rules and tables. Each
figure of the report stands beside ours. Of {figures} figures that answers can give, {same} are the same; the others
cannot be, since the report contradicts itself there. Ours keeps to the printed number of authorities wherever one is
printed."""
_FOUND: Final = """\
* **D1**: clear process 62% yes and 36% working towards leave 3 authorities, but 4 had not started, and those had no
  process. Ours has 35% working towards.
* **D3**: 19% have no plans to monitor (24 or 25 authorities), but 23 had not started, and by rule these are the same.
  The percentages of `no` at the four lines of D3b fit only when those who were not asked are counted in.
* **E4**: 77% encourage schools (99), but 100 achieved the step by encouraging them.
* **B4**: 18 working towards and 2 not started come out when B4 takes B3's level where routing skips it.
* **C2**: 22 not started come out when two that hold no dates are counted with their unfinished database."""


def pages() -> dict[str, str]:
    """Return the generated pages: path under docs/ to Markdown."""
    return {
        "reference/selfeval-checklist.md": _checklist(),
        "reference/selfeval-questionnaire.md": _questionnaire(),
        "reference/selfeval-report-2006.md": _report(),
    }


def _checklist() -> str:
    parts = ["# The checklists", _NOTE, "Scores of different checklists are not comparable."]
    for each in checklist.sets().values():
        parts.append(f"## {each.name} (`{each.key}`)")
        head = ("Step", "Area", "Question", "Evidence", "Source", "In force", "Grew from", "Retired")
        parts.append(
            _table(
                head,
                (
                    (step.key, AREAS[step.area], step.question, step.evidence, step.source, step.in_force,
                     step.replaces, step.retired_in or "")
                    for step in each.steps.values()
                ),
            )
        )  # fmt: skip
    return _page(parts)


def _questionnaire() -> str:
    asked = (
        (item.key, item.kind, item.prompt, ", ".join(item.lines), ", ".join(item.options), item.only_if)
        for item in items().values()
    )
    jumps = (
        (jump.item, ", ".join(sorted(jump.answers)), ", ".join(jump.past), jump.to,
         ", ".join(f"{step} {level.value}" for step, level in jump.codes.items()))
        for jump in JUMPS
    )  # fmt: skip
    rules = (
        (step.key, *(step.rule_words[level] for level in (Level.NO, Level.WORKING_TOWARDS, Level.ACHIEVED)), step.trap)
        for step in checklist.checklist().steps.values()
    )
    traps = ((row["number"], row["where"], row["what"], row["handling"]) for row in rows("traps"))
    problems = ((row["code"], row["severity"], row["words"]) for row in rows("problems"))
    return _page(
        [
            "# The questionnaire of 2006 and its rules",
            f"{_NOTE} {_SOURCE}",
            "## Items\n\nThe columns `item`, `line` and `answer` of a file of answers take these values.",
            _table(("Item", "Kind", "Prompt", "Lines", "Options", "Only if"), asked),
            "## Routing",
            _table(("Item", "Answer", "Leads past", "To", "Codes"), jumps),
            _CODING,
            _table(("Step", "No", "Working towards", "Achieved", "Trap"), rules),
            "## Problems of a file of answers",
            _table(("Code", "Severity", "Words"), problems),
            "## Traps of the printed report, and what we do",
            _table(("No.", "Where", "What", "What we do"), traps),
        ]
    )


def _report() -> str:
    ours = survey.national([answers for _name, answers in invented.authorities()])
    compared = [(each, our_count(each, ours)) for each in baseline.figures() if each.scope != "table1"]
    counted = [(each, count) for each, count in compared if count is not None]
    differing = [each for each, count in counted if verdict(each, count) != "same"]
    opening = _OPENING.format(figures=len(counted), same=len(counted) - len(differing))
    return _page(
        [
            "# The report of 2006 beside ours",
            f"{_NOTE} {_SOURCE}",
            opening,
            "## Table 1: achieved or embedded",
            _table(("Step", "Table 1", "Chapter 4", "Ours", "Authorities"), _table_one(ours)),
            "## Figures 3 to 28 and tables 6 and 7",
            _table(
                ("Step", "Where", "What", "Report %", "Report n", "Our %", "Our n", "Verdict", "Note"),
                (
                    (each.step, each.where, each.item, _or_blank(each.pct), _or_blank(each.n),
                     count.pct, count.n, verdict(each, count), each.note)
                    for each, count in counted
                ),
            ),
            "## Where the report does not agree with itself",
            _table(("Step", "Kind", "Words"), ((i.step, i.kind, i.words) for i in baseline.inconsistencies())),
            "## Found while solving for the answers",
            _FOUND,
        ]
    )  # fmt: skip


def _table_one(ours: National) -> Iterable[Sequence[object]]:
    for step, table in ours.steps.items():
        printed = baseline.figure(step, "table1", "achieved_or_embedded")
        yield (
            step, _or_blank(printed.pct if printed else None), baseline.chapter_percentage(step), table.reached.pct,
            table.reached.n,
        )  # fmt: skip


def our_count(each: Figure, ours: National) -> Count | None:
    """Return our count for a published figure; None for one that answers cannot give, such as who was invited."""
    if each.scope == "level":
        table = ours.steps[each.step]
        whole = each.item == "achieved_or_embedded"
        return table.reached if whole else table.levels[_LEVELS.get(each.item) or Level(each.item)]
    if each.scope == "score":
        return _of_scores(each.item, ours)
    return ours.items.get((each.step, each.item))


def _of_scores(item: str, ours: National) -> Count:
    kind, _, total = item.removeprefix("score_").rpartition("_")
    if item.endswith("_or_more"):
        return ours.at_least(int(item.split("_")[1]))
    if kind == "below":
        return Count(ours.authorities - ours.at_least(int(total)).n, ours.authorities)
    return Count(sum(each.total == int(total) for each in ours.scores), ours.authorities)


def verdict(each: Figure, count: Count) -> str:
    """Say how a published figure and our count of the same thing stand to each other."""
    n_differs = each.n is not None and each.n != count.n
    pct_differs = each.pct is not None and each.pct != count.pct
    if n_differs:
        return "number differs"
    return "report contradicts itself" if pct_differs else "same"


def _or_blank(number: int | None) -> object:
    return "" if number is None else number


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    every = (head, ["---"] * len(head), *lines)
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in every)
