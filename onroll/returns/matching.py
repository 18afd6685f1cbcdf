"""Comparing the rows of a list with the pupils on rolls by the matcher: the likeliest pupil of each row, and how sure.

The thresholds are the matcher's own (`linkage`): above the upper one it is the child, between the two a person decides,
below the lower one she is on no roll that we know.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from onroll.linkage.engine.match import DOUBTFUL_FROM, SURE_FROM, Engine, Options, match
from onroll.linkage.engine.table import from_records
from onroll.returns.list_files import ListedRow
from onroll.returns.models import Band
from onroll.rolls.models import RollEntry

ENGINE = Engine.BOOSTED
COMPARED = ("upn", "surname", "forename", "born_on", "sex", "postcode")


@dataclasses.dataclass(frozen=True, slots=True)
class Likeliest:
    """The likeliest pupil of a row, with the matcher's probability, 0 to 1."""

    entry: RollEntry
    probability: float

    @property
    def band(self) -> Band:
        """How sure it is."""
        return Band.SURE if self.probability >= SURE_FROM else Band.DOUBTFUL


def likeliest_of(
    rows: Sequence[ListedRow], entries: Iterable[RollEntry], *, step: Callable[[str], None] = lambda _: None
) -> dict[int, Likeliest]:
    """Return the likeliest pupil by the line of each row; rows for whom nobody is likely enough are left out.

    Each pupil is given to one row at most, the likeliest one: of two rows for one pupil, the other is in doubt.
    """
    on_roll = {f"e{entry.pk}": entry for entry in entries}
    if not rows or not on_roll:
        return {}
    records = [_row_record(row) for row in rows]
    records += [_entry_record(rid, entry) for rid, entry in on_roll.items()]
    matched = match(from_records(records), Options(engine=ENGINE), step=step)
    best: dict[int, Likeliest] = {}
    for left, right, chance in zip(
        matched.pairs.left.tolist(), matched.pairs.right.tolist(), matched.probability.tolist(), strict=True
    ):
        one, other = matched.table.rids[left], matched.table.rids[right]
        listed, pupil = (one, other) if one.startswith("r") else (other, one)
        line = int(listed[1:])
        if chance >= DOUBTFUL_FROM and (line not in best or chance > best[line].probability):
            best[line] = Likeliest(on_roll[pupil], float(chance))
    return _once(best)


def differs(row: ListedRow, entry: RollEntry) -> list[str]:
    """Return the names of what the list and the roll both give, and give differently."""
    return [
        name
        for name in COMPARED
        if (ours := getattr(entry, name))
        and (theirs := getattr(row, name))
        and str(ours).casefold().replace(" ", "") != str(theirs).casefold().replace(" ", "")
    ]


def _once(best: dict[int, Likeliest]) -> dict[int, Likeliest]:
    taken: set[int] = set()
    found: dict[int, Likeliest] = {}
    for line, likeliest in sorted(best.items(), key=lambda item: (-item[1].probability, item[0])):
        is_taken = likeliest.entry.pk in taken
        taken.add(likeliest.entry.pk)
        # Twins, or one child twice in the list: a person looks, nothing is said of the second by itself.
        chance = min(likeliest.probability, (SURE_FROM + DOUBTFUL_FROM) / 2) if is_taken else likeliest.probability
        found[line] = Likeliest(likeliest.entry, chance)
    return found


def _row_record(row: ListedRow) -> dict[str, str]:
    return {
        "rid": f"r{row.line}",
        "list": "list",
        "upn": row.upn,
        "forename": row.forename,
        "surname": row.surname,
        "dob": row.born_on.isoformat(),
        "sex": row.sex,
        "postcode": row.postcode,
    }


def _entry_record(rid: str, entry: RollEntry) -> dict[str, str]:
    return {
        "rid": rid,
        "list": "rolls",
        "upn": entry.upn,
        "forename": entry.forename,
        "middle": entry.middle_names,
        "surname": entry.surname,
        "dob": entry.born_on.isoformat() if entry.born_on else "",
        "sex": entry.sex,
        "postcode": entry.postcode,
    }
