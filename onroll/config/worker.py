"""gunicorn's worker with threads, in which no address can take all connections and no silent one takes a thread.

gunicorn hands each new connection to a thread, which waits five seconds for its first byte: as many silent connections
as there are threads would stop the service. Here a connection waits in the poller until it says something.
"""

import errno
import selectors
import socket
import struct
import time
from collections import Counter
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn.workers.gthread import TConn, ThreadWorker

# How long a connection may be silent: before its first request, and in the middle of one.
SECONDS_TO_BEGIN = 15
SECONDS_TO_GO_ON = 30
WORDS = b'{"detail": [{"event": "REQUEST", "code": "TooManyConnections", "msg": "Too many connections"}]}'
TOO_MANY = (
    b"HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: 5\r\n"
    b"Content-Type: application/vnd.mesh.v2+json\r\nContent-Length: %d\r\n\r\n%s" % (len(WORDS), WORDS)
)


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection that takes itself off its address's count when it ends."""

    counted: Counter[str] | None = None

    def close(self, graceful: bool = False) -> None:
        """Close, and count one less."""
        if self.counted is not None:
            self.counted[self.client[0]] -= 1
            if self.counted[self.client[0]] <= 0:
                del self.counted[self.client[0]]
            self.counted = None
        super().close(graceful)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """One server process."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.most = settings.CONNECTIONS_PER_ADDRESS
        self.by_address: Counter[str] = Counter()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless its address has too many; a thread gets it once it says something."""
        try:
            client, address = listener.accept()
        except OSError as failed:
            if failed.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EMFILE):
                raise
            return
        if self.most and self.by_address[address[0]] >= self.most:
            _turn_away(client)
            return
        self.by_address[address[0]] += 1
        self.nr_conns += 1
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SECONDS_TO_GO_ON, 0))
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.counted = self.by_address
        connection.timeout = time.monotonic() + SECONDS_TO_BEGIN
        self.pending_conns.append(connection)
        self.poller.register(client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, connection))


def _turn_away(client: socket.socket) -> None:
    """Say that there are too many, as far as the connection takes it without waiting, and close it."""
    with client:
        client.setblocking(False)
        try:
            client.send(TOO_MANY)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            return  # it has gone already
