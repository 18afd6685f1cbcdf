"""What the casework room records of school attendance orders."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderBegun(Event):
    """An officer began the way to an attendance order."""

    subject: ClassVar[str] = "order_id"
    meaning: ClassVar[str] = "A school attendance order was begun"
    order_id: int
    case_id: int
    earlier_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderOpened(Event):
    """An officer read an order, with the parent's name and address."""

    subject: ClassVar[str] = "order_id"
    meaning: ClassVar[str] = "A school attendance order was read"
    order_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderStepTaken(Event):
    """A step of an attendance order was taken."""

    subject: ClassVar[str] = "order_id"
    meaning: ClassVar[str] = "A step of a school attendance order was taken"
    order_id: int
    case_id: int
    step: str
    state: str
    letter_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterRead(Event):
    """Somebody took a letter out of the vault."""

    subject: ClassVar[str] = "letter_id"
    meaning: ClassVar[str] = "A letter was read"
    letter_id: int
    form: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterTextChanged(Event):
    """An authority gave one of its letters a new text."""

    subject: ClassVar[str] = "template_id"
    meaning: ClassVar[str] = "The text of a letter was changed"
    template_id: int
    letter: str
    number: int
