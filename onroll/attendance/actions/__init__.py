"""What this room does."""

from onroll.attendance.actions.alerting import close_alert, open_alert, take_alert
from onroll.attendance.actions.calling import end_call, read_call_queue, take_call
from onroll.attendance.actions.certifying import CertificatesFile, make_certificates
from onroll.attendance.actions.feeding import (
    agree_marks_feed,
    remember_marks_columns,
    report_stopped_marks,
)
from onroll.attendance.actions.lettering import (
    change_attendance_letter_text,
    check_attendance_letter_text,
    make_letter,
    open_letter_file,
    read_letter,
)
from onroll.attendance.actions.loading import Loaded, load_marks, loaded_as_dict
from onroll.attendance.actions.marking import MarkWrong, enter_register
from onroll.attendance.actions.placing import (
    Arranged,
    PlacementNotPossible,
    end_placement,
    enter_place_marks,
    record_placement,
)
from onroll.attendance.actions.reading import (
    read_analysis,
    read_checks,
    read_letters,
    read_register,
    read_seen,
    read_week,
)
from onroll.attendance.actions.receiving import Looked, look_at_marks, receive_marks, take_marks
from onroll.attendance.actions.sweeping import Swept, sweep, sweep_all

__all__ = [
    "Arranged",
    "CertificatesFile",
    "Loaded",
    "Looked",
    "MarkWrong",
    "PlacementNotPossible",
    "Swept",
    "agree_marks_feed",
    "change_attendance_letter_text",
    "check_attendance_letter_text",
    "close_alert",
    "end_call",
    "end_placement",
    "enter_place_marks",
    "enter_register",
    "load_marks",
    "loaded_as_dict",
    "look_at_marks",
    "make_certificates",
    "make_letter",
    "open_alert",
    "open_letter_file",
    "read_analysis",
    "read_call_queue",
    "read_checks",
    "read_letter",
    "read_letters",
    "read_register",
    "read_seen",
    "read_week",
    "receive_marks",
    "record_placement",
    "remember_marks_columns",
    "report_stopped_marks",
    "sweep",
    "sweep_all",
    "take_alert",
    "take_call",
    "take_marks",
]
