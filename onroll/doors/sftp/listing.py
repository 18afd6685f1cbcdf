"""How folders and files look to a client: permissions, sizes, times, and the long names of `ls -l`."""

import stat
from datetime import datetime

import asyncssh

from onroll.doors.sftp.names import Folder
from onroll.doors.sftp.queries import Entry

OWNER, GROUP = "mailbox", "onroll"
_MODES = {Folder.TOP: 0o500, Folder.IN: 0o700, Folder.OUT: 0o700}


def folder(which: Folder, at: datetime) -> asyncssh.SFTPAttrs:
    """Return what is said of a folder."""
    return _attributes(stat.S_IFDIR | _MODES[which], 0, at)


def file(entry: Entry) -> asyncssh.SFTPAttrs:
    """Return what is said of a file: it can be read, and never written to."""
    return _attributes(stat.S_IFREG | 0o400, entry.size, entry.at)


def named(entry: Entry) -> asyncssh.SFTPName:
    """Return a file as a line of a listing."""
    return asyncssh.SFTPName(entry.name.encode(), attrs=file(entry))


def _attributes(permissions: int, size: int, at: datetime) -> asyncssh.SFTPAttrs:
    seconds = int(at.timestamp())
    return asyncssh.SFTPAttrs(size=size, uid=0, gid=0, permissions=permissions, atime=seconds, mtime=seconds, nlink=1)
