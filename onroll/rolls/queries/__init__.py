"""Readings of rolls, feeds and snapshots. Each starts from what the acting person may see, or is for actions only."""

from onroll.rolls.queries.entries import (
    disputed_entries,
    elsewhere,
    entry_with,
    events_of,
    past_entries,
    roll_of,
    school_of,
    schools_that_wait,
    two_rolls,
    waiting_to_link,
)
from onroll.rolls.queries.feeds import (
    Fresh,
    Freshness,
    feed_of,
    feeds_of_area,
    freshness,
    held_snapshots,
    newest_snapshots,
    people_of_school,
    silent_feeds,
    snapshot_with,
)

__all__ = [
    "Fresh",
    "Freshness",
    "disputed_entries",
    "elsewhere",
    "entry_with",
    "events_of",
    "feed_of",
    "feeds_of_area",
    "freshness",
    "held_snapshots",
    "newest_snapshots",
    "past_entries",
    "people_of_school",
    "roll_of",
    "school_of",
    "schools_that_wait",
    "silent_feeds",
    "snapshot_with",
    "two_rolls",
    "waiting_to_link",
]
