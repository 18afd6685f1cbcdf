"""Marks, places off site, alerts, calls and letters."""

from onroll.attendance.models.alerts import Alert, SweepRun
from onroll.attendance.models.contacts import Call, CallResult, LetterMade
from onroll.attendance.models.marks import DayMarks, MarkChange, Source
from onroll.attendance.models.places import PlaceKind, PlaceMark, PlaceMarks, Placement

__all__ = [
    "Alert",
    "Call",
    "CallResult",
    "DayMarks",
    "LetterMade",
    "MarkChange",
    "PlaceKind",
    "PlaceMark",
    "PlaceMarks",
    "Placement",
    "Source",
    "SweepRun",
]
