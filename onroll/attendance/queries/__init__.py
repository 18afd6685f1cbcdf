"""What this room can be asked."""

from onroll.attendance.queries.alerts import MOST_SHOWN, Today, alerts, calls_of, last_sweep, today
from onroll.attendance.queries.analysis import Analysis, Due, FormLine, Letters, Mover, analysis, letters, tallies
from onroll.attendance.queries.calls import CallQueue, Waiting, call_queue, open_call_of
from onroll.attendance.queries.checks import Checks, checks
from onroll.attendance.queries.places import place_words, placements, seen_of_place, told_of
from onroll.attendance.queries.registers import FormDay, Line, Register, forms_of_day, on_register, register_of
from onroll.attendance.queries.seen import ChildSeen, SessionSeen, Side, Verdict, seen_on, week_of

__all__ = [
    "MOST_SHOWN",
    "Analysis",
    "CallQueue",
    "Checks",
    "ChildSeen",
    "Due",
    "FormDay",
    "FormLine",
    "Letters",
    "Line",
    "Mover",
    "Register",
    "SessionSeen",
    "Side",
    "Today",
    "Verdict",
    "Waiting",
    "alerts",
    "analysis",
    "call_queue",
    "calls_of",
    "checks",
    "forms_of_day",
    "last_sweep",
    "letters",
    "on_register",
    "open_call_of",
    "place_words",
    "placements",
    "register_of",
    "seen_of_place",
    "seen_on",
    "tallies",
    "today",
    "told_of",
    "week_of",
]
