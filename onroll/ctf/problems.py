"""Problems: what was found in a file, where, in words a school clerk reads, and what to do.

The catalogue is the table `problems.csv`; codes never change their meaning. A problem holds no personal value.
"""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from onroll.ctf import marks, tablefiles
from onroll.ctf.severity import Severity

__all__ = ["CatalogueRow", "Problem", "Severity", "catalogue", "explain", "make"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found. `pupil` is the 1-based place of the pupil in the file; line and column where they are known."""

    code: str
    severity: Severity
    path: str
    line: int | None
    column: int | None
    pupil: int | None
    message: str
    action: str
    source: str

    def as_json(self) -> dict[str, str | int | None]:
        """Return the problem as plain values for a JSON document."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row of the catalogue, its severity already capped by its mark."""

    code: str
    severity: Severity
    mark: str
    phase: str
    message: str
    action: str
    source: str


@cache
def catalogue() -> dict[str, CatalogueRow]:
    """Return every problem this room can report, by code."""
    rows = {}
    for row in tablefiles.rows("problems"):
        mark = row["mark"]
        rows[row["code"]] = CatalogueRow(
            code=row["code"],
            severity=marks.capped(Severity(row["severity"]), mark),
            mark=mark,
            phase=row["phase"],
            message=row["message"],
            action=row["action"],
            source=row["source"],
        )
    return rows


def explain(code: str) -> CatalogueRow | None:
    """Return the catalogue's row for a code, or None."""
    return catalogue().get(code)


def make(
    code: str,
    *,
    path: str = "",
    line: int | None = None,
    column: int | None = None,
    pupil: int | None = None,
    mark: str = "",
    severity: Severity | None = None,
    **values: Any,
) -> Problem:
    """Return a problem of the catalogue with its words filled in.

    `mark` is that of the element concerned: the weaker of it and the rule's own mark caps the severity.
    `severity` overrides the catalogue's, under the same cap (an item needed in a full file only).
    """
    row = catalogue()[code]
    weakest = marks.weaker(row.mark, mark)
    return Problem(
        code=code,
        severity=marks.capped(severity or row.severity, weakest),
        path=path,
        line=line,
        column=column,
        pupil=pupil,
        message=row.message.format(**values),
        action=row.action,
        source=f"{row.source} (mark {weakest})",
    )
