"""The clock of the exchange: reminders, non-delivery reports, and holding what nobody can, or did, collect.

Safe to run twice, late, or at the same moment as another tick or a collection: each step is taken once a file, under
the file's lock, and looks once more at where the file stands.
"""

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.registry import actions as registry_actions
from onroll.rules import deadlines, retention
from onroll.transfer import notices, queries, routing, timers
from onroll.transfer.actions import (
    clock,
    keeping,
    notifying,
    passing_on,
    quarantine,
    reporting,
    requesting,
    shielding,
    steps,
    timed,
)
from onroll.transfer.actions.timed import Ticked
from onroll.transfer.events import FileHeld, ReminderDue
from onroll.transfer.models import Message
from onroll.transfer.queries import Timed
from onroll.transfer.states import State
from onroll.transfer.timers import Step
from onroll.web import words


def tick(act: Act, *, is_clock_right: bool = False) -> Ticked:
    """Do everything that is due on the day of the act. This will send the notices that are owed.

    Where the machine's clock has jumped since the last tick, nothing is held or destroyed, unless a person says that
    it is right: `is_clock_right`.
    Raises: NotAllowed, for anybody but the system.
    """
    if not act.is_system:
        raise NotAllowed
    reading = clock.read_clock(act, is_clock_right=is_clock_right)
    is_believed = reading.doubted_at is None
    quarantine.check_again(act)
    passed_on = passing_on.pass_on_what_was_left(act)
    held = hold(act) if is_believed else 0
    reminded, reported = remind(act), report_undelivered(act)
    warned = keeping.warn_of_the_end(act)
    destroyed = keeping.destroy_what_is_over(act) + quarantine.destroy_what_is_over(act) if is_believed else 0
    requesting.report_overdue_requests(act)
    shielding.raise_shield_alerts(act)
    registry_actions.remind_unanswered(act)
    reporting.tell_of_last_month(act)
    sent, owed = notifying.send_owed_notices(act)
    return Ticked(
        passed_on=passed_on,
        reminded=reminded,
        reported=reported,
        held=held,
        warned=warned,
        destroyed=destroyed,
        notices_sent=sent,
        notices_owed=owed,
        jumped_from=None if is_believed else reading.ticked_at,
    )


def finish_what_was_left(act: Act) -> int:
    """Check what could not be checked, and pass on what was ready, as the server starts. Returns how many went on.

    Raises: NotAllowed, for anybody but the system.
    """
    return quarantine.check_again(act) + passing_on.pass_on_what_was_left(act, is_start=True)


def remind(act: Act) -> int:
    """Remind each recipient of what has waited 2, 5 or 10 school days. A late clock sends only the latest reminder."""
    due = {days: list[Timed]() for days in deadlines.REMINDERS_SCHOOL_DAYS.value}
    for each in queries.waiting_files():
        days = timers.reminder_due(each.began_on, act.on)
        if days is not None:
            due[days].append(each)
    return sum(_remind_after(act, days, found) for days, found in due.items())


def report_undelivered(act: Act) -> int:
    """Report what nobody has collected for days to its sender and to the receiving authority."""
    found = [each for each in queries.waiting_files() if timers.is_undelivered(each.began_on, act.on)]
    return timed.take_each(act, Step.NON_DELIVERY, found, lambda message, _: report_file(act, message))


def hold(act: Act) -> int:
    """Hold what has waited too long, or waits for a school that has closed; a person decides what happens to it."""
    over = [
        each for each in queries.waiting_files() if timers.is_over(retention.Record.WAITING_FILE, each.began_on, act.on)
    ]
    found = {each.message_id: each for each in (*over, *queries.waiting_for_closed(act))}
    return timed.take_each(
        act, Step.HOLD, list(found.values()), lambda message, _: hold_file(act, message), after_two_days=True
    )


def _remind_after(act: Act, days: int, found: list[Timed]) -> int:
    return timed.take_each(
        act, timers.reminder_step(days), found, lambda message, _: remind_recipient(act, message, days)
    )


def remind_recipient(act: Act, message: Message, days: int) -> bool:
    """Remind a file's recipient, if it still waits. The file is locked."""
    if message.state != State.WAITING or message.recipient is None:
        return False
    told = timed.tell_once_a_day(act, message, [message.recipient], notices.Kind.STILL_WAITS)
    steps.note_step(act, message, why=f"Reminded after {words.school_days_words(days)}")
    ledger.record(act, ReminderDue(message_id=message.pk, step=timers.reminder_step(days), told_ids=told))
    return True


def report_file(act: Act, message: Message) -> bool:
    """Report a file as not delivered, if it still waits. The file is locked."""
    if message.state != State.WAITING:
        return False
    told = timed.tell_once_a_day(act, message, _sender_and_authority(message), notices.Kind.NOT_COLLECTED)
    days = deadlines.NON_DELIVERY_DAYS.value[0]
    steps.note_step(act, message, why=f"Reported as not collected after {words.days_words(days)}")
    ledger.record(act, ReminderDue(message_id=message.pk, step=Step.NON_DELIVERY, told_ids=told))
    return True


def hold_file(act: Act, message: Message) -> bool:
    """Hold a file, if it still waits. The file is locked."""
    recipient = message.recipient
    if message.state != State.WAITING or recipient is None:
        return False
    has_closed = queries.is_closed(act, recipient)
    why = f"Held: {routing.closed_words(recipient)}" if has_closed else "Held: nobody collected it in time"
    steps.move(act, message, State.HELD, expected_version=message.version, why=why[:300])
    ledger.record(act, FileHeld(message_id=message.pk, recipient_id=recipient.pk, has_closed=has_closed))
    told = _sender_and_authority(message) if has_closed else [*_sender_and_authority(message), recipient]
    for organisation in {one.pk: one for one in told}.values():
        steps.owe_notice(act, message, to=organisation, kind=notices.Kind.FILE_HELD)
    return True


def _sender_and_authority(message: Message) -> list[Organisation]:
    """Return who is told of a file that does not arrive: its sender and the receiving authority."""
    authority = access_queries.authority_of(message.recipient) if message.recipient else None
    return [message.sender, *([authority] if authority else [])]
