"""What is kept of the clock: when each of its parts was at work. What a part does, it records in the ledger itself."""

from datetime import datetime

from onroll.audit.models import ClockPart


def begin_part(name: str, at: datetime) -> None:
    """Keep that a part of the clock begins."""
    ClockPart.objects.update_or_create(name=name, defaults={"began_at": at})


def end_part(name: str, at: datetime) -> None:
    """Keep that a part of the clock ended well."""
    ClockPart.objects.filter(name=name).update(done_at=at)
