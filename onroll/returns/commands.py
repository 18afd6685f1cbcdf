"""The operator's commands of this room: `onroll returns list`, `owed` and `load`. Never a name, only references."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import click

from onroll.access import queries as access_queries
from onroll.access.commands import operator, organisation_for
from onroll.returns import actions, return_files
from onroll.returns.actions import FileRefused
from onroll.returns.models import Return
from onroll.returns.queries import SHOWS, WhichReturns
from onroll.rules.returns import NAMES, ReturnKind, punctuality
from onroll.web.words import count_words, day_words

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
KIND = click.Choice([kind.value for kind in ReturnKind])
PROBLEMS_SHOWN = 20
AUTHORITY = click.option("--authority", "la_code", default="", help="Only of this authority, by its number, like 820.")
SCHOOL = click.option("--school", "code", default="", help="Only of this school, by its seven-digit number.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, without names.")


@click.group()
def returns() -> None:
    """Returns of law: what schools owe and made, and returns by file. Names are never shown."""


@returns.command("list")
@AUTHORITY
@SCHOOL
@click.option("--show", type=click.Choice(SHOWS), default="all", show_default=True, help="Which returns.")
@click.option("--kind", type=KIND, default=None, help="Only returns of this kind.")
@AS_JSON
def list_returns(la_code: str, code: str, show: str, kind: str | None, *, as_json: bool) -> None:
    """List returns by reference: kind, school, day, last day in time, and how each stands."""
    _show(la_code, code, WhichReturns(show=show, kind=kind or ""), as_json=as_json)


@returns.command()
@AUTHORITY
@SCHOOL
@click.option("--missing", is_flag=True, help="Only those whose last day has passed. Exit code 1, where there are any.")
@AS_JSON
def owed(la_code: str, code: str, *, missing: bool, as_json: bool) -> None:
    """List what schools owe, the earliest last day first."""
    found = _show(la_code, code, WhichReturns(show="missing" if missing else "owed"), as_json=as_json)
    if missing and found:
        raise SystemExit(1)


@returns.command()
@click.argument("file", type=FILE)
@click.option("--school", "code", required=True, help="The school's seven-digit number, like 8201234.")
@click.option("--kind", type=KIND, required=True, help="Which return every row of the file is.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@AS_JSON
def load(file: Path, code: str, kind: str, *, dry_run: bool, as_json: bool) -> None:
    """Load FILE, returns of one kind as CSV (columns: docs/how-to/delete-a-pupil-lawfully.md), for a school.

    Every row is made by the same rules as on a page, or nothing of the file is kept. Exit code 1: refused, with each
    row and reason.
    """
    try:
        made = actions.load_returns_for(
            operator("load returns"),
            school=organisation_for(code),
            content=_content(file),
            kind=ReturnKind(kind),
            is_dry_run=dry_run,
        )
    except FileRefused as refused:
        _refuse(refused, as_json=as_json)
        raise SystemExit(1) from refused
    if as_json:
        click.echo(json.dumps({"made": made, "is_dry_run": dry_run, "problems": []}))
    elif dry_run:
        click.echo(f"Nothing was kept (dry run). {count_words(made, 'return')} would be made.")
    else:
        click.echo(f"{count_words(made, 'return')} made.")


def _content(file: Path) -> bytes:
    """Return the bytes of a file, unless it is too large: that is refused by its size, unread."""
    if file.stat().st_size > return_files.MOST_BYTES:
        raise FileRefused((return_files.TOO_LARGE,))
    return file.read_bytes()


def _refuse(refused: FileRefused, *, as_json: bool) -> None:
    if as_json:
        problems = [dataclasses.asdict(each) for each in refused.problems]
        click.echo(json.dumps({"made": 0, "problems": problems}))
        return
    for each in refused.problems[:PROBLEMS_SHOWN]:
        place = (f"row {each.row}" if each.row else "whole file") + (f", {each.column}" if each.column else "")
        click.echo(f"{each.code} {place}: {each.words}", err=True)
    if len(refused.problems) > PROBLEMS_SHOWN:
        click.echo(f"and {len(refused.problems) - PROBLEMS_SHOWN:,} more problems.", err=True)
    click.echo("Nothing was kept. Mend the file and load it again.", err=True)


def _show(la_code: str, code: str, which: WhichReturns, *, as_json: bool) -> int:
    if la_code and not (len(la_code) == 3 and la_code.isdecimal()):
        raise click.BadParameter("write an authority’s number, like 820.", param_hint="--authority")
    act = operator("list returns")
    if la_code and access_queries.authority(la_code) is None:  # a slip must not look like nothing owed
        raise click.ClickException(f"No local authority has the number {la_code}.")
    school = organisation_for(code) if code else None
    found = actions.list_returns(
        act, which=dataclasses.replace(which, school_id=school.pk if school else None), la_code=la_code
    )
    if as_json:
        click.echo(json.dumps({"returns": [_plain(each, act.on) for each in found]}, default=date.isoformat))
        return len(found)
    for each in found:
        last = day_words(each.due_on) if each.due_on else "no last day"
        stands = punctuality(each.due_on, each.made_on, act.on).replace("_", " ")
        if each.state not in ("owed", "made"):
            stands = each.get_state_display().lower()
        name = NAMES[ReturnKind(each.kind)]
        click.echo(f"{each.reference}  {each.school.code or each.school_id}  {name:<18}  {last:<18}  {stands}")
    click.echo(f"{count_words(len(found), 'return')}.")
    return len(found)


def _plain(each: Return, on: date) -> dict[str, object]:
    return {
        "reference": each.reference,
        "kind": each.kind,
        "school": each.school.code,
        "authority": each.authority.la_code,
        "trigger_on": each.trigger_on,
        "due_on": each.due_on,
        "state": each.state,
        "made_on": each.made_on,
        "route": each.route,
        "stands": punctuality(each.due_on, each.made_on, on).value,
        "lacks": each.lacks,
    }
