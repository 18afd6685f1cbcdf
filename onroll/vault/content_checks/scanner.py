"""What a scanner is: it gets a file as a stream that can be read from any place, and returns what it found."""

import dataclasses
from collections.abc import Callable
from typing import BinaryIO, Protocol


class ScannerAway(Exception):
    """A scanner did not answer, or not in a way that says anything: the file counts as not checked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """A file to be checked. `open` returns a fresh seekable stream; nothing holds the whole of it in memory.

    `name` is what the sender calls it: it may hold personal data and is never logged or kept by a scanner.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """One finding: by which scanner, and its code in the table of `findings`."""

    scanner: str
    code: str


class Scanner(Protocol):
    """Something that looks into a file."""

    @property
    def name(self) -> str:
        """Return what findings say of who found them."""

    def scan(self, content: Content) -> tuple[str, ...]:
        """Return the codes of what was found; none, for a clean file.

        Raises: ScannerAway.
        """
