"""Every error of the folder door: one table of SFTP status, code and words, published in docs/reference.

Version 3 of the protocol knows few statuses, so the code stands first in the words. Codes never change meaning.
"""

import dataclasses
from collections.abc import Callable
from typing import cast

import asyncssh

from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, Refusal, Stale, TooLarge


@dataclasses.dataclass(frozen=True, slots=True)
class SftpError:
    """One row of the table. `cause` is for the page: when it is given, and what to do."""

    status: type[asyncssh.SFTPError]
    code: str
    words: str
    cause: str


class SftpRefusal(Exception):
    """A request that is answered with an error of the table; `words` in place of the row's, never a value."""

    def __init__(self, error: SftpError, words: str = "") -> None:
        self.error, self.words = error, words or error.words
        super().__init__(error.code)

    def answer(self) -> asyncssh.SFTPError:
        """Return what the client is sent."""
        status = cast("Callable[[str], asyncssh.SFTPError]", self.error.status)
        return status(f"{self.error.code}: {self.words}")


NOT_THERE = SftpError(
    asyncssh.SFTPNoSuchFile, "no-such-file", "There is nothing here under this name", "It never was, has gone, or is "
    "another mailbox's: the answer is the same."
)  # fmt: skip
PATH_OUTSIDE = SftpError(
    asyncssh.SFTPPermissionDenied,
    "path-outside",
    "The path leads out of the mailbox",
    "There are two folders, in and out, and nothing above them.",
)
NAME_TOO_LONG = SftpError(
    asyncssh.SFTPInvalidFilename, "name-too-long", "The name is too long", "A name has at most 255 bytes; one to be "
    "sent 200, since the report beside it needs a name too."
)  # fmt: skip
NAME_NOT_TAKEN = SftpError(
    asyncssh.SFTPInvalidFilename,
    "name-not-taken",
    "The name holds characters that no name here may hold",
    "Control characters, marks that turn writing round, backslashes, what only looks like a slash or like dots, bytes "
    "that are no UTF-8; a dot at the beginning.",
)
NAME_RESERVED = SftpError(
    asyncssh.SFTPPermissionDenied,
    "name-reserved",
    "Names that end in .report.txt are those of our reports",
    "Give the file another name.",
)
ONLY_IN = SftpError(
    asyncssh.SFTPPermissionDenied, "only-in", "Files are put into the folder in, and nowhere else", "`put FILE in/`."
)  # fmt: skip
ONLY_OUT = SftpError(
    asyncssh.SFTPPermissionDenied,
    "not-read-back",
    "A file that was sent is not read back",
    "Reports can be read, and what waits in the folder out.",
)
NOT_COLLECTED = SftpError(
    asyncssh.SFTPPermissionDenied,
    "not-collected",
    "A file is removed from out once it was read to its end",
    "Read it first. To refuse a file, a person signs in.",
)
NO_FOLDERS = SftpError(
    asyncssh.SFTPPermissionDenied, "no-folders", "Folders are not made, renamed or removed", "There are two, for good."
)  # fmt: skip
NO_LINKS = SftpError(asyncssh.SFTPOpUnsupported, "no-links", "There are no links here", "Send the file itself.")
NOT_SUPPORTED = SftpError(asyncssh.SFTPOpUnsupported, "not-supported", "This door does not do this", "Send it anew.")
IS_FOLDER = SftpError(asyncssh.SFTPFailure, "is-a-folder", "This is a folder", "Name a file in it.")
NOT_RENAMED = SftpError(
    asyncssh.SFTPPermissionDenied,
    "not-renamed",
    "Only a whole file under a temporary name can be renamed",
    "A file is sent the moment it is closed, unless its name ends in .partial, .part, .filepart, .tmp or .uploading.",
)
EXISTS = SftpError(
    asyncssh.SFTPFileAlreadyExists, "exists", "There is a file of this name", "Send it without asking for a new one."
)  # fmt: skip
OUT_OF_ORDER = SftpError(
    asyncssh.SFTPFailure,
    "out-of-order",
    "The bytes came too far out of order, or twice",
    "Bytes are taken from the first on, up to 3 MB ahead. A broken upload is begun anew, not resumed.",
)
BYTES_MISSING = SftpError(
    asyncssh.SFTPFailure, "bytes-missing", "The file was closed before all its bytes had come", "Send it again."
)  # fmt: skip
EMPTY = SftpError(asyncssh.SFTPFailure, "file-empty", "The file is empty", "Nothing was sent.")
TOO_LARGE = SftpError(
    asyncssh.SFTPFailure, "file-too-large", "The file is larger than is taken", "ONROLL_SFTP_LIMIT_BYTES."
)  # fmt: skip
FILE_REFUSED = SftpError(
    asyncssh.SFTPFailure,
    "file-refused",
    "The file was refused; the report beside it says why",
    "Read `in/NAME.report.txt`. Nothing was sent.",
)
QUOTA = SftpError(
    asyncssh.SFTPQuotaExceeded,
    "quota-exceeded",
    "This mailbox has sent as much as it may in a day",
    "ONROLL_SFTP_DAY_BYTES, in any 24 hours.",
)
TOO_MANY_OPEN = SftpError(
    asyncssh.SFTPFailure, "too-many-open", "Too many files are open at once", "Close some: 8 a session."
)  # fmt: skip
TOO_MANY_HELD = SftpError(
    asyncssh.SFTPQuotaExceeded,
    "too-many-temporary",
    "Too many files lie here under temporary names",
    "Rename or remove them: 100 a mailbox. They go by themselves after a day.",
)
TOO_OFTEN = SftpError(
    asyncssh.SFTPFailure, "too-often", "Too many files in too short a time", "ONROLL_SFTP_FILES_PER_MINUTE. Wait."
)  # fmt: skip
DISC_FULL = SftpError(
    asyncssh.SFTPNoSpaceOnFilesystem,
    "disc-full",
    "There is no room at our end just now",
    "Nothing was sent. Try later.",
)
TEMPORARY = SftpError(
    asyncssh.SFTPFailure,
    "try-again",
    "We cannot answer just now; try again in a minute",
    "The exchange's database or disc does not answer. What was closed before is safe; this request changed nothing.",
)
KEY_ENDED = SftpError(asyncssh.SFTPPermissionDenied, "key-ended", "This key was ended", "Ask for a new one.")
NOT_ALLOWED = SftpError(
    asyncssh.SFTPPermissionDenied, "not-allowed", "The role of this key does not allow it", "Use another key."
)  # fmt: skip
STALE = SftpError(asyncssh.SFTPFailure, "changed-meanwhile", "Someone else changed this meanwhile", "List it again.")
RULE_BROKEN = SftpError(
    asyncssh.SFTPFailure,
    "rule-broken",
    "A rule of the exchange forbids it",
    "The words say which: docs/reference/refusals.md.",
)
INTERNAL = SftpError(
    asyncssh.SFTPFailure, "internal", "Something went wrong at our end", "It was written to our log. Try again later."
)  # fmt: skip

