"""A checklist as a round keeps it: the steps as they stood when it was opened, and how a set has changed since."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from onroll.selfeval import checklist


@dataclasses.dataclass(frozen=True, slots=True)
class FrozenStep:
    """One step of a round. `replaces`: the step of 2006 from which it grew; of that set itself, its own key."""

    key: str
    area: str
    question: str
    evidence: str
    source: str
    replaces: str
    retired_in: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class SetChange:
    """How a set differs from what a round keeps: keys of steps."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.reworded)


def frozen(set_key: str) -> dict[str, dict[str, Any]]:
    """Return the steps of a set as a round stores them.

    Raises: selfeval.checklist.UnknownSet.
    """
    return {
        key: {
            "area": step.area,
            "question": step.question,
            "evidence": step.evidence,
            "source": step.source,
            "replaces": step.replaces or (key if set_key == "2006" else ""),
            "retired_in": step.retired_in,
        }
        for key, step in checklist.checklist(set_key).steps.items()
    }


def thawed(steps: Mapping[str, Mapping[str, Any]]) -> dict[str, FrozenStep]:
    """Return the steps that a round keeps, in order: area by area, each as numbered."""
    found = [FrozenStep(key=key, **values) for key, values in steps.items()]
    return {step.key: step for step in sorted(found, key=_order)}


def _order(step: FrozenStep) -> tuple[str, int]:
    return step.area, int(step.key.rpartition("-")[2][1:])


def change(before: Mapping[str, FrozenStep], after: Mapping[str, FrozenStep]) -> SetChange:
    """Return what changed from one set of steps to another."""
    return SetChange(
        added=tuple(key for key in after if key not in before),
        gone=tuple(key for key in before if key not in after),
        reworded=tuple(
            key
            for key in after
            if key in before
            and (after[key].question, after[key].evidence) != (before[key].question, before[key].evidence)
        ),
    )
