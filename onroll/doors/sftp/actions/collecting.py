"""Reading from `out`: fetched when it is opened, collected once all of its bytes were read. Never: on roll."""

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.doors.events import EntryRemoved
from onroll.doors.mesh.turns import shared_commit
from onroll.doors.models import SftpTaking
from onroll.doors.sftp import queries
from onroll.doors.sftp.errors import NOT_COLLECTED, NOT_THERE, SftpRefusal
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault.models import StoredFile


def begin_reading(act: Act, *, message: Message) -> StoredFile:
    """Hand over a message's bytes, and keep that its recipient's software has begun to read.

    Raises: SftpRefusal, when the message has gone meanwhile.
    """
    try:
        with shared_commit():
            return transfer_actions.fetch_file(act, message=message)
    except RuleBroken as gone:
        raise SftpRefusal(NOT_THERE) from gone


def end_reading(act: Act, *, message: Message, served_bytes: int, is_broken_off: bool) -> bool:
    """Keep how much of a message was read, and that it is collected once that is all. Returns whether it is.

    One that broke off is not collected, since nobody knows whether the last bytes arrived. How far a reading got is
    no step of the message's life and stands in no ledger: that it was begun does.
    Raises: SftpRefusal, when the message was withdrawn meanwhile.
    """
    is_whole = served_bytes >= message.stored_file.size and not is_broken_off
    if served_bytes <= queries.served_bytes(act, message) and not is_whole:
        return False
    try:
        with shared_commit():
            taking = _taking(act, message)
            SftpTaking.objects.filter(pk=taking.pk, served_bytes__lt=served_bytes).update(served_bytes=served_bytes)
            if is_whole:
                transfer_actions.acknowledge_file(act, message=message)
                SftpTaking.objects.filter(pk=taking.pk, collected_at__isnull=True).update(collected_at=act.at)
    except RuleBroken as gone:
        raise SftpRefusal(NOT_THERE) from gone
    return is_whole


def remove_collected(act: Act, *, message: Message) -> None:
    """Take a collected message out of the listing. It stays what it is: its sender still reads that it was collected.

    Raises: SftpRefusal, for one that was not collected.
    """
    if message.state == State.WAITING:
        raise SftpRefusal(NOT_COLLECTED)
    with shared_commit():
        ours = SftpTaking.objects.filter(organisation_id=queries.own(act), message=message)
        if ours.filter(removed_at__isnull=True).update(removed_at=act.at):
            ledger.record(act, EntryRemoved(entry_id=message.pk, what="collected file"))


def _taking(act: Act, message: Message) -> SftpTaking:
    return SftpTaking.objects.get_or_create(
        organisation_id=queries.own(act), message=message, defaults={"served_bytes": 0}
    )[0]
