"""The machine that `./run` works on: its folders, its programs, and how we speak to the person there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ONROLL = VENV / "bin" / "onroll"
VAR = ROOT / "var"


class Stop(Exception):
    """`./run` cannot go on; the text says why and what to do."""


def say(text: str = "") -> None:
    """Tell the person something at once, even when the output goes into a file."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a program in the project's folder with its output shown, and return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **(env or {})}).returncode


def quietly(*command: str | Path, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a program without showing its output; return its exit code and what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return done.returncode, done.stdout


def must(what: str, *command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program quietly; when it fails, stop with what it printed."""
    code, output = quietly(*command, env=env)
    if code != 0:
        raise Stop(f"{what} did not work.\n\n{output.strip()}")


def become(*command: str | Path) -> None:
    """Hand this process over to a program, so that signals reach it and not us."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(str(command[0]), [str(part) for part in command])  # noqa: S606 - no shell is wanted
