"""A clamd that speaks its protocol and answers what a test wants: the length-framed stream, then one line."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Answer = Callable[[bytes], bytes]


@contextmanager
def fake_clamd(where: Path | None, answer: Answer, *, hears: int | None = None) -> Iterator[str]:
    """Listen at a Unix socket, or on 127.0.0.1 where none is given; yield the setting that names it.

    `hears`: after so many bytes it answers and closes, as the real one does at its limit.
    """
    server = socket.socket(socket.AF_UNIX if where else socket.AF_INET)
    if where:
        where.unlink(missing_ok=True)
    server.bind(str(where) if where else ("127.0.0.1", 0))
    server.listen()
    thread = threading.Thread(target=_serve, args=(server, answer, hears), daemon=True)
    thread.start()
    try:
        yield f"clamd://{where}" if where else f"clamd://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def _serve(server: socket.socket, answer: Answer, hears: int | None) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as heard:
            command = heard.read(len(b"zINSTREAM\0"))
            assert command == b"zINSTREAM\0", command
            content = b""
            while size := struct.unpack(">I", heard.read(4))[0]:
                content += heard.read(size)
                if hears is not None and len(content) > hears:
                    break
            connection.sendall(answer(content))
