"""Which keys there are, and which organisation and password each stands for."""

from django.db.models import QuerySet

from onroll.access.models import Organisation
from onroll.doors.models import KeyKind, MachineKey
from onroll.vault import actions as vault_actions
from onroll.vault import sealing


def keys_of_mailbox(code: str, kind: KeyKind) -> list[MachineKey]:
    """Return the keys in force for the organisations that a code means: an academy may hold its predecessor's."""
    live = MachineKey.objects.filter(kind=kind, ended_at__isnull=True, organisation__in=_with_code(code))
    return list(live.select_related("organisation").order_by("-pk"))


def password_of(key: MachineKey) -> str:
    """Return a key's password: only for checking a token made with it."""
    return sealing.unseal_key(bytes(key.sealed_secret), vault_actions.master_key(), key.reference).decode()


def has_live_key(organisation: Organisation, kind: KeyKind) -> bool:
    """Whether an organisation's own software collects at a door."""
    return MachineKey.objects.filter(organisation=organisation, kind=kind, ended_at__isnull=True).exists()


def all_keys() -> QuerySet[MachineKey]:
    """Return every key, those in force first."""
    return MachineKey.objects.select_related("organisation").order_by("ended_at", "organisation__name", "pk")


def _with_code(code: str) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.with_code(code)
    return found
