"""Signing in and out, one's own password, and the choice of whom one acts for. No address is written down."""

from django.db import transaction

from onroll.access.acting import Standing
from onroll.access.events import ActingChanged, PasswordChanged, SignedIn, SignedOut, SignInFailed
from onroll.access.models import Cover, Membership, Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed


@transaction.atomic
def choose_acting(act: Act, *, standing: Standing) -> None:
    """Record that a person acts in another of her roles from now on. `act` is her act in the new role.

    Raises: Hidden, when the role is somebody else's or not in force.
    """
    person_id = _self(act)
    roles = Membership.objects.filter(pk=standing.membership.pk).in_force(act.on)
    if standing.cover:
        covers = Cover.objects.in_force(act.on).filter(pk=standing.cover.pk, by_id=person_id)
        is_hers = covers.filter(membership__in=roles).exists()
    else:
        is_hers = roles.filter(person_id=person_id).exists()
    if not is_hers:
        raise Hidden
    event = ActingChanged(person_id=person_id, membership_id=standing.membership.pk, covers=standing.cover is not None)
    ledger.record(act, event)


@transaction.atomic
def note_sign_in(act: Act) -> None:
    """Record that a person signed in."""
    ledger.record(act, SignedIn(person_id=_self(act)))


@transaction.atomic
def note_sign_out(act: Act) -> None:
    """Record that a person signed out."""
    ledger.record(act, SignedOut(person_id=_self(act)))


@transaction.atomic
def note_failed_sign_in(act: Act, *, person_id: int, step: str) -> None:
    """Record a wrong password or code. `person_id` is 0 for an address that nobody has."""
    ledger.record(act, SignInFailed(person_id=person_id, step=step))


@transaction.atomic
def set_password(act: Act, *, person: Person, password: str) -> None:
    """Set a person's own new password.

    Raises: NotAllowed, when the act is somebody else's.
    """
    if act.actor_id != person.pk:
        raise NotAllowed
    person.set_password(password)
    person.save(update_fields=["password"])
    ledger.record(act, PasswordChanged(person_id=person.pk))


def _self(act: Act) -> int:
    if act.actor_id is None:
        raise NotAllowed
    return act.actor_id