TABLE: tuple[SftpError, ...] = (
    *(NOT_THERE, PATH_OUTSIDE, NAME_TOO_LONG, NAME_NOT_TAKEN, NAME_RESERVED, ONLY_IN, ONLY_OUT, NOT_COLLECTED),
    *(
        NO_FOLDERS,
        NO_LINKS,
        NOT_SUPPORTED,
        IS_FOLDER,
        NOT_RENAMED,
        EXISTS,
        OUT_OF_ORDER,
        BYTES_MISSING,
        EMPTY,
        TOO_LARGE,
    ),
    *(FILE_REFUSED, QUOTA, TOO_MANY_OPEN, TOO_MANY_HELD, TOO_OFTEN, DISC_FULL, TEMPORARY, KEY_ENDED, NOT_ALLOWED),
    *(STALE, RULE_BROKEN, INTERNAL),
)

_OF_REFUSALS: tuple[tuple[type[Refusal], SftpError], ...] = (
    (Hidden, NOT_THERE),
    (NotAllowed, NOT_ALLOWED),
    (Stale, STALE),
    (TooLarge, TOO_LARGE),
    (RateLimited, TOO_OFTEN),
)


def from_refusal(refusal: Refusal) -> SftpRefusal:
    """Return the error that answers a refusal of another room; a broken rule keeps its own code and words."""
    for kind, error in _OF_REFUSALS:
        if isinstance(refusal, kind):
            return SftpRefusal(error, refusal.words if error is TOO_LARGE else "")
    return SftpRefusal(RULE_BROKEN, f"{refusal.code}: {refusal.words}")
