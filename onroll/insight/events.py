"""What the insight room records: who looked at which list or figure, by which rule and as at which day."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class MissingListRead(Event):
    """Somebody read one of the three lists of an area, or saved all of them as a table."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "A list of children missing education was read"
    authority_id: int
    which: str
    rule: str
    on: date
    known_on: date
    children: int
    is_saved: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class FiguresWorkedOut(Event):
    """Figures were worked out; `authority_id` 0 where they are of every authority."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "Figures of children missing education were worked out"
    authority_id: int
    query: str
    rule: str
    years: tuple[str, ...]
    ages: str
    known_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class LocalTagSet(Event):
    """An authority chose after how many days it marks a child on its own list; None: not at all."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An authority chose when its own list marks a child"
    authority_id: int
    after_days: int | None
