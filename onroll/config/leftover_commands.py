"""What a crash left half-way is finished as the server starts, and at each tick of the exchange's clock.

Here since it joins rooms that may not call each other: files are `transfer`'s, messages in chunks are the doors'.
"""

import os
import signal
from typing import Any

import click
from django.db import connections
from django.utils import timezone

from onroll.audit.act import by_the_system
from onroll.doors.mesh import actions as mesh_actions
from onroll.transfer import actions as transfer_actions
from onroll.transfer import commands as transfer_commands


def finish_at_start() -> None:
    """Finish what an earlier server left: chunks that all came, files that were not checked, files ready to go."""
    act = by_the_system(at=timezone.now(), purpose="finish what a crash left")
    mesh_actions.complete_left_uploads(act, is_start=True)
    transfer_actions.finish_what_was_left(act)


def finish_in_the_background(arbiter: Any) -> None:
    """Finish it in a process of its own: a scanner that answers slowly keeps nobody from signing in.

    It holds neither the server's port nor a database connection of another process.
    """
    if os.fork():
        return
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        for listener in arbiter.LISTENERS:
            listener.sock.close()
        finish_at_start()
        connections.close_all()
    finally:
        os._exit(0)  # what is not done by now the next tick does


def _tick(**given: Any) -> None:
    act = by_the_system(at=timezone.now(), purpose="finish what a crash left")
    completed = mesh_actions.complete_left_uploads(act)
    if completed:
        click.echo(f"{completed} completed of which a crash had left every chunk.")
    transfer_commands.tick.callback(**given)  # type: ignore[misc]  # a command has one


exchange = click.Group(
    "exchange",
    help=transfer_commands.exchange.help,
    commands={
        **transfer_commands.exchange.commands,
        "tick": click.Command(
            "tick", callback=_tick, params=transfer_commands.tick.params, help=transfer_commands.tick.help
        ),
    },
)
