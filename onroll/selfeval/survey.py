"""The national tables of a survey: scores in bands, levels of each step, key dates, agencies, response rate.

Source: report RR797, chapters 3 and 4. Levels overlap and some authorities are at none, so percentages of a step do not
add up to 100 and are never drawn as parts of a whole (traps 4, 5 and 6).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onroll.selfeval import analysis, checklist, notation
from onroll.selfeval.answers import Answers
from onroll.selfeval.baseline import percent
from onroll.selfeval.judgement import Judgement
from onroll.selfeval.levels import REACHED, Level, Partly
from onroll.selfeval.score import Band, Cuts, Score, Settled, judgements, score, thirds
from onroll.selfeval.tables import rows

# Groups of eleven points, at whose edges the report quotes shares (22, 33 and 44); both ends count.
GROUPS: Final = ((0, 10), (11, 21), (22, 32), (33, 43), (44, 54), (55, 66))
KEY_DATES: Final = ("date_notified", "date_provision_determined", "date_provision_accessed", "none_of_these",
                    "no_database", "dont_know")  # fmt: skip
AGENCIES: Final = ("education", "social_care", "health", "police", "housing")


@dataclass(frozen=True, slots=True)
class Count:
    """So many authorities of a base."""

    n: int
    base: int

    @property
    def pct(self) -> int:
        """The whole percentage, half a per cent rounded up."""
        return percent(self.n, self.base)


@dataclass(frozen=True, slots=True)
class StepTable:
    """One step: how many reached it, how many stand at each level (these overlap), how many at none."""

    reached: Count
    levels: Mapping[Level, Count]
    at_no_level: Count
    by_rule: Mapping[Level, Count]


@dataclass(frozen=True, slots=True)
class National:
    """The tables of one set of answers."""

    authorities: int
    partly: Partly
    scores: tuple[Score, ...]
    bands: Mapping[Band, Count]
    groups: Mapping[tuple[int, int], Count]
    cuts: Cuts
    third_bands: Mapping[Band, Count]
    steps: Mapping[str, StepTable]
    items: Mapping[tuple[str, str], Count]

    def at_least(self, total: int) -> Count:
        """Return how many authorities scored so much or more."""
        return Count(sum(each.total >= total for each in self.scores), self.authorities)

    def key_dates(self) -> Mapping[str, Count]:
        """Return how many hold each of the three dates of C2 (table 7 of the report)."""
        return {name: self.items["C2", name] for name in KEY_DATES}

    def policy_shared_with(self) -> Mapping[str, Count]:
        """Return with which agencies the policy is shared, or will be: no proof of sharing (figure 4, trap 42)."""
        return {name: self.items["A1", f"policy_shared_or_will_be:{name}"] for name in AGENCIES}


def national(every: Sequence[Answers], *, partly: Partly = 1, settled: Sequence[Settled] | None = None) -> National:
    """Return the national tables of a set of authorities, one set of answers each.

    `settled`: what a senior person settled for each of them, in the same order; nothing, where nobody did.
    """
    final = settled if settled is not None else [{}] * len(every)
    judged = [judgements(answers, settling) for answers, settling in zip(every, final, strict=True)]
    scores = tuple(score(each, partly=partly) for each in judged)
    totals = [each.total for each in scores]
    cuts = thirds(totals)
    return National(
        authorities=len(every),
        partly=partly,
        scores=scores,
        bands=_in_bands(totals, Cuts()),
        groups={(low, high): Count(sum(low <= total <= high for total in totals), len(every)) for low, high in GROUPS},
        cuts=cuts,
        third_bands=_in_bands(totals, cuts),
        steps={step: _step_table(step, every, judged) for step in checklist.steps()},
        items={name: _counted(every, holds) for name, holds in _cells().items()},
    )


def response_rate(*, answered: int, invited: int) -> Count:
    """Return the response rate: how many there are to invite is always told, never assumed (149 then, 153 now).

    Raises: ValueError, if more answered than were invited.
    """
    if answered > invited:
        raise ValueError(f"{answered} answered but only {invited} were invited")
    return Count(answered, invited)


def _step_table(step: str, every: Sequence[Answers], judged: Sequence[Mapping[str, Judgement]]) -> StepTable:
    standing = [_standing(step, answers, each[step]) for answers, each in zip(every, judged, strict=True)]
    at = Counter(level for levels in standing for level in levels)
    by_rule = Counter(each[step].rule.level for each in judged)
    return StepTable(
        reached=Count(sum(bool(levels & REACHED) for levels in standing), len(every)),
        levels={level: Count(at[level], len(every)) for level in Level},
        at_no_level=Count(sum(not levels for levels in standing), len(every)),
        by_rule={level: Count(by_rule[level], len(every)) for level in Level},
    )


def _standing(step: str, answers: Answers, judged: Judgement) -> frozenset[Level]:
    """Return the levels an authority is counted at: a person's word where it was counted, else chapter 4's reading."""
    if judged.counted is not judged.rule.level:
        return frozenset({judged.counted})
    return analysis.levels(step, answers)


def _in_bands(totals: Sequence[int], cuts: Cuts) -> Mapping[Band, Count]:
    found = Counter(cuts.band(total) for total in totals)
    return {band: Count(found[band], len(totals)) for band in Band}


def _counted(every: Sequence[Answers], holds: Callable[[Answers], bool]) -> Count:
    return Count(sum(holds(answers) for answers in every), len(every))


@cache
def _cells() -> Mapping[tuple[str, str], Callable[[Answers], bool]]:
    """Return every count of answers that the report prints, by step and name, with the test for one authority."""
    return {(row["step"], row["item"]): _test(row["answers"]) for row in rows("result-cells")}


def _test(text: str) -> Callable[[Answers], bool]:
    return lambda answers: notation.any_holds(text, answers)
