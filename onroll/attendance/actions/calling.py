"""First-day calling: a queue that a school's staff share, so that it does not stop when one of them is away."""

from datetime import date, timedelta
from typing import cast

from django.db import IntegrityError, transaction

from onroll.access import queries as access_queries
from onroll.attendance import permissions
from onroll.attendance.actions.feeding import held_feed
from onroll.attendance.actions.writing import NewMarks, write_marks
from onroll.attendance.events import CallEnded, CallTaken, MarksRead
from onroll.attendance.models import Call, CallResult, DayMarks, MarksForm, Source
from onroll.attendance.queries.calls import CALL_HELD_MINUTES, CallQueue, call_queue
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.rolls.models import RollEntry
from onroll.rules.attendance_codes import Session, fault_of

NOT_KNOWN = "N"


class CallTakenAlready(RuleBroken):
    """Somebody else is calling about this pupil just now."""

    code = "call_taken"
    default_words = "A colleague is calling about this pupil just now. Take another one."


class CallNotPossible(RuleBroken):
    """What came of a call cannot be kept like this."""

    code = "call_not_possible"
    default_words = "Choose the code of the reason you were told."


@transaction.atomic
def read_call_queue(act: Act, *, on: date) -> CallQueue:
    """Return who is absent without a reason on a day, who is being called, and what came of it. Raises: NotAllowed."""
    found = call_queue(act, on)
    ledger.record(
        act,
        MarksRead(organisation_id=cast("int", act.organisation_id), what="calls", on=on, pupils=len(found.waiting)),
    )
    return found


@transaction.atomic
def take_call(act: Act, *, entry_reference: str, on: date) -> Call:
    """Take a call, so that nobody else rings. Raises: NotAllowed; Hidden; CallTakenAlready."""
    permissions.check(permissions.may_call(act))
    entry = RollEntry.objects.visible_to(act).filter(reference=entry_reference).first()
    if entry is None or not DayMarks.objects.filter(entry=entry, on=on).exists():
        raise Hidden
    (held,) = CALL_HELD_MINUTES.value
    open_call: Call | None = Call.objects.select_for_update().filter(entry=entry, on=on, result="").first()
    if open_call is None:
        open_call = _first(act, entry, on)
    elif open_call.taken_by_id != act.actor_id and act.at - open_call.taken_at < timedelta(minutes=held):
        raise CallTakenAlready
    else:
        open_call.taken_by_id, open_call.taken_at = cast("int", act.actor_id), act.at
        open_call.save(update_fields=["taken_by", "taken_at"])
    ledger.record(act, CallTaken(call_id=open_call.pk, entry_id=entry.pk))
    return open_call


def _first(act: Act, entry: RollEntry, on: date) -> Call:
    try:
        with transaction.atomic():
            return Call.objects.create(entry=entry, on=on, taken_by_id=cast("int", act.actor_id), taken_at=act.at)
    except IntegrityError as taken:
        raise CallTakenAlready from taken


@transaction.atomic
def end_call(act: Act, *, call: Call, result: CallResult, code: str = "", note: str = "") -> Call:
    """Say what came of a call; a reason changes the day's sessions from N to its code.

    Raises: NotAllowed; Hidden; CallTakenAlready, when somebody else took it over; CallNotPossible.
    """
    permissions.check(permissions.may_call(act))
    if result is CallResult.REASON:  # a reason is a mark: of two who write marks at once, one waits
        held_feed(act, access_queries.acting_organisation(act), MarksForm.FORM)
    current: Call | None = Call.objects.visible_to(act).select_for_update().filter(pk=call.pk, result="").first()
    if current is None:
        raise Hidden
    if current.taken_by_id != act.actor_id:
        raise CallTakenAlready
    if result is CallResult.REASON:
        _put_reason(act, current, code)
    current.result, current.note, current.ended_at = result.value, note.strip()[:300], act.at
    current.save(update_fields=["result", "note", "ended_at"])
    ledger.record(act, CallEnded(call_id=current.pk, entry_id=current.entry_id, result=result.value))
    return current


def _put_reason(act: Act, call: Call, code: str) -> None:
    is_possible = code and code != NOT_KNOWN and fault_of(code, Session.AM, call.on) is None
    day = DayMarks.objects.filter(entry_id=call.entry_id, on=call.on).first()
    if not is_possible or day is None:
        raise CallNotPossible
    row = NewMarks(
        entry_id=call.entry_id,
        on=call.on,
        am=code if day.am == NOT_KNOWN else None,
        pm=code if day.pm == NOT_KNOWN else None,
        why="Told in a call",
    )
    write_marks(act, [row], Source.CALL)
