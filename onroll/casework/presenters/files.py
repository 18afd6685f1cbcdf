"""The file in the exchange, as a case or notification shows it."""

from django.urls import reverse

from onroll.transfer.models import Message
from onroll.transfer.states import MEANINGS, State
from onroll.web.parts import Link, Row, Tag

TURNS = {
    "sender": "The school that sent it",
    "recipient": "The school or authority it was sent to",
    "authority": "A local authority’s officer",
    "nobody": "Nobody: nothing more has to be done with the file",
}


def file_rows(message: Message | None) -> tuple[Row, ...]:
    """Return where the file is, what that means, and whose turn it is."""
    if message is None:
        return ()
    meaning = MEANINGS[State(message.state)]
    address = reverse("transfer:file", args=[message.reference])
    recipient = message.recipient.name if message.recipient else "Nobody yet"
    return (
        Row(
            key="File",
            value=Link(text=message.reference, href=address, hidden_words="see each step of the file"),
            links=_whole_file(message),
        ),
        Row(key="State", value=Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)),
        Row(key="Sent by", value=message.sender.name),
        Row(key="Goes to", value=recipient),
        Row(key="Whose turn it is", value=TURNS[meaning.whose_turn]),
    )


def _whole_file(message: Message) -> tuple[Link, ...]:
    """Link to the whole file while it is held: reading it in full is an act of its own, with a reason."""
    if message.state != State.HELD_AS_LOST:
        return ()
    address = reverse("transfer:open-lost-pupil", args=[message.reference])
    return (Link(text="Read it in full", href=address, hidden_words="with parents and earlier schools"),)
