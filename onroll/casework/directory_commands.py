"""The operator's command of the directory of agencies: `onroll directory tick`."""

import click
from django.utils import timezone

from onroll.audit import act as acts
from onroll.casework.actions import directory_rounds


@click.group()
def directory() -> None:
    """The clock of the directory of agencies."""


@directory.command()
def tick() -> None:
    """Send the emails of yearly rounds that are still owed, and their reminders. Safe to run twice or late."""
    act = acts.by_the_system(at=timezone.now(), purpose="tick of the directory of agencies")
    sent, left = directory_rounds.send_owed_invitations(act)
    click.echo(f"{sent} sent, {left} could not be sent.")
