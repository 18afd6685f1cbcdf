"""An operator's commands for the doors: keys of machines, and tidying up. Exit codes: 0 done, 1 wrong, 2 misused."""

import click
from django.utils import timezone

from onroll.access import commands as access_commands
from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.audit.refusals import Refusal
from onroll.doors import actions, queries
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.models import KeyKind


@click.group()
def doors() -> None:
    """Look after what other software talks to: keys, and uploads left half-way."""


@doors.group()
def key() -> None:
    """Make, list and end the keys of organisations' software."""


@key.command()
@click.argument("code")
@click.option("--kind", type=click.Choice([kind.value for kind in KeyKind]), required=True, help="Which door it opens.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in actions.ROLES]),
    default=Role.ADMISSIONS.value,
    show_default=True,
    help="What the software acts as.",
)
def add(code: str, kind: str, role: str) -> None:
    """Make a key for the organisation with CODE, and print its password: this once, and never again."""
    organisation = access_commands.organisation_for(code)
    made = actions.add_key(
        access_commands.operator("make a key"), organisation=organisation, kind=KeyKind(kind), role=Role(role)
    )
    click.echo(f"Key       {made.key.reference}  for {organisation}")
    click.echo(f"Mailbox   {organisation.code}")
    click.echo(f"Password  {made.password}")
    click.echo("The password is not shown again. Give it to the organisation's software only.", err=True)


@key.command()
@click.argument("reference")
def end(reference: str) -> None:
    """End the key with REFERENCE, at once."""
    try:
        actions.end_key(access_commands.operator("end a key"), reference=reference.upper())
    except Refusal as refusal:
        raise click.ClickException(refusal.words) from refusal
    click.echo("The key is ended.")


@key.command("list")
def list_keys() -> None:
    """List the keys: which organisation, which door, since when, until when."""
    for one in queries.all_keys():
        made = f"{one.made_at.astimezone(LONDON):%d-%m-%Y}"
        ended = f" ended {one.ended_at.astimezone(LONDON):%d-%m-%Y}" if one.ended_at else ""
        click.echo(f"{one.reference}  {one.kind}  {one.organisation}  {one.role}  since {made}{ended}")


@doors.command()
@click.option("--days", default=7, show_default=True, help="How long an upload may stand still.")
def tidy(days: int) -> None:
    """Destroy the chunks of messages whose rest never came, and forget tokens that are too old to be replayed."""
    ended = mesh_actions.end_abandoned_uploads(access_commands.operator("tidy the doors"), days=days)
    tokens = mesh_actions.forget_old_tokens(timezone.now())
    click.echo(f"{ended} uploads ended, {tokens} tokens forgotten.")
