"""“This is not our child”: a claimed lost pupil's file goes back to the repository, to be searched for again."""

from django.db import transaction

from onroll.access import queries as access_queries
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import notices, permissions, reasons
from onroll.transfer.actions import filing, steps
from onroll.transfer.events import LostPupilReturned
from onroll.transfer.models import LostPupil, Message
from onroll.transfer.states import State


class CannotGoBack(RuleBroken):
    """The file's content is gone, so that nobody could be helped by it any more."""

    code = "cannot_go_back"


@transaction.atomic
def return_lost_pupil(act: Act, *, message: Message, reason: str, expected_version: int) -> Message:
    """Return a claimed file that is another child's. This will leave it held as lost, found by searches again.

    `reason` is kept in the ledger, so it holds no personal data. The sender, its authority, the authority that
    claimed the file and the school it was claimed for are told.
    Raises: ReasonNeeded, CannotGoBack, MoveNotAllowed (confirmed already), Stale.
    """
    permissions.check(permissions.may_return_lost_pupil(act, message))
    if not reason.strip():
        raise reasons.ReasonNeeded("Say how you know that this is another child.")
    steps.lock(message)
    lost_pupil = LostPupil.objects.select_related("claimed_by", "claimed_for", "sighting").get(message=message)
    if message.stored_file.destroyed_at is not None:
        raise CannotGoBack("The content of this file has been destroyed. Ask the school that sent it for the file.")
    why = "Another child: back in the repository"
    steps.move(act, message, State.HELD_AS_LOST, expected_version=expected_version, why=why, recipient=None)
    _record(act, lost_pupil, reason.strip()[: reasons.LONGEST])
    filing.let_searches_find(act, lost_pupil)
    _tell(act, message, lost_pupil)
    LostPupil.objects.filter(pk=lost_pupil.pk).update(
        claimed_by=None, claimed_for=None, claimed_at=None, claim_reason=""
    )
    return message


def _record(act: Act, lost_pupil: LostPupil, reason: str) -> None:
    ledger.record(
        act,
        LostPupilReturned(
            message_id=lost_pupil.message_id,
            lost_pupil_id=lost_pupil.pk,
            child_id=lost_pupil.child_id,
            claimed_by_id=lost_pupil.claimed_by_id or 0,
            claimed_for_id=lost_pupil.claimed_for_id or 0,
            reason=reason,
        ),
    )


def _tell(act: Act, message: Message, lost_pupil: LostPupil) -> None:
    told = [
        message.sender,
        access_queries.authority_of(message.sender),
        lost_pupil.claimed_by,
        lost_pupil.claimed_for if lost_pupil.claimed_for_id != act.organisation_id else None,
    ]
    for organisation in {one.pk: one for one in told if one is not None}.values():
        steps.owe_notice(act, message, to=organisation, kind=notices.Kind.LOST_PUPIL_RETURNED)
