"""OAuth 2 client credentials for agencies' software: oauthlib knows the protocol, this module knows our keys.

The client is a machine key of kind `agency`: its reference is the client id, its password the secret. A token is
signed, not stored; it works for a quarter of an hour, and no longer than its key.
Source: RFC 6749 section 4.4, RFC 6750.
"""

import base64
import binascii
import dataclasses
from typing import Any
from urllib.parse import unquote_plus

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from oauthlib.common import Request
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from onroll.access import limits
from onroll.doors import queries
from onroll.doors.models import KeyKind, MachineKey

SCOPE = "notifications"
TOKEN_SECONDS = 900
SALT = "onroll.doors.agencies"
# So many wrong secrets an hour lock one client id; our own bound (mark P).
WRONG_SECRETS = (30, 3600)


def key_of_token(token: str) -> MachineKey | None:
    """Return the key in force that a token was given for, or None."""
    try:
        key_id = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    key: MachineKey | None = _in_force().filter(pk=key_id).first()
    return key


def token_answer(request: HttpRequest) -> tuple[dict[str, str], str, int]:
    """Return headers, JSON and status of the answer to a request for a token, as RFC 6749 has them."""
    headers = {"Authorization": request.headers.get("Authorization", "")}
    body = request.body.decode(errors="replace").replace("\x00", "")
    answer: tuple[dict[str, str], str, int] = _SERVER.create_token_response(
        "https://onroll.invalid/api/token", "POST", body, headers
    )
    return answer


@dataclasses.dataclass(frozen=True, slots=True)
class _Client:
    """A key as oauthlib wants a client."""

    client_id: str
    key_id: int


class Keys(RequestValidator):  # type: ignore[misc]  # oauthlib has no types
    """What oauthlib asks about clients."""

    def authenticate_client(self, request: Request, *_: Any, **__: Any) -> bool:
        """Say whether the client's id and secret belong together; of many wrong secrets, the rest count as wrong."""
        client_id, secret = _credentials(request)
        if not limits.has_slot(f"api:{client_id[:16]}", WRONG_SECRETS):
            return False
        key = _in_force().filter(reference=client_id.upper()).first()
        expected = queries.password_of(key) if key else ""
        if not constant_time_compare(secret, expected) or key is None:
            limits.take_slot(f"api:{client_id[:16]}", WRONG_SECRETS)
            return False
        request.client, request.client_id = _Client(key.reference, key.pk), key.reference
        return True

    def validate_grant_type(self, _client_id: str, grant_type: str, *_: Any, **__: Any) -> bool:
        """Take client credentials and nothing else."""
        return grant_type == "client_credentials"

    def get_default_scopes(self, *_: Any, **__: Any) -> list[str]:
        """Return what a token is for, where the client does not say."""
        return [SCOPE]

    def validate_scopes(self, _client_id: str, scopes: list[str], *_: Any, **__: Any) -> bool:
        """Take what there is."""
        return set(scopes) <= {SCOPE}

    def save_bearer_token(self, *_: Any, **__: Any) -> None:
        """Keep nothing: a token is signed."""


def _credentials(request: Request) -> tuple[str, str]:
    """Return id and secret, from the header (RFC 6749 section 2.3.1) or from the body."""
    client_id, secret = _given(request)
    return client_id.replace("\x00", ""), secret.replace("\x00", "")


def _given(request: Request) -> tuple[str, str]:
    kind, _, encoded = str(request.headers.get("Authorization", "")).partition(" ")
    if kind.lower() != "basic":
        return str(request.client_id or ""), str(request.client_secret or "")
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _in_force() -> Any:
    keys = MachineKey.objects.filter(kind__in=(KeyKind.AGENCY, KeyKind.ROLLS), ended_at__isnull=True)
    return keys.select_related("organisation")


def _signed(request: Request, *_: Any, **__: Any) -> str:
    return signing.dumps(request.client.key_id, salt=SALT)


_SERVER = BackendApplicationServer(Keys(), token_generator=_signed, token_expires_in=TOKEN_SECONDS)
