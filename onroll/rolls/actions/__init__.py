"""Changes to rolls: a snapshot taken, held, released or refused; a pupil entered on a page; feeds and their alarms."""

from onroll.rolls.actions.deciding import ReasonMissing, refuse_snapshot, release_snapshot
from onroll.rolls.actions.entering import EntryNotPossible, add_pupil, change_pupil, say_left
from onroll.rolls.actions.feeding import FeedNotPossible, agree_feed, remember_columns, report_stopped_feeds
from onroll.rolls.actions.identifying import link_pupils
from onroll.rolls.actions.loading import load_roll, look_at, receive_roll, take_received
from onroll.rolls.actions.outcomes import Outcome, Shown, as_dict
from onroll.rolls.actions.reading import open_entry, open_roll

__all__ = [
    "EntryNotPossible",
    "FeedNotPossible",
    "Outcome",
    "ReasonMissing",
    "Shown",
    "add_pupil",
    "agree_feed",
    "as_dict",
    "change_pupil",
    "link_pupils",
    "load_roll",
    "look_at",
    "open_entry",
    "open_roll",
    "receive_roll",
    "refuse_snapshot",
    "release_snapshot",
    "remember_columns",
    "report_stopped_feeds",
    "say_left",
    "take_received",
]
