"""A file read on screen: its list of pupils, and one pupil as a page in the words of the format's tables."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll import ctf
from onroll.transfer import state_words
from onroll.transfer.models import Message
from onroll.transfer.queries import FilePupil
from onroll.web import words
from onroll.web.parts import Link, PageLinks, Row, Table, page_links

PUPILS_SHOWN = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadFile:
    """The pupils of a file, each with a link to all that the file says."""

    title: str
    file_name: str
    table: Table
    links: PageLinks | None
    back: Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilSection:
    """One titled part of what a file says of a pupil."""

    title: str
    rows: tuple[Row, ...]
    tables: tuple[Table, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadPupil:
    """All that a file says of one pupil."""

    title: str
    caption: str
    name: str
    sections: tuple[PupilSection, ...]
    back: Link


def read_file(message: Message, pupils: Sequence[FilePupil], page_number: int) -> ReadFile:
    """Present the list of a file's pupils."""
    rows = tuple(
        (
            Link(text=pupil.name, href=reverse("transfer:read-pupil", args=[message.reference, pupil.position])),
            words.day_words(pupil.birth_date) if pupil.birth_date else "Not given",
            pupil.upn or "Not given",
        )
        for pupil in pupils
    )
    return ReadFile(
        title=f"Pupils of file {message.reference}",
        file_name=state_words.name(message),
        table=Table(
            caption=words.count_words(message.pupil_count, "pupil"), head=("Pupil", "Date of birth", "UPN"), rows=rows
        ),
        links=page_links(current=page_number, total=-(-message.pupil_count // PUPILS_SHOWN), href="?page="),
        back=_back_to_file(message),
    )


def read_pupil(message: Message, pupil: ctf.Pupil) -> ReadPupil:
    """Present one pupil."""
    is_only = message.pupil_count == 1
    back = Link(text="Back to the list of pupils", href=reverse("transfer:read-file", args=[message.reference]))
    return ReadPupil(
        title=f"Pupil {pupil.position} of file {message.reference}",
        caption=f"Pupil {pupil.position} of {message.pupil_count}",
        name=" ".join(name for name in (pupil.forename, pupil.surname) if name) or "No name given",
        sections=sections_of(pupil),
        back=_back_to_file(message) if is_only else back,
    )


def sections_of(pupil: ctf.Pupil) -> tuple[PupilSection, ...]:
    """Return what the file says, in the words of the format's tables."""
    return tuple(
        PupilSection(
            title=section.title,
            rows=tuple(Row(key=row.label, value=row.value) for row in section.rows),
            tables=tuple(_table(table) for table in section.tables),
        )
        for section in ctf.present_pupil(pupil)
        if not section.is_empty
    )


def _table(table: ctf.Table) -> Table:
    return Table(caption=table.caption, head=tuple(table.head), rows=tuple(tuple(cells) for cells in table.rows))


def _back_to_file(message: Message) -> Link:
    return Link(text="Back to the file", href=reverse("transfer:file", args=[message.reference]))
