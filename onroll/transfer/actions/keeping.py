"""The end of keeping: files whose time is over are destroyed, with a certificate, and never in silence."""

from datetime import date

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry.references import new_reference
from onroll.rules import retention
from onroll.rules.retention import Record
from onroll.transfer import notices, queries, timers
from onroll.transfer.actions import filing, steps, timed
from onroll.transfer.events import FileDestroyed, ReminderDue
from onroll.transfer.models import Destruction, Message
from onroll.transfer.queries import Timed
from onroll.transfer.states import MOVES, State
from onroll.transfer.timers import Step
from onroll.vault import actions as vault_actions
from onroll.web import words


def warn_of_the_end(act: Act) -> int:
    """Warn the sender and its authority of each lost-pupil file that will soon be destroyed."""
    ending = {each: until for each, until in queries.lost_files() if timers.is_warning_due(until, act.on)}
    return timed.take_each(
        act, Step.WARN, list(ending), lambda message, each: warn_of_file(act, message, until=ending[each])
    )


def destroy_what_is_over(act: Act) -> int:
    """Destroy each file whose time of keeping is over, once ticks of two different days have found it so."""
    held = [each for each in queries.held_files() if timers.is_over(Record.HELD_FILE, each.began_on, act.on)]
    collected = [
        each for each in queries.collected_files() if timers.is_over(Record.COLLECTED_FILE, each.began_on, act.on)
    ]
    lost = [each for each, until in queries.lost_files() if act.on > until]
    return (
        _destroy_each(act, held, Record.HELD_FILE)
        + _destroy_each(act, collected, Record.COLLECTED_FILE)
        + _destroy_each(act, lost, Record.LOST_PUPIL_FILE)
    )


def warn_of_file(act: Act, message: Message, *, until: date) -> bool:
    """Warn of the end of a lost-pupil file, if it is still in the repository. The file is locked."""
    if message.state != State.HELD_AS_LOST:
        return False
    told = _sender_and_authority_of_sender(message)
    for organisation in told:
        steps.owe_notice(act, message, to=organisation, kind=notices.Kind.LOST_FILE_ENDS)
    steps.note_step(act, message, why=f"Warned: it is kept until {words.day_words(until)}, then destroyed")
    told_ids = tuple(sorted(one.pk for one in told))
    ledger.record(act, ReminderDue(message_id=message.pk, step=Step.WARN, told_ids=told_ids))
    return True


def _destroy_each(act: Act, found: list[Timed], record: Record) -> int:
    return timed.take_each(
        act, Step.DESTROY, found, lambda message, each: destroy_file(act, message, each, record), after_two_days=True
    )


# In which states a file may be destroyed under each rule: looked at once more under the file's lock.
STATES = {
    Record.HELD_FILE: (State.HELD,),
    Record.COLLECTED_FILE: (State.COLLECTED, State.CONFIRMED),
    Record.LOST_PUPIL_FILE: (State.HELD_AS_LOST,),
    Record.KEPT_APART_FILE: (State.RECEIVED, State.HELD, State.REFUSED),
}


def destroy_file(act: Act, message: Message, each: Timed, record: Record) -> bool:
    """Destroy a file's content for ever, if the rule still applies to it, and certify it. The file is locked."""
    if message.state not in STATES[record] or message.stored_file.destroyed_at is not None:
        return False
    if record is Record.LOST_PUPIL_FILE:
        warned_on = queries.warned_on(message, each.since, Step.WARN)
        if warned_on is None or not timers.is_warned_long_enough(warned_on, act.on):
            return False
    rule = _rule_words(record, each.began_on)
    certificate = Destruction.objects.create(
        reference=new_reference("D"),
        message=message,
        at=act.at,
        rule=rule,
        sha256=message.stored_file.sha256,
        size=message.stored_file.size,
    )
    _note_end(act, message, why=f"Destroyed: certificate {certificate.reference}")
    vault_actions.destroy(act, stored_file=message.stored_file)
    ledger.record(act, FileDestroyed(message_id=message.pk, certificate=certificate.reference, rule=rule))
    filing.find_no_more(act, message)
    if record is Record.KEPT_APART_FILE:  # nobody but its sender ever knew of it
        steps.owe_notice(act, message, to=message.sender, kind=notices.Kind.FILE_DESTROYED, role=message.part_role)
    elif record is not Record.COLLECTED_FILE:  # who has collected a file, and who sent it, miss nothing
        for organisation in _concerned(message):
            steps.owe_notice(act, message, to=organisation, kind=notices.Kind.FILE_DESTROYED)
    return True


def _note_end(act: Act, message: Message, *, why: str) -> None:
    """A file that reached its school keeps the state that says so; one that did not is now destroyed."""
    if State.EXPIRED in MOVES[State(message.state)]:
        steps.move(act, message, State.EXPIRED, expected_version=message.version, why=why)
    else:
        steps.note_step(act, message, why=why)


def _rule_words(record: Record, began_on: date) -> str:
    """Return the rule as the certificate says it, with where it comes from."""
    setting = retention.keeping_of(record, began_on)
    kept = setting.value
    return f"{record.capitalize()}: kept {kept.words} after it was {kept.trigger}. Source: {setting.source}"[:200]


def _concerned(message: Message) -> list[Organisation]:
    authority = access_queries.authority_of(message.recipient or message.sender)
    told = [message.sender, message.recipient, authority]
    return list({one.pk: one for one in told if one is not None}.values())


def _sender_and_authority_of_sender(message: Message) -> list[Organisation]:
    authority = access_queries.authority_of(message.sender)
    return list({one.pk: one for one in (message.sender, authority) if one is not None}.values())
