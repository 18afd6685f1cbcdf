"""Changes to rolls: a snapshot taken, held, released or refused; a pupil entered on a page; feeds and their alarms."""

from onroll.rolls.actions.agreeing import FeedNotPossible
from onroll.rolls.actions.announced import end_announced
from onroll.rolls.actions.boarding import BoardingNotPossible, say_boarders
from onroll.rolls.actions.clock import LINKED_AT_ONCE, Ticked, tick_rolls
from onroll.rolls.actions.dating import SchoolDatesNotPossible, take_back_school_dates, tell_school_dates
from onroll.rolls.actions.deciding import FileNotReadable, ReasonMissing, refuse_snapshot, release_snapshot
from onroll.rolls.actions.entering import EntryNotPossible, add_pupil, announce_leaving, change_pupil, say_left
from onroll.rolls.actions.feeding import agree_feed, remember_columns, report_stopped_feeds
from onroll.rolls.actions.identifying import link_pupils
from onroll.rolls.actions.loading import load_roll, look_at, receive_roll, take_received
from onroll.rolls.actions.outcomes import Outcome, Shown, as_dict
from onroll.rolls.actions.reading import open_entry, open_roll

__all__ = [
    "LINKED_AT_ONCE",
    "BoardingNotPossible",
    "EntryNotPossible",
    "FeedNotPossible",
    "FileNotReadable",
    "Outcome",
    "ReasonMissing",
    "SchoolDatesNotPossible",
    "Shown",
    "Ticked",
    "add_pupil",
    "agree_feed",
    "announce_leaving",
    "as_dict",
    "change_pupil",
    "end_announced",
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
    "say_boarders",
    "say_left",
    "take_back_school_dates",
    "take_received",
    "tell_school_dates",
    "tick_rolls",
]
