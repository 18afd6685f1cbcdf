"""Takes an upload from the network: stops at the limit, and never writes a pupil's data to disk unsealed.

Small uploads stay in memory. A larger one goes to a file without a name, which the system removes with the process,
under a key that exists in this process's memory only.
"""

import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, cast

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from onroll.vault.actions import FileTooLarge

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

IN_MEMORY_BYTES = 1024 * 1024
PIECE_BYTES = 64 * 1024
# What a form may add to its file: boundaries, the token, the other fields.
FORM_BYTES = 64 * 1024


class SealedSpool:
    """Bytes on their way from the network to the vault: written once, then read once or more from the start."""

    def __init__(self) -> None:
        self._cipher = Cipher(algorithms.AES(os.urandom(32)), modes.CTR(os.urandom(16)))
        self._sealing = self._cipher.encryptor()
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the request
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Take the next piece."""
        self.size += len(piece)
        self._file.write(self._sealing.update(piece))

    def pieces(self, piece_bytes: int = PIECE_BYTES) -> Iterator[bytes]:
        """Yield all that was written, from the start."""
        self._file.seek(0)
        opening = self._cipher.decryptor()
        while piece := self._file.read(piece_bytes):
            yield opening.update(piece)

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.close()


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An upload as forms see it: a name, a size, and the content in pieces."""

    def __init__(self, spool: SealedSpool, name: str) -> None:
        super().__init__(file=None, name=name, size=spool.size)
        self._spool = spool

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content."""
        return self._spool.pieces(chunk_size or PIECE_BYTES)

    def close(self) -> None:
        """Let go of the bytes, at the end of the request."""
        self._spool.close()


class LimitedUpload(FileUploadHandler):
    """Receives files up to the limit in all; refuses a larger body unread, where it says its length."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit, self.taken = limit, 0
        self.spools: list[SealedSpool] = []

    def handle_raw_input(
        self,
        input_data: object,  # noqa: ARG002 - Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse a body that says itself that it is too large."""
        if content_length > self.limit + FORM_BYTES:
            raise too_large(self.limit)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.spools.append(SealedSpool())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Take the next piece, or refuse at the limit."""
        self.taken += len(raw_data)
        if self.taken > self.limit:
            self.upload_interrupted()
            raise too_large(self.limit)
        self.spools[-1].write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:  # noqa: ARG002 - Django's signature
        """End a file."""
        return SealedUpload(self.spools[-1], self.file_name or "")

    def upload_interrupted(self) -> None:
        """Let go of all that has come so far."""
        for spool in self.spools:
            spool.close()


def too_large(limit: int) -> FileTooLarge:
    """Return the refusal, with the limit in words."""
    return FileTooLarge(f"This file is larger than {limit // 1_000_000} MB, the most that can be sent.")


def takes_upload(view: View[P]) -> View[P]:
    """Receive a view's uploads with `LimitedUpload`. The token is checked as for every form, only inside this."""
    checked = csrf_protect(view)

    @csrf_exempt  # Django's own check would read the body before the handler is in place
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.upload_handlers = [LimitedUpload(request, settings.UPLOAD_LIMIT_BYTES)]
        return checked(request, *args, **kwargs)

    return cast("View[P]", answer)
