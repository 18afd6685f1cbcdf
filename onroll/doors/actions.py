"""Making and ending the keys of machines. Only an operator does it so far; approvers may follow."""

import dataclasses
import secrets

from django.db import transaction

from onroll.access import permissions as access_permissions
from onroll.access.models import Organisation, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken
from onroll.doors.events import MachineKeyEnded, MachineKeyMade
from onroll.doors.models import KeyKind, MachineKey
from onroll.registry.references import new_reference
from onroll.vault import actions as vault_actions
from onroll.vault import sealing

# What software may act as. A duty that the law gives to a person (CME officer, approver, auditor) is none of them.
ROLES = (Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR)


class NoSuchKey(RuleBroken):
    """There is no key with that reference, or it was ended before."""

    code = "no_such_key"
    default_words = "There is no key with this reference that is still in force."


class RoleNotForMachines(RuleBroken):
    """Some roles are a person's."""

    code = "role_not_for_machines"
    default_words = f"Software may act as {' or '.join(role.value for role in ROLES)} only."


@dataclasses.dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with its password, which is shown this once."""

    key: MachineKey
    password: str


@transaction.atomic
def add_key(act: Act, *, organisation: Organisation, kind: KeyKind, role: Role) -> NewKey:
    """Make a key for an organisation's software. This will return its password, which nobody can ask for again.

    Raises: RoleNotForMachines.
    """
    _check_allowed(act)
    if role not in ROLES:
        raise RoleNotForMachines
    reference, password = new_reference("K"), secrets.token_urlsafe(24)
    key = MachineKey.objects.create(
        reference=reference,
        organisation=organisation,
        kind=kind,
        role=role,
        sealed_secret=sealing.seal_key(password.encode(), vault_actions.master_key(), reference),
        made_at=act.at,
    )
    ledger.record(act, MachineKeyMade(key_id=key.pk, for_organisation_id=organisation.pk, kind=kind, role=role))
    return NewKey(key, password)


@transaction.atomic
def end_key(act: Act, *, reference: str) -> MachineKey:
    """End a key, at once.

    Raises: NoSuchKey.
    """
    _check_allowed(act)
    key = MachineKey.objects.filter(reference=reference, ended_at__isnull=True).first()
    if key is None or not MachineKey.objects.filter(pk=key.pk, ended_at__isnull=True).update(ended_at=act.at):
        raise NoSuchKey
    ledger.record(act, MachineKeyEnded(key_id=key.pk, for_organisation_id=key.organisation_id))
    return key


def _check_allowed(act: Act) -> None:
    if not access_permissions.may_manage_access(act):
        raise NotAllowed
