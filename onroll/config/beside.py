"""The file folders (SFTP) beside the pages: a process of its own that `onroll serve` starts, and starts again."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import structlog

SECONDS_BEFORE_AGAIN = 5
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
        code = start().wait()
        log.error("config.folders.stopped", code=code)
        pause(SECONDS_BEFORE_AGAIN)
