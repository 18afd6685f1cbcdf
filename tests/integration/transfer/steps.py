"""Whole steps of a file's life through the real actions, for tests that start further down the line."""

from datetime import timedelta

from onroll.audit.act import Act
from onroll.transfer import actions
from onroll.transfer.actions import Arrival, EnquiryMade
from onroll.transfer.models import LostPupil, Message
from tests.cast import Cast, Member
from tests.integration.transfer.files import ONE_CHILD, Child, name_of, transfer_file


def receive(
    sender: Member, destination: str, *, children: tuple[Child, ...] = ONE_CHILD, name: str | None = None
) -> Message:
    """Upload a file from a member's own school."""
    source = sender.organisation.code
    content = transfer_file(source=source, destination=destination, children=children)
    return actions.receive_file(sender.act(), name=name or name_of(source, destination), pieces=[content])


def send(sender: Member, destination: str, *, children: tuple[Child, ...] = ONE_CHILD) -> Message:
    """Upload and send a file."""
    message = receive(sender, destination, children=children)
    return actions.send_file(sender.act(), message=message, expected_version=message.version, are_problems_known=True)


def collect(recipient: Member, message: Message) -> bytes:
    """Collect a file and return its bytes."""
    return b"".join(actions.collect_file(recipient.act(), message=message).pieces)


def confirm(recipient: Member, message: Message, *, positions: tuple[int, ...] = (1,)) -> Message:
    """Confirm pupils of a collected file on roll since yesterday."""
    act = recipient.act()
    arrivals = [Arrival(position, act.on - timedelta(days=1)) for position in positions]
    return actions.confirm_on_roll(act, message=message, arrivals=arrivals, expected_version=message.version)


def enquiry(act: Act, *, days_ago: int = 3, code: str = "TELEPHONE") -> EnquiryMade:
    """One enquiry made."""
    return EnquiryMade(code=code, made_on=act.on - timedelta(days=days_ago), outcome="Nobody answered.")


def file_lost(sender: Member, *, children: tuple[Child, ...] = ONE_CHILD, destination: str = "XXXXXXX") -> LostPupil:
    """Upload a file for an unknown destination and file it with one enquiry."""
    message = receive(sender, destination, children=children)
    act = sender.act()
    return actions.file_as_lost(
        act,
        message=message,
        enquiries=[enquiry(act)],
        expected_version=message.version,
        are_problems_known=True,
        outside_reason="abroad",  # asked, and kept, for MMMMMMM alone
    )


def open_lost(officer: Member, lost_pupil: LostPupil) -> LostPupil:
    """Open a held child in full."""
    return actions.open_lost_pupil(
        officer.act(),
        reference=lost_pupil.message.reference,
        reason_code="admitted_without_file",
        reason="Admitted in our area.",
    )


def claim(officer: Member, cast: Cast, lost_pupil: LostPupil) -> Message:
    """Open and claim a held child for the neighbour's school."""
    opened = open_lost(officer, lost_pupil)
    return actions.claim_lost_pupil(
        officer.act(),
        reference=opened.message.reference,
        school=cast.neighbour_school,
        reason="Same child, by name and birth date.",
        expected_version=opened.message.version,
    )
