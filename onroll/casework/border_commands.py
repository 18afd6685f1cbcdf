"""The operator's command of the work between authorities: `onroll borders tick`."""

import click
from django.utils import timezone

from onroll.audit import act as acts
from onroll.casework import actions


@click.group()
def borders() -> None:
    """The clock of the work between authorities."""


@borders.command()
def tick() -> None:
    """Escalate the offers of cases that nobody answered in time; run it every hour. Safe to run twice or late."""
    act = acts.by_the_system(at=timezone.now(), purpose="tick of the work between authorities")
    done = actions.time_out_hand_overs(act)
    click.echo(f"{done.escalated} escalated, {done.lapsed} lapsed.")
