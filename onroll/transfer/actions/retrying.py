"""What a machine says of what it sends, and how a retry finds the first one instead of making a second."""

import dataclasses
import hashlib

from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer.models import Message
from onroll.vault import actions as vault_actions
from onroll.vault.models import StoredFile


class KeyUsedBefore(RuleBroken):
    """An idempotency key stands for one message for ever: the same key with other bytes is a mistake."""

    code = "key_used_before"
    default_words = "This idempotency key was used before for a message with other bytes. Make a new key."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a machine said of its message. `addressed_to` is the code it gave.

    Without an idempotency key, the sender's own `local_id` with the same bytes for the same recipient means the same
    message. `reference` is set where the message was promised one before all of its bytes had come.
    """

    addressed_to: str = ""
    workflow: str = ""
    subject: str = ""
    local_id: str = ""
    idempotency_key: str | None = None
    reference: str = ""

    def key(self, sha256: str) -> str | None:
        """Return the key under which a retry is known; none, where the machine gave nothing to know it by."""
        if self.idempotency_key:
            return _digest("key", self.idempotency_key)
        return _digest("local id", self.local_id, self.addressed_to, sha256) if self.local_id else None

    def columns(self, sha256: str) -> dict[str, str | None]:
        """Return the columns of the message that hold this."""
        return {
            "workflow": self.workflow,
            "subject": self.subject,
            "local_id": self.local_id,
            "idempotency_key": self.key(sha256),
            "reference": self.reference,
        }


NO_ORIGIN = Origin()


def first_of(act: Act, origin: Origin, taken: StoredFile) -> Message | None:
    """Return the message that the same machine sent before under the same key; none, for a new one.

    Raises: KeyUsedBefore, when the bytes are not those of the first one.
    """
    key = origin.key(taken.sha256)
    if key is None:
        return None
    sent = Message.objects.select_related("stored_file", "sender", "recipient")
    first: Message | None = sent.filter(sender_id=act.organisation_id, idempotency_key=key).first()
    if first is not None and first.stored_file.sha256 != taken.sha256:
        raise KeyUsedBefore
    return first


def first_after_race(act: Act, origin: Origin, taken: StoredFile) -> Message:
    """Return the message whose row stopped ours from being stored, and let ours go. Called while that error stands.

    Raises: the error itself, where it was not about the key.
    """
    first = first_of(act, origin, taken)
    vault_actions.let_go(taken)
    if first is None:
        raise  # noqa: PLE0704 - the caller's IntegrityError
    return first


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
