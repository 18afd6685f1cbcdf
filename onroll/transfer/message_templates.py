"""Templates of secure messages: a dated table of matters, each with the text that its writer starts from."""

import csv
import dataclasses
from datetime import date
from functools import cache
from importlib import resources

FREE = "other"


@dataclasses.dataclass(frozen=True, slots=True)
class Template:
    """One matter. In force from a day until another, both counted; without a last day, still.

    `title` stands in lists, so it holds nothing personal; `text` is where the writer begins.
    """

    code: str
    from_on: date
    until_on: date | None
    title: str
    text: str

    def is_in_force(self, on: date) -> bool:
        """Say whether it is offered on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@cache
def every() -> tuple[Template, ...]:
    """Return every template there ever was, in the order of the table."""
    table = resources.files("onroll.transfer.tables") / "message_templates.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(
        Template(
            code=row["code"],
            from_on=date.fromisoformat(row["from_on"]),
            until_on=date.fromisoformat(row["until_on"]) if row["until_on"] else None,
            title=row["title"],
            text=row["text"],
        )
        for row in rows
    )


def in_force(on: date) -> tuple[Template, ...]:
    """Return the templates that are offered on a day."""
    return tuple(template for template in every() if template.is_in_force(on))


def title_of(code: str) -> str:
    """Return a matter in words; of one that is in the table no more, its code."""
    return next((template.title for template in every() if template.code == code), code)
