"""The lists that casework asks by, as tables: each row with its source. A code keeps its meaning for ever."""

import csv
import dataclasses
from functools import cache
from importlib import resources


@dataclasses.dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One line of a stage's checklist. `step` is the step of the 2004 checklist it answers, where there is one."""

    code: str
    stage: str
    words: str
    step: str
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class RiskPrompt:
    """A sign of risk. Where `is_urgent`, social care or the police are told at once, and the risk is high."""

    code: str
    is_urgent: bool
    words: str
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class EvidenceKind:
    """What may show that a case ended so."""

    outcome: str
    code: str
    words: str
    source: str


@cache
def checklist() -> dict[str, ChecklistLine]:
    """Return every line by its code, in the order of the stages."""
    return {row["code"]: ChecklistLine(**row) for row in _rows("checklist")}


def lines_of(stage: str) -> tuple[ChecklistLine, ...]:
    """Return the checklist of one stage; none for a closed case."""
    return tuple(line for line in checklist().values() if line.stage == stage)


@cache
def risk_prompts() -> dict[str, RiskPrompt]:
    """Return every sign of risk by its code, the urgent ones first."""
    return {
        row["code"]: RiskPrompt(row["code"], row["urgent"] == "yes", row["words"], row["source"])
        for row in _rows("risk-prompts")
    }


@cache
def evidence_kinds() -> dict[str, EvidenceKind]:
    """Return every kind of evidence by its code, by outcome."""
    return {row["code"]: EvidenceKind(**row) for row in _rows("closing-evidence")}


def kinds_for(outcome: str) -> tuple[EvidenceKind, ...]:
    """Return the kinds of evidence that can show an outcome."""
    return tuple(kind for kind in evidence_kinds().values() if kind.outcome == outcome)


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
