"""Letters about attendance: at which threshold each is due. The thresholds are dated rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from onroll.rules import tables
from onroll.rules.attendance import Tally
from onroll.rules.rulesets import Mark, Setting

# Sessions without a miss that a certificate needs: two weeks, so that nobody is praised for her first morning.
LEAST_SESSIONS_FOR_CERTIFICATE = Setting(
    "sessions before a certificate for full attendance", (20,), Mark.PROPOSED, "this project"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its threshold: `kind` is `absence_percent` or `unauthorised_sessions`, at least so many.

    `least_sessions`: possible sessions before a percentage says anything. Its text names no blame and one next step.
    """

    code: str
    valid_from: date
    valid_until: date | None
    kind: str
    threshold: int
    least_sessions: int
    title: str
    text: str
    source: str
    mark: Mark

    def is_due(self, found: Tally) -> bool:
        """Return whether a pupil's sessions reach the threshold."""
        if self.kind == "unauthorised_sessions":
            return found.unauthorised >= self.threshold
        return found.possible >= self.least_sessions and 100 * found.absent >= self.threshold * found.possible

    def covers(self, on: date) -> bool:
        """Return whether the letter is in use on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@cache
def every_letter() -> tuple[Letter, ...]:
    """Return every letter, the mildest first."""
    return tuple(_letter(row) for row in tables.rows("attendance-letters"))


def letters_on(on: date) -> tuple[Letter, ...]:
    """Return the letters in use on a day, the mildest first."""
    return tuple(letter for letter in every_letter() if letter.covers(on))


def letter_due(found: Tally, on: date) -> Letter | None:
    """Return the gravest letter whose threshold is reached; None where none is."""
    due = [letter for letter in letters_on(on) if letter.is_due(found)]
    return due[-1] if due else None


def _letter(row: Mapping[str, str]) -> Letter:
    return Letter(
        code=row["code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        kind=row["kind"],
        threshold=int(row["threshold"]),
        least_sessions=int(row["least_sessions"]),
        title=row["title"],
        text=row["text"],
        source=row["source"],
        mark=Mark(row["mark"]),
    )
