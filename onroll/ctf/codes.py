"""Code sets: is a code in its list, what are its words, was it in use on a day.

Source: the table `code_sets.csv`. Removal grounds changed their meaning on 19 August 2024: ask with the date.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from onroll.ctf import tablefiles


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code set. `valid_from` and `valid_until` both count; None is open."""

    code: str
    words: str
    valid_from: date | None
    valid_until: date | None
    is_listed: bool
    mark: str
    note: str

    def is_in_force(self, on: date) -> bool:
        """Say whether the row holds on the day."""
        return (self.valid_from or date.min) <= on <= (self.valid_until or date.max)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def code_sets() -> dict[str, dict[str, list[Code]]]:
    """Return every code set: code to its rows, the order of the table kept."""
    sets: dict[str, dict[str, list[Code]]] = {}
    for row in tablefiles.rows("code_sets"):
        code = Code(
            code=row["code"],
            words=row["description"],
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_to"]),
            is_listed=row["standing"] == "current",
            mark=row["mark"],
            note=row["source_note"],
        )
        sets.setdefault(row["code_set"], {}).setdefault(code.code, []).append(code)
    return sets


def rows_of(code_set: str, code: str) -> list[Code]:
    """Return the rows of a code in one set, or in the first of several joined by a stroke that has it."""
    for name in code_set.split("|"):
        found = code_sets().get(name, {}).get(code)
        if found:
            return found
    return []


def describe(code_set: str, code: str, on: date | None = None) -> str | None:
    """Return the words of a code, or None. With `on`, those in force on the day where there are several."""
    found = rows_of(code_set, code)
    if not found:
        return None
    in_force = [row for row in found if on is None or row.is_in_force(on)]
    return (in_force or found)[0].words
