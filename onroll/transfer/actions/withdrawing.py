"""A sender takes a file back before it is collected."""

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import notices, permissions, routing
from onroll.transfer.actions import filing, steps
from onroll.transfer.events import FileWithdrawn
from onroll.transfer.models import LostPupil, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions


class ReasonMissing(RuleBroken):
    """A file is only taken back for a reason."""

    code = "reason_missing"


class ClaimedAlready(RuleBroken):
    """The file is no longer the sender's to take back: an authority found the child."""

    code = "claimed_already"


@transaction.atomic
def withdraw_file(act: Act, *, message: Message, reason: str, expected_version: int) -> Message:
    """Take a file back. This will destroy its content here: the sender has the file, nobody else needs it.

    `reason` is shown to everyone who sees the file's steps, so it holds no personal data.
    Whoever it waited for is told; of a lost pupil's file, the sender's authority.
    Raises: ReasonMissing, ClaimedAlready, MoveNotAllowed (collected already), Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if not reason.strip():
        raise ReasonMissing("Say why you take the file back.")
    steps.lock(message)
    _check_not_claimed(message)
    before = State(message.state)
    steps.move(act, message, State.WITHDRAWN, expected_version=expected_version, why=reason.strip()[:300])
    vault_actions.destroy(act, stored_file=message.stored_file)
    ledger.record(act, FileWithdrawn(message_id=message.pk, reason=reason.strip()[:300]))
    filing.find_no_more(act, message)
    _tell(act, message, before)
    return message


def _check_not_claimed(message: Message) -> None:
    claimed = LostPupil.objects.filter(message=message, claimed_by__isnull=False).select_related("claimed_for").first()
    if claimed is not None and claimed.claimed_for is not None:
        authority = routing.contact_of_authority(claimed.claimed_for)
        raise ClaimedAlready(
            f"This file has been claimed for {claimed.claimed_for.name}, so it can no longer be taken back. "
            f"Ask {authority}."
        )


def _tell(act: Act, message: Message, before: State) -> None:
    """Tell whom the file waited for, or the authority that looks for a lost pupil; nobody, if it was never sent."""
    if message.sent_at is None:
        return
    is_lost = before == State.HELD_AS_LOST
    told = access_queries.authority_of(message.sender) if is_lost else message.recipient
    if told is not None:
        steps.owe_notice(act, message, to=told, kind=notices.Kind.FILE_TAKEN_BACK)
