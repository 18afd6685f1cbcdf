"""The answers of an interview as they count now, with what routing sets aside and what does not agree."""

import dataclasses
from collections.abc import Iterable, Mapping

from onroll.selfeval import interview as asking
from onroll.selfeval.answers import Answers
from onroll.selfeval.contradictions import Contradiction, contradictions
from onroll.selfeval.questionnaire import CLAIMED, DONT_KNOW, Item, items, result_item
from onroll.selfeval.routing import Jump, skipped
from onroll.survey.models import Answer, AskedAgain, Interview, StepJudgement


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """Answers that do not agree, with the words by which they are known. A doubt may turn out to be true."""

    shown: str
    cells: tuple[tuple[str, str, str], ...]  # item, line, answer
    is_doubt: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Aside:
    """An answer to an item that routing leads past: kept, and not counted."""

    item: str
    because: str


@dataclasses.dataclass(frozen=True, slots=True)
class Overview:
    """Everything about the answers of an interview."""

    answers: Answers
    latest: Mapping[str, Answer]
    next_item: Item | None
    clashes: tuple[Clash, ...]
    asides: tuple[Aside, ...]
    left_open: tuple[str, ...]
    to_find_out: tuple[Answer, ...]
    claimed: tuple[str, ...]

    @property
    def given(self) -> int:
        """How many items have an answer."""
        return sum(bool(answer.said) for answer in self.latest.values())


def overview(interview: Interview) -> Overview:
    """Return everything about the answers of an interview. Queries: 3."""
    latest = latest_answers(interview)
    answers = answers_of(interview, latest=latest.values())
    left_open = tuple(item for item, answer in latest.items() if not answer.said)
    unknown = tuple(answer for item, answer in latest.items() if DONT_KNOW in answers.given(item))
    jumped = skipped(answers)
    return Overview(
        answers=answers,
        latest=latest,
        next_item=asking.next_item(answers, passed_over=frozenset(left_open)),
        clashes=outstanding(interview, answers),
        asides=tuple(Aside(item, _because(jump, answers)) for item, jump in jumped.items() if answers.given(item)),
        left_open=tuple(item for item in left_open if item not in jumped),
        to_find_out=tuple(answer for answer in unknown if answer.item not in jumped),
        claimed=tuple(item for item in latest if CLAIMED in answers.given(item) and item not in jumped),
    )


def latest_answers(interview: Interview) -> dict[str, Answer]:
    """Return the answer that counts at each item, in the order of the questionnaire."""
    found: dict[str, Answer] = {}
    for answer in interview.answers.select_related("given_by").order_by("pk"):
        found[answer.item] = answer
    return {key: found[key] for key in items() if key in found}


def answers_of(
    interview: Interview,
    *,
    latest: Iterable[Answer] | None = None,
    judged: Iterable[StepJudgement] | None = None,
) -> Answers:
    """Return the answers as the rules read them, with the interviewer's level in each step's box for the result."""
    given = latest_answers(interview).values() if latest is None else latest
    coded = interview.judgements.all() if judged is None else judged
    ticks = {(answer.item, line): frozenset(said) for answer in given for line, said in answer.said.items()}
    ticks |= {(result_item(each.step).key, ""): frozenset({each.level}) for each in coded if each.level}
    return Answers(ticks)


def outstanding(interview: Interview, answers: Answers) -> tuple[Clash, ...]:
    """Return what does not agree and has not been asked again."""
    asked = set(AskedAgain.objects.filter(interview=interview).values_list("shown", flat=True))
    clashes = (Clash(shown_words(each), each.shown, each.is_doubt) for each in contradictions(answers))
    return tuple(clash for clash in clashes if clash.shown not in asked)


def shown_words(found: Contradiction) -> str:
    """Return answers that do not agree as one text: it is what says that they were asked again."""
    return "; ".join(f"{' '.join(filter(None, (item, line)))}={answer}" for item, line, answer in found.shown)


def _because(jump: Jump, answers: Answers) -> str:
    return f"{jump.item}={'+'.join(sorted(answers.at(jump.item)))}"
