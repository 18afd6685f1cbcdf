"""What a contact does by her link, without signing in: confirm, correct, or say that the contact has left."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import directory_links
from onroll.casework.actions import directory
from onroll.casework.actions.following import for_authority
from onroll.casework.directory_events import ContactAnswered, ContactKept
from onroll.casework.directory_states import InvitationState
from onroll.casework.models import ConfirmedBy, ContactInvitation

PURPOSE = "a contact answers by her link"


class LinkNotOurs(Hidden):
    """A link was not signed here, was cut short, or leads to nothing."""

    code = "contact_link_not_ours"
    default_words = (
        "This link is not one that we sent, or it was cut short. Copy the whole link from the email, or "
        "ask the council that sent it."
    )


class LinkUsed(RuleBroken):
    """A link was used a second time, or an officer has settled the entry since."""

    code = "contact_link_used"
    default_words = (
        "This link was used already, or the council has put the entry right by itself. Nothing was changed. If the "
        "entry is wrong, call the council."
    )


class LinkOver(RuleBroken):
    """A link was used after the last day of its round."""

    code = "contact_link_over"
    default_words = (
        "This link has stopped working: its last day has passed. Nothing was changed. The council asks again next "
        "year; if the entry is wrong now, call it."
    )


def invitation_of(act: Act, token: str) -> ContactInvitation:
    """Return the question that a link is for, whether or not it still works.

    Raises: LinkNotOurs.
    """
    try:
        reference = directory_links.reference_in(token)
    except directory_links.LinkForged:
        raise LinkNotOurs from None
    rows = ContactInvitation.objects.select_related("round__authority", "contact__agency")
    found: ContactInvitation | None = rows.filter(reference=reference, round__began_on__lte=act.on).first()
    if found is None:
        raise LinkNotOurs
    return found


def check_link_works(act: Act, invitation: ContactInvitation) -> None:
    """Refuse a link that was used or whose time is over.

    Raises: LinkUsed; LinkOver.
    """
    if invitation.state != InvitationState.OPEN:
        raise LinkUsed
    if invitation.round.answer_by < act.on:
        raise LinkOver


@transaction.atomic
def answer_by_link(
    act: Act, *, token: str, details: dict[str, str], may_publish: bool, expected_version: int
) -> ContactInvitation:
    """Confirm the entry, with whatever is corrected in it.

    Raises: LinkNotOurs; LinkUsed; LinkOver; ContactImpossible; Stale, when an officer changed it meanwhile.
    """
    invitation, own = _begun(act, token)
    contact = invitation.contact
    changes: dict[str, object] = dict(directory.checked_details(contact.agency, contact.standing, details))
    changes["may_publish"] = may_publish
    is_corrected = directory.change_contact(contact, expected_version, changes)
    directory.confirm(own, contact, on=act.on, how=ConfirmedBy.LINK, is_corrected=is_corrected)
    state = InvitationState.CORRECTED if is_corrected else InvitationState.CONFIRMED
    return _ended(own, invitation, state, what="corrected" if is_corrected else "confirmed")


@transaction.atomic
def say_left_by_link(act: Act, *, token: str, handover: str, expected_version: int) -> ContactInvitation:
    """Say that the contact has left; the free place is a task for the council. `handover`: who follows, if known.

    Whoever follows is named by an officer: a link alone names nobody.
    Raises: LinkNotOurs; LinkUsed; LinkOver; ContactImpossible; Stale.
    """
    invitation, own = _begun(act, token)
    if len(handover) > directory.LONGEST_HANDOVER:
        raise directory.ContactImpossible(f"Write no more than {directory.LONGEST_HANDOVER} characters.")
    directory.leave(invitation.contact, act.on, handover.strip(), expected_version)
    return _ended(own, invitation, InvitationState.LEFT, what="left")


def _begun(act: Act, token: str) -> tuple[ContactInvitation, Act]:
    """Return the question of a link that works, held against a second answer, and the act for its authority."""
    found = invitation_of(act, token)
    ContactInvitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    found.refresh_from_db(fields=["state"])
    check_link_works(act, found)
    return found, for_authority(act, found.round.authority, PURPOSE)


def _ended(own: Act, invitation: ContactInvitation, state: InvitationState, *, what: str) -> ContactInvitation:
    waiting = ContactInvitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN)
    if not waiting.update(state=state, answered_at=own.at):
        raise LinkUsed
    directory.close_invitations(own, invitation.contact, InvitationState.ANSWERED_ELSEWHERE)
    invitation.refresh_from_db(fields=["state", "answered_at"])
    ledger.record(
        own, ContactAnswered(invitation_id=invitation.pk, contact_id=invitation.contact_id, state=invitation.state)
    )
    ledger.record(own, ContactKept(contact_id=invitation.contact_id, what=what, how=ConfirmedBy.LINK))
    return invitation
