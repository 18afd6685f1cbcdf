"""The pages on which a file whose school has closed, or never collected it, is sent on or released."""

import dataclasses

from django.urls import reverse

from onroll.access.models import Organisation, Role
from onroll.rules import retention
from onroll.transfer import problems, routing, state_words
from onroll.transfer.models import Message
from onroll.transfer.presenters.repository import school_words
from onroll.transfer.queries import Onward
from onroll.transfer.states import State
from onroll.web import words
from onroll.web.parts import Row


@dataclasses.dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """A page with one decision about a file that cannot go its own way."""

    title: str
    caption: str
    lead: str
    rows: tuple[Row, ...]
    back_href: str
    button: str
    is_list: bool = False
    is_possible: bool = True
    needs_known: bool = False


def choices(way: Onward) -> list[tuple[str, str]]:
    """Return where the file can go, as choices of a form."""
    return [(str(one.pk), school_words(one)) for one in way.choices]


def chosen(way: Onward, given: str) -> Organisation:
    """Return the organisation that was chosen from those choices."""
    return next(one for one in way.choices if str(one.pk) == given)


def redirect_page(message: Message, way: Onward, *, most_radios: int) -> DecisionPage:
    """Present the choice of where a file goes instead."""
    lead = "The bytes of the file are not changed; the name under which it is collected gets the new number."
    if way.of is not None and way.has_closed:
        lead = f"{routing.closed_words(way.of)}. {lead}"
        if not way.choices:
            contact = routing.contact_of_authority(way.of)
            lead = f"{routing.closed_words(way.of)}, and the register does not say who took over. Ask {contact}."
    elif not way.choices:
        lead = "There is no other open school in your area that the file could go to."
    return DecisionPage(
        title="Send the file on to another school",
        caption=f"File {message.reference}",
        lead=lead,
        rows=_rows(message),
        back_href=reverse("transfer:file", args=[message.reference]),
        button="Send it on",
        is_list=len(way.choices) > most_radios,
        is_possible=bool(way.choices),
        needs_known=message.sent_at is None and problems.has_pupil_problems(message.problems),
    )


def release_page(message: Message) -> DecisionPage:
    """Present the question whether a held file waits for its school once more."""
    return DecisionPage(
        title="Let the school collect the file after all",
        caption=f"File {message.reference}",
        lead="The file then waits for the school as if it had just been sent, and the school gets an email. "
        "Ring the school first: nobody collected the file before.",
        rows=_rows(message),
        back_href=reverse("transfer:file", args=[message.reference]),
        button="Release the file",
    )


def release_part_page(message: Message, part: Message) -> DecisionPage:
    """Present the question whether a held document waits for its role once more. It is never named."""
    return DecisionPage(
        title="Let the document be collected after all",
        caption=f"File {message.reference}",
        lead="The document then waits as if it had just been sent, and those whom it is for get an email. "
        "Ring them first: nobody collected it before.",
        rows=(
            Row(key="For", value=str(Role(part.part_role).label)),
            Row(key="To", value=state_words.destination(part)),
        ),
        back_href=reverse("transfer:file", args=[message.reference]),
        button="Release the document",
    )


def held_until(message: Message) -> str:
    """Return the last day on which a held file is kept; empty where no clock runs on it."""
    since = getattr(message, "since", None)
    if message.state != State.HELD or message.sent_at is None or since is None:
        return ""
    return words.day_words(retention.keep_until(retention.Record.HELD_FILE, since.astimezone(words.LONDON).date()))


def _rows(message: Message) -> tuple[Row, ...]:
    rows = (
        Row(key="File", value=state_words.name(message)),
        Row(key="From", value=str(message.sender)),
        Row(key="To", value=state_words.destination(message)),
        Row(key="Held until", value=held_until(message)),
    )
    return tuple(row for row in rows if row.value)
