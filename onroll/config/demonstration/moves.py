"""Stories of children whose new school is known: single moves through the year, and whole classes at its end."""

from enum import IntEnum

from onroll.access.models import Organisation
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.timetable import Story
from onroll.transfer import actions as transfer_actions


class End(IntEnum):
    """How far a file comes."""

    CHECKED = 0
    WAITING = 1
    COLLECTED = 2
    PARTLY_CONFIRMED = 3
    CONFIRMED = 4


def move(cast: Cast, sender: Organisation, recipient: Organisation, *, pupils: int, end: End) -> Story:
    """A file with some children is sent, waits, is collected, and the children are confirmed on roll."""
    leavers = cast.children.leavers(sender, pupils, cast.clock.now.date())
    version = "24.0" if cast.random.random() < 0.3 else "25.0"
    message = cast.upload(sender, recipient.code, leavers, version=version)
    if end == End.CHECKED:
        return
    cast.send(message)
    if end == End.WAITING:
        return
    yield cast.random.randrange(1, 6)
    cast.collect(message)
    if end == End.COLLECTED:
        return
    yield cast.random.randrange(1, 9)
    share = 0.6 if end == End.PARTLY_CONFIRMED else 1.0
    cast.confirm(message, share=share, days_before=cast.random.randrange(3))


def withdrawn(cast: Cast, sender: Organisation, recipient: Organisation) -> Story:
    """A file is sent to the wrong school and taken back before it is collected."""
    leavers = cast.children.leavers(sender, 1, cast.clock.now.date())
    message = cast.upload(sender, recipient.code, leavers)
    cast.send(message)
    yield 1
    transfer_actions.withdraw_file(
        cast.clerk(sender, "withdraw a file"),
        message=message,
        reason="Sent to the wrong school",
        expected_version=message.version,
    )


def refused(cast: Cast, sender: Organisation) -> Story:
    """A file names a school that does not exist, and is refused."""
    leavers = cast.children.leavers(sender, 1, cast.clock.now.date())
    cast.upload(sender, f"{sender.la_code}9999", leavers)
    yield from ()
