"""The items of the 2006 telephone questionnaire, in the order they are asked.

Source: report RR797, 6.2, as the table `questionnaire-items.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from onroll.selfeval.levels import Level
from onroll.selfeval.tables import rows

YES: Final = "yes"
CLAIMED: Final = "claimed_no_evidence"
DONT_KNOW: Final = "dk"
IN_PLACE: Final = "in_place_6_months"
REVIEWED: Final = "reviewed_since"
# Ways of saying that it is not done and not being worked on. A secure network of one's own is printed as a "no" (E4a).
NEGATIVE: Final = frozenset({"no", "none", "neither", "no_secure_la_intranet", "less_than_once_a_term"})
# Ways of saying that it is being worked on. "Some" stakeholders identified is coded Working towards (B1a).
UNDER_WAY: Final = frozenset({"working_towards", "being_developed", "some"})


class Kind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    GRID = "grid"
    MULTI = "multi"
    TEXT = "text"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Item:
    """One question. A grid has lines, each answered by one option; of a multiple choice any number is ticked."""

    key: str
    step: str
    kind: Kind
    prompt: str
    lines: tuple[str, ...]
    options: tuple[str, ...]
    probe: str
    only_if: str
    note: str

    @property
    def asks_whether_embedded(self) -> bool:
        """Whether this is the step's question about six months and a review."""
        return IN_PLACE in self.options


@cache
def items() -> Mapping[str, Item]:
    """Return every item by its key, in the order asked."""
    found: dict[str, Item] = {}
    for row in rows("questionnaire-items"):
        before = found.get(row["item"])
        line = (row["line"],) if row["line"] else ()
        found[row["item"]] = Item(
            key=row["item"],
            step=row["step"],
            kind=Kind(row["type"]),
            prompt=row["prompt"],
            lines=(before.lines if before else ()) + line,
            options=_options(row),
            probe=row["evidence_probe"],
            only_if=row["only_if"],
            note=row["note"],
        )
    return found


def _options(row: Mapping[str, str]) -> tuple[str, ...]:
    options = tuple(filter(None, row["options"].split("|")))
    # The analysts' level is in no printed box, but a person may give it; the results of 2006 cannot be held without it.
    return (*options, Level.PARTLY_ACHIEVED) if row["type"] == Kind.RESULT else options


@cache
def of_step(step: str) -> tuple[Item, ...]:
    """Return the items of a step, or of section F, section G or the stakeholder form, in the order asked."""
    return tuple(item for item in items().values() if item.step == step)


def embedded_item(step: str) -> Item:
    """Return the step's question about six months and a review."""
    return next(item for item in of_step(step) if item.asks_whether_embedded)


def result_item(step: str) -> Item:
    """Return the step's box for the coded result."""
    return next(item for item in of_step(step) if item.kind is Kind.RESULT)


@cache
def question(item: str) -> str:
    """Return how an item is read out. Source: `questions.csv`, words of our own (mark P)."""
    return {row["item"]: row["question"] for row in rows("questions")}[item]


@cache
def _option_words() -> Mapping[str, str]:
    return {row["code"]: row["words"] for row in rows("option-words")}


def words_of(code: str) -> str:
    """Return an option or a line in words."""
    return _option_words()[code] if code in _option_words() else Level(code).value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Screening:
    """One question before an interview begins, and what each answer leads to: an outcome of the call, or the next."""

    ask: str
    answers: tuple[tuple[str, str], ...]  # answer, outcome; the outcome is empty where the next question follows


@cache
def screening() -> tuple[Screening, ...]:
    """Return the screening, in the order asked. Source: `screening.csv`, a proposal of our own (mark P)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("screening"):
        found.setdefault(row["ask"], []).append((row["answer"], row["outcome"]))
    return tuple(Screening(ask, tuple(answers)) for ask, answers in found.items())


SECTIONS: Final = {
    "A": "Strategic management and leadership",
    "B": "Networks and points of contact",
    "C": "Information systems",
    "D": "Provision brokering services",
    "E": "Effective pupil tracking systems",
    "F": "The stakeholder form",
    "G": "What the authority thinks of the guidelines, and stage two",
}
