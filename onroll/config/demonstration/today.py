"""The morning of the day on which the demonstration is loaded: rolls and registers stand as of now."""

from datetime import timedelta

from onroll.config.demonstration import rolls
from onroll.config.demonstration.cast import Cast

ROOM = timedelta(minutes=5)  # every act takes a second


def catch_up(cast: Cast) -> None:
    """Send the registers up to now: stories play in office hours, and stop before today's."""
    cast.clock.now = max(cast.clock.now, cast.until - ROOM)
    for register in cast.registers.values():
        rolls.send_register(cast, register)
