"""The operator's commands of this room: `onroll notices send`."""

import click
from django.utils import timezone

from onroll.audit import act as acts
from onroll.transfer import actions


@click.group()
def notices() -> None:
    """Email notices to schools and authorities. They never hold a pupil's name."""


@notices.command()
def send() -> None:
    """Send the notices that are still owed, the oldest first; run it every few minutes.

    A notice normally goes out with the step it tells of. This sends those for which the mail server was away. Exit
    code 1 when some are still owed afterwards.
    """
    sent, left = actions.send_owed_notices(acts.by_the_system(at=timezone.now(), purpose="send owed notices"))
    click.echo(f"{sent} sent, {left} still owed.")
    if left:
        click.echo("Check the mail server, and that each organisation has an address for notices.", err=True)
        raise SystemExit(1)
