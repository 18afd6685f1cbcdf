"""A sender takes a file back before it is collected."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import permissions
from onroll.transfer.actions import steps
from onroll.transfer.events import FileWithdrawn
from onroll.transfer.models import LostPupilKey, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions


class ReasonMissing(RuleBroken):
    """A file is only taken back for a reason."""

    code = "reason_missing"


@transaction.atomic
def withdraw_file(act: Act, *, message: Message, reason: str, expected_version: int) -> Message:
    """Take a file back. This will destroy its content here: the sender has the file, nobody else needs it.

    `reason` is shown to everyone who sees the file's steps, so it holds no personal data.
    Raises: ReasonMissing, MoveNotAllowed (collected already), Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if not reason.strip():
        raise ReasonMissing("Say why you take the file back.")
    steps.move(act, message, State.WITHDRAWN, expected_version=expected_version, why=reason.strip()[:300])
    LostPupilKey.objects.filter(lost_pupil__message=message).delete()  # searched no more, so not kept for searching
    vault_actions.destroy(act, stored_file=message.stored_file)
    ledger.record(act, FileWithdrawn(message_id=message.pk, reason=reason.strip()[:300]))
    return message
