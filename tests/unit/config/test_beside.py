"""The file folders beside the pages are started again when they stop, and the clock ticks each hour."""

import pytest

from onroll.config import beside


class Stopped(Exception):
    """The test has seen enough."""


class Process:
    """A process that stops at once."""

    def wait(self) -> int:
        return 3


def test_a_process_that_stops_is_started_again_after_a_pause(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        beside.keep_running(Process, pause)  # type: ignore[arg-type]

    assert pauses == [beside.SECONDS_BEFORE_AGAIN] * 3
    assert caplog.text.count("config.folders.stopped") == 3


def test_a_machine_that_cannot_start_a_tick_now_goes_on_ticking(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Stopped

    def start() -> Process:
        raise OSError("no memory")

    with pytest.raises(Stopped):
        beside.keep_ticking(start, pause)  # type: ignore[arg-type]

    assert caplog.text.count("config.clock.not_well") == 2


def test_the_clock_ticks_a_minute_after_the_start_and_an_hour_after_each_tick(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        beside.keep_ticking(Process, pause)  # type: ignore[arg-type]

    assert pauses == [60, 3600, 3600]
    assert caplog.text.count("config.clock.not_well") == 2
