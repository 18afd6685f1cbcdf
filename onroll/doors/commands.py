"""An operator's commands for the doors: keys of machines, and tidying up. Exit codes: 0 done, 1 wrong, 2 misused."""

import asyncio
import sys
from pathlib import Path

import asyncssh
import click
from django.conf import settings
from django.utils import timezone

from onroll.access import commands as access_commands
from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.audit.refusals import Refusal
from onroll.doors import actions, queries
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.mesh import documentation
from onroll.doors.models import KeyKind
from onroll.doors.sftp import actions as sftp_actions
from onroll.doors.sftp import server
from onroll.transfer import commands as transfer_commands

USUAL_PORT = 2222


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
@click.option(
    "--public-key",
    "public_key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For an SFTP key: the file that ends in .pub.",
)
def add(code: str, kind: str, role: str, public_key_file: Path | None) -> None:
    """Make a key for the organisation with CODE. A message key's password is printed this once, and never again."""
    organisation = access_commands.organisation_for(code)
    public_key = public_key_file.read_text(errors="replace") if public_key_file else ""
    try:
        made = actions.add_key(
            access_commands.operator("make a key"),
            organisation=organisation,
            kind=KeyKind(kind),
            role=Role(role),
            public_key=public_key,
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.words) from refusal
    click.echo(f"Key       {made.key.reference}  for {organisation}")
    click.echo(f"Mailbox   {organisation.code}")
    if not made.password:
        click.echo(f"Public    {made.key.fingerprint}")
        return
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
        public = f"  {one.fingerprint}" if one.fingerprint else ""
        click.echo(f"{one.reference}  {one.kind}  {one.organisation}  {one.role}  since {made}{ended}{public}")


@doors.command()
@click.option("--days", default=7, show_default=True, help="How long an upload may stand still.")
def tidy(days: int) -> None:
    """Destroy chunks whose rest never came and files nobody renamed; forget old tokens, reports past their time."""
    transfer_commands.stop_if_clock_jumped(timezone.now())
    ended = mesh_actions.end_abandoned_uploads(access_commands.operator("tidy the doors"), days=days)
    tokens = mesh_actions.forget_old_tokens(timezone.now())
    held, reports = sftp_actions.tidy(access_commands.operator("tidy the doors"))
    click.echo(f"{ended} uploads ended, {tokens} tokens forgotten.")
    click.echo(f"{held} files under temporary names destroyed, {reports} reports emptied.")


@click.command()
@click.option("--host", default=None, help="Address to listen on, in place of ONROLL_SFTP_HOST.")
@click.option("--port", type=click.IntRange(0, 65_535), default=None, help="Port, in place of ONROLL_SFTP_PORT.")
@click.option("--beside", is_flag=True, hidden=True, help="Stop when standard input ends: started by `onroll serve`.")
def sftp(host: str | None, port: int | None, *, beside: bool) -> None:
    """Open the file folders (SFTP) until it is stopped (Ctrl+C). Without a port anywhere: 2222."""
    server.allow_many_connections()
    wanted = port if port is not None else settings.SFTP_PORT or USUAL_PORT

    def ready(taken_port: int, fingerprint: str) -> None:
        click.echo(f"The file folders answer on {host or settings.SFTP_HOST} port {taken_port} (SFTP)")
        click.echo(f"Host key {fingerprint}")
        sys.stdout.flush()

    try:
        asyncio.run(server.serve(host or settings.SFTP_HOST, wanted, ready=ready, beside=sys.stdin if beside else None))
    except OSError as taken:
        raise click.ClickException(f"Port {wanted} cannot be listened on: {taken.strerror}.") from taken
    except asyncssh.KeyImportError as unreadable:
        raise click.ClickException(f"{settings.SFTP_HOST_KEY} is no host key: {unreadable}.") from unreadable


@doors.command("openapi")
def print_openapi() -> None:
    """Print the OpenAPI description of the message interface, as docs/reference/mesh-openapi.json holds it."""
    click.echo(documentation.openapi_text(), nl=False)
