"""Feeds and the files they bring, the times of pupils on a school's roll, and what changed on which day."""

from onroll.rolls.models.entries import EventKind, RollEntry, RollEvent, RollStatus
from onroll.rolls.models.feeds import Feed, Form, Kind, Snapshot

__all__ = ["EventKind", "Feed", "Form", "Kind", "RollEntry", "RollEvent", "RollStatus", "Snapshot"]
