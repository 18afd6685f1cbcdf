"""Pages of rolls in words: the roll itself, a file and what it would change, and how fresh each school's is."""

from onroll.rolls.presenters.feeds import schools_page
from onroll.rolls.presenters.pupils import boarders_page, pupil_page, roll_page
from onroll.rolls.presenters.snapshots import snapshot_page

__all__ = ["boarders_page", "pupil_page", "roll_page", "schools_page", "snapshot_page"]
