"""The pages of single steps: sending, enquiries and their check, confirming on roll, taking a file back."""

import dataclasses
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from onroll.rules import enquiries as checklists
from onroll.rules.enquiries import Enquiry, Party
from onroll.transfer import outside_reasons, state_words
from onroll.transfer.enquiries import EnquiryMade
from onroll.transfer.models import Message, MessagePupil
from onroll.transfer.states import State
from onroll.web import words
from onroll.web.parts import Link, Row


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendFile:
    """The page that takes a file."""

    title: str
    limit: str
    earlier: Link | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepPage:
    """A page with one question about one file."""

    title: str
    caption: str
    back_href: str
    rows: tuple[Row, ...] = ()
    lead: str = ""
    names: tuple[str, ...] = ()  # words of each group of fields, in order
    codes: tuple[str, ...] = ()  # and the code that their names begin with


def send_file(limit: int, *, earlier_reference: str = "") -> SendFile:
    """Present the page that takes a file; `earlier_reference` is the same file, sent before."""
    link = (
        Link(text="See the file you sent before", href=reverse("transfer:file", args=[earlier_reference]))
        if (earlier_reference)
        else None
    )
    return SendFile(title="Send a pupil’s file", limit=words.bytes_words(limit), earlier=link)


def checklist_for(message: Message) -> tuple[Enquiry, ...]:
    """Return the enquiries that the sender may have made, by the checklist in force when it uploaded the file."""
    party = Party.AUTHORITY if message.sender.kind == "authority" else Party.SCHOOL
    return checklists.checklist_on(message.received_at.date()).for_party(party)


def record_enquiries(message: Message) -> StepPage:
    """Present the checklist."""
    return StepPage(
        title="Say which enquiries were made",
        caption=f"File {message.reference}, to the lost-pupil repository",
        back_href=reverse("transfer:check-file", args=[message.reference]),
        lead="A child’s file goes to the lost-pupil repository only when nobody knows the next school. "
        "Your authority gets what you write here and looks for the child from there.",
    )


def describe_enquiries(message: Message, lines: Sequence[Enquiry]) -> StepPage:
    """Present the questions about each enquiry that was made."""
    return StepPage(
        title="Say what came of each enquiry",
        caption=f"File {message.reference}, to the lost-pupil repository",
        back_href=_checklist_again(message, lines),
        names=tuple(line.words for line in lines),
        codes=tuple(line.code for line in lines),
    )


def check_enquiries(
    message: Message, lines: Sequence[Enquiry], made: Sequence[EnquiryMade], outside_reason: str = ""
) -> StepPage:
    """Present the answers once more before the file goes."""
    return StepPage(
        title="Check your answers",
        caption=f"File {message.reference}, to the lost-pupil repository",
        back_href=_checklist_again(message, lines),
        rows=tuple(
            Row(key=line.words, value=f"{words.day_words(enquiry.made_on)}: {enquiry.outcome}")
            for line, enquiry in zip(lines, made, strict=True)
        )
        + tuple(Row(key="Why outside", value=outside_reasons.WORDS[code]) for code in [outside_reason] if code),
        lead="When you send it, your authority finds a notification in its work list. The file is kept safe until an "
        "authority finds the child.",
    )


def confirm_on_roll(message: Message) -> StepPage:
    """Present the confirmation."""
    return StepPage(
        title="Confirm that the child is on your roll" if message.pupil_count == 1 else "Confirm who is on your roll",
        caption=f"File {message.reference}",
        back_href=reverse("transfer:file", args=[message.reference]),
        lead="The school that sent the file, and both authorities, see what you confirm.",
    )


def confirmed_words(message: Message) -> str:
    """Say what a confirmation did. The sender is told by email once every pupil of the file is confirmed."""
    if message.state == State.CONFIRMED:
        return "Thank you. The school that sent the file has been told."
    return "Thank you. Confirm the others when they are on your roll: then the school that sent the file is told."


def arrival_choices(pupils: QuerySet[MessagePupil]) -> list[tuple[str, str]]:
    """Return the pupils that are not confirmed yet, by place and name."""
    return [
        (
            str(pupil.position),
            f"{pupil.sighting.forename} {pupil.sighting.surname}".strip() or f"Pupil {pupil.position}",
        )
        for pupil in pupils
        if pupil.confirmed_at is None
    ]


def withdraw(message: Message) -> StepPage:
    """Present the question why a file is taken back."""
    is_sent = message.sent_at is not None
    lead = "The one it was sent to sees that you took it back, and why." if is_sent else "Nothing has been sent yet."
    page = "transfer:check-file" if message.state == State.CHECKED else "transfer:file"
    return StepPage(
        title="Take the file back" if is_sent else "Do not send this file",
        caption=f"File {message.reference}",
        back_href=reverse(page, args=[message.reference]),
        rows=(Row(key="File", value=state_words.name(message)), Row(key="To", value=state_words.destination(message))),
        lead=f"{lead} The file is deleted here; your own copy stays in your school system.",
    )


def return_lost_pupil(message: Message) -> StepPage:
    """Present the question why a claimed file goes back to the repository."""
    return StepPage(
        title="This is not our child",
        caption=f"File {message.reference}",
        back_href=reverse("transfer:file", args=[message.reference]),
        rows=(Row(key="File", value=state_words.name(message)), Row(key="From", value=str(message.sender))),
        lead="The file goes back to the lost-pupil repository, where authorities search for the child again. The "
        "school that sent it, its authority and the authority that claimed it are told. If you have loaded the file, "
        "remove the child from your school system.",
    )


def describe_href(message: Message) -> str:
    """Return where the questions about each enquiry are."""
    return reverse("transfer:describe-enquiries", args=[message.reference])


def _checklist_again(message: Message, lines: Sequence[Enquiry]) -> str:
    asked = urlencode({"made": [line.code for line in lines]}, doseq=True)
    return f"{reverse('transfer:record-enquiries', args=[message.reference])}?{asked}"
