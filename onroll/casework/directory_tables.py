"""What the directory is kept by, as tables: kinds of body, rungs of the ladder, the questions of the knowledge check.

Source of each row: the column `source` of its table; tables/SOURCES.md.
"""

import csv
import dataclasses
from functools import cache
from importlib import resources

from onroll.casework.stages import MEANINGS, WORKING

# Which parts a policy must have. Source: checklist step A1 (questionnaire item A1c), 2004 and 2006 (mark V).
POLICY_SECTIONS: dict[str, str] = {
    "current_position": "The current position",
    "scale_and_nature": "Scale and nature of the problem, with evidence",
    "multi_agency": "How agencies work together",
    "monitoring": "How it is monitored",
}
# Whom the policy must have reached. Source: checklist step A1 (questionnaire item A1b), 2004 and 2006 (mark V).
POLICY_READERS = ("health", "education", "social_care", "police", "housing")
# The parts of the process in which an agency may take part. Source: the 2006 stakeholder form lists eight of the nine.
PARTS: dict[str, str] = {stage.value: MEANINGS[stage].name for stage in WORKING}
YEAR_GROUPS: dict[str, str] = {
    "R": "Reception",
    **{str(year): f"Year {year}" for year in range(1, 12)},
    "unknown": "Year not known",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body. `gap` says what goes wrong where a kind that is expected is not there."""

    code: str
    name: str
    is_expected: bool
    gap: str


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A question of the knowledge check: three answers by letter, the right letter, and why."""

    code: str
    words: str
    answers: dict[str, str]
    right: str
    why: str


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of body, the council's own team first."""
    return {
        row["code"]: Kind(row["code"], row["name"], row["is_expected"] == "yes", row["gap"])
        for row in _rows("directory-kinds")
    }


@cache
def rungs() -> dict[str, str]:
    """Return the rungs of the ladder and the ends of a refusal, lowest first: code to words."""
    return {row["code"]: row["name"] for row in _rows("escalation-ladder")}


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions of the knowledge check, in order."""
    return tuple(
        Question(row["code"], row["question"], {letter: row[letter] for letter in "abc"}, row["right"], row["why"])
        for row in _rows("knowledge-questions")
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("onroll.casework.tables") / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
