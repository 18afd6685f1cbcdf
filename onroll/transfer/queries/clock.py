"""How far the machine's clock can be believed, for whatever removes things by their age."""

from datetime import datetime

from onroll.transfer import timers
from onroll.transfer.models import ClockReading


def is_clock_doubtful(at: datetime) -> bool:
    """Say whether a moment is a jump away from the last tick that was believed. Without one, nothing is doubted."""
    reading = ClockReading.objects.first()
    return reading is not None and timers.has_jumped(reading.ticked_at, at)


def surely_past(at: datetime) -> datetime:
    """Return a moment that has surely come: this one, or the last tick that was believed, whichever is earlier."""
    reading = ClockReading.objects.first()
    return at if reading is None else min(at, reading.ticked_at)
