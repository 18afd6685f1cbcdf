"""One file: where it stands, whose turn it is, each step with its time, and what this person may do with it."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from onroll.audit.act import Act
from onroll.transfer import permissions, state_words
from onroll.transfer.models import Destruction, Message, MessageEvent
from onroll.transfer.presenters.redirecting import held_until
from onroll.transfer.queries import Onward
from onroll.transfer.routing import PLACEHOLDERS
from onroll.transfer.states import MEANINGS, MOVES, State
from onroll.web import words
from onroll.web.parts import Event, Link, Row, Step, Tag

KNOWN_WAY = (State.WAITING, State.COLLECTED, State.CONFIRMED)
LOST_WAY = (State.HELD_AS_LOST, *KNOWN_WAY)
WAY_WORDS = {
    State.WAITING: "Waiting",
    State.HELD_AS_LOST: "In the repository",
    State.COLLECTED: "Collected",
    State.CONFIRMED: "On roll",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class FilePage:
    """What a sender, a recipient or an authority sees of one file."""

    title: str
    state: Tag
    turn: str
    way: tuple[Step, ...]
    rows: tuple[Row, ...]
    steps: tuple[Event, ...]
    confirm_href: str
    collect_words: str
    collect_href: str
    after_collecting: Link | None
    links: tuple[Link, ...]
    back: Link


def file_page(
    act: Act,
    message: Message,
    timeline: Sequence[MessageEvent],
    way: Onward,
    arrivals: Sequence[tuple[int, date | None]],
) -> FilePage:
    """Present one file; `way` says where it can go if its own is closed, `arrivals` since when pupils are on roll."""
    is_there = message.stored_file.destroyed_at is None
    may_collect = is_there and permissions.is_recipient(act, message) and message.state in KNOWN_WAY
    is_first = message.state == State.WAITING
    return FilePage(
        title=f"File {message.reference}",
        state=state_words.tag(message),
        turn=state_words.whose_turn(message),
        way=_way(message, timeline),
        rows=(*_rows(message), *_arrival_rows(message, arrivals)),
        steps=tuple(_event(step) for step in timeline),
        confirm_href=_confirm_href(act, message),
        collect_words=("Collect the file" if is_first else "Download it again") if may_collect else "",
        collect_href=reverse("transfer:download", args=[message.reference]),
        after_collecting=_link("Go on when you have it", "file", message) if may_collect and is_first else None,
        links=(*_links(act, message), *_decisions(act, message, way)),
        back=_back(act, message),
    )


def _links(act: Act, message: Message) -> list[Link]:
    """Return what else this person may do with the file."""
    found = []
    if permissions.is_sender(act, message) and message.state == State.CHECKED:
        found.append(_link("Check and send it", "check-file", message))
    if permissions.may_read_pupils(act, message) and message.stored_file.destroyed_at is None:
        found.append(_link("Read the file on screen", "read-file", message))
    is_claimed = message.state == State.WAITING and message.destination_code in PLACEHOLDERS
    if permissions.is_sender(act, message) and State.WITHDRAWN in MOVES[State(message.state)] and not is_claimed:
        found.append(_link("Take the file back", "withdraw", message))
    if permissions.is_sender(act, message) and message.state == State.REFUSED:
        found.append(_link("See why it was refused", "check-file", message))
    if message.sent_at is not None and permissions.may_read_pupils(act, message) and message.recipient is not None:
        found.append(_message_link(act, message))
    is_with_school = message.state in (State.WAITING, State.COLLECTED)
    if is_with_school and permissions.may_return_lost_pupil(act, message):
        found.append(_link("This is not our child", "return-lost-pupil", message))
    return found


def _message_link(act: Act, message: Message) -> Link:
    """Return where a secure message about the file is written, to its other end."""
    other = message.sender if permissions.is_recipient(act, message) else message.recipient
    asked = urlencode({"about": message.reference, "to": other.code if other else ""})
    return Link(text="Write a message about this file", href=f"{reverse('transfer:write-to')}?{asked}")


def _decisions(act: Act, message: Message, way: Onward) -> list[Link]:
    """Return what this person may decide on a file that cannot go its own way."""
    found = []
    if permissions.may_redirect(act, message) and way.choices and State.REDIRECTED in MOVES[State(message.state)]:
        found.append(_link("Send it on to another school", "redirect-file", message))
    if permissions.may_decide_held(act, message) and message.state == State.HELD and not way.has_closed:
        found.append(_link("Let the school collect it after all", "release-file", message))
    return found


def _confirm_href(act: Act, message: Message) -> str:
    """Return where the school that collected a file confirms; empty for everyone else, and before and after."""
    may_confirm = permissions.may_confirm_arrival(act, message) and message.state == State.COLLECTED
    return reverse("transfer:confirm-on-roll", args=[message.reference]) if may_confirm else ""


def _link(text: str, name: str, message: Message) -> Link:
    return Link(text=text, href=reverse(f"transfer:{name}", args=[message.reference]))


def _back(act: Act, message: Message) -> Link:
    if permissions.is_recipient(act, message):
        return Link(text="Back to what waits for you", href=reverse("transfer:inbox"))
    if permissions.is_sender(act, message):
        return Link(text="Back to sent files", href=reverse("transfer:sent"))
    return Link(text="Back to the files in our area", href=reverse("transfer:area"))


def _rows(message: Message) -> tuple[Row, ...]:
    return (
        Row(key="File", value=state_words.name(message)),
        Row(key="From", value=str(message.sender)),
        Row(key="To", value=state_words.destination(message)),
        Row(key="Pupils", value=words.count_words(message.pupil_count, "pupil")),
        *_keeping_rows(message),
    )


def _arrival_rows(message: Message, arrivals: Sequence[tuple[int, date | None]]) -> list[Row]:
    """Return since when each pupil is on roll, by place in the file and never by name."""
    if message.pupil_count == 1:
        return [Row(key="On roll from", value=words.day_words(on)) for _, on in arrivals if on]
    return [
        Row(key=f"Pupil {place}", value=f"On roll from {words.day_words(on)}" if on else "Not confirmed yet")
        for place, on in arrivals
    ]


def _keeping_rows(message: Message) -> list[Row]:
    """Return what is to be known of a file that was sent on, is held, or was destroyed."""
    found = []
    if message.redirected_from is not None:
        found.append(Row(key="Sent on from", value=str(message.redirected_from)))
    if until := held_until(message):
        found.append(Row(key="Held until", value=f"{until}, then destroyed"))
    if message.stored_file.destroyed_at is not None:
        when = words.moment_words(message.stored_file.destroyed_at)
        found.append(Row(key="Content", value=f"Destroyed {when}", links=_certificate(message)))
    return found


def _certificate(message: Message) -> tuple[Link, ...]:
    """Return the link to the certificate, where the time of keeping ran out; who took a file back needs none."""
    certificate: Destruction | None = getattr(message, "destruction", None)
    if certificate is None:
        return ()
    return (Link(text="Certificate", href=reverse("transfer:certificate", args=[certificate.reference])),)


def _way(message: Message, timeline: Sequence[MessageEvent]) -> tuple[Step, ...]:
    """Return sent, waiting, collected, on roll, each with its time. Nothing for a file that is not on that way."""
    if message.sent_at is None or message.state not in LOST_WAY:
        return ()
    reached = {State(step.state): step.at for step in reversed(timeline)}  # the first time in a state counts
    way = LOST_WAY if State.HELD_AS_LOST in reached else KNOWN_WAY
    here = way.index(State(message.state))
    sent = Step(words="Sent", state="done", at=words.moment_words(message.sent_at))
    return (sent, *(_step(state, number, here, reached) for number, state in enumerate(way)))


def _step(state: State, number: int, here: int, reached: dict[State, datetime]) -> Step:
    is_done = number < here or (number == here and state == State.CONFIRMED)
    at = reached.get(state) if number <= here else None  # a claimed file that came back was further on before
    return Step(
        words=WAY_WORDS[state],
        state="done" if is_done else "current" if number == here else "to do",
        at=words.moment_words(at) if at else "",
    )


def _event(step: MessageEvent) -> Event:
    return Event(
        title=MEANINGS[State(step.state)].name,
        at=words.moment_words(step.at),
        by=step.organisation.name if step.organisation else "OnRoll",
        note=step.why,
    )
