"""The queue of first-day calls: who is absent without a reason, in the order in which to call."""

import dataclasses
from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from onroll.attendance import permissions
from onroll.attendance.models import Alert, Call, CallResult, DayMarks, Placement
from onroll.attendance.models.contacts import SETTLED
from onroll.audit.act import Act
from onroll.ctf.year_groups import form_rank
from onroll.rolls.models import RollEntry
from onroll.rules.rulesets import Mark, Setting

CALL_HELD_MINUTES = Setting("a taken call is in the queue again after minutes", (20,), Mark.PROPOSED, "this project")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A pupil to call about. `open_call`: somebody calls just now. `is_first`: an alert stands, or a place off site."""

    entry: RollEntry
    marks: DayMarks
    calls: tuple[Call, ...]
    open_call: Call | None
    is_first: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CallQueue:
    """A school's queue of a day: those to call, those for whom it is settled, and how many somebody worries about."""

    on: date
    waiting: tuple[Waiting, ...]
    settled: tuple[Call, ...]
    worried: tuple[Call, ...]


def call_queue(act: Act, on: date) -> CallQueue:
    """Return the queue of the acting school. Raises: NotAllowed."""
    permissions.check(permissions.may_call(act))
    mine = RollEntry.objects.visible_to(act).on_roll(on)
    absent = DayMarks.objects.filter(Q(am="N") | Q(pm="N"), on=on, entry__in=mine).select_related("entry")
    calls = _calls(act, on)
    done = {entry_id for entry_id, each in calls.items() if any(call.result in SETTLED for call in each)}
    marks = [day for day in absent if day.entry_id not in done]
    first = _first([day.entry_id for day in marks], on)
    waiting = [
        Waiting(
            entry=day.entry,
            marks=day,
            calls=tuple(call for call in calls[day.entry_id] if call.result),
            open_call=next((call for call in calls[day.entry_id] if _is_held(act, call)), None),
            is_first=day.entry_id in first,
        )
        for day in marks
    ]
    ended = [call for each in calls.values() for call in each if call.result in SETTLED]
    return CallQueue(
        on=on,
        waiting=tuple(sorted(waiting, key=_order)),
        settled=tuple(ended),
        worried=tuple(call for call in ended if call.result == CallResult.WORRIED),
    )


def open_call_of(act: Act, call_id: int) -> Call | None:
    """Return a call that the acting person has taken and not ended."""
    permissions.check(permissions.may_call(act))
    mine = Call.objects.visible_to(act).filter(pk=call_id, result="", taken_by_id=act.actor_id)
    return mine.select_related("entry").first()


def _calls(act: Act, on: date) -> dict[int, list[Call]]:
    found: dict[int, list[Call]] = defaultdict(list)
    for call in Call.objects.visible_to(act).filter(on=on).select_related("taken_by", "entry").order_by("taken_at"):
        found[call.entry_id].append(call)
    return found


def _is_held(act: Act, call: Call) -> bool:
    (minutes,) = CALL_HELD_MINUTES.value
    return not call.result and act.at - call.taken_at < timedelta(minutes=minutes)


def _first(ids: list[int], on: date) -> frozenset[int]:
    alerts = Alert.objects.standing().filter(entry_id__in=ids).values_list("entry_id", flat=True)
    placed = Placement.objects.in_force(on).filter(entry_id__in=ids).values_list("entry_id", flat=True)
    return frozenset({*alerts, *placed})


def _order(waiting: Waiting) -> tuple[bool, int, tuple[int, str], str, str]:
    entry = waiting.entry
    return (not waiting.is_first, len(waiting.calls), form_rank(entry.form_group), entry.surname, entry.forename)
