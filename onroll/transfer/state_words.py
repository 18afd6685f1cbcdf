"""How a file's state is told on a page: a tag with its meaning, whose turn it is, and for how long."""

from datetime import date, datetime

from onroll.audit.act import LONDON
from onroll.rules import school_days
from onroll.transfer.models import Message
from onroll.transfer.states import MEANINGS, State
from onroll.web import words
from onroll.web.parts import Tag

# What is said of a state that has no sentence of its own, by who has to act in it.
WHOSE_TURN = {
    "sender": "Next: the sender decides.",
    "recipient": "Next: the recipient decides.",
    "authority": "Next: an authority decides.",
    "nobody": "Nothing is left to do.",
}


def tag(message: Message) -> Tag:
    """Return a file's state as a tag with its meaning beside it."""
    return meaning_of(State(message.state))


def meaning_of(state: State) -> Tag:
    """Return a state as a tag with its meaning beside it."""
    meaning = MEANINGS[state]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def whose_turn(message: Message) -> str:
    """Say who has to do what next."""
    recipient = message.recipient.name if message.recipient else "the recipient"
    sentences = {
        State.RECEIVED: "Next: OnRoll checks it, again every hour while the virus scanner does not answer.",
        State.HELD: _held_words(message),
        State.REDIRECTED: f"Next: {recipient} collects it.",
        State.EXPIRED: "Nothing is left to do.",
        State.CHECKED: f"Next: {message.sender.name} sends it or takes it back.",
        State.WAITING: f"Next: {recipient} collects it.",
        State.HELD_AS_LOST: "Next: an authority whose school has the child claims it.",
        State.COLLECTED: f"Next: {recipient} confirms that the child is on its roll.",
        State.REFUSED: f"Next: {message.sender.name} mends the file in its school system and sends it again.",
    }
    state = State(message.state)
    return sentences.get(state) or WHOSE_TURN[MEANINGS[state].whose_turn]


def _held_words(message: Message) -> str:
    """Before it is sent, a held file is its sender's to decide on; afterwards the receiving authority's."""
    if message.sent_at is None:
        return f"Next: {message.sender.name} decides what happens to it."
    return "Next: the authority, or the sender, decides what happens to it."


def destination(message: Message) -> str:
    """Return where a file goes, in words."""
    if message.recipient is not None:
        return str(message.recipient)
    return {
        "XXXXXXX": "Not known: lost-pupil repository",
        "MMMMMMM": "Outside the maintained sector: lost-pupil repository",
        "": "Not said",
    }.get(message.destination_code, message.destination_code)


def name(message: Message) -> str:
    """Return a file's right name, or words for one that has none."""
    return message.file_name or "File without a usable name"


def age(since: datetime, on: date) -> str:
    """Return how long something has lasted, in school days of the usual calendar; in plain days where it has an end."""
    began_on = since.astimezone(LONDON).date()
    try:
        passed = school_days.school_days_between(began_on, on, school_days.england())
    except school_days.SchoolDaysNotKnown:
        return words.days_words((on - began_on).days)
    return words.school_days_words(passed) if passed > 0 else "today" if began_on == on else "no school day yet"
