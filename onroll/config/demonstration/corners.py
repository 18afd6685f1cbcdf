"""What happens more rarely: a file sent on, one held, one destroyed, a document, a request in each of its states."""

from collections.abc import Iterator

from onroll import ctf
from onroll.access.models import Organisation, Role
from onroll.audit.act import Act, by_the_system
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.timetable import Story
from onroll.rules.retention import Record
from onroll.transfer import actions as transfer_actions
from onroll.transfer import queries as transfer_queries
from onroll.transfer.actions import keeping, timing
from onroll.transfer.models import Door, FileRequest, Message
from onroll.transfer.queries import Timed
from onroll.transfer.request_states import RequestState

# A waiting file is held after sixty days, on the second of two days; a held one is destroyed after thirty more.
UNTIL_HELD_DAYS, UNTIL_DESTROYED_DAYS = 62, 32
NOTE = b"Invented: the music lessons that this school paid for end with the term."
LARGEST_NOTE = 1_000
PLAN = b"Invented: the plan for this child's support in lessons."
WORRY = b"Invented: what the safeguarding lead of the new school should know."
QUESTION = "We sent you a file on Friday. Is the child on your roll, and from which day?"
ANSWER = "Thank you, we have the file. The child starts on Monday."


def stories(
    cast: Cast, school: Organisation, other: Organisation, elsewhere: Organisation
) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 15, redirected(cast, school, cast.places.closed, successor=other)
    yield 75, held(cast, other, school)
    yield 120, destroyed(cast, other, elsewhere)
    yield 6, document(cast, other, school)
    yield 5, bundle(cast, school, other)
    for number, state in enumerate(RequestState):
        yield 4 + number, request(cast, elsewhere, school, ends=state)


def redirected(cast: Cast, sender: Organisation, closed: Organisation, *, successor: Organisation) -> Story:
    """A file for a school that has closed is sent on to the one that took over."""
    message = cast.upload(sender, closed.code, cast.children.leavers(sender, 1, cast.clock.now.date()))
    transfer_actions.redirect_file(
        cast.clerk(sender, "send a file on to the school that took over"),
        message=message,
        successor=successor,
        expected_version=message.version,
        are_problems_known=True,
    )
    cast.tell()
    yield from ()


def bundle(cast: Cast, sender: Organisation, recipient: Organisation) -> Story:
    """A file goes with a plan for admissions, collected, and one for the safeguarding lead, which still waits.

    The two schools write to each other about it.
    """
    message = cast.upload(sender, recipient.code, cast.children.leavers(sender, 1, cast.clock.now.date()))
    for role, content in ((Role.ADMISSIONS, PLAN), (Role.SAFEGUARDING, WORRY)):
        act = cast.clerk(sender, "add a document to a file")
        name = f"{role.value}.txt"
        transfer_actions.add_part(act, message=message, role=role, name=name, media_type="text/plain", pieces=[content])
    cast.send(message)
    yield 1
    cast.collect(message)
    plan = message.parts.get(part_role=Role.ADMISSIONS)
    for _ in transfer_actions.collect_file(cast.clerk(recipient, "collect a document"), message=plan).pieces:
        pass
    conversation = transfer_actions.open_conversation(
        cast.clerk(sender, "write a secure message"),
        to=transfer_queries.Mailbox(recipient, Role.ADMISSIONS),
        matter="child-with-you",
        text=QUESTION,
        about=message.reference,
    )
    cast.tell()
    yield 1
    transfer_actions.read_conversation(cast.clerk(recipient, "read a secure message"), conversation=conversation)
    transfer_actions.answer_conversation(
        cast.clerk(recipient, "answer a secure message"), conversation=conversation, text=ANSWER
    )
    cast.tell()


def held(cast: Cast, sender: Organisation, recipient: Organisation) -> Story:
    """A file that nobody collects is held for the authority."""
    _sent(cast, sender, recipient)
    yield from _held(cast)


def destroyed(cast: Cast, sender: Organisation, recipient: Organisation) -> Story:
    """A held file on which nobody decides is destroyed, with a certificate."""
    message = _sent(cast, sender, recipient)
    yield from _held(cast)
    yield UNTIL_DESTROYED_DAYS
    message.refresh_from_db()
    since = transfer_queries.waiting_since(message)
    keeping.destroy_file(_system(cast), message, Timed(message.pk, since), Record.HELD_FILE)
    cast.tell()


def document(cast: Cast, sender: Organisation, recipient: Organisation) -> Story:
    """A school's own software sends a note through the message door; every step of its life stands in its story."""
    transfer_actions.receive_document(
        cast.clerk(sender, "send a document"),
        recipient=recipient,
        name="music-lessons.txt",
        media_type="text/plain",
        pieces=[NOTE],
        limit=LARGEST_NOTE,
        door=Door.MESH,
    )
    cast.tell()
    yield from ()


def request(cast: Cast, asker: Organisation, asked: Organisation, *, ends: RequestState) -> Story:
    """A school asks the old one for a file, and gets this far."""
    (leaver,) = cast.children.leavers(asked, 1, cast.clock.now.date())
    asked_for = transfer_actions.ask_for_file(cast.clerk(asker, "ask for a file"), asked=asked, child=_sought(leaver))
    cast.tell()
    if ends == RequestState.ASKED:
        return
    yield 1
    _answer(cast, asked_for, leaver, ends)
    cast.tell()


def _answer(cast: Cast, asked_for: FileRequest, leaver: ctf.Pupil, ends: RequestState) -> None:
    asker, asked, version = asked_for.asker, asked_for.asked, {"expected_version": asked_for.version}
    if ends == RequestState.FILE_SENT:
        cast.send(cast.upload(asked, asker.code, [leaver]))
    elif ends == RequestState.NOT_HELD:
        why = "No child of this name was on our roll."
        transfer_actions.answer_not_held(
            cast.clerk(asked, "answer a request"), request=asked_for, reason=why, **version
        )
    elif ends == RequestState.WITH_AUTHORITY:
        why = "The old school does not know this name."
        transfer_actions.pass_to_authority(
            cast.clerk(asker, "pass a request on"), request=asked_for, why=why, **version
        )
    else:
        transfer_actions.withdraw_request(cast.clerk(asker, "take a request back"), request=asked_for, **version)


def _sought(leaver: ctf.Pupil) -> transfer_actions.ChildSought:
    return transfer_actions.ChildSought(
        surname=leaver.surname or "", forename=leaver.forename or "", birth_date=leaver.birth_date, upn=leaver.upn or ""
    )


def _sent(cast: Cast, sender: Organisation, recipient: Organisation) -> Message:
    message = cast.upload(sender, recipient.code, cast.children.leavers(sender, 1, cast.clock.now.date()))
    cast.send(message)
    return message


def _held(cast: Cast) -> Story:
    yield UNTIL_HELD_DAYS
    timing.hold(_system(cast))
    yield 1
    timing.hold(_system(cast))
    cast.tell()


def _system(cast: Cast) -> Act:
    return by_the_system(at=cast.clock.now, purpose="tick of the exchange's clock")
