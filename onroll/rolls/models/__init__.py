"""Feeds and their files, school days, the times of pupils on a school's roll, and what changed on which day."""

from onroll.rolls.models.boarding import Boarding
from onroll.rolls.models.dates import DatesKind, SchoolDates
from onroll.rolls.models.entries import EventKind, RollEntry, RollEvent, RollStatus
from onroll.rolls.models.feeds import AgreedFeed, Feed, Form, Kind, Snapshot

__all__ = [
    "AgreedFeed",
    "Boarding",
    "DatesKind",
    "EventKind",
    "Feed",
    "Form",
    "Kind",
    "RollEntry",
    "RollEvent",
    "RollStatus",
    "SchoolDates",
    "Snapshot",
]
