"""What every form of file is read into: rows as they stand there, and what is wrong with them."""

import dataclasses
from datetime import date

# Problems that leave out their row, or a part of it, and let the rest be taken.
LEFT_OUT = frozenset({"attendance.not_on_roll", "attendance.marks_cut"})
# Problems that are said, and leave out nothing.
SAID = frozenset({"attendance.no_school_day"})


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a stable code, the row (the first under the head is 2) and the column; never what stood there."""

    code: str
    row: int
    column: str
    words: str

    @property
    def is_error(self) -> bool:
        """Whether the whole file is refused for it."""
        return self.code not in LEFT_OUT | SAID


class NotReadable(ValueError):
    """The file as a whole cannot be read; the problem says why."""

    def __init__(self, code: str, words: str, row: int = 1) -> None:
        super().__init__(words)
        self.problem = Problem(code, row, "", words)


@dataclasses.dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it stands in the file, texts trimmed; `on` is None where its date cannot be read.

    `fault`: what is wrong with the row itself, whatever it says.
    """

    number: int
    pupil: str
    on: date | None
    am: str
    pm: str
    minutes: int | None
    session: str
    school: str
    fault: Problem | None = None
