"""The columns of an attendance file, and guessing which of a school's own columns is which.

Source: our own; the other names are those that school systems' exports use (mark P: what we have met, no standard).
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence

NOT_READ = "-"  # in a mapping: a person said that this column of theirs is not read


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its title, and what else people call it."""

    field: str
    title: str
    also_called: tuple[str, ...]


COLUMNS = (
    Column("upn", "UPN", ("unique pupil number", "pupil upn")),
    Column("pupil_id", "Pupil number", ("admission number", "adno", "adm no", "pupil id", "student id", "pupil key")),
    Column("date", "Date", ("mark date", "attendance date", "session date", "day")),
    Column("am", "Morning code", ("am mark", "am code", "morning", "morning mark")),
    Column("pm", "Afternoon code", ("pm mark", "pm code", "afternoon", "afternoon mark")),
    Column("session", "Session: AM or PM", ("am pm", "session name", "half day")),
    Column("code", "Code of the session", ("mark", "attendance code", "attendance mark", "mark code")),
    Column("minutes_late", "Minutes late", ("minutes", "mins late", "late minutes", "min late")),
    Column("school", "School’s number", ("dfe number", "dfes number", "estab", "school code", "laestab")),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def plain(title: str) -> str:
    """Return a title as it is compared: small letters, no stops or underscores, single spaces."""
    return re.sub(r"[\s_\-.:*/]+", " ", title.replace("\ufeff", "").casefold()).strip()


_KNOWN = {plain(name): column.field for column in COLUMNS for name in (column.field, column.title, *column.also_called)}


def guess(titles: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our field by the school's own title: as remembered for the school, else by name; "" where unknown.

    `remembered` is by title as compared (`plain`); the value `-` says that the column is not read.
    """
    kept = remembered or {}
    taken = {field for title, field in kept.items() if title in set(map(plain, titles))}
    found: dict[str, str] = {}
    for title in titles:
        field = kept.get(plain(title))
        if field is None:
            named = _KNOWN.get(plain(title), "")
            field = "" if named in taken else named
        taken.add(field)
        found[title] = field
    return found


def lacking(fields: set[str]) -> str:
    """Return what is still to be named, in words; empty where the columns are enough."""
    if not fields & {"upn", "pupil_id"}:
        return "whose mark it is (UPN or pupil number)"
    if "date" not in fields:
        return "the date"
    if not (fields & {"am", "pm"} or {"session", "code"} <= fields):
        return "the codes (morning and afternoon, or session and code)"
    return ""
