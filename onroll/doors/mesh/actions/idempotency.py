"""Idempotency keys of what is done only once by itself: a chunk, a confirmation. One key, one request."""

import hashlib
from typing import cast

from onroll.doors.mesh.tokens import Caller
from onroll.doors.models import PostKey
from onroll.transfer import actions as transfer_actions


def hold(caller: Caller, key: str | None, *asked: object) -> None:
    """Keep what was asked under a key, in the transaction of the change; without a key, nothing.

    Raises: KeyUsedBefore, when something else was asked under it.
    """
    if not key:
        return
    request_digest = _digest(*(str(part) for part in asked))
    kept, _ = PostKey.objects.get_or_create(
        organisation_id=cast("int", caller.act.organisation_id),
        digest=_digest(key),
        defaults={"request_digest": request_digest, "at": caller.act.at},
    )
    if kept.request_digest != request_digest:
        raise transfer_actions.KeyUsedBefore


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
