"""The three lists in words: who, since when, why, and by which rule."""

import csv
import dataclasses
import io
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from onroll.audit.act import Act
from onroll.ctf.year_groups import year_name
from onroll.insight.models import LocalTag
from onroll.insight.queries import Asked, Listed, ListPage
from onroll.rules.missing import EXPECTED_FOR_DAYS, LIST_MEANINGS, TITLES, List
from onroll.web.parts import Cell, Link, PageLinks, Row, Table, Tag, page_links
from onroll.web.words import count_words, day_words, days_words, moment_words

NAMES = {
    List.MISSING: "Missing education",
    List.SUSPECTED: "Suspected",
    List.ATTENDANCE_CONCERN: "Attendance concern",
}
WHOSE_CHILD = (
    "A child is counted in the area to which the newest roll, notification, fact or file up to that day leads. "
    "Shielded children are left out."
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV_HEAD = (
    *("list", "child", "name", "year_group", "out_since", "days_out", "local_tag", "why", "of_day", "rule"),
    *("known_on", "made_at"),
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListsPage:
    """What the template shows; the table is None where the list is empty."""

    title: str
    lead: str
    numbers: tuple[Row, ...]
    expected: str
    heading: str
    meaning: str
    table: Table | None
    empty: str
    tag_words: str
    how: tuple[str, ...]
    links: PageLinks | None
    csv_href: str


def lists_page(act: Act, found: ListPage, tag: LocalTag, fresh: str = "") -> ListsPage:
    """Present one list and the numbers of all three; `fresh` says how fresh the rolls behind it are."""
    asked, which = found.asked, found.which
    return ListsPage(
        title="Who is missing education",
        lead=f"Children of your area on {day_words(asked.on)}, by what was known {_known_words(act, asked)}.",
        numbers=tuple(_number(found, each) for each in NAMES),
        expected=_expected_words(found.numbers.expected),
        heading=f"{NAMES[which]}: {count_words(found.numbers.of(which), 'child')}",
        meaning=LIST_MEANINGS[which],
        table=_table(found, tag) if found.rows else None,
        empty="Nobody is on this list.",
        tag_words=_tag_words(tag),
        how=(*how_made(act, asked), *filter(None, [fresh])),
        links=page_links(current=found.page, total=found.page_count, href=f"?{_query(asked, which)}&page="),
        csv_href=f"{reverse('insight:lists-csv')}?{_query(asked, which)}",
    )


def how_made(act: Act, asked: Asked) -> tuple[str, ...]:
    """Return by which rule, from what and when something was made."""
    is_final = asked.known_on < act.on
    stays = (
        "Asked again, as known at that day, it is the same for ever."
        if is_final
        else "Today is not over: as known at today it is final tomorrow."
    )
    return (
        f"Rule: {TITLES[asked.rule]} ({asked.rule}).",
        f"About {day_words(asked.on)}, from all that was recorded {_known_words(act, asked)}. {stays}",
        WHOSE_CHILD,
        f"Made on {moment_words(act.at)}{_older_words(act, asked)}.",
    )


def _older_words(act: Act, asked: Asked) -> str:
    """Say of which moment a list of today is, where it was not worked out just now."""
    is_older = asked.known_on == act.on and asked.known_by < act.at
    return f", from what was known at {moment_words(asked.known_by)}: your area is big" if is_older else ""


def _known_words(act: Act, asked: Asked) -> str:
    return "up to now" if asked.known_on == act.on else f"by the end of {day_words(asked.known_on)}"


def _number(found: ListPage, which: List) -> Row:
    words = count_words(found.numbers.of(which), "child")
    name = NAMES[which]
    if which is found.which:
        return Row(key=name, value=f"{words} (shown below)")
    href = f"?{_query(found.asked, which)}"
    return Row(key=name, value=words, links=(Link(text="Show", href=href, hidden_words=f"the list {name}"),))


def _expected_words(number: int) -> str:
    if not number:
        return ""
    are = "is" if number == 1 else "are"
    (most,) = EXPECTED_FOR_DAYS.value
    return (
        f"{count_words(number, 'child')} more {are} on the way: the last school sent the file to a named school, which "
        f"has not confirmed the child yet. After {most} days without a word, or as soon as anybody tells you that the "
        "child is out, the child is on the list."
    )


def _table(found: ListPage, tag: LocalTag) -> Table:
    has_tag = tag.after_days is not None and found.which is List.MISSING
    head = ("Child", "Year", "Out since", "Days out", *(("Local tag",) if has_tag else ()), "Why")
    return Table(
        caption=NAMES[found.which],
        head=head,
        rows=tuple(_row(each, tag, has_tag=has_tag) for each in found.rows),
        numeric=frozenset({3}),
        hide_caption=True,
    )


def _row(listed: Listed, tag: LocalTag, *, has_tag: bool) -> tuple[Cell, ...]:
    since = listed.answer.out_since
    marked = Tag(words=f"{tag.after_days} days", meaning=_tag_words(tag), colour="blue") if listed.is_tagged else ""
    return (
        _child(listed),
        year_name(listed.year_group) or "Not known",
        day_words(since) if since else "Not known",
        f"{listed.days_out:,}" if listed.days_out is not None else "",
        *((marked,) if has_tag else ()),
        " ".join(listed.answer.reasons),
    )


def _child(listed: Listed) -> Cell:
    name = name_of(listed) or "Not identified"
    if listed.notification is not None:
        href = reverse("casework:notification", args=[listed.notification.reference])
        return Link(text=name, href=href, hidden_words=f"({listed.notification.reference})")
    if listed.is_shown:
        href = reverse("registry:child", args=[listed.child.reference])
        return Link(text=name, href=href, hidden_words=f"({listed.child.reference})")
    return f"{name} ({listed.child.reference})"


def name_of(listed: Listed) -> str:
    """Return the name by which the officer's own area knows the child; empty where it knows none."""
    said = listed.notification.sighting if listed.notification else listed.sighting
    return " ".join(part for part in (said.forename, said.surname) if part) if said else ""


def _tag_words(tag: LocalTag) -> str:
    if tag.after_days is None:
        return "Your authority shows no local tag."
    return (
        f"Your authority marks children who are out for {days_words(tag.after_days)} or more. The tag is for your own "
        "work: it changes no list and no number."
    )


def _query(asked: Asked, which: List) -> str:
    days = {"on": asked.on, "known_on": asked.known_on}
    boxes = {f"{name}_{box}": getattr(day, box) for name, day in days.items() for box in ("day", "month", "year")}
    return urlencode({**boxes, "rule": asked.rule.value, "which": which.value})


def lists_csv(act: Act, asked: Asked, rows: Iterable[Listed]) -> str:
    """Return all three lists as a table for a spreadsheet, each row with its rule and days."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_HEAD)
    for each in rows:
        name = name_of(each)
        writer.writerow(
            (
                each.which.value,
                each.child.reference,
                f"'{name}" if name.startswith(FORMULA_STARTS) else name,
                each.year_group,
                each.answer.out_since or "",
                "" if each.days_out is None else each.days_out,
                "yes" if each.is_tagged else "",
                " ".join(each.answer.reasons),
                asked.on,
                asked.rule.value,
                asked.known_on,
                act.at.isoformat(timespec="seconds"),
            )
        )
    return out.getvalue()
