"""Making and ending the keys of machines. Only an operator does it so far; approvers may follow."""

import dataclasses
import secrets

from django.db import transaction

from onroll.access import permissions as access_permissions
from onroll.access.models import Organisation, OrganisationKind, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, RuleBroken
from onroll.doors import queries
from onroll.doors.events import MachineKeyEnded, MachineKeyMade
from onroll.doors.models import KeyKind, MachineKey
from onroll.doors.sftp import publickeys
from onroll.registry.references import new_reference

# What software may act as. A duty that the law gives to a person (CME officer, approver, auditor) is none of them.
ROLES = (Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR, Role.AGENCY_REPORTER, Role.ATTENDANCE)


class NoSuchKey(RuleBroken):
    """There is no key with that reference, or it was ended before."""

    code = "no_such_key"
    default_words = "There is no key with this reference that is still in force."


class RoleNotForMachines(RuleBroken):
    """Some roles are a person's."""

    code = "role_not_for_machines"
    default_words = f"Software may act as {' or '.join(role.value for role in ROLES)} only."


class PublicKeyMissing(RuleBroken):
    """A folder key is a public key, and a message key a password: neither stands for the other."""

    code = "public_key_missing"
    default_words = "An SFTP key needs a public key, and no other kind has one."


class KeyInForce(RuleBroken):
    """The same public key opens this mailbox already."""

    code = "key_in_force"
    default_words = "This public key opens this mailbox already."


@dataclasses.dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with its password, which is shown this once. A folder key has none."""

    key: MachineKey
    password: str


@transaction.atomic
def add_key(act: Act, *, organisation: Organisation, kind: KeyKind, role: Role, public_key: str = "") -> NewKey:
    """Make a key for an organisation's software. This will return its password, which nobody can ask for again.

    `public_key`: the text of the `.pub` file, for a folder key (SFTP) alone; that has no password.
    Raises: RoleNotForMachines, PublicKeyMissing, PublicKeyUnreadable, KeyInForce.
    """
    _check_allowed(act)
    if role not in ROLES:
        raise RoleNotForMachines
    is_agency = organisation.kind == OrganisationKind.AGENCY and role == Role.AGENCY_REPORTER
    if is_agency != (kind is KeyKind.AGENCY) or (role == Role.AGENCY_REPORTER and not is_agency):
        raise RoleNotForMachines("A key of kind agency is for a partner agency, in the role agency_reporter.")
    if role == Role.ATTENDANCE and kind is not KeyKind.ROLLS:
        raise RoleNotForMachines("In the role attendance software sends marks: it needs a key of kind rolls.")
    if (kind is KeyKind.SFTP) != bool(public_key):
        raise PublicKeyMissing
    reference, password = new_reference("K"), "" if public_key else secrets.token_urlsafe(24)
    public = publickeys.read(public_key) if public_key else publickeys.PublicKey("", "")
    if public_key:
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # of two tries at once, one waits here
        same = MachineKey.objects.filter(organisation=organisation, fingerprint=public.fingerprint)
        if same.filter(ended_at__isnull=True).exists():
            raise KeyInForce
    key = MachineKey.objects.create(
        reference=reference,
        organisation=organisation,
        kind=kind,
        role=role,
        sealed_secret=queries.sealed(password, reference) if password else b"",
        public_key=public.text,
        fingerprint=public.fingerprint,
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
