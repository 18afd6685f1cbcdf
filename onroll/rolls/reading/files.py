"""One door for every form: bytes of a roll into `Read`. With an error anywhere in it, nothing of a file is taken."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from onroll.rolls.reading import oneroster, tables, transfer_files
from onroll.rolls.reading.columns import FIELDS, plain
from onroll.rolls.reading.problems import Problem, problem
from onroll.rolls.reading.pupils import Pupil, pupil_of
from onroll.rolls.reading.rows import MOST_PUPILS, Rows
from onroll.rolls.reading.schools import check_school

MOST_BYTES = 50_000_000  # far above any school's roll, far below what would hold up the service (our own, mark P)
# Of one code so many rows are listed; the rest are counted.
MOST_LISTED = 50
# Said once for a file and column: they are about how the file was made, not about one pupil.
ONCE = frozenset({"R42", "R43"})


class TooMuch(Exception):
    """More bytes came than any roll has; nothing more was read."""


@dataclasses.dataclass(slots=True)
class Read:
    """What a file says. `fields`: which of a pupil's fields it has a column for; others stay as they are known.

    `is_whole`: whoever is not in it is not on the roll. `titles`: the school's own, where the form has titles.
    """

    pupils: list[Pupil]
    fields: frozenset[str]
    problems: list[Problem]
    is_whole: bool = True
    titles: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong for which the file is not taken."""
        return any(one.is_error for one in self.problems)


def whole_of(pieces: Iterable[bytes], most: int = MOST_BYTES) -> bytes:
    """Return all bytes of a stream. Raises: TooMuch, as soon as there are more than `most`."""
    content = bytearray()
    for piece in pieces:
        if len(content) + len(piece) > most:
            raise TooMuch
        content += piece
    return bytes(content)


def read(
    content: bytes,
    *,
    form: str,
    school_code: str,
    as_on: date,
    mapping: Mapping[str, str] | None = None,
) -> Read:
    """Return what a file says of a school's roll on a day; `form` as `models.Form`, `mapping` as remembered."""
    most = tables.MOST_JSON_BYTES if form == "json" else MOST_BYTES
    if len(content) > most:
        return Read([], frozenset(), [problem("R01", most=f"{most // 1_000_000} MB")])
    rows = _READERS[form](content, mapping or {}, school_code)
    problems = list(rows.problems)
    if any(one.is_error for one in problems):
        return Read([], rows.fields & frozenset(FIELDS), problems, rows.is_whole, rows.titles)
    if len(rows.rows) > MOST_PUPILS:
        problems.append(problem("R08", most=f"{MOST_PUPILS:,}"))
        return Read([], rows.fields & frozenset(FIELDS), problems, rows.is_whole, rows.titles)
    pupils = [pupil_of(number, texts, as_on, problems) for number, texts in rows.rows]
    if not pupils:
        problems.append(problem("R02"))
    if "school_code" in rows.fields:
        problems += check_school(rows.rows, school_code)
    problems += _twice(pupils)
    fields = (rows.fields | {"pupil_key"}) & frozenset(FIELDS)
    return Read(pupils, fields, list(_listed(problems)), rows.is_whole, rows.titles)


def titles_of(content: bytes) -> tuple[str, ...]:
    """Return the titles of a table's columns, as the school writes them; none where it is no table."""
    return tables.read_table(content, {}, "").titles


def has_new_titles(content: bytes, mapping: Mapping[str, str]) -> bool:
    """Return whether a table has a column of which nobody has said what it is."""
    return any(title and plain(title) not in mapping for title in titles_of(content))


def _twice(pupils: list[Pupil]) -> Iterator[Problem]:
    """Yield each row whose pupil number or UPN an earlier row has, too."""
    keys: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for pupil in pupils:
        if pupil.upn and pupil.upn in numbers:
            yield problem("R22", pupil.row, "UPN", other=numbers[pupil.upn])
        elif pupil.pupil_key in keys:
            code = "R23" if pupil.pupil_key.startswith("n-") else "R21"
            yield problem(code, pupil.row, other=keys[pupil.pupil_key])
        keys.setdefault(pupil.pupil_key, pupil.row)
        if pupil.upn:
            numbers.setdefault(pupil.upn, pupil.row)


def _listed(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first rows of each code; what is about the file's making, once a column."""
    counts: dict[tuple[str, str], int] = {}
    for one in problems:
        key = (one.code, one.column)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= (1 if one.code in ONCE else MOST_LISTED):
            yield one


def _read_json(content: bytes, _mapping: Mapping[str, str], _school: str) -> Rows:
    return tables.read_json(content)


_READERS = {
    "csv": tables.read_table,
    "oneroster": oneroster.read_bundle,
    "ctf": transfer_files.read_transfer_file,
    "json": _read_json,
}
