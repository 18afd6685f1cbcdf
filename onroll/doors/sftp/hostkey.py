"""The host key: by it a client knows that it talks to us. Made once, readable by its owner alone."""

import os
from pathlib import Path

import asyncssh

ALGORITHM = "ssh-ed25519"


def at(path: Path) -> asyncssh.SSHKey:
    """Return the host key of an installation, made now if there is none. An existing one is never touched.

    Raises: asyncssh.KeyImportError, when the file holds something else.
    """
    if not path.exists():
        _make(path)
    return asyncssh.read_private_key(path)


def _make(path: Path) -> None:
    """Write under another name, fsync and link: of two servers at once one makes it, and no half of it is read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(asyncssh.generate_private_key(ALGORITHM, comment="onroll").export_private_key())
            out.flush()
            os.fsync(out.fileno())
        if not path.exists():
            os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink(missing_ok=True)
