"""The rig: an installation, a nursery, clients; kills the server at a step of a flow and looks at what is left."""

import contextlib
import dataclasses
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import ready
from tests.durability import client, flows
from tests.durability.client import ServerDied
from tests.durability.flows import Flow, Scene
from tests.peers.mesh.running import HOME, environment_for

NEVER = 0
REHEARSALS = 4


@dataclasses.dataclass(frozen=True)
class Kill:
    """One run of a flow: the steps it took; the last is where it died. `is_killed`: false, when it lived to its end."""

    flow: str
    steps: list[str]
    is_killed: bool

    @property
    def died_at(self) -> str:
        """The step that it died at."""
        return self.steps[-1] if self.steps else "before the first write"


class Rig:
    """One installation on one database, with a server that is killed and started again."""

    def __init__(self, folder: Path, database: str, *, disk_bytes: int = 0, **settings: str) -> None:
        """Make it in a folder; with `disk_bytes`, on a disk of that size that goes with the nursery."""
        self.has_small_disk, self.is_sqlite = disk_bytes > 0, not database
        around = _on_own_disk(folder, disk_bytes) if disk_bytes else []
        self._nursery = subprocess.Popen(
            [*around, sys.executable, "-m", "tests.durability.nursery"],
            cwd=HOME,
            env={**environment_for(folder, database), **ready.for_installation(database), **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        made = self._order("fill")
        self.scene = Scene(
            sender=client.Software(flows.SENDER, made["passwords"][flows.SENDER]),
            recipient=client.Software(flows.RECIPIENT, made["passwords"][flows.RECIPIENT]),
            clerk=client.Clerk(made["sessions"][flows.SENDER]),
            other_clerk=client.Clerk(made["sessions"][flows.RECIPIENT]),
            tick=self._tick,
        )
        self.start()

    def start(self) -> None:
        """Start the server."""
        port = self._order("serve")
        try:
            client.wait_for(port)
        except RuntimeError as silent:
            raise RuntimeError(self._order("log")) from silent
        self.scene.move_to(port)

    def steps_of(self, flow: Flow) -> list[str]:
        """Run a flow to its end, at least twice, and return the write steps it takes each time, in order.

        The first time may also carry off what other flows left behind, or make what is made once: whoever is to die at
        one of those steps would live to its end.

        Raises: RuntimeError, for a flow that takes another way each time.
        """
        before = self._steps_once(flow)
        for _ in range(REHEARSALS):
            steps = self._steps_once(flow)
            if len(steps) == len(before):
                return steps
            before = steps
        raise RuntimeError(f"{flow.name} took another number of steps each time")

    def _steps_once(self, flow: Flow) -> list[str]:
        flow.prepare(self.scene)
        self._order("arm", step=NEVER)
        flow.drive(self.scene)
        return self._disarmed()

    def kill_at(self, flow: Flow, step: int, *, is_tried_again: bool = True) -> Kill:
        """Run a flow and let what serves it die at a write step; start anew, look, try again, and look again.

        `is_tried_again`: false for a client that never comes back.

        Raises: AssertionError, with every promise that does not hold.
        """
        flow.prepare(self.scene)
        self._order("arm", step=step)
        return self._after(flow, self._drive(flow), is_tried_again=is_tried_again)

    def kill_after(self, flow: Flow, seconds: float) -> Kill:
        """Run a flow and kill the server from outside after a time."""
        flow.prepare(self.scene)
        self._order("arm", step=NEVER)
        killer = threading.Timer(seconds, lambda: self._order("kill"))
        killer.start()
        is_killed = self._drive(flow)
        killer.join()
        return self._after(flow, is_killed)

    def fill_disk(self, leave: int) -> None:
        """Leave only so many bytes on the disk."""
        self._order("fill_disk", leave=leave)

    def free_disk(self) -> None:
        """Give the disk its room back."""
        self._order("free_disk")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the one lock of a SQLite database until the block ends."""
        self._order("lock")
        try:
            yield
        finally:
            self._order("unlock")

    def stored(self) -> list[str]:
        """Return the files that lie in the vault's folder."""
        found: list[str] = self._order("stored")
        return found

    def look(self) -> None:
        """Compare what is stored, and what the recipient is shown, with what clients were told.

        Raises: AssertionError.
        """
        told = self.scene.told
        wrong = self._order("inspect", told=dataclasses.asdict(told))
        inbox = self.scene.recipient.inbox()
        wrong += [f"{one} waits again after it was collected" for one in inbox if one in set(told.collected)]
        wrong += [f"{one} waits twice" for one in set(inbox) if inbox.count(one) > 1]
        if wrong:
            raise AssertionError("\n".join(wrong[:20]))

    def close(self) -> None:
        """End everything."""
        self._order("stop")
        self._nursery.stdin.close()  # type: ignore[union-attr]
        self._nursery.wait(20)
        self._nursery.stdout.close()  # type: ignore[union-attr]

    def _drive(self, flow: Flow) -> bool:
        try:
            flow.drive(self.scene)
        except ServerDied:
            return True
        return False

    def _after(self, flow: Flow, is_killed: bool, *, is_tried_again: bool = True) -> Kill:
        steps = self._disarmed()
        self._order("kill")
        self.start()
        self.look()
        if is_killed and is_tried_again:
            flow.drive(self.scene)  # as the client does: again, with the same keys
            self.look()
        return Kill(flow.name, steps, is_killed)

    def _tick(self, at: str) -> None:
        if not self._order("tick", at=at):
            raise ServerDied

    def _disarmed(self) -> list[str]:
        steps: list[str] = self._order("disarm")
        return steps

    def _order(self, what: str, **more: Any) -> Any:
        order, answers = self._nursery.stdin, self._nursery.stdout
        assert order is not None
        assert answers is not None
        order.write(json.dumps({"do": what, **more}) + "\n")
        order.flush()
        answer = answers.readline()
        if not answer:
            raise RuntimeError("the nursery ended; see what it printed, and server.log of the installation")
        return json.loads(answer)


def _on_own_disk(folder: Path, size: int) -> list[str]:
    """Return the start of a command that sees a small disk of its own in the folder, and nobody else does."""
    return ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0" && exec "$@"', str(folder)]


def has_own_disks() -> bool:
    """Say whether this machine lets us have small disks."""
    tried = subprocess.run(
        [*_on_own_disk(Path("/mnt"), 4096), "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return tried.returncode == 0


@contextlib.contextmanager
def rig(folder: Path, database: str = "", *, disk_bytes: int = 0, **settings: str) -> Iterator[Rig]:
    """An installation in a folder, until the block ends."""
    made = Rig(folder, database, disk_bytes=disk_bytes, **settings)
    try:
        yield made
    finally:
        made.close()
