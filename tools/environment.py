"""The Python environments: made once, filled from the lock files, left alone while those stay the same."""

from __future__ import annotations

import hashlib
import shutil
import stat
import sys
from pathlib import Path

from tools.machine import ONROLL, PYTHON, ROOT, VENV, Stop, must, quietly, say

REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
# No annotation or header: they would write this machine's paths into the lock files.
LOCK_OPTIONS = (
    *("--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-annotate", "--no-header"),
)

LAUNCHER = """#!/bin/sh
exec "{python}" -c 'import sys; from onroll.config.cli import main; sys.exit(main())' "$@"
"""


def prepare(lock: str) -> None:
    """Bring .venv to what requirements/`lock`.txt says; do nothing when it is there already."""
    make(VENV)
    if is_current(VENV, REQUIREMENTS / f"{lock}.txt"):
        return
    say(f"Installing the packages of requirements/{lock}.txt into .venv ...")
    install(VENV, REQUIREMENTS / f"{lock}.txt")
    write_launcher()


def make(venv: Path) -> None:
    """Make a virtual environment, anew when an earlier try was cut short or its Python has gone."""
    if (venv / "bin" / "python").exists() and (venv / "bin" / "pip").exists():
        return
    check_python()
    say(f"Making {venv.name} with {sys.executable} ...")
    must("Making the Python environment", sys.executable, "-m", "venv", "--clear", venv)


def check_python() -> None:
    """Stop, saying what to install, when this Python is too old or cannot make environments.

    Debian splits ensurepip from Python, so a bare `python3` can lack it.
    """
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise Stop(f"OnRoll needs Python 3.11 or newer; this is {found}.")
    try:
        import ensurepip  # noqa: F401 - only to see whether it is there
    except ImportError:
        advice = "Python's venv module is incomplete here. On Debian or Ubuntu: apt install python3-venv"
        raise Stop(advice) from None


def install(venv: Path, lock: Path) -> None:
    """Install a lock file into an environment, by uv or else by pip, checking every hash."""
    python = venv / "bin" / "python"
    uv = uv_program()
    code = 1
    if uv:
        code, output = quietly(uv, "pip", "install", "--python", python, "--require-hashes", "-r", lock)
        if code != 0:
            say(f"uv could not install {lock.name}; trying pip, which is slower. uv said:\n{output.strip()}")
    if code != 0:
        pip = (python, "-m", "pip", "install", "--quiet", "--require-hashes")
        must(f"Installing {lock.name}", *pip, "-r", lock)
    stamp_path(venv, lock).write_text(fingerprint(lock))


def uv_program() -> Path | None:
    """Return the pinned uv in .venv, fetching it first where needed; None where it cannot be had."""
    make(VENV)
    uv, lock = VENV / "bin" / "uv", REQUIREMENTS / "uv.txt"
    if uv.exists() and is_current(VENV, lock):
        return uv
    code, _ = quietly(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    if code != 0:
        return None
    stamp_path(VENV, lock).write_text(fingerprint(lock))
    return uv


def write_launcher() -> None:
    """Make `.venv/bin/onroll`, and let every Python of .venv import the project from any folder.

    This stands in for `pip install -e .`, which would have to fetch a build tool that no lock file names.
    """
    site_packages = next((VENV / "lib").glob("python3*/site-packages"))
    (site_packages / "onroll-checkout.pth").write_text(f"{ROOT}\n")
    ONROLL.write_text(LAUNCHER.format(python=PYTHON))
    ONROLL.chmod(ONROLL.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def is_current(venv: Path, lock: Path) -> bool:
    """Say whether the environment was filled from the lock file as it is now."""
    stamp = stamp_path(venv, lock)
    return stamp.exists() and stamp.read_text() == fingerprint(lock)


def stamp_path(venv: Path, lock: Path) -> Path:
    """Return where we note which lock file an environment was filled from."""
    return venv / f"onroll-{lock.stem}.stamp"


def fingerprint(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def lock_all() -> None:
    """Write requirements/*.txt anew from requirements/*.in."""
    uv = uv_program()
    if uv is None:
        raise Stop("Locking needs uv, and it could not be installed.")
    # base first: the others are held to what it chose.
    others = sorted(path.stem for path in REQUIREMENTS.glob("*.in") if path.stem != "base")
    for name in ("base", *others):
        say(f"Locking requirements/{name}.txt ...")
        source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
        must(f"Locking {name}", uv, "pip", "compile", "--quiet", *LOCK_OPTIONS, source, "--output-file", target)


def is_installed(program: str) -> bool:
    """Say whether the machine has a program of this name."""
    return shutil.which(program) is not None
