"""The lists of files: waiting for you, sent by you, and of an authority's area."""

import dataclasses
from collections.abc import Callable
from datetime import date

from django.core.paginator import Page
from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.transfer import state_words
from onroll.transfer.models import Message
from onroll.transfer.states import MEANINGS, State
from onroll.web import words
from onroll.web.parts import Cell, Link, PageLinks, Row, Table, Tag, page_links

SHOWN = 50  # files on one page of a list
STATES_AT_REST = frozenset({State.CONFIRMED, State.WITHDRAWN, State.REFUSED})  # nobody is waited for


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileList:
    """A list of files, what it holds in a sentence, and where its other pages are."""

    title: str
    lead: str
    table: Table | None
    links: PageLinks | None
    empty: str
    meanings: tuple[Tag, ...] = ()
    counts: tuple[Row, ...] = ()


def inbox(files: "Page[Message]", on: date) -> FileList:
    """Present the files sent to the acting organisation."""
    return _file_list(
        files,
        title="Waiting for you",
        lead="Files sent to you. Collect each one, load it into your school system, then confirm that the child is on "
        "your roll.",
        empty="No file has been sent to you yet. You get an email when one arrives.",
        head=("Reference", "File", "From", "State", "Since"),
        row=lambda file: (_link(file), _name(file), str(file.sender), state_words.tag(file), _since(file, on)),
    )


def sent(files: "Page[Message]", on: date) -> FileList:
    """Present the files that the acting organisation uploaded."""
    return _file_list(
        files,
        title="Sent",
        lead="Files that you uploaded, the newest first.",
        empty="You have not sent a file yet.",
        head=("Reference", "File", "To", "State", "Since"),
        row=lambda file: (
            _link(file),
            _name(file),
            state_words.destination(file),
            state_words.tag(file),
            _since(file, on),
        ),
    )


def area(files: "Page[Message]", on: date, counts: dict[str, int], held_everywhere: int, href: str) -> FileList:
    """Present the files sent from, or to, an authority's area, the longest in their state first."""
    shown = _file_list(
        files,
        title="Files in our area",
        lead="Files that schools of our area sent or were sent. You see each file’s steps, not its pupils.",
        empty="There is no such file in our area.",
        head=("Reference", "From", "To", "State", "Since"),
        row=lambda file: (
            _link(file),
            str(file.sender),
            state_words.destination(file),
            state_words.tag(file),
            _since(file, on),
        ),
        href=href,
    )
    rows = [_count_row(state, counts.get(state, 0)) for state in (State.WAITING, State.COLLECTED, State.HELD_AS_LOST)]
    held = Row(key="Children in the repository, all authorities", value=f"{held_everywhere:,}")
    return dataclasses.replace(shown, counts=(*rows, held))


def _file_list(
    files: "Page[Message]",
    *,
    title: str,
    lead: str,
    empty: str,
    head: tuple[str, ...],
    row: Callable[[Message], tuple[Cell, ...]],
    href: str = "?page=",
) -> FileList:
    rows = tuple(row(file) for file in files)
    table = Table(caption=words.count_words(files.paginator.count, "file"), head=head, rows=rows)
    links = page_links(current=files.number, total=files.paginator.num_pages, href=href)
    states = [state for state in State if any(file.state == state for file in files)]
    return FileList(
        title=title,
        lead=lead,
        table=table if rows else None,
        links=links,
        empty=empty,
        meanings=tuple(state_words.meaning_of(state) for state in states),
    )


def _count_row(state: State, count: int) -> Row:
    address = f"{reverse('transfer:area')}?state={state.value}"
    link = Link(text="Show", href=address, hidden_words=f"files that are “{MEANINGS[state].name}”")
    return Row(key=MEANINGS[state].name, value=words.count_words(count, "file"), links=(link,))


def _link(file: Message) -> Link:
    page = "transfer:check-file" if file.state == State.CHECKED else "transfer:file"
    return Link(text=file.reference, href=reverse(page, args=[file.reference]))


def _name(file: Message) -> str:
    """Return a file's name and how many pupils it holds."""
    return f"{state_words.name(file)}, {words.count_words(file.pupil_count, 'pupil')}"


def _since(file: Message, on: date) -> str:
    """Return the day on which a file reached its state, and for how long somebody has been waited for since."""
    since = file.since  # type: ignore[attr-defined]  # annotated by the query
    day = words.day_words(since.astimezone(LONDON))
    return day if file.state in STATES_AT_REST else f"{day} ({state_words.age(since, on)})"
