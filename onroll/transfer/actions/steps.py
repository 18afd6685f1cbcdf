"""Moving a file from state to state, and keeping each step with its time: for the other actions of this room."""

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import act as acts
from onroll.audit import rows
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.transfer import notices, states
from onroll.transfer.actions import notifying
from onroll.transfer.models import Message, MessageEvent, Notice
from onroll.transfer.states import State

# Why a file is at the first step of its life.
RECEIVED = "Every byte is stored"


def move(act: Act, message: Message, wanted: State, *, expected_version: int, why: str, **changes: object) -> Message:
    """Move a file to another state, if nobody moved or changed it since `expected_version` was read.

    `changes` are further columns set in the same update. The message given is brought up to date.
    Raises: MoveNotAllowed, when the table of states has no such move; Stale, for the loser of a race.
    """
    message.refresh_from_db()
    states.check_move(State(message.state), wanted)
    change(message, expected_version=expected_version, state=wanted, **changes)
    note_step(act, message, why=why)
    return message


def lock(message: Message) -> None:
    """Bring a file up to date and hold its row until the transaction ends: of two people, one waits here."""
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())


def change(message: Message, *, expected_version: int, **changes: object) -> None:
    """Change a file's row, if it is still the version that the person saw.

    Raises: Stale.
    """
    as_seen = Message.objects.filter(pk=message.pk, version=expected_version)
    if not as_seen.update(version=expected_version + 1, **changes):
        raise Stale
    message.refresh_from_db()


def note_step(act: Act, message: Message, *, why: str) -> MessageEvent:
    """Keep one dated step in a file's life, as sender, recipient and their authorities read it."""
    return MessageEvent.objects.create(
        message=message,
        at=act.at,
        state=message.state,
        person_id=act.actor_id,
        organisation_id=act.organisation_id,
        why=why,
    )


def note_first_steps(act: Act, message: Message, reasons: dict[State, str]) -> None:
    """Keep the steps of one moment in one write, in their order: a machine sends many."""
    rows.insert_rows(
        [
            MessageEvent(
                message_id=message.pk,
                at=act.at,
                state=state,
                person_id=act.actor_id,
                organisation_id=act.organisation_id,
                why=why,
            )
            for state, why in reasons.items()
        ]
    )


def owe_notice(act: Act, message: Message, *, to: Organisation, kind: notices.Kind, role: str = "") -> None:
    """Keep that an organisation is to be told; the email goes out after the change stands, or is retried later.

    `role`: only those who hold or cover that role are told.
    """
    notice = Notice.objects.create(organisation=to, message=message, kind=kind, role=role, created_at=act.at)
    system = acts.by_the_system(at=act.at, purpose="send a notice")
    transaction.on_commit(lambda: notifying.send_notice(system, notice_id=notice.pk))
