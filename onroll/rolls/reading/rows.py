"""What every form is first made into: rows of texts by our own field names, before anything in them is believed."""

import dataclasses

from onroll.rolls.reading.problems import Problem


@dataclasses.dataclass(slots=True)
class Rows:
    """Rows by number, as the file's lines count, with the fields that the file has a column for."""

    rows: list[tuple[int, dict[str, str]]] = dataclasses.field(default_factory=list)
    fields: frozenset[str] = frozenset()
    problems: list[Problem] = dataclasses.field(default_factory=list)
    is_whole: bool = True
    titles: tuple[str, ...] = ()
