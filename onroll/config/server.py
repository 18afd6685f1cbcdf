"""The server: gunicorn with threads, started in this process so that the product is loaded once and then forked."""

import resource
import socket
import sys
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from gunicorn.app.base import BaseApplication

from onroll.config import beside, leftover_commands, warming

# How long a thread may keep Python's lock from those that wait. With the usual 5 ms a page with forty readings waits as
# many times beside one long piece of work (a big area's list); measured in docs/decisions/0019.
SECONDS_TO_HAND_ON = 0.0005
MEMORY = Path("/dev/shm")  # noqa: S108 - where gunicorn's workers show that they live; it must not be a slow disk

# Of one process. An address may have no more than the setting CONNECTIONS_PER_ADDRESS of them.
MOST_CONNECTIONS = 4000


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings, not those of a file or of the environment."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take our settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the product, loaded and warm before the workers are forked."""
        from onroll.config.wsgi import application

        warming.warm_up()
        return application


def is_free(host: str, port: int) -> bool:
    """Say whether we may listen there, before anybody is told that we do."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(
    *, host: str, port: int, workers: int, threads: int, scratch: Path, has_folders: bool, has_clock: bool
) -> None:
    """Serve until stopped, with the file folders (SFTP) and the clock beside the pages where they are wanted.

    No database connection is carried over into a worker.
    """
    server = Server(
        {
            "when_ready": lambda arbiter: _start_beside(arbiter, has_folders=has_folders, has_clock=has_clock),
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "onroll.config.worker.Worker",
            "worker_connections": _most_connections(),
            "keepalive": 15,
            "backlog": 4096,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "timeout": 120,
            "worker_tmp_dir": str(MEMORY if MEMORY.is_dir() else scratch),
        }
    )
    connections.close_all()
    sys.setswitchinterval(SECONDS_TO_HAND_ON)
    server.run()


def _start_beside(arbiter: object, *, has_folders: bool, has_clock: bool) -> None:
    leftover_commands.finish_in_the_background(arbiter)  # a fork, so before there are threads
    if has_folders:
        beside.keep_folders_open()
    if has_clock:
        beside.keep_clock_ticking()


def _most_connections() -> int:
    """Return how many connections a process takes: never more than it may have files open, with room for its own."""
    return min(MOST_CONNECTIONS, max(100, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 256))
