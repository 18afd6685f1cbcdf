"""Checks an archive of transfer files: each file inside by itself, within limits, without writing anything to disk."""

import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from onroll.ctf import problems, sources
from onroll.ctf.checker import check
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Problem
from onroll.ctf.report import Report
from onroll.ctf.sources import Source

_DEFAULT = Limits()
_MAGIC = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError)
_LOCKED = 0x1


def is_archive(source: Source) -> bool:
    """Say whether the source begins as a zip archive does. An open file is left where it stood.

    An archive is read from its end: a source that can only be read forwards is not taken for one.
    """
    with sources.opened(source) as file:
        if not file.seekable():
            return False
        head = file.read(len(_MAGIC))
        file.seek(-len(head), 1)
    return head == _MAGIC


def check_all(
    source: Source, *, name: str | None = None, on: date, limits: Limits = _DEFAULT
) -> Iterator[tuple[str, Report]]:
    """Give a report for the source or, where it is an archive, for each transfer file in it, with its name.

    Bad input never raises; an archive that cannot be opened gives one report that says so.
    Raises: OSError, if a path cannot be opened.
    """
    label = name or (source.name if isinstance(source, Path) else "")
    if not is_archive(source):
        yield label, check(source, name=name, on=on, limits=limits)
        return
    with sources.opened(source) as file:
        yield from _check_members(file, label, on, limits)


def _check_members(file: BinaryIO, label: str, on: date, limits: Limits) -> Iterator[tuple[str, Report]]:
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        yield label, _report(problems.make("archive-broken"))
        return
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > limits.max_members:
        yield label, _report(problems.make("limit-members", limit=limits.max_members))
        return
    for member in members:
        bare = member.filename.rpartition("/")[2]
        yield (
            f"{label}!{member.filename}" if label else member.filename,
            _check_member(archive, member, bare, on, limits),
        )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, on: date, limits: Limits) -> Report:
    if not name.lower().endswith(".xml"):
        return _report(problems.make("archive-member-skipped"))
    if member.flag_bits & _LOCKED:
        return _report(problems.make("archive-encrypted"))
    # A declared size that lies is caught by the checksum, or by the limit of bytes while it is read.
    if member.file_size > limits.max_ratio * max(member.compress_size, 1):
        return _report(problems.make("limit-ratio", limit=limits.max_ratio))
    try:
        with archive.open(member) as content:
            return check(cast(BinaryIO, content), name=name, on=on, limits=limits)
    except _BROKEN:
        return _report(problems.make("archive-broken"))


def _report(problem: Problem) -> Report:
    return Report(problems=[problem], counts=Counter([problem.code]))
