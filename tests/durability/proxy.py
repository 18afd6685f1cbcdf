"""A door in front of a database server that a test can shut: as if the server went away, without touching it."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes between a port of its own and a server, until it is shut."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server, self._lock, self._left = server, threading.Lock(), 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening: socket.socket | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.open()

    def open(self) -> None:
        """Let connections through."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def shut(self) -> None:
        """Break every connection and refuse new ones."""
        listening, self._listening = self._listening, None
        if listening is not None:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        self._break()

    def break_after(self, answers: int) -> None:
        """Break every connection once so many answers of the server have passed; new ones are let through."""
        self._left = answers

    def _break(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for end in (end for pair in pairs for end in pair):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _answered(self) -> None:
        if self._left:
            self._left -= 1
            if not self._left:
                self._break()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                here, _ = listening.accept()
                there = socket.create_connection(self._server)
            except OSError:
                return
            with self._lock:
                self._pairs.append((here, there))
            threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        other = {here: there, there: here}
        with selectors.DefaultSelector() as ready, here, there:
            for end in other:
                ready.register(end, selectors.EVENT_READ)
            with contextlib.suppress(OSError):
                while True:
                    for key, _ in ready.select():
                        piece = key.fileobj.recv(65536)  # type: ignore[union-attr]
                        if not piece:
                            return
                        if key.fileobj is there:
                            self._answered()
                        other[key.fileobj].sendall(piece)  # type: ignore[index]


@contextlib.contextmanager
def in_front_of(address: str) -> Iterator[tuple[str, Proxy]]:
    """Yield the address of a database through a proxy, and the proxy."""
    parts = urlsplit(address)
    proxy = Proxy((parts.hostname or "127.0.0.1", parts.port or 5432))
    who, has_user, _ = parts.netloc.rpartition("@")
    try:
        yield parts._replace(netloc=f"{who}{has_user}127.0.0.1:{proxy.port}").geturl(), proxy
    finally:
        proxy.shut()
