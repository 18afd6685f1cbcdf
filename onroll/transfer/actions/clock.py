"""Whether the machine's clock can be believed: measured against the last tick that was."""

from datetime import datetime

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import timers
from onroll.transfer.events import ClockBelieved, ClockDoubted
from onroll.transfer.models import ClockReading


def find_jump(act: Act) -> datetime | None:
    """Return the last tick that was believed, where the machine's clock has jumped since; None where it has not.

    For whatever else destroys by age, or lets a time run out: it asks before it begins.
    """
    reading = read_clock(act, is_clock_right=False)
    return None if reading.doubted_at is None else reading.ticked_at


@transaction.atomic
def read_clock(act: Act, *, is_clock_right: bool) -> ClockReading:
    """Compare the moment of the act with the last tick, and keep it where it can be believed.

    A jump is kept as a doubt, until the clock goes on from where it was or a person says that it is right. Whoever
    finds `doubted_at` set holds and destroys nothing.
    """
    reading, is_first = ClockReading.objects.select_for_update().get_or_create(pk=1, defaults={"ticked_at": act.at})
    if is_first:
        return reading
    if timers.has_jumped(reading.ticked_at, act.at) and not is_clock_right:
        _doubt(act, reading)
    else:
        _believe(act, reading, is_said_by_a_person=is_clock_right)
    return reading


def _doubt(act: Act, reading: ClockReading) -> None:
    if reading.doubted_at is not None:
        return
    reading.doubted_at = act.at
    reading.save(update_fields=["doubted_at"])
    ledger.record(act, ClockDoubted(reading_id=reading.pk, last_tick_at=reading.ticked_at))


def _believe(act: Act, reading: ClockReading, *, is_said_by_a_person: bool) -> None:
    was_doubted = reading.doubted_at is not None
    reading.ticked_at, reading.doubted_at = act.at, None
    reading.save(update_fields=["ticked_at", "doubted_at"])
    if was_doubted:
        ledger.record(act, ClockBelieved(reading_id=reading.pk, is_said_by_a_person=is_said_by_a_person))
