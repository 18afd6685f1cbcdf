"""The checklist as data: five areas, 22 steps, the evidence each asks for, and the printed coding rules.

Sets are versioned. Scores of different sets are not comparable: their steps and their evidence differ.
Source: report RR797, 6.1 (checklist of the 2004 guide) and 6.2 (questionnaire), as the table `checklist-2006.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from onroll.selfeval.levels import Level
from onroll.selfeval.tables import rows

AREAS: Final = {
    "A": "Strategic management and leadership",
    "B": "Networks and points of contact",
    "C": "Information systems",
    "D": "Provision brokering services",
    "E": "Effective pupil tracking systems",
}
# The service that E4 to E6 name dates from 2002. Source: self-evaluation reference, trap 41: in 2012 the department
# said that its store was incomplete and not fit for tracking. The day is not known, so only the year is held.
RETIRED_IN: Final = {"E5": 2012, "E6": 2012}


class UnknownSet(LookupError):
    """No checklist has this key."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a checklist.

    `number` restarts in each area, as printed. `rule_words` holds the printed coding rules of the 2006 questionnaire,
    and is empty in other sets. `replaces` names the step of 2006 that it grew from.
    """

    key: str
    area: str
    number: int
    question: str
    evidence: str
    rule_words: Mapping[Level, str]
    source: str
    in_force: str = ""
    replaces: str = ""
    retired_in: int | None = None
    trap: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistSet:
    """One version of the checklist. Only a set with printed rules can be scored by rule."""

    key: str
    name: str
    steps: Mapping[str, Step]
    is_scored_by_rule: bool


@cache
def sets() -> Mapping[str, ChecklistSet]:
    """Return every version of the checklist by its key, oldest first."""
    return {
        "2006": ChecklistSet("2006", "The 2004 guide's checklist, as audited in 2006", _steps_of_2006(), True),
        "2026": ChecklistSet("2026", "Today's law (compiled June 2026)", _steps_of_2026(), False),
    }


def checklist(key: str = "2006") -> ChecklistSet:
    """Return one version of the checklist.

    Raises: UnknownSet, if there is none of that key.
    """
    if key not in sets():
        raise UnknownSet(key)
    return sets()[key]


def are_comparable(one: str, other: str) -> bool:
    """Return whether scores of two sets may be set side by side: only those of one and the same set."""
    return checklist(one) is checklist(other)


def steps() -> tuple[str, ...]:
    """Return the keys of the 22 steps of 2006, in order."""
    return tuple(checklist("2006").steps)


def _steps_of_2006() -> Mapping[str, Step]:
    return {
        row["step"]: Step(
            key=row["step"],
            area=row["step"][0],
            number=int(row["checklist_no"]),
            question=row["question"],
            evidence=row["evidence_required"],
            rule_words={
                Level.NO: row["code_no"],
                Level.WORKING_TOWARDS: row["code_working_towards"],
                Level.ACHIEVED: row["code_achieved"],
                Level.EMBEDDED: row["code_embedded"],
            },
            source=f"RR797 6.1 evidence note {row['evidence_note']}; 6.2 item {row['root_item']}",
            retired_in=RETIRED_IN.get(row["step"]),
            trap=row["trap"],
        )
        for row in rows("checklist-2006")
    }


def _steps_of_2026() -> Mapping[str, Step]:
    found: dict[str, Step] = {}
    for row in rows("checklist-2026"):
        number = 1 + sum(step.area == row["area"] for step in found.values())
        found[row["step"]] = Step(
            key=row["step"],
            area=row["area"],
            number=number,
            question=row["question"],
            evidence=row["evidence_required"],
            rule_words={},
            source=f"{row['source']} (mark {row['mark']})",
            in_force=row["in_force"],
            replaces=row["replaces"],
        )
    return found
