"""Documents that travel with a file: their receipts, the page of one, and the list for a role."""

import dataclasses
from collections.abc import Sequence

from django.core.paginator import Page
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit.act import Act
from onroll.transfer import permissions, state_words
from onroll.transfer.models import Message, MessageEvent
from onroll.transfer.presenters.lists import FileList
from onroll.transfer.presenters.steps import StepPage
from onroll.transfer.queries import Receipt, standing_findings
from onroll.transfer.states import MEANINGS, MOVES, State
from onroll.vault import content_checks
from onroll.web import words
from onroll.web.parts import Cell, Event, Link, Row, Table, Tag, page_links

# The meanings of states are told of a file; of a document, two of them differ.
DOCUMENT_MEANINGS = {
    State.COLLECTED: "The document has been downloaded by somebody in its role.",
    State.CHECKED: "The document has been checked. It goes with its file when that is sent.",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bundle:
    """The documents of a file, each with its receipt, and where to add one."""

    table: Table | None
    meanings: tuple[Tag, ...]
    add_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DocumentPage:
    """One document, for those in its role."""

    title: str
    state: Tag
    turn: str
    rows: tuple[Row, ...]
    steps: tuple[Event, ...]
    download_words: str
    download_href: str
    after_collecting: Link | None
    links: tuple[Link, ...]
    back: Link


def role_words(role: str) -> str:
    """Return a role as people call it; what is for no single role is for those who handle files."""
    return str(Role(role or Role.ADMISSIONS).label)


def tag(message: Message) -> Tag:
    """Return a document's state as a tag, in the words of a document."""
    found = state_words.tag(message)
    meaning = DOCUMENT_MEANINGS.get(State(message.state))
    return dataclasses.replace(found, meaning=meaning) if meaning else found


def bundle(act: Act, message: Message, receipts: Sequence[Receipt], *, is_open: bool) -> Bundle:
    """Present the documents of a file; `is_open`: one more can be added."""
    may_add = permissions.may_add_part(act, message)
    may_release = permissions.may_decide_held(act, message)
    rows = tuple(_row(message, one, may_take_back=may_add, may_release=may_release) for one in receipts)
    tags = {receipt.state: tag(receipt.part) for receipt in receipts}
    table = Table(
        caption="Documents that go with it" if message.sent_at is None else "Documents that went with it",
        head=("For", "State", "Since", "What to know"),
        rows=rows,
    )
    return Bundle(
        table=table if rows else None,
        meanings=tuple(tags[state] for state in State if state in tags),
        add_href=reverse("transfer:add-part", args=[message.reference]) if may_add and is_open else "",
    )


def _row(message: Message, receipt: Receipt, *, may_take_back: bool, may_release: bool) -> tuple[Cell, ...]:
    who = role_words(receipt.role)
    href = reverse("transfer:document", args=[receipt.part.reference])
    if may_release and receipt.state == State.HELD and not receipt.found:
        released = reverse("transfer:release-part", args=[message.reference, receipt.part.reference])
        last: Cell = Link(text="Let it be collected after all", href=released, hidden_words=f"(document for {who})")
        return (who, tag(receipt.part), words.moment_words(receipt.since), last)
    can_go_back = may_take_back and State.WITHDRAWN in MOVES[receipt.state] and not receipt.found
    return (
        Link(text=who, href=href, hidden_words="document") if receipt.may_open else who,
        tag(receipt.part),
        words.moment_words(receipt.since),
        _take_back_link(message, receipt) if can_go_back else _what_to_know(receipt),
    )


def _take_back_link(message: Message, receipt: Receipt) -> Link:
    href = reverse("transfer:take-back-part", args=[message.reference, receipt.part.reference])
    return Link(text="Take it back", href=href, hidden_words=f"(document for {role_words(receipt.role)})")


def _what_to_know(receipt: Receipt) -> str:
    who = words.lower_first(role_words(receipt.role))
    if receipt.found:
        return " ".join(f"{content_checks.words_of(code)} {content_checks.action_of(code)}" for code in receipt.found)
    if receipt.collected_at is not None:
        return f"Collected by {who}, {words.moment_words(receipt.collected_at)}"
    return f"Waits for {who}" if receipt.state == State.WAITING else MEANINGS[receipt.state].name


def add_part(message: Message, limit_bytes: int) -> StepPage:
    """Present the page that takes a document."""
    return StepPage(
        title="Add a document",
        caption=f"File {message.reference}",
        back_href=_file_href(message),
        lead=f"It is checked for viruses and other dangers, then travels with the file to "
        f"{state_words.destination(message)}. It may be up to {words.bytes_words(limit_bytes)}, and is encrypted as "
        "soon as it arrives.",
    )


def add_own_part(message: Message, role: str, names: Sequence[str], limit_bytes: int) -> StepPage:
    """Present the page that takes a document for one's own role, with whose file it is."""
    return StepPage(
        title="Add a document to this file",
        caption=f"File {message.reference}",
        back_href=reverse("transfer:files-for-own-parts"),
        rows=(
            Row(key="File of", value=_of_whom(names, message.pupil_count)),
            Row(key="To", value=state_words.destination(message)),
            Row(key="State", value=state_words.tag(message)),
            Row(key="Who may open it", value=f"{role_words(role)}, here and there. Nobody else."),
        ),
        lead="Check first that this is the child’s file. The document is checked for viruses, then travels with it. "
        f"It may be up to {words.bytes_words(limit_bytes)}, and is encrypted as soon as it arrives.",
    )


def _of_whom(names: Sequence[str], pupils: int) -> str:
    listed = ", ".join(names)
    return listed if pupils <= len(names) else f"{listed} and {pupils - len(names)} more"


def files_for_own_parts(files: "Page[Message]") -> FileList:
    """Present the files of an organisation, for whoever adds a document of her own role."""
    rows = tuple(
        (
            Link(text=file.reference, href=reverse("transfer:add-own-part", args=[file.reference])),
            state_words.destination(file),
            words.count_words(file.pupil_count, "pupil"),
            state_words.tag(file),
            words.moment_words(file.since),  # type: ignore[attr-defined]  # annotated by the query
        )
        for file in files
    )
    states = [state for state in State if any(file.state == state for file in files)]
    head = ("Reference", "To", "Pupils", "State", "Since")
    return FileList(
        title="Send a document with a file",
        lead="Files that your organisation sends or has sent, the newest first. Choose the one of the child whom your "
        "document is about: the next page names the child. Whoever sends the file can tell you its reference.",
        table=Table(caption=words.count_words(files.paginator.count, "file"), head=head, rows=rows) if rows else None,
        links=page_links(current=files.number, total=files.paginator.num_pages, href="?page="),
        empty="Your organisation has no file yet that a document could go with. Ask whoever sends the files to make "
        "the child’s file first.",
        meanings=tuple(state_words.meaning_of(state) for state in states),
    )


def take_back_part(message: Message, part: Message) -> StepPage:
    """Present the question whether a document is taken back."""
    return StepPage(
        title="Take the document back",
        caption=f"File {message.reference}",
        back_href=_file_href(message),
        rows=(Row(key="For", value=role_words(part.part_role)), Row(key="State", value=tag(part))),
        lead="The document is deleted here; your own copy stays with you. The file it belongs to goes on.",
    )


def added_words(part: Message) -> str:
    """Say what came of adding a document."""
    who = words.lower_first(role_words(part.part_role))
    if part.state == State.HELD:
        return "The document is held: see below why. The file can be sent meanwhile."
    if part.state == State.RECEIVED:
        return (
            "The document is stored. The virus scanner does not answer just now, so it goes on by itself once it has "
            "been checked. The file can be sent meanwhile."
        )
    if part.state == State.CHECKED:
        return f"The document for the {who} was added. It goes with the file when you send it."
    return f"The document for the {who} was added."


def refused_words(part: Message) -> str:
    """Say what was found in a document that was refused, and what to do."""
    return " ".join(f"{row['message']} {row['action']}" for row in part.problems)


@dataclasses.dataclass(frozen=True, kw_only=True)
class DocumentList(FileList):
    """The documents for a role, and where one is added to a file; empty for whoever sends files anyway."""

    add_href: str = ""


def document_list(act: Act, files: "Page[Message]") -> DocumentList:
    """Present the documents for a role."""
    rows = tuple(_list_row(file) for file in files)
    tags = {State(file.state): tag(file) for file in files}
    table = Table(
        caption=words.count_words(files.paginator.count, "document"),
        head=("Document", "From", "State", "Since"),
        rows=rows,
    )
    return DocumentList(
        add_href=reverse("transfer:files-for-own-parts") if permissions.has_documents_only(act) else "",
        title="Documents for you",
        lead="Documents sent for your role alone. Others at your organisation see that something waits for you, and "
        "never its name.",
        table=table if rows else None,
        links=page_links(current=files.number, total=files.paginator.num_pages, href="?page="),
        empty="No document has been sent for your role yet. You get an email when one arrives.",
        meanings=tuple(tags[state] for state in State if state in tags),
    )


def _list_row(file: Message) -> tuple[Cell, ...]:
    link = Link(text=file.document_name, href=reverse("transfer:document", args=[file.reference]))
    since = file.since  # type: ignore[attr-defined]  # annotated by the query
    return (link, str(file.sender), tag(file), words.moment_words(since))


def document_page(act: Act, message: Message, timeline: Sequence[MessageEvent], *, file_is_seen: bool) -> DocumentPage:
    """Present one document; `file_is_seen`: the reader may know of the file that it goes with."""
    is_there = message.stored_file.destroyed_at is None and not standing_findings(message)
    is_recipient = permissions.is_recipient(act, message)
    may_collect = is_there and is_recipient and message.state in (State.WAITING, State.COLLECTED)
    may_read = is_there and not is_recipient and permissions.is_sender(act, message)
    is_first = message.state == State.WAITING
    collect = "Collect the document" if is_first else "Download it again"
    here = reverse("transfer:document", args=[message.reference])
    return DocumentPage(
        title=f"Document {message.reference}",
        state=tag(message),
        turn=_turn(message),
        rows=_rows(message, file_is_seen=file_is_seen),
        steps=tuple(event_of(step) for step in timeline),
        download_words=collect if may_collect else "Download your copy" if may_read else "",
        download_href=reverse(f"transfer:{'collect' if may_collect else 'read'}-document", args=[message.reference]),
        after_collecting=Link(text="Go on when you have it", href=here) if may_collect and is_first else None,
        links=tuple(_links(act, message)),
        back=_back(act, message),
    )


def _turn(message: Message) -> str:
    recipient = message.recipient.name if message.recipient else "the recipient"
    if message.state == State.WAITING:
        return f"Next: {recipient} collects it ({words.lower_first(role_words(message.part_role))})."
    return "Nothing is left to do." if message.state == State.COLLECTED else state_words.whose_turn(message)


def _rows(message: Message, *, file_is_seen: bool) -> tuple[Row, ...]:
    rows = [
        Row(key="Name", value=message.document_name),
        Row(key="For", value=role_words(message.part_role)),
        Row(key="From", value=str(message.sender)),
        Row(key="To", value=state_words.destination(message)),
        Row(key="Size", value=words.bytes_words(message.stored_file.size)),
    ]
    if message.part_of is not None:
        link = Link(text=message.part_of.reference, href=_file_href(message.part_of))
        rows.append(Row(key="Goes with file", value=link if file_is_seen else message.part_of.reference))
    found = [f"{content_checks.words_of(code)} {content_checks.action_of(code)}" for code in standing_findings(message)]
    return (*rows, *(Row(key="Found", value=line) for line in found))


def _links(act: Act, message: Message) -> list[Link]:
    if message.part_of is None or State.WITHDRAWN not in MOVES[State(message.state)]:
        return []
    href = reverse("transfer:take-back-part", args=[message.part_of.reference, message.reference])
    return [Link(text="Take it back", href=href)] if permissions.may_add_part(act, message.part_of) else []


def _back(act: Act, message: Message) -> Link:
    if permissions.has_documents_only(act):
        return Link(text="Back to documents for you", href=reverse("transfer:documents"))
    if message.part_of is not None:
        return Link(text="Back to the file", href=_file_href(message.part_of))
    is_recipient = permissions.is_recipient(act, message)
    return Link(text="Back", href=reverse("transfer:inbox" if is_recipient else "transfer:sent"))


def _file_href(message: Message) -> str:
    page = "check-file" if message.state == State.CHECKED else "file"
    return reverse(f"transfer:{page}", args=[message.reference])


def event_of(step: MessageEvent) -> Event:
    """Present one step of a document's life."""
    return Event(
        title=MEANINGS[State(step.state)].name,
        at=words.moment_words(step.at),
        by=step.organisation.name if step.organisation else "OnRoll",
        note=step.why,
    )
