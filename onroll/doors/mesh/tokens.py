"""The `NHSMESH` token of a request: who calls, proven by HMAC, fresh, and (see `actions.spend`) never used before.

Source: MESH API catalogue, "Authorization header"; mesh-client 5.0 `AuthTokenGenerator`.
"""

import dataclasses
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256

from django.conf import settings

from onroll.audit.act import Act
from onroll.doors import acting, queries
from onroll.doors.mesh import lookups
from onroll.doors.mesh.errors import AUTHORIZATION_UNREADABLE, TOKEN_INVALID, TOKEN_STALE, MeshRefusal
from onroll.doors.models import MachineKey

# mailbox : nonce : nonce count : time to the minute, UTC : HMAC
TOKEN = re.compile(r"NHSMESH ([^\s:]{1,20}):([^\s:]{1,100}):(\d{1,15}):(\d{12}):([0-9a-fA-F]{64})")
# How far a sender's clock may be from ours, either way. Ours: MESH publishes no figure.
FRESH = timedelta(minutes=15)


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """Software that has proven which key it holds. The token is not spent yet."""

    key: MachineKey
    nonce: str
    nonce_count: int
    act: Act

    @property
    def mailbox(self) -> str:
        """The caller's own mailbox."""
        return self.key.organisation.code


def caller_of(header: str, *, mailbox: str | None, purpose: str, request_id: str) -> Caller:
    """Return who calls. `mailbox`: the one in the address; None, where the address has none.

    A mailbox that is not the caller's and one that does not exist get the same answer after the same work.
    Raises: MeshRefusal.
    """
    parts = TOKEN.fullmatch(header.strip())
    if parts is None:
        raise MeshRefusal(AUTHORIZATION_UNREADABLE)
    named, nonce, count, time, digest = parts.groups()
    keys = lookups.keys_of_mailbox(named.upper())
    signed = [
        key for key in keys or [_nobody()] if _holds(digest, (named, nonce, count), queries.password_of(key), time)
    ]
    if not keys or not signed or (mailbox is not None and mailbox.upper() != named.upper()):
        raise MeshRefusal(TOKEN_INVALID)
    at = acting.now()
    if not _is_fresh(time, at):
        raise MeshRefusal(TOKEN_STALE)
    act = acting.act_for_key(signed[0], at=at, purpose=purpose, request_id=request_id)
    return Caller(signed[0], nonce, int(count), act)


def digest_of(mailbox: str, nonce: str, nonce_count: str, password: str, time: str) -> str:
    """Return the HMAC-SHA256 (hexadecimal) that a token carries."""
    secret = f"{mailbox}:{nonce}:{nonce_count}:{password}:{time}"
    return hmac.new(settings.MESH_SHARED_KEY.encode(), secret.encode(), sha256).hexdigest()


@cache
def _nobody() -> MachineKey:
    """Return a key of nobody, so that a mailbox that does not exist costs the same work as one that does."""
    return MachineKey(reference="K-NOBODY", sealed_secret=queries.sealed(secrets.token_urlsafe(24), "K-NOBODY"))


def _holds(digest: str, public: tuple[str, str, str], password: str, time: str) -> bool:
    return hmac.compare_digest(digest.lower(), digest_of(*public, password, time))


def _is_fresh(time: str, at: datetime) -> bool:
    try:
        said = datetime.strptime(time, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(at - said) <= FRESH + timedelta(minutes=1)  # the token's time has no seconds
