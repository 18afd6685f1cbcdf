"""A deletion after joint enquiries is told by itself: its return is made at the same moment, and the roll ends."""

from typing import Any

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework.enquiry_events import PupilDeleted
from onroll.casework.models import Deletion
from onroll.registry.references import new_reference
from onroll.returns.actions.ending import end_on_roll
from onroll.returns.actions.making import change_return
from onroll.returns.actions.owing import made_event, waiting_return
from onroll.returns.models import DeletionDetails, Return, Route
from onroll.returns.return_states import ReturnState, check_move
from onroll.rules.returns import ReturnKind


def note_joint_deletion(act: Act, event: PupilDeleted) -> None:
    """Make the return of a deletion after joint enquiries, or make good the one that the school owes about that time.

    Where the school has told of a deletion of that day already, that return stands, and there is none beside it.
    """
    deletion = Deletion.objects.select_related("enquiries__school", "enquiries__authority", "enquiries__sighting").get(
        enquiries_id=event.enquiry_list_id
    )
    if deletion.enquiries.school is None:
        return
    columns = _columns(act, deletion, event)
    told = _told(event)
    if told is None:
        try:
            with transaction.atomic():
                made = _new(act, deletion, event, columns)
        except IntegrityError:  # one of the same day was kept in this very moment
            told = _told(event)
    if told is not None and told.state != ReturnState.MADE:
        made = _made_good(told, columns)
    elif told is not None:
        end_on_roll(act, told, deleted_on=event.deleted_on)
        return
    DeletionDetails.objects.create(
        of=made,
        ground_code=deletion.ground_code,
        letter=deletion.letter,
        regulations=deletion.regulations,
        deleted_on=deletion.deleted_on,
    )
    end_on_roll(act, made, deleted_on=event.deleted_on)
    ledger.record(act, made_event(made))


def _told(event: PupilDeleted) -> Return | None:
    """Return what stands of a deletion of that day, else what the school owes about that time."""
    here = Return.objects.filter(kind=ReturnKind.DELETION, school_id=event.school_id, child_id=event.child_id)
    found: Return | None = here.filter(trigger_on=event.deleted_on).exclude(state=ReturnState.WITHDRAWN).first()
    return found or waiting_return(ReturnKind.DELETION, event.school_id, event.child_id, event.deleted_on)


def _columns(act: Act, deletion: Deletion, event: PupilDeleted) -> dict[str, Any]:
    return {
        "sighting": deletion.enquiries.sighting,
        "trigger_on": event.deleted_on,
        "due_on": event.deleted_on,
        "state": ReturnState.MADE,
        "route": Route.ENQUIRIES,
        "made_on": act.on,
        "made_by_id": act.actor_id,
        "words": f"After the joint enquiries {deletion.enquiries.reference}",
    }


def _new(act: Act, deletion: Deletion, event: PupilDeleted, columns: dict[str, Any]) -> Return:
    return Return.objects.create(
        reference=new_reference("L"),
        kind=ReturnKind.DELETION,
        school_id=event.school_id,
        authority=deletion.enquiries.authority,
        child_id=event.child_id,
        known_at=act.at,
        **columns,
    )


def _made_good(told: Return, columns: dict[str, Any]) -> Return:
    """Make a return that was owed, or of which it was said that none is needed: it is, and so is owed first."""
    if told.state == ReturnState.NOT_NEEDED:
        check_move(ReturnState.NOT_NEEDED, ReturnState.OWED)
        change_return(told, told.version, state=ReturnState.OWED, why="")
    check_move(ReturnState(told.state), ReturnState.MADE)
    return change_return(told, told.version, lacks=[], stopped="", **columns)
