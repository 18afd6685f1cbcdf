"""What content checks keep apart, as the role named for it sees it: never a name, since it may be for another role."""

import dataclasses

from django.core.paginator import Page
from django.urls import reverse

from onroll.rules import retention
from onroll.transfer import state_words
from onroll.transfer.models import Message
from onroll.transfer.presenters import parts
from onroll.transfer.presenters.lists import FileList
from onroll.transfer.presenters.steps import StepPage
from onroll.transfer.queries import standing_findings
from onroll.transfer.states import State
from onroll.vault import content_checks
from onroll.vault.content_checks import Verdict
from onroll.web import words
from onroll.web.parts import Link, Row, Table, Tag, page_links


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeptApartPage:
    """One document that is kept apart."""

    title: str
    state: Tag
    rows: tuple[Row, ...]
    found: tuple[str, ...]
    open_href: str
    let_go_href: str


def kept_apart_list(files: "Page[Message]") -> FileList:
    """Present what content checks keep apart."""
    rows = tuple(
        (
            Link(text=file.reference, href=reverse("transfer:kept-apart-document", args=[file.reference])),
            parts.role_words(file.part_role),
            parts.tag(file),
            " ".join(content_checks.words_of(code) for code in standing_findings(file)),
        )
        for file in files
    )
    tags = {State(file.state): parts.tag(file) for file in files}
    table = Table(
        caption=words.count_words(files.paginator.count, "document"),
        head=("Reference", "For", "State", "What was found"),
        rows=rows,
    )
    return FileList(
        title="Documents kept apart",
        lead="Documents of your organisation in which a content check found something. Nobody can open them but you, "
        "with a reason. When their time is over they are destroyed, with a certificate.",
        table=table if rows else None,
        links=page_links(current=files.number, total=files.paginator.num_pages, href="?page="),
        empty="Nothing is kept apart: content checks found nothing in your documents.",
        meanings=tuple(tags[state] for state in State if state in tags),
    )


def kept_apart_page(message: Message) -> KeptApartPage:
    """Present one document that is kept apart."""
    codes = standing_findings(message)
    is_awaited = any(content_checks.verdict_of(code) is Verdict.AWAIT for code in codes)
    since = message.since.date()  # type: ignore[attr-defined]  # annotated by the query
    until = retention.keep_until(retention.Record.KEPT_APART_FILE, since)
    return KeptApartPage(
        title=f"Document {message.reference}",
        state=parts.tag(message),
        rows=(
            Row(key="For", value=parts.role_words(message.part_role)),
            Row(key="To", value=state_words.destination(message)),
            Row(key="Size", value=words.bytes_words(message.stored_file.size)),
            Row(key="Kept until", value=f"{words.day_words(until)}, then destroyed"),
            *([Row(key="Goes with file", value=message.part_of.reference)] if message.part_of else []),
        ),
        found=tuple(f"{content_checks.words_of(code)} {content_checks.action_of(code)}" for code in codes),
        open_href=reverse("transfer:open-kept-apart", args=[message.reference]),
        let_go_href=reverse("transfer:let-go", args=[message.reference])
        if message.state == State.HELD and not is_awaited
        else "",
    )


def let_go(message: Message) -> StepPage:
    """Present the question why a held document may go on."""
    return StepPage(
        title="Let the document go on",
        caption=f"Document {message.reference}",
        back_href=reverse("transfer:kept-apart-document", args=[message.reference]),
        lead="It then goes where it was going, and whoever opens it relies on you. Your name and reason are kept.",
    )


def look_into(message: Message) -> StepPage:
    """Present the question why what is kept apart is opened."""
    return StepPage(
        title="Look into the document",
        caption=f"Document {message.reference}",
        back_href=reverse("transfer:kept-apart-document", args=[message.reference]),
        lead="It may be harmful: open it only where it can do no harm. It comes under a name that no program opens by "
        "itself. Your name and reason are kept.",
    )
