"""One page of this room: a title, a lead, numbers, tables, and where to go from here."""

import dataclasses
from collections.abc import Sequence

from onroll.returns.given import Problem
from onroll.rules.deletion import Condition
from onroll.web.parts import Link, PageLinks, Row, Table, Tag


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnsPage:
    """What a template of this room shows. Everything in it is final; empty parts are left out."""

    title: str
    lead: str = ""
    caption: str = ""
    back: Link | None = None
    state: Tag | None = None
    notice: str = ""
    buttons: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    about: tuple[Row, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""
    pages: PageLinks | None = None
    how: tuple[str, ...] = ()
    cancel_href: str = ""
    submit: str = "Save"
    form_title: str = ""


def conditions_table(conditions: Sequence[Condition]) -> Table:
    """Present each condition of a ground: met or not, and how that is known."""
    rows = tuple(
        (each.words, Tag(words="Met" if each.is_met else "Not met", colour="green" if each.is_met else "red"), each.why)
        for each in conditions
    )
    return Table(caption="What the ground asks", head=("Condition", "Met?", "How that is known"), rows=rows)


def problems_table(problems: Sequence[Problem]) -> Table:
    """Present what is wrong with a file: where, what, and the code that support asks for."""
    rows = tuple((str(each.row) if each.row else "Whole file", each.column, each.words, each.code) for each in problems)
    return Table(caption="What is wrong with the file", head=("Row", "Column", "What is wrong", "Code"), rows=rows)
