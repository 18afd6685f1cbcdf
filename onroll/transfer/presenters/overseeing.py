"""What an authority oversees: what waits in its area and with whom, leavers whose file is due, certificates."""

import csv
import dataclasses
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.paginator import Page
from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.transfer import state_words
from onroll.transfer.models import Destruction, Message
from onroll.transfer.queries import Leaver
from onroll.transfer.states import State
from onroll.web import words
from onroll.web.parts import Cell, Link, PageLinks, Row, Table, Tag, page_links

DOCUMENT_LEFT = Tag(
    words="Document left",
    meaning="The file was collected. A document that went with it, for one role, was not.",
    colour="orange",
)
NOT_COLLECTED = Tag(
    words="Not delivered", colour="red", meaning="Reported to the sender and to you: nobody collected it."
)
LATE = Tag(words="Late", colour="red", meaning="The last day for sending the file is past.")
DUE = Tag(words="Due", colour="yellow", meaning="The file has still to be sent, and there is time.")
CSV_HEAD = (
    *(
        "Reference",
        "From",
        "From number",
        "With",
        "With number",
        "State",
        "Sent",
        "Waits for",
        "Reported as not delivered",
    ),
)
# A cell that begins with one of these would be taken for a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclasses.dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """A page of tables with a sentence at its head; `download_href` where it can be saved as a table."""

    title: str
    lead: str
    tables: tuple[Table, ...]
    empty: str
    meanings: tuple[Tag, ...] = ()
    links: PageLinks | None = None
    back: Link | None = None
    download_href: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CertificatePage:
    """One certificate of destruction."""

    title: str
    caption: str
    lead: str
    rows: tuple[Row, ...]
    back: Link


def waiting_in_area(files: "Page[Message]", every: Sequence[tuple[str, datetime]], on: date) -> OverviewPage:
    """Present what waits; `every` is each waiting file's recipient and when it was sent, the oldest first."""
    rows = tuple(_waiting_row(file, on) for file in files)
    by_school = _by_school(every, on)
    tables = [
        Table(
            caption="By school",
            head=("School", "Files", "The oldest waits for"),
            rows=by_school,
            numeric=frozenset({1}),
        ),
        Table(
            caption=f"{words.count_words(files.paginator.count, 'file')}, the longest waiting first",
            head=("Reference", "With", "From", "State", "Waits for", "Report"),
            rows=rows,
        ),
    ]
    return OverviewPage(
        title="What waits in our area",
        lead="Files that schools of our area have not collected, files of which a document was left behind, and files "
        "held for you to decide on. Ring the school at the top first.",
        tables=tuple(tables) if rows else (),
        empty="Nothing waits in our area: every file that was sent has been collected.",
        meanings=(
            state_words.meaning_of(State.WAITING),
            state_words.meaning_of(State.HELD),
            DOCUMENT_LEFT,
            NOT_COLLECTED,
        ),
        links=page_links(current=files.number, total=files.paginator.num_pages, href="?page="),
        back=_to_area(),
        download_href=reverse("transfer:area-waiting-csv"),
    )


def waiting_as_csv(files: Iterable[Message], on: date) -> str:
    """Return what waits as a table for a spreadsheet: no name of a child, no file name."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_HEAD)
    for file in files:
        since, recipient = _since(file), file.recipient
        if recipient is None:
            continue
        cells = (
            *(file.reference, file.sender.name, file.sender.code, recipient.name, recipient.code),
            *(_waiting_tag(file).words, since.astimezone(LONDON).date().isoformat(), state_words.age(since, on)),
            "yes" if _is_reported(file) else "no",
        )
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells])
    return out.getvalue()


def leavers_of_school(leavers: Sequence[Leaver], on: date, fresh: str = "") -> OverviewPage:
    """Present a school's own leavers, what is late first; `fresh` says how fresh its roll is."""
    rows = tuple(
        (
            each.name or "Name not reported",
            words.day_words(each.left_on),
            _due_words(each),
            LATE if each.is_late(on) else DUE,
        )
        for each in leavers
    )
    table = Table(
        caption=words.count_words(len(rows), "leaver"), head=("Child", "Left on", "Send by", "Duty"), rows=rows
    )
    return OverviewPage(
        title="Leavers whose file is due",
        lead="Children who have left your roll and for whom you have sent no file. The file is due within 15 school "
        "days of leaving. The days are counted in the usual school days of England; your own may differ."
        + (f" {fresh}" if fresh else ""),
        tables=(table,) if rows else (),
        empty="No file is due: a file has been sent for every leaver that was reported.",
        meanings=(LATE, DUE),
    )


