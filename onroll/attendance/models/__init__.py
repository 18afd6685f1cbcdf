"""Marks and how they come, places off site, alerts, calls and letters."""

from onroll.attendance.models.alerts import Alert, SweepRun
from onroll.attendance.models.contacts import AttendanceLetterText, Call, CallResult, LetterMade
from onroll.attendance.models.feeds import MarksFeed, MarksFile, MarksForm
from onroll.attendance.models.marks import DayMarks, MarkChange, Source
from onroll.attendance.models.places import PlaceKind, PlaceMark, PlaceMarks, Placement

__all__ = [
    "Alert",
    "AttendanceLetterText",
    "Call",
    "CallResult",
    "DayMarks",
    "LetterMade",
    "MarkChange",
    "MarksFeed",
    "MarksFile",
    "MarksForm",
    "PlaceKind",
    "PlaceMark",
    "PlaceMarks",
    "Placement",
    "Source",
    "SweepRun",
]
