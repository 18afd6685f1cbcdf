"""A process that has loaded the product once and forks children from it: servers, ticks of the clock, inspections.

Started by `killing.Rig` with the environment of an installation; takes one JSON order a line, answers one a line. It
never opens a database connection itself, so that none is shared with a child.
"""

import json
import os
import signal
import socket
import sqlite3
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tests.durability import failpoints

Shared = failpoints.Shared


def main() -> None:
    """Obey until there are no more orders."""
    (_var() / "static").mkdir(exist_ok=True)
    _without_gathered_files()
    django.setup()
    import onroll.config.server  # loaded once, for every child
    import onroll.config.urls
    import onroll.config.wsgi
    import onroll.ctf  # noqa: F401

    nursery = Nursery()
    try:
        for line in sys.stdin:
            order = json.loads(line)
            answer = getattr(nursery, order.pop("do"))(**order)
            print(json.dumps(answer), flush=True)  # noqa: T201 - the answer to the order
    finally:
        nursery.stop()


def _without_gathered_files() -> None:
    """Let pages be made without the seconds it takes to gather their style sheets, as all tests do."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


class Nursery:
    """What can be ordered. Each method returns what goes into JSON."""

    def __init__(self) -> None:
        self.shared, self.server, self.holder = Shared(), 0, 0

    def fill(self) -> dict[str, Any]:
        """Make tables, organisations, keys and sessions."""
        from tests.durability import world

        return _in_child(world.fill)

    def serve(self) -> int:
        """Start the real server with its write steps wrapped; return the port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        self.server = _forked(lambda: _serve(self.shared, port))
        return port

    def kill(self) -> bool:
        """Kill the server, if it still lives, and wait until it is gone. Returns whether it lived."""
        if not self.server:
            return False
        gone, _ = os.waitpid(self.server, os.WNOHANG)
        if not gone:
            os.killpg(self.server, signal.SIGKILL)
            os.waitpid(self.server, 0)
        self.server = 0
        return not gone

    def stop(self) -> bool:
        """Kill what is left."""
        return self.kill()

    def arm(self, step: int) -> bool:
        """Let the server, or the next tick, die at a step; 0 only watches."""
        self.shared.arm(step)
        return True

    def disarm(self) -> list[str]:
        """Return the steps taken since `arm`; the last is the one it died at, if it died."""
        return self.shared.disarm()

    def tick(self, at: str) -> bool:
        """Let the exchange's clock tick in a process of its own. Returns whether it lived to its end."""
        pid = _forked(lambda: _tick(self.shared, at))
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            return False
        if os.waitstatus_to_exitcode(status) != 0:
            raise RuntimeError("the tick failed: see server.log")
        return True

    def fill_disk(self, leave: int) -> bool:
        """Leave only so many bytes of the installation's disk."""
        free = os.statvfs(_var()).f_bavail * os.statvfs(_var()).f_frsize
        with self._ballast().open("wb") as ballast:
            ballast.write(b"x" * max(0, free - leave))
        return True

    def free_disk(self) -> bool:
        """Give the room back."""
        self._ballast().unlink()
        return True

    def log(self) -> str:
        """Return the end of what the children wrote."""
        return (_var() / "server.log").read_text()[-4000:]

    def stored(self) -> list[str]:
        """Return the files in the vault's folder."""
        return sorted(path.name for path in (_var() / "vault").glob("*/*"))

    def lock(self) -> bool:
        """Hold SQLite's one lock for writing, in a process of its own, until `unlock`."""
        reading, writing = os.pipe()
        self.holder = _forked(lambda: _hold(writing))
        os.read(reading, 1)
        os.close(reading)
        os.close(writing)
        return True

    def unlock(self) -> bool:
        """Let go of the lock."""
        os.kill(self.holder, signal.SIGKILL)
        os.waitpid(self.holder, 0)
        return True

    def _ballast(self) -> Path:
        return _var() / "ballast"

    def inspect(self, told: dict[str, Any]) -> list[str]:
        """Compare what is stored with what clients were told; return what does not hold."""
        from tests.durability import facts

        return list(_in_child(lambda: facts.faults(told)))


def _var() -> Path:
    return Path(os.environ["ONROLL_VAR"])


def _forked(run: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        log = os.open(_var() / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        run()
    except SystemExit as ended:
        os._exit(int(ended.code or 0))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _in_child(run: Callable[[], Any]) -> Any:
    """Run in a child and return what it returned."""
    reading, writing = os.pipe()
    pid = _forked(lambda: _told(run, writing))
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError("a child failed: see server.log")
    return json.loads(text)


def _told(run: Callable[[], Any], writing: int) -> None:
    text = json.dumps(run())
    with os.fdopen(writing, "w") as answer:
        answer.write(text)


def _hold(writing: int) -> None:
    other = sqlite3.connect(_var() / "onroll.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    os.write(writing, b".")
    signal.pause()


def _serve(shared: Shared, port: int) -> None:
    from onroll.config import server

    failpoints.install(shared)
    server.serve(host="127.0.0.1", port=port, workers=1, threads=2, scratch=_var(), has_folders=False, has_clock=False)


def _tick(shared: Shared, at: str) -> None:
    from onroll.audit.act import by_the_system
    from onroll.transfer import actions

    failpoints.install(shared)
    actions.tick(by_the_system(at=datetime.fromisoformat(at), purpose="tick under test"), is_clock_right=True)


if __name__ == "__main__":
    main()
