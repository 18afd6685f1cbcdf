"""Scores and bands.

Source: report RR797, 4.1: 22 steps of 0 to 3 points; Low 0 to 35, Medium 36 to 44, High 45 to 66, chosen to be
roughly equal thirds of the 129.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from onroll.selfeval.answers import Answers
from onroll.selfeval.judgement import FinalResult, InterviewerResult, Judgement
from onroll.selfeval.levels import HIGHEST_POINTS, Level, Partly, points
from onroll.selfeval.questionnaire import result_item
from onroll.selfeval.rules import results

Settled = Mapping[str, FinalResult]  # by step: what a senior person settled

LOW_UNTIL = 35
MEDIUM_UNTIL = 44


class Band(StrEnum):
    """A third of the authorities of 2006."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Score:
    """An authority's judgements and total.

    `total` counts a step that needs a person as 0; `at_most` is what it could become once every one is settled.
    """

    steps: Mapping[str, Judgement]
    total: int
    at_most: int
    band: Band
    partly: Partly


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where bands end, both ends counting: low up to `low_until`, medium up to `medium_until`, high above."""

    low_until: int = LOW_UNTIL
    medium_until: int = MEDIUM_UNTIL

    def band(self, total: int) -> Band:
        """Return the band of a total."""
        if total <= self.low_until:
            return Band.LOW
        return Band.MEDIUM if total <= self.medium_until else Band.HIGH


def band(total: int) -> Band:
    """Return the band of 2006 of a total from 0 to 66."""
    return Cuts().band(total)


def thirds(totals: Sequence[int]) -> Cuts:
    """Return the cuts that part any set of authorities as nearly as can be into equal thirds.

    Equal totals always share a band. Of equally good cuts the lowest are taken. With fewer than three different
    totals there is nothing to part into three, and the cuts of 2006 are returned.
    """
    different = sorted(set(totals))
    if len(different) < 3:
        return Cuts()
    return min((Cuts(*pair) for pair in combinations(different[:-1], 2)), key=lambda cuts: _unevenness(totals, cuts))


def judgements(answers: Answers, settled: Settled | None = None) -> Mapping[str, Judgement]:
    """Return rule, coded result and what was settled of each step. A coded result given twice over is no result."""
    final = settled or {}
    return {
        step: Judgement(rule, _coded(answers.at(result_item(step).key)), final.get(step))
        for step, rule in results(answers).items()
    }


def score(judged: Mapping[str, Judgement], *, partly: Partly = 1) -> Score:
    """Return the total and band of an authority's judged steps."""
    total = sum(points(each.counted, partly=partly) for each in judged.values())
    open_steps = sum(each.counted is Level.NEEDS_A_PERSON for each in judged.values())
    return Score(judged, total, total + open_steps * HIGHEST_POINTS, band(total), partly)


def _coded(ticked: frozenset[str]) -> InterviewerResult | None:
    return InterviewerResult(Level(next(iter(ticked)))) if len(ticked) == 1 else None


def _unevenness(totals: Sequence[int], cuts: Cuts) -> float:
    bands = [cuts.band(total) for total in totals]
    return sum((bands.count(each) - len(totals) / 3) ** 2 for each in Band)
