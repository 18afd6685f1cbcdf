"""What every form is first made into: rows of texts by our own field names, before anything in them is believed."""

import dataclasses

from onroll.rolls.reading.problems import Problem

# Nothing is read beyond these, so that a file made to fill the memory fills none (our own, mark P).
MOST_PUPILS = 20_000
MOST_LINES = 1_000_000


@dataclasses.dataclass(slots=True)
class Rows:
    """Rows by number, as the file's lines count, with the fields that the file has a column for."""

    rows: list[tuple[int, dict[str, str]]] = dataclasses.field(default_factory=list)
    fields: frozenset[str] = frozenset()
    problems: list[Problem] = dataclasses.field(default_factory=list)
    is_whole: bool = True
    titles: tuple[str, ...] = ()
