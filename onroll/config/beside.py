"""What `onroll serve` starts beside the pages, each a process of its own: the file folders (SFTP) and the clock."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import structlog

SECONDS_BEFORE_AGAIN = 5
# The first tick waits until the server has settled; a server that is started again and again has ticked before.
SECONDS_TO_FIRST_TICK = 60
SECONDS_BETWEEN_TICKS = 3600
COULD_NOT_START = -1
log = structlog.get_logger()


def keep_folders_open() -> None:
    """Start the folders in the background, and again whenever they stop. They stop when this process ends."""
    threading.Thread(target=keep_running, args=(start_folders, time.sleep), daemon=True, name="folders").start()


def start_folders() -> "subprocess.Popen[bytes]":
    """Start the process. It watches its standard input: a pipe that ends with us, however we end."""
    return subprocess.Popen([sys.executable, "-m", "onroll", "sftp", "--beside"], stdin=subprocess.PIPE)


def keep_running(start: Callable[[], "subprocess.Popen[bytes]"], pause: Callable[[float], object]) -> None:
    """Start a process again and again, with a pause between, so that one that cannot run costs nothing."""
    while True:
        code = _run(start)
        log.error("config.folders.stopped", code=code)
        pause(SECONDS_BEFORE_AGAIN)


def keep_clock_ticking() -> None:
    """Let the clock tick each hour in the background. Each tick is a process that gives its memory back."""
    threading.Thread(target=keep_ticking, args=(start_tick, time.sleep), daemon=True, name="clock").start()


def start_tick() -> "subprocess.Popen[bytes]":
    """Start one tick. What it says is for an operator who runs it by hand; here the log tells of what fails."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "onroll", "tick"], stdin=quiet, stdout=quiet, stderr=quiet)


def keep_ticking(start: Callable[[], "subprocess.Popen[bytes]"], pause: Callable[[float], object]) -> None:
    """Start one tick after another, an hour between the end of one and the beginning of the next."""
    pause(SECONDS_TO_FIRST_TICK)
    while True:
        code = _run(start)
        if code:
            log.error("config.clock.not_well", code=code)
        pause(SECONDS_BETWEEN_TICKS)


def _run(start: Callable[[], "subprocess.Popen[bytes]"]) -> int:
    """Return the exit code of a process; a machine that cannot start one now (no memory) must not end the thread."""
    try:
        return start().wait()
    except OSError:
        return COULD_NOT_START
