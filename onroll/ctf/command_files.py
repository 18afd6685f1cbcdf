"""Finds the files a command is pointed at, and writes results whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

EXTENSIONS = (".xml", ".zip")


class Unreadable(click.ClickException):
    """A path that is not there or cannot be opened: wrong use, exit code 2."""

    exit_code = 2


def files_under(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files named, and those in folders named (.xml and .zip, at any depth), in order.

    Raises: Unreadable, for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(_inside(path))
        elif path.exists():
            found.append(path)
        else:
            raise Unreadable(f"{path} is not there.")
    return found


def _inside(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder, onerror=_refuse):
        for name in names:
            inner = Path(place, name)
            if inner.suffix.lower() in EXTENSIONS and inner.is_file():
                yield inner


def _refuse(error: OSError) -> None:
    """Stop at a folder that cannot be opened: passed over in silence its files would seem to be good."""
    raise Unreadable(f"{error.filename} cannot be read: {error.strerror}.") from error


def reading(path: Path) -> Path:
    """Return the path if it is a file that can be opened.

    Raises: Unreadable, if it is not.
    """
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error


@contextmanager
def whole(out: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `out` only when it is complete; `-` is standard output, also only then.

    Raises: Unreadable, if nothing can be written there.
    """
    if str(out) == "-":
        with tempfile.TemporaryFile() as file:
            yield cast(BinaryIO, file)
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
        return
    if out.is_dir():
        raise Unreadable(f"{out} cannot be written: it is a folder.")
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise Unreadable(f"{out} cannot be written: {error.strerror}.") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
