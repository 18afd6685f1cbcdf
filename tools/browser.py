"""The browser that the journeys drive: found on the machine, or installed from Debian's packages where we may."""

from __future__ import annotations

import os
from pathlib import Path

from tools import packages
from tools.machine import PYTHON, quietly

NAMES = ("chromium", "chromium-browser", "google-chrome")
# libatomic1: Playwright's own driver needs it, and neither a bare Debian nor Chromium brings it.
PACKAGES = ("chromium", "fonts-liberation", "libatomic1")


def ready() -> str | None:
    """Return the path of a Chromium that can be driven from here, or None."""
    chromium = find()
    if chromium is None or quietly(PYTHON, "-m", "playwright", "--version")[0] != 0:
        return None
    return chromium


def find() -> str | None:
    """Return the path of a Chromium on this machine: the one ONROLL_CHROMIUM names, or the first on the path."""
    named = os.environ.get("ONROLL_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    paths = (Path(folder, name) for name in NAMES for folder in os.get_exec_path())
    return next((str(path) for path in paths if os.access(path, os.X_OK)), None)


def install() -> str | None:
    """Install what is missing, as root or by a sudo that asks nothing; return the Chromium that is then ready."""
    packages.install(PACKAGES)
    return ready()
