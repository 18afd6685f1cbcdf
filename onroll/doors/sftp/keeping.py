"""How long a report stays beside a file, and a whole file under its temporary name."""

from datetime import datetime, timedelta

from onroll.rules.rulesets import Mark, Setting

REPORT_DAYS = Setting(
    name="report beside a file that was dropped, and the file's own entry (days)",
    value=30,
    mark=Mark.PROPOSED,
    source="this project's proposal: as long as a collected file is kept, so that a report is there while it matters",
)
HELD_DAYS = Setting(
    name="whole file under a temporary name that nobody renamed (days)",
    value=1,
    mark=Mark.PROPOSED,
    source="this project's proposal: a client renames within seconds",
)


def reports_since(at: datetime) -> datetime:
    """Return the moment after which a report was made that still stands."""
    return at - timedelta(days=REPORT_DAYS.value)


def held_since(at: datetime) -> datetime:
    """Return the moment after which a file came that may still lie under its temporary name."""
    return at - timedelta(days=HELD_DAYS.value)
