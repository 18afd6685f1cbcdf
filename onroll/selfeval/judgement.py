"""Two judgements of one step, the printed rule's and the interviewer's, and how a difference is settled.

Source: report RR797, 4.1: classing was done twice, and differences were settled by a senior researcher.
"""

from dataclasses import dataclass

from onroll.selfeval.levels import Level
from onroll.selfeval.rules import RuleResult


class ReasonMissing(ValueError):
    """A difference was settled without saying why."""


@dataclass(frozen=True, slots=True)
class InterviewerResult:
    """What the person who asked makes of a step."""

    level: Level
    note: str = ""


@dataclass(frozen=True, slots=True)
class FinalResult:
    """What a senior person settled, and why. Raises: ReasonMissing, if no reason is given."""

    level: Level
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ReasonMissing("say why this is the final result")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything judged about one step. None of the three ever overwrites another."""

    rule: RuleResult
    interviewer: InterviewerResult | None = None
    final: FinalResult | None = None

    @property
    def differs(self) -> bool:
        """Whether rule and interviewer disagree: not where the rule is silent, nor where one is only the finer word."""
        if self.interviewer is None or self.rule.level is Level.NEEDS_A_PERSON:
            return False
        return self.interviewer.level not in {self.rule.level, _finer(self.rule)}

    @property
    def needs_a_person(self) -> bool:
        """Whether a senior person has still to settle it."""
        return self.final is None and (self.differs or self.counted is Level.NEEDS_A_PERSON)

    @property
    def counted(self) -> Level:
        """The level that is scored: the final one; else the rule's, unless only a person could say.

        An interviewer's level is counted where the rule is silent, and where it says the rule's level more finely.
        Where it contradicts the rule, the rule's stands until the difference is settled.
        """
        if self.final:
            return self.final.level
        if self.interviewer and not self.differs:
            return self.interviewer.level
        return self.rule.level


def _finer(rule: RuleResult) -> Level | None:
    """Return the level that says the same more finely: the analysts' partly achieved, or do not know for its No."""
    if rule.level is Level.WORKING_TOWARDS:
        return Level.PARTLY_ACHIEVED
    return Level.DK if rule.level is Level.NO and "dont_know" in rule.flags else None
