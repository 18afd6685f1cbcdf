"""Sending a checked file to the school or authority it names."""

from django.db import transaction

from onroll import ctf
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions as registry_actions
from onroll.registry.models import Child
from onroll.transfer import notices, permissions, problems, pupil_facts, routing
from onroll.transfer.actions import content, receiving, steps
from onroll.transfer.events import FileSent
from onroll.transfer.models import Message, MessagePupil
from onroll.transfer.states import State
from onroll.vault import queries as vault_queries

SOURCE = "transfer file"


class CannotBeSent(RuleBroken):
    """The file is not one that can be sent this way, or no longer."""

    code = "cannot_be_sent"


class ProblemsNotKnown(CannotBeSent):
    """A pupil has problems that stop her, and the sender has not said that she knows of them."""

    code = "problems_not_known"


@transaction.atomic
def send_file(act: Act, *, message: Message, expected_version: int, are_problems_known: bool = False) -> Message:
    """Send a checked file. This will leave it waiting with its recipient, who is told.

    `are_problems_known`: the sender has seen the problems that stop a pupil and sends the file as it is.
    Raises: CannotBeSent, AlreadySent, KeptApart, MoveNotAllowed, Stale.
    """
    permissions.check(permissions.is_sender(act, message))
    if message.destination_code in routing.PLACEHOLDERS:
        raise CannotBeSent(
            "This file names no school, so it goes to the lost-pupil repository. Say which enquiries were made."
        )
    content.check_not_kept_apart(message)
    check_before_sending(message, are_problems_known=are_problems_known)
    recipient, found = routing.open_organisation(act, message.destination_code)
    if recipient is None:
        raise CannotBeSent(f"{found[0].message} {found[0].action}")
    steps.move(
        act,
        message,
        State.WAITING,
        expected_version=expected_version,
        why=f"Sent to {recipient.name}"[:300],
        recipient=recipient,
        sent_at=act.at,
    )
    note_pupils(act, message)
    steps.owe_notice(act, message, to=recipient, kind=notices.Kind.FILE_WAITS)
    ledger.record(act, FileSent(message_id=message.pk, recipient_id=recipient.pk))
    return message


def check_before_sending(message: Message, *, are_problems_known: bool) -> None:
    """Refuse a file that was sent before, or whose pupils have problems that nobody has said are known.

    Raises: CannotBeSent, AlreadySent.
    """
    if message.state in (State.CHECKED, State.RECEIVED):
        receiving.refuse_if_sent(message)
    kept = problems.from_kept(message.problems)
    if not are_problems_known and any(problem.severity is ctf.Severity.PUPIL for problem in kept):
        raise ProblemsNotKnown(
            "This file has problems with a pupil. Mend them, or say that you know of them and send it as it is."
        )


def note_pupils(act: Act, message: Message) -> list[MessagePupil]:
    """Tell the registry of each pupil in the file, and keep which child each one is."""
    rows = []
    with vault_queries.opened(message.stored_file) as source:
        for pupil in ctf.pupils(source):
            sighting = registry_actions.note_sighting(
                act, facts=pupil_facts.facts_of(pupil), source=SOURCE, source_reference=message.reference
            )
            _note_last_enrolment(act, message, pupil, sighting.child)
            rows.append(MessagePupil.objects.create(message=message, position=pupil.position, sighting=sighting))
    return rows


def _note_last_enrolment(act: Act, message: Message, pupil: ctf.Pupil, child: Child) -> None:
    """Keep the child's time at the sending school as its file reports it; an impossible order keeps the end only."""
    spell = pupil_facts.spell_at(pupil, message.sender.code)
    if spell is None:
        return
    is_in_order = spell.entry_on is None or spell.left_on is None or spell.entry_on <= spell.left_on
    registry_actions.record_enrolment(
        act,
        child=child,
        organisation=message.sender,
        from_on=spell.entry_on if is_in_order else None,
        until_on=spell.left_on,
        source=SOURCE,
        source_reference=message.reference,
        is_confirmed=False,
    )
