"""Where bytes come from: a path, an open binary file or bytes, read in chunks inside the limit of size."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 65_536

Source = Path | BinaryIO | bytes


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Give an open binary file for the source. Only what is opened here is closed here."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    elif isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        yield source
