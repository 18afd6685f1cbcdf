"""Which keys there are, and the password of each."""

from django.db.models import QuerySet

from onroll.doors.models import MachineKey
from onroll.vault import actions as vault_actions
from onroll.vault import sealing


def password_of(key: MachineKey) -> str:
    """Return a key's password: only for checking a token made with it."""
    return sealing.unseal_key(bytes(key.sealed_secret), vault_actions.master_key(), key.reference).decode()


def sealed(password: str, reference: str) -> bytes:
    """Return a key's password as it is kept: sealed with the vault's master key, bound to the key's reference."""
    return sealing.seal_key(password.encode(), vault_actions.master_key(), reference)


def all_keys() -> QuerySet[MachineKey]:
    """Return every key, those in force first."""
    return MachineKey.objects.select_related("organisation").order_by("ended_at", "organisation__name", "pk")
