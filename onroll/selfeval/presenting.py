"""Scores and national tables as JSON values and as plain text, for the command line."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onroll.selfeval.judgement import Judgement
from onroll.selfeval.levels import WORDS, Level, Partly, points
from onroll.selfeval.problems import Problem
from onroll.selfeval.score import Score
from onroll.selfeval.survey import Count, National

Scored = Sequence[tuple[str, Score]]


def scores_json(scored: Scored) -> dict[str, Any]:
    """Return scores in the shape that the command promises."""
    return {
        "authorities": [
            {
                "authority": name,
                "steps": {step: _step_json(judged, each.partly) for step, judged in each.steps.items()},
                "total": each.total,
                "band": each.band.value,
            }
            for name, each in scored
        ]
    }


def scores_text(scored: Scored) -> Iterator[str]:
    """Yield scores as lines: an authority, then its steps."""
    for name, each in scored:
        yield f"{name}: {each.total} of 66, {each.band.value} band (partly achieved scores {each.partly})"
        for step, judged in each.steps.items():
            worth = points(judged.counted, partly=each.partly)
            yield f"  {step}  {WORDS[judged.rule.level]:<16} {worth}  {_why(judged)}"
        if each.at_most > each.total:
            yield f"  Steps that need a person score 0 until they are settled: the total could become {each.at_most}."


def tables_json(found: National, *, response: Count | None = None) -> dict[str, Any]:
    """Return the national tables as plain values."""
    answer: dict[str, Any] = {
        "authorities": found.authorities,
        "partly": found.partly,
        "scores": {
            "bands": _counts_json(found.bands),
            "groups": {f"{low}-{high}": _count_json(count) for (low, high), count in found.groups.items()},
            "thirds": {
                "low_until": found.cuts.low_until,
                "medium_until": found.cuts.medium_until,
                "bands": _counts_json(found.third_bands),
            },
        },
        "steps": {
            step: {
                "achieved_or_embedded": _count_json(table.reached),
                "levels": _counts_json(table.levels),
                "at_no_level": _count_json(table.at_no_level),
                "rule_results": _counts_json(table.by_rule),
            }
            for step, table in found.steps.items()
        },
        "key_dates": _counts_json(found.key_dates()),
        "policy_shared_with": _counts_json(found.policy_shared_with()),
    }
    return answer | ({"response_rate": _count_json(response)} if response else {})


def tables_text(found: National, *, response: Count | None = None) -> Iterator[str]:
    """Yield the national tables as lines of text."""
    yield f"{found.authorities} authorities; partly achieved scores {found.partly}"
    if response:
        yield f"Response rate: {response.n} of {response.base}, {response.pct}%"
    yield from _lines("Total scores", {f"{low} to {high}": count for (low, high), count in found.groups.items()})
    yield from _lines("Bands of 2006 (0 to 35, 36 to 44, 45 to 66)", found.bands)
    yield from _lines(
        f"Equal thirds of this set (to {found.cuts.low_until}, to {found.cuts.medium_until}, above)", found.third_bands
    )
    yield "\nPer cent by level. Levels overlap and some authorities are at none: do not add them up."
    yield f"{'':6}{'reached':>9}" + "".join(f"{level.value:>17}" for level in Level) + f"{'no level':>10}"
    for step, table in found.steps.items():
        cells = "".join(f"{table.levels[level].pct:>17}" for level in Level)
        yield f"{step:6}{table.reached.pct:>9}{cells}{table.at_no_level.pct:>10}"
    yield from _lines("Key dates held (C2)", found.key_dates())
    yield from _lines("Policy shared or to be shared with (A1)", found.policy_shared_with())


def problem_line(each: Problem) -> str:
    """Return a problem as one line: row, code, authority and words."""
    where = f"row {each.row}: " if each.row else ""
    whose = f"{each.authority}: " if each.authority else ""
    return f"{where}{each.code}: {whose}{each.message}"


def _step_json(judged: Judgement, partly: Partly) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "result": judged.rule.level.value,
        "rule": judged.rule.rule,
        "because": judged.rule.words,
        "points": points(judged.counted, partly=partly),
        "counted": judged.counted.value,
        "needs_a_person": judged.needs_a_person,
        "flags": list(judged.rule.flags),
    }
    coded = {"interviewer": judged.interviewer.level.value} if judged.interviewer else {}
    return answer | coded


def _why(judged: Judgement) -> str:
    said = [f"{judged.rule.rule}: {judged.rule.words}", *judged.rule.flags]
    if judged.interviewer:
        verb = "differs" if judged.differs else "agrees"
        said.append(f"interviewer {verb}: {WORDS[judged.interviewer.level]}")
    return "; ".join(said)


def _counts_json(counts: Mapping[Any, Count]) -> dict[str, dict[str, int]]:
    return {str(name): _count_json(count) for name, count in counts.items()}


def _count_json(count: Count) -> dict[str, int]:
    return {"n": count.n, "pct": count.pct}


def _lines(title: str, counts: Mapping[Any, Count]) -> Iterator[str]:
    yield f"\n{title}"
    for name, count in counts.items():
        yield f"  {name!s:<28}{count.n:>5}{count.pct:>5}%"
