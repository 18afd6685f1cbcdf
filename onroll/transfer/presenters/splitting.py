"""The files into which one was split: where each stands, and the enquiries for all that are left."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.transfer import state_words
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.web import words
from onroll.web.parts import Link, Table


@dataclasses.dataclass(frozen=True, kw_only=True)
class SplitParts:
    """The parts of a split file."""

    title: str
    lead: str
    table: Table
    enquiries_href: str


def split_parts(message: Message, parts: Sequence[Message]) -> SplitParts:
    """Present the parts by reference: the list names no child."""
    left = [part for part in parts if part.state == State.CHECKED]
    return SplitParts(
        title=f"One file for each child of {message.reference}",
        lead=f"{words.count_words(len(left), 'file')} of {len(parts)} still to be filed. Say which enquiries were made "
        "once for all of them, or choose a file to say it for one child.",
        table=Table(
            caption=words.count_words(len(parts), "file"),
            head=("File", "Name", "State"),
            rows=tuple((_link(part), state_words.name(part), state_words.tag(part)) for part in parts),
        ),
        enquiries_href=reverse("transfer:record-enquiries", args=[message.reference]) if left else "",
    )


def _link(part: Message) -> Link:
    page = "transfer:check-file" if part.state == State.CHECKED else "transfer:file"
    return Link(text=part.reference, href=reverse(page, args=[part.reference]))
