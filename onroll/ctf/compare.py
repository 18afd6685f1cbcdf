"""Compares two files pupil by pupil: what was added, taken away and changed.

Pupils are paired where two records say the same, else by number, else by full name and date of birth; whoever is left
stands in one file only. Several of one number or name (a mistake, or namesakes) are paired in their order.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from onroll.ctf import access, facts, wording
from onroll.ctf.elements import elements
from onroll.ctf.pupil import Pupil
from onroll.ctf.reader import TransferFile
from onroll.identifiers import upn


@dataclass(frozen=True, slots=True)
class Change:
    """A value or row of history, before and after; None where it was not there."""

    path: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PupilDifference:
    """What differs about one pupil; a position of None says that the file has not got the pupil."""

    older: int | None
    newer: int | None
    changes: list[Change] = field(default_factory=list)


def compare(older: TransferFile, newer: TransferFile) -> list[PupilDifference]:
    """Return the pupils about whom the files differ, in the order of the newer file, then those only in the older."""
    pairs = _pairs(older.pupils, newer.pupils)
    found = []
    for old, new in pairs:
        changes = compare_pupils(old, new) if old is not None and new is not None else []
        if changes or old is None or new is None:
            found.append(PupilDifference(_position(old), _position(new), changes))
    return found


def _position(pupil: Pupil | None) -> int | None:
    return None if pupil is None else pupil.position


def compare_pupils(old: Pupil, new: Pupil) -> list[Change]:
    """Return what differs between two records of one pupil."""
    was, now = facts.snapshot(old), facts.snapshot(new)
    changes = [
        Change(path, _label(path), _joined(was.get(path)), _joined(now.get(path)))
        for path in [*was, *(path for path in now if path not in was)]
        if was.get(path) != now.get(path)
    ]
    rows_was, rows_now = facts.history(old), facts.history(new)
    for path in [*rows_was, *(path for path in rows_now if path not in rows_was)]:
        before, after = Counter(rows_was.get(path, [])), Counter(rows_now.get(path, []))
        changes += [Change(path, _label(path), _row(path, row), None) for row in (before - after).elements()]
        changes += [Change(path, _label(path), None, _row(path, row)) for row in (after - before).elements()]
    return changes


def _pairs(older: list[Pupil], newer: list[Pupil]) -> list[tuple[Pupil | None, Pupil | None]]:
    partner: dict[int, Pupil] = {}
    free = {pupil.position: pupil for pupil in older}
    for key in (_by_content, _by_number, _by_name):
        index: defaultdict[Hashable, deque[Pupil]] = defaultdict(deque)
        for pupil in free.values():
            index[key(pupil)].append(pupil)
        for pupil in newer:
            wanted = None if pupil.position in partner else key(pupil)
            if wanted is not None and index[wanted]:
                match = index[wanted].popleft()
                partner[pupil.position] = free.pop(match.position)
    return [(partner.get(pupil.position), pupil) for pupil in newer] + [(pupil, None) for pupil in free.values()]


Key = Callable[[Pupil], Hashable]


def _by_number(pupil: Pupil) -> Hashable:
    return upn.normal_form(pupil.upn) if pupil.upn else None


def _by_name(pupil: Pupil) -> Hashable:
    if not (pupil.surname and pupil.forename and pupil.birth_date):
        return None
    return pupil.surname.casefold(), pupil.forename.casefold(), pupil.birth_date


def _by_content(pupil: Pupil) -> Hashable:
    """Two records that say the same are of one pupil, even where number or name are missing."""
    return repr((sorted(facts.snapshot(pupil).items()), sorted(facts.history(pupil).items())))


def _label(path: str) -> str:
    bare = "/".join(part.partition("[")[0] for part in path.split("/"))
    row = elements().get(f"Pupil/{bare}")
    return row.label if row else access.without_namespaces(path)


def _joined(texts: list[str] | None) -> str | None:
    return None if texts is None else "; ".join(texts)


def _row(path: str, row: facts.HistoryRow) -> str:
    parts = []
    for tag, text in row:
        element = elements().get(f"Pupil/{path}/{tag}")
        parts.append(
            f"{element.label}: {wording.in_a_cell(element, text)}"
            if element
            else f"{access.without_namespaces(tag)}: {text}"
        )
    return ", ".join(parts)
