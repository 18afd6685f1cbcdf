"""What this room does."""

from onroll.attendance.actions.alerting import close_alert, open_alert, take_alert
from onroll.attendance.actions.calling import end_call, read_call_queue, take_call
from onroll.attendance.actions.loading import Loaded, load_marks
from onroll.attendance.actions.marking import MarkWrong, enter_register
from onroll.attendance.actions.placing import (
    Arranged,
    PlacementNotPossible,
    end_placement,
    enter_place_marks,
    record_placement,
)
from onroll.attendance.actions.reading import (
    make_letter,
    read_analysis,
    read_checks,
    read_letters,
    read_register,
    read_seen,
    read_week,
)
from onroll.attendance.actions.sweeping import Swept, sweep

__all__ = [
    "Arranged",
    "Loaded",
    "MarkWrong",
    "PlacementNotPossible",
    "Swept",
    "close_alert",
    "end_call",
    "end_placement",
    "enter_place_marks",
    "enter_register",
    "load_marks",
    "make_letter",
    "open_alert",
    "read_analysis",
    "read_call_queue",
    "read_checks",
    "read_letters",
    "read_register",
    "read_seen",
    "read_week",
    "record_placement",
    "sweep",
    "take_alert",
    "take_call",
]
