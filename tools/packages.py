"""Programs of Debian's packages that tests need: installed where we may, and otherwise said to be left out."""

from __future__ import annotations

import os
from collections.abc import Sequence

from tools.environment import is_installed
from tools.machine import quietly, say

# Clients that the file folders (SFTP) are tried with, unmodified: program, and the package that brings it.
SFTP_CLIENTS = {"sftp": "openssh-client", "ssh-keygen": "openssh-client", "rclone": "rclone"}


def have_sftp_clients() -> bool:
    """Return whether the clients are here, installed now where they were not and we may."""
    missing = _missing_packages()
    if missing:
        install(missing)
    return not _missing_packages()


def install(packages: Sequence[str]) -> bool:
    """Install packages, as root or by a sudo that asks nothing; return whether that worked."""
    if not is_installed("apt-get"):
        return False
    before: list[str] = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and (not is_installed("sudo") or quietly(*before, "true")[0] != 0):
        return False
    say(f"Installing {', '.join(packages)} from Debian's packages ...")
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    quietly(*before, "apt-get", "update", env=env)
    code, output = quietly(*before, "apt-get", "install", "-y", "--no-install-recommends", *packages, env=env)
    if code != 0:
        say(output.strip()[-2000:])
    return code == 0


def _missing_packages() -> list[str]:
    return sorted({package for program, package in SFTP_CLIENTS.items() if not is_installed(program)})
