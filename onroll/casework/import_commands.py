"""An operator imports what was told by email or as a list. Exit codes: 0 done, 1 something was left out, 2 misused."""

import hashlib
import sys
from pathlib import Path

import click

from onroll.access import commands as access_commands
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Refusal
from onroll.casework import actions, queries
from onroll.casework.imports import Entry, Fault, NotAList, read_emails, read_list
from onroll.casework.telling import Route


@click.group()
def notifications() -> None:
    """Take in notifications of children that came by email or as a list."""


@notifications.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--area", "la_code", required=True, help="Three digits of the authority whose officers read them.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong; keep nothing.")
def import_file(file: Path, la_code: str, *, dry_run: bool) -> None:
    """Import FILE: an email (.eml), a mailbox (.mbox) or a list (.csv). What was imported before is not kept twice."""
    act = access_commands.operator("import notifications")
    authority = queries.authorities_that_read(act.on).filter(la_code=la_code).first()
    if authority is None:
        raise click.ClickException(f"No officer of an authority {la_code} reads notifications here.")
    is_list = file.suffix.lower() == ".csv"
    reader = read_list if is_list else read_emails
    try:
        found = list(reader(file.read_bytes(), act.on))
    except NotAList as refused:
        raise click.ClickException(refused.words) from refused
    faults = [each for each in found if isinstance(each, Fault)]
    entries = [each for each in found if isinstance(each, Entry)]
    for fault in faults:
        click.echo(f"{'Line' if is_list else 'Email'} {fault.line}  {fault.code}  {fault.words}")
    route = Route.LIST if is_list else Route.EMAIL
    kept = 0 if dry_run else sum(_receive(act, entry, authority, route) for entry in entries)
    left_out = len({fault.line for fault in faults})
    outcome = "Nothing was kept: this was a dry run." if dry_run else f"New: {kept}."
    click.echo(f"{len(entries)} can be kept, {left_out} cannot. {outcome}")
    sys.exit(1 if faults else 0)


def _receive(act: Act, entry: Entry, authority: Organisation, route: Route) -> bool:
    """Keep one, unless the same stood at the same place of a file before; say whether it is new."""
    digest = hashlib.sha256(f"{authority.pk} {entry.line} {entry.told}".encode()).hexdigest()
    try:
        receipt = actions.receive_notification(
            act, told=entry.told, authority=authority, route=route, request_key=digest, request_digest=digest
        )
    except Refusal as refusal:
        raise click.ClickException(f"At {entry.line}: {refusal.words} What stood before it is kept.") from refusal
    if receipt.is_new:
        click.echo(f"{entry.line}  {receipt.notification.reference}")
    return receipt.is_new
