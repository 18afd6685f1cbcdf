"""Secure messages on screen: the list, one conversation, and the pages on which one is written."""

import dataclasses
from collections.abc import Sequence

from django.core.paginator import Page
from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.transfer import message_templates, permissions, queries
from onroll.transfer.conversation_states import MEANINGS, ConversationState
from onroll.transfer.models import Conversation, ConversationEntry, Message
from onroll.transfer.presenters import parts
from onroll.transfer.presenters.lists import FileList
from onroll.transfer.presenters.steps import StepPage
from onroll.transfer.queries import Mailbox, standing_findings
from onroll.vault import content_checks
from onroll.web import words
from onroll.web.parts import Cell, Link, Row, Table, Tag, page_links

NEW = Tag(words="New", meaning="Nobody who reads this mailbox has opened it yet.", colour="blue")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A document that came with a message."""

    name: Cell
    state: Tag
    found: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One message of a conversation."""

    heading: str
    at: str
    paragraphs: tuple[str, ...]
    read: str
    enclosed: tuple[Enclosed, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConversationPage:
    """One conversation."""

    title: str
    caption: str
    state: Tag
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    is_open: bool
    close_href: str


def mailbox_words(mailbox: Mailbox) -> str:
    """Return a mailbox in words."""
    return f"{mailbox.organisation}: {parts.role_words(mailbox.role)}"


def conversation_list(act: Act, found: "Page[Conversation]") -> FileList:
    """Present the conversations of somebody's mailboxes."""
    rows = tuple(_row(act, one) for one in found)
    table = Table(
        caption=words.count_words(found.paginator.count, "conversation"),
        head=("About", "With", "State", "Newest message"),
        rows=rows,
    )
    return FileList(
        title="Messages",
        lead="Secure messages between schools and authorities. They belong to your role, not to you: whoever holds or "
        "covers it reads and answers them.",
        table=table if rows else None,
        links=page_links(current=found.number, total=found.paginator.num_pages, href="?page="),
        empty="There is no message yet. You get an email when one arrives.",
        meanings=(NEW, *(_state_tag(state) for state in ConversationState)),
    )


def _row(act: Act, conversation: Conversation) -> tuple[Cell, ...]:
    href = reverse("transfer:conversation", args=[conversation.reference])
    other = queries.other_end(conversation, queries.end_of(act, conversation))
    is_new = conversation.is_new  # type: ignore[attr-defined]  # annotated by the query
    return (
        Link(text=message_templates.title_of(conversation.matter), href=href, hidden_words=conversation.reference),
        mailbox_words(other),
        NEW if is_new else _state_tag(ConversationState(conversation.state)),
        words.moment_words(conversation.last_entry_at),
    )


def conversation_page(act: Act, conversation: Conversation, entries: Sequence[ConversationEntry]) -> ConversationPage:
    """Present one conversation to somebody at either end."""
    end = queries.end_of(act, conversation)
    is_open = conversation.state == ConversationState.OPEN
    rows = [
        Row(key="With", value=mailbox_words(queries.other_end(conversation, end))),
        Row(key="You read it as", value=mailbox_words(end)),
    ]
    if conversation.about is not None:
        rows.append(Row(key="About file", value=_about(act, conversation.about)))
    if conversation.closed_at is not None and conversation.closed_by is not None:
        closed = f"{words.moment_words(conversation.closed_at)}, by {conversation.closed_by.name}"
        rows.append(Row(key="Closed", value=closed))
    return ConversationPage(
        title=message_templates.title_of(conversation.matter),
        caption=f"Message {conversation.reference}",
        state=_state_tag(ConversationState(conversation.state)),
        rows=tuple(rows),
        entries=tuple(_entry(act, entry) for entry in entries),
        is_open=is_open,
        close_href=reverse("transfer:close-conversation", args=[conversation.reference]),
    )


def _about(act: Act, message: Message) -> Cell:
    if not queries.is_visible(act, message):
        return message.reference
    return Link(text=message.reference, href=reverse("transfer:file", args=[message.reference]))


def _entry(act: Act, entry: ConversationEntry) -> Entry:
    enclosed = [attachment.message for attachment in entry.attachments.all()]
    is_own = entry.organisation_id == act.organisation_id
    return Entry(
        heading=f"{entry.organisation.name}: {parts.role_words(entry.role)}",
        at=words.moment_words(entry.at),
        paragraphs=tuple(line for line in entry.text.splitlines() if line.strip()),
        read=f"Read at the other end {words.moment_words(entry.read_at)}" if is_own and entry.read_at else "",
        # What a check keeps apart is its sender's to know of.
        enclosed=tuple(_enclosed(act, one) for one in enclosed if is_own or one.sent_at is not None),
    )


def _enclosed(act: Act, message: Message) -> Enclosed:
    href = reverse("transfer:document", args=[message.reference])
    may_open = permissions.is_recipient(act, message) or permissions.is_sender(act, message)
    found = [f"{content_checks.words_of(code)} {content_checks.action_of(code)}" for code in standing_findings(message)]
    return Enclosed(
        name=Link(text=message.document_name, href=href) if may_open else f"Document {message.reference}",
        state=parts.tag(message),
        found=" ".join(found),
    )


def write_to() -> StepPage:
    """Present the page that asks to whom and about what."""
    return StepPage(
        title="Write a message",
        caption="",
        back_href=reverse("transfer:conversations"),
        lead="It goes to everybody who holds or covers that role there. They get an email without its words.",
    )


def write_message(to: Mailbox, matter: str) -> StepPage:
    """Present the page on which a message is written."""
    return StepPage(
        title=message_templates.title_of(matter),
        caption="Write a message",
        back_href=reverse("transfer:write-to"),
        rows=(Row(key="To", value=mailbox_words(to)),),
    )


def organisation_words(organisation: Organisation) -> str:
    """Return an organisation as a choice."""
    return f"{organisation}, {organisation.town}" if organisation.town else str(organisation)


def _state_tag(state: ConversationState) -> Tag:
    meaning = MEANINGS[state]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)
