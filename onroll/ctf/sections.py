"""The shapes in which a header or a pupil is shown: sections of rows and tables, already in words."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value in words; `code` is what the file holds where that is a code."""

    label: str
    value: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, column heads and rows of cells."""

    caption: str
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A title with rows and tables under it."""

    title: str
    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.rows and not self.tables
