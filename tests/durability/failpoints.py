"""Where a process can be killed: every write to a file or to the database, from outside the product.

The product knows nothing of this. A child of the nursery wraps what the product writes with: files opened for writing,
fsync, rename, unlink, each writing statement and each commit. The child counts its own steps in memory that its parent
shares, and at the step it was armed for it kills its whole process group with SIGKILL, as `kill -9` does.
"""

import mmap
import os
import re
import signal
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITES = re.compile(r'(?is)^\s*(INSERT INTO|UPDATE|DELETE FROM|SELECT pg_logical_emit_message)\s*"?(\w*)"?')
HEAD = struct.Struct("<iii")  # is it watched, at which step does it die (0: never), bytes of trace written
ROOM = 256 * 1024


class Shared:
    """Memory that the nursery shares with the children it forks: what is armed, and the steps that were taken."""

    def __init__(self) -> None:
        self._memory, self._lock, self._steps = mmap.mmap(-1, ROOM), threading.Lock(), 0

    def arm(self, step: int) -> None:
        """Watch from now on, and die at a step: 1 is the next, 0 is none."""
        HEAD.pack_into(self._memory, 0, 1, step, 0)

    def disarm(self) -> list[str]:
        """Watch no more; return the steps that were taken, in order."""
        _, _, size = HEAD.unpack_from(self._memory, 0)
        HEAD.pack_into(self._memory, 0, 0, 0, 0)
        text = self._memory[HEAD.size : HEAD.size + size].decode()
        return text.split("\n")[:-1]

    def step(self, label: str) -> bool:
        """Note a step, and say whether this is the one to die at."""
        with self._lock:
            watched, last, size = HEAD.unpack_from(self._memory, 0)
            if not watched:
                return False
            line = f"{label}\n".encode()
            self._memory[HEAD.size + size : HEAD.size + size + len(line)] = line
            HEAD.pack_into(self._memory, 0, 1, last, size + len(line))
            return last > 0 and self._memory[HEAD.size : HEAD.size + size + len(line)].count(b"\n") == last


def install(shared: Shared) -> None:
    """Wrap what this process writes with. Its process group must be its own."""

    def die_here(label: str) -> None:
        if shared.step(label):
            os.killpg(os.getpgrp(), signal.SIGKILL)

    _wrap_files(shared, die_here)
    _wrap_database(die_here)


def _wrap_files(shared: Shared, die_here: Callable[[str], None]) -> None:
    for name in ("fsync", "rename", "replace", "unlink"):
        setattr(os, name, _around(getattr(os, name), f"file: {name}", die_here))
    opened = Path.open

    def open_counted(self: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        file = opened(self, mode, *more, **options)
        return _Counted(file, shared) if mode == "wb" else file

    Path.open = open_counted  # type: ignore[method-assign]


def _around(call: Callable[..., Any], label: str, die_here: Callable[[str], None]) -> Callable[..., Any]:
    def counted(*given: Any, **options: Any) -> Any:
        die_here(f"{label}, before")
        result = call(*given, **options)
        die_here(f"{label}, after")
        return result

    return counted


class _Counted:
    """A file whose writes are steps. One that dies leaves half of its last piece in the file."""

    def __init__(self, file: Any, shared: Shared) -> None:
        self._file, self._shared = file, shared

    def write(self, piece: bytes) -> int:
        if self._shared.step("file: write, half done"):
            self._file.write(piece[: len(piece) // 2])
            self._file.flush()
            os.killpg(os.getpgrp(), signal.SIGKILL)
        return int(self._file.write(piece))

    def __enter__(self) -> "_Counted":
        self._file.__enter__()
        return self

    def __exit__(self, *raised: Any) -> Any:
        return self._file.__exit__(*raised)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _wrap_database(die_here: Callable[[str], None]) -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    execute, commit = CursorWrapper._execute, BaseDatabaseWrapper._commit

    def execute_counted(self: Any, sql: str, params: Any, *more: Any) -> Any:
        found = WRITES.match(sql)
        if found is None:
            return execute(self, sql, params, *more)
        word = found[1].split()[0].upper()
        label = "database: flush of the log" if word == "SELECT" else f"database: {word.lower()} {found[2]}"
        die_here(f"{label}, before")
        result = execute(self, sql, params, *more)
        die_here(f"{label}, after")
        return result

    def commit_counted(self: Any) -> Any:
        die_here("database: commit, before")
        result = commit(self)
        die_here("database: commit, after")
        return result

    CursorWrapper._execute = execute_counted  # type: ignore[method-assign]
    BaseDatabaseWrapper._commit = commit_counted  # type: ignore[method-assign]