def leavers_of_area(leavers: Sequence[Leaver], on: date, fresh: str = "") -> OverviewPage:
    """Present how many files each school of the area owes, the school with the oldest first. No child is named."""
    schools: dict[int, list[Leaver]] = {}
    for each in leavers:
        schools.setdefault(each.school.pk, []).append(each)
    rows = tuple(
        (
            str(owed[0].school),
            f"{sum(each.is_late(on) for each in owed):,}",
            f"{sum(not each.is_late(on) for each in owed):,}",
            _due_words(owed[0]),
        )
        for owed in schools.values()
    )
    table = Table(
        caption=words.count_words(len(rows), "school"),
        head=("School", "Late", "Due", "The oldest was to be sent by"),
        rows=rows,
        numeric=frozenset({1, 2}),
    )
    return OverviewPage(
        title="Leavers whose file is due",
        lead="Schools of our area with leavers for whom no file was sent. A file is due within 15 school days of "
        "leaving, counted in the usual school days of England." + (f" {fresh}" if fresh else ""),
        tables=(table,) if rows else (),
        empty="No school of our area owes a file.",
        meanings=(LATE, DUE),
        back=_to_area(),
    )


def certificates(found: "Page[Destruction]", back: Link) -> OverviewPage:
    """Present the certificates, the newest first."""
    rows = tuple(_certificate_row(each) for each in found)
    table = Table(
        caption=words.count_words(found.paginator.count, "certificate"),
        head=("Certificate", "File", "From", "To", "Destroyed"),
        rows=rows,
    )
    return OverviewPage(
        title="Certificates of destruction",
        lead="Every file whose time of keeping ran out and that was destroyed here. The steps of each file stay.",
        tables=(table,) if rows else (),
        empty="No file of yours has been destroyed because its time ran out.",
        links=page_links(current=found.number, total=found.paginator.num_pages, href="?page="),
        back=back,
    )


def certificate(found: Destruction) -> CertificatePage:
    """Present one certificate."""
    message = found.message
    return CertificatePage(
        title=f"Certificate {found.reference}",
        caption="Certificate of destruction",
        lead="The content of this file and the key to it were destroyed for ever. No copy is kept here.",
        rows=(
            Row(key="File", value=_file_link(message)),
            Row(key="From", value=str(message.sender)),
            Row(key="To", value=state_words.destination(message)),
            Row(key="Destroyed", value=words.moment_words(found.at)),
            Row(key="By", value="OnRoll, by the clock"),
            Row(key="Rule", value=found.rule),
            Row(key="Size", value=words.bytes_words(found.size)),
            Row(key="Digest (SHA-256)", value=found.sha256),
        ),
        back=Link(text="Back to the certificates", href=reverse("transfer:certificates")),
    )


def _waiting_row(file: Message, on: date) -> tuple[Cell, ...]:
    return (
        _file_link(file),
        state_words.destination(file),
        str(file.sender),
        _waiting_tag(file),
        state_words.age(_since(file), on),
        NOT_COLLECTED if _is_reported(file) else "",
    )


def _waiting_tag(file: Message) -> Tag:
    return state_words.tag(file) if file.state in (State.WAITING, State.HELD) else DOCUMENT_LEFT


def _by_school(every: Sequence[tuple[str, datetime]], on: date) -> tuple[tuple[Cell, ...], ...]:
    """Return each school once, the one with the oldest file first."""
    oldest: dict[str, datetime] = {}
    counts: dict[str, int] = {}
    for name, since in every:
        oldest.setdefault(name, since)
        counts[name] = counts.get(name, 0) + 1
    return tuple((name, f"{counts[name]:,}", state_words.age(since, on)) for name, since in oldest.items())


def _certificate_row(found: Destruction) -> tuple[Cell, ...]:
    return (
        Link(text=found.reference, href=reverse("transfer:certificate", args=[found.reference])),
        _file_link(found.message),
        str(found.message.sender),
        state_words.destination(found.message),
        words.day_words(found.at.astimezone(LONDON)),
    )


def _due_words(leaver: Leaver) -> str:
    return words.day_words(leaver.due_on) if leaver.due_on else "Not known"


def _file_link(message: Message) -> Link:
    return Link(text=message.reference, href=reverse("transfer:file", args=[message.reference]))


def _to_area() -> Link:
    return Link(text="Back to the files in our area", href=reverse("transfer:area"))


def _since(file: Message) -> datetime:
    """A file is as old as its sending, whatever happened to it since."""
    return file.sent_at or file.received_at


def _is_reported(file: Message) -> bool:
    return bool(file.is_reported)  # type: ignore[attr-defined]  # annotated by the query
