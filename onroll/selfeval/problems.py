"""Problems: what is wrong with a set of answers, where, and in which words. Codes never change their meaning."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from onroll.selfeval.tables import rows


class Severity(StrEnum):
    """An error must be put right; a query is worth asking again and stops nothing."""

    ERROR = "error"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found. `row` is the line of the file, the heading being 1, where one row is at fault."""

    code: str
    severity: Severity
    authority: str
    item: str
    row: int | None
    message: str


@cache
def catalogue() -> dict[str, tuple[Severity, str]]:
    """Return every problem this room can report: code to severity and words."""
    return {row["code"]: (Severity(row["severity"]), row["words"]) for row in rows("problems")}


def problem(code: str, *, authority: str = "", item: str = "", row: int | None = None, **values: str) -> Problem:
    """Return a problem of the catalogue with its words filled in."""
    severity, words = catalogue()[code]
    return Problem(code, severity, authority, item, row, words.format(item=item, **values))
