"""The pages of school attendance orders, and what the page of a case shows of them."""

import dataclasses

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.actions.letter_files import letters_missing
from onroll.casework.letters import NAMES
from onroll.casework.models import AttendanceOrder, Case
from onroll.casework.queries import orders as queries
from onroll.casework.stages import Stage
from onroll.rules import orders
from onroll.rules.orders import OrderState
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import day_words

NO_PDF = "A letter with a name in another script is a Word document only: the PDF’s font has not all of its letters."


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrdersPart:
    """What the page of a case shows. `begin_href` is empty while none can be begun."""

    orders: Table | None
    begin_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderPage:
    """One order: where it stands, what was done, and its letters."""

    title: str
    case_href: str
    facts: tuple[Row, ...]
    steps: Table | None
    letters: tuple[Link, ...]
    letters_note: str
    has_next: bool


def orders_part(act: Act, case: Case) -> OrdersPart:
    """Present the orders of a case."""
    rows = queries.orders_of(act, case)
    is_running = any(orders.moves_of(each.ruleset)[OrderState(each.state)] for each in rows)
    can_begin = not is_running and case.stage != Stage.CLOSED
    table = Table(
        caption="School attendance orders",
        head=("Order", "State", "Began"),
        rows=tuple((_link(each), _tag(each), day_words(each.began_on)) for each in rows),
    )
    return OrdersPart(
        orders=table if rows else None,
        begin_href=reverse("casework:begin-order", args=[case.reference]) if can_begin else "",
    )


def order_page(order: AttendanceOrder) -> OrderPage:
    """Present one order."""
    names = orders.steps_of(order.ruleset)
    events = list(order.events.select_related("letter", "person"))
    rows = tuple(
        (names[each.step].name, names[each.step].section, day_words(each.done_on), each.person.name, each.words or "")
        for each in events
    )
    head = ("Step", "Section", "On", "By", "What happened")
    return OrderPage(
        title=f"Attendance order {order.reference}",
        case_href=reverse("casework:case", args=[order.case.reference]),
        facts=_facts(order),
        steps=Table(caption="Steps", head=head, rows=rows) if rows else None,
        letters=tuple(
            Link(
                text=f"{NAMES[each.letter.code]}, {each.letter.reference}, as {name}",
                href=reverse("casework:letter", args=[each.letter.reference, form]),
            )
            for each in events
            if each.letter
            for form, name in (("pdf", "PDF"), ("docx", "Word document"))
            if form != "pdf" or not letters_missing(each.letter.text)
        ),
        letters_note=NO_PDF if any(letters_missing(each.letter.text) for each in events if each.letter) else "",
        has_next=bool(queries.next_steps(order)),
    )


def _facts(order: AttendanceOrder) -> tuple[Row, ...]:
    rows = [
        Row(key="State", value=_tag(order)),
        Row(key="Law", value=(orders.ORDERS_2026 if order.ruleset == "sao-2026" else orders.ORDERS_1996).title),
        Row(key="Parent", value=f"{order.parent_name}, {order.parent_address}"),
        Row(key="School", value=order.school_name or "Not named yet"),
        Row(key="EHC plan", value="Yes" if order.has_plan else "No"),
    ]
    if order.period_ends_on:
        rows.append(Row(key="Last day for the parent to answer", value=day_words(order.period_ends_on)))
    if order.earlier:
        rows.append(Row(key="After the order", value=_link(order.earlier)))
    return tuple(rows)


def _link(order: AttendanceOrder) -> Link:
    return Link(text=order.reference, href=reverse("casework:order", args=[order.reference]))


def _tag(order: AttendanceOrder) -> Tag:
    name, words = orders.MEANINGS[OrderState(order.state)]
    return Tag(words=name, meaning=words, colour="blue")
