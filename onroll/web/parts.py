"""The parts a presenter builds a page from. Every text in them is final: the templates only lay them out."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.html import format_html

Colour = Literal["grey", "blue", "green", "yellow", "red", "purple", "teal", "orange", "magenta"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link; `hidden_words` finish it for those who hear it out of its place ("Change" + "the date")."""

    text: str
    href: str
    hidden_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A state: one or two words in a colour, and its meaning in a plain sentence."""

    words: str
    meaning: str = ""
    colour: Colour = "grey"


Cell = str | Link | Tag


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a summary list: what it is, what it says and what may be done about it."""

    key: str
    value: Cell
    links: tuple[Link, ...] = ()


# At 1280 pixels a line of text has room for so many columns, with some words in each.
MOST_COLUMNS = 8


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; the first cell of a row names it. `numeric` holds, from 0, columns of numbers.

    `as_cards`: its cells hold words too long to stand beside each other, such as email addresses.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = field(default_factory=frozenset)
    hide_caption: bool = False
    as_cards: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether no usual screen has room for so many columns beside each other: each row then stands as a card."""
        return self.as_cards or len(self.head) > MOST_COLUMNS


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of a timeline; `at` is the moment already in words."""

    title: str
    at: str
    by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a progress line; `at` says when it was reached, if it was."""

    words: str
    state: Literal["done", "current", "to do"]
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    """Something wrong with a file: how bad, what, where and what to do about it."""

    severity: Literal["error", "warning"]
    message: str
    where: str = ""
    what_to_do: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class PageLinks:
    """Where a long list's other pages are. An item is a page number and its address; None is a gap."""

    current: int
    previous: str
    next: str
    items: tuple[tuple[int, str] | None, ...]


def page_links(*, current: int, total: int, href: str) -> PageLinks | None:
    """Return links to the first, the last and the pages around `current`; None where one page holds it all.

    `href` is an address that ends where the page number belongs, as in "?name=Lee&page=".
    """
    if total < 2:
        return None
    shown = [n for n in range(1, total + 1) if n in (1, total) or abs(n - current) <= 1]
    items: list[tuple[int, str] | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append(None)
        items.append((number, f"{href}{number}"))
    return PageLinks(
        current=current,
        previous=f"{href}{current - 1}" if current > 1 else "",
        next=f"{href}{current + 1}" if current < total else "",
        items=tuple(items),
    )


def field_code(name: str) -> str:
    """Return the name of a field of a letter as it is to be typed, marked as what it is: code."""
    return format_html("<code>{{{{ {} }}}}</code>", name)
