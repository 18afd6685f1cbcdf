"""The operator's commands of this room: `onroll attendance load` and `onroll sweep`."""

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone

from onroll.access.commands import operator, organisation_for
from onroll.attendance import actions
from onroll.attendance.reading import MOST_BYTES
from onroll.web.words import count_words

PROBLEMS_SHOWN = 20
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def attendance() -> None:
    """Attendance registers from schools' systems."""


@attendance.command()
@click.argument("file", type=FILE)
@click.option("--school", required=True, help="The school's seven-digit number, like 8201234.")
@click.option("--on", type=DAY, required=True, help="The day of the file: it may mark this day and earlier ones.")
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def load(file: Path, school: str, on: datetime, *, dry_run: bool, as_json: bool) -> None:
    """Load FILE, a school's attendance marks as CSV, JSON or CTF (columns: docs/how-to/load-attendance.md).

    All of it is taken or, with a fault, nothing; a pupil who is not on the roll is left out and told of. The same file
    again changes nothing. A mark that stood already is kept beside the new one. Exit code 1 when nothing was taken for
    a fault.
    """
    act = operator("load attendance")
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"The file is larger than {MOST_BYTES // 1_000_000} MB. It was not read.")
    data = file.read_bytes()
    done = actions.load_marks(act, school=organisation_for(school), data=data, on=on.date(), is_dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(actions.loaded_as_dict(done, dry_run=dry_run)))
    else:
        _say(done, is_dry_run=dry_run)
    if not done.is_taken and not dry_run:
        raise SystemExit(1)


def _say(done: actions.Loaded, *, is_dry_run: bool) -> None:
    for problem in done.problems[:PROBLEMS_SHOWN]:
        place = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        click.echo(f"{problem.code} {place}: {problem.words}", err=True)
    if done.problem_count > PROBLEMS_SHOWN:
        click.echo(f"and {done.problem_count - PROBLEMS_SHOWN:,} more problems.", err=True)
    numbers = (
        f"{count_words(done.rows, 'row')} of {count_words(done.pupils, 'pupil')}: {count_words(done.written, 'mark')} "
        f"new, {done.changed:,} changed."
    )
    if is_dry_run:
        refused = " It would be refused." if done.is_refused else ""
        click.echo(f"Nothing was written (dry run).{refused} {numbers}")
    elif done.is_taken:
        click.echo(f"Taken. {numbers}")
    else:
        click.echo("Nothing was taken. Mend the file and send it again.", err=True)


@click.command()
@click.option("--on", type=DAY, help="The day to sweep as at; today, where none is given.")
@click.option("--school", default="", help="Only this school, by its seven-digit number.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def sweep(on: datetime | None, school: str, *, as_json: bool) -> None:
    """Sweep the registers by every rule in force: raise alerts, and end those whose cause is gone.

    Run it every night. Safe to run twice: one alert for each cause. The rules: docs/reference/sweep-rules.md.
    """
    act = operator("sweep the registers")
    day = on.date() if on else timezone.localdate()
    if day > timezone.localdate():  # marks of days to come are nobody's absence, and no alert
        raise click.BadParameter("this day has not come yet.", param_hint="--on")
    done = actions.sweep(act, on=day, school=organisation_for(school)) if school else actions.sweep_all(act, on=day)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(done), default=date.isoformat))
        return
    click.echo(
        f"{count_words(done.pupils, 'pupil')} on roll, {done.looked_at:,} looked at: {done.raised:,} alerts raised, "
        f"{done.kept:,} still stand, {done.passed:,} over."
    )
    if done.stopped:
        click.echo(f"{count_words(done.stopped, 'school')} newly found to send no marks any more.")
