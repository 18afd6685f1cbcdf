"""What a sender's software says for the recipient's alone: kept only where something was said."""

from onroll.doors.mesh.headers import Sending
from onroll.doors.models import MeshNote
from onroll.transfer.models import Message


def keep(message: Message, sending: Sending) -> None:
    """Keep the note on a message, if its sender left one. A retry leaves the first one's."""
    if sending.partner_id or sending.checksum or sending.is_encrypted or sending.is_compressed:
        MeshNote.objects.get_or_create(
            message=message,
            defaults={
                "partner_id": sending.partner_id,
                "checksum": sending.checksum,
                "is_encrypted": sending.is_encrypted,
                "is_compressed": sending.is_compressed,
            },
        )
