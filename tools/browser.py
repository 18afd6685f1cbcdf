"""The browser that the journeys drive: found on the machine, or installed from Debian's packages where we may."""

from __future__ import annotations

import os
from pathlib import Path

from tools import packages
from tools.machine import PYTHON, quietly

# First the one that has no windows to draw: a third less processor time for the same journeys.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# libatomic1: Playwright's own driver needs it, and neither a bare Debian nor Chromium brings it.
BESIDE = ("fonts-liberation", "libatomic1")
PACKAGES = ("chromium-headless-shell", *BESIDE)
# Where the first is not packaged.
OTHER_PACKAGES = ("chromium", *BESIDE)


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
    if not packages.install(PACKAGES):
        packages.install(OTHER_PACKAGES)
    return ready()
