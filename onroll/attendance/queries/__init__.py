"""What this room can be asked."""

from onroll.attendance.queries.alerts import MOST_SHOWN, Today, alerts, calls_of, last_sweep, today
from onroll.attendance.queries.analysis import (
    Analysis,
    Due,
    FormLine,
    Letters,
    Mover,
    analysis,
    letter_texts_of,
    letters,
    tallies,
)
from onroll.attendance.queries.calls import CallQueue, Waiting, call_queue, open_call_of
from onroll.attendance.queries.checks import Checks, checks
from onroll.attendance.queries.feeds import (
    Freshness,
    feeds_of_area,
    freshness,
    freshness_of,
    freshness_words,
    marks_feed_of,
    marks_file_with,
    newest_marks_files,
    silent_feeds,
)
from onroll.attendance.queries.meeting import ShownDay, day_to_show, shown_day, why_not_met
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
    "Freshness",
    "Letters",
    "Line",
    "Mover",
    "Register",
    "SessionSeen",
    "ShownDay",
    "Side",
    "Today",
    "Verdict",
    "Waiting",
    "alerts",
    "analysis",
    "call_queue",
    "calls_of",
    "checks",
    "day_to_show",
    "feeds_of_area",
    "forms_of_day",
    "freshness",
    "freshness_of",
    "freshness_words",
    "last_sweep",
    "letter_texts_of",
    "letters",
    "marks_feed_of",
    "marks_file_with",
    "newest_marks_files",
    "on_register",
    "open_call_of",
    "place_words",
    "placements",
    "register_of",
    "seen_of_place",
    "seen_on",
    "shown_day",
    "silent_feeds",
    "tallies",
    "today",
    "told_of",
    "week_of",
    "why_not_met",
]
