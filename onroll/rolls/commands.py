"""The operator's commands of this room: `onroll rolls load` and `onroll rolls tick`."""

import json
from datetime import datetime
from pathlib import Path

import click

from onroll.access.commands import operator, organisation_for
from onroll.access.models import Organisation
from onroll.rolls import actions, reading
from onroll.rolls.actions import Outcome
from onroll.rolls.models import EventKind, Form
from onroll.rolls.snapshot_states import MEANINGS, SnapshotState
from onroll.transfer.commands import refuse_after_a_jump
from onroll.web.words import count_words

ENDINGS = {".zip": Form.ONEROSTER, ".xml": Form.CTF, ".json": Form.JSON}
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def rolls() -> None:
    """Take schools' roll files; look after feeds."""


@rolls.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "code", required=True, help="Seven digits, as 8201234; #17 for one without a number.")
@click.option("--on", "as_on", required=True, type=DAY, help="The day of which the file says who is on the roll.")
@click.option("--form", type=click.Choice([form.value for form in Form if form is not Form.FORM]), default=None)
@click.option("--changes-only", is_flag=True, help="Whoever is not in the file stays on the roll.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs: no names, the school’s own pupil numbers.")
def load(
    file: Path, code: str, as_on: datetime, form: str | None, *, changes_only: bool, dry_run: bool, as_json: bool
) -> None:
    """Take FILE as a school's roll on a day. The form follows from the file's ending, where none is given.

    Exit code 1: the file was refused or is held for a person; nothing was changed.
    """
    school = organisation_for(code)
    content = _content(file)
    outcome = actions.load_roll(
        operator("load a roll"),
        school=school,
        as_on=as_on.date(),
        content=content,
        form=form or ENDINGS.get(file.suffix.lower(), Form.CSV),
        dry_run=dry_run,
        is_whole=False if changes_only else None,
    )
    if outcome.state is SnapshotState.TAKEN and not dry_run:
        _link_all(school)
    click.echo(
        json.dumps(actions.as_dict(outcome, dry_run=dry_run), indent=1) if as_json else _words(outcome, dry_run=dry_run)
    )
    if outcome.state is not SnapshotState.TAKEN:
        raise SystemExit(1)


@rolls.command()
def tick() -> None:
    """Link pupils who wait, end announced last days, raise an alarm for feeds that stopped; hourly, and safe twice.

    Where the machine's clock has jumped, nothing is done: last days would be ended before they come. Exit code 1.
    """
    act = operator("tick of the rolls")
    refuse_after_a_jump(act)
    done = actions.tick_rolls(act)
    click.echo(
        f"{count_words(done.linked, 'pupil')} linked, "
        f"{count_words(done.left, 'pupil')} taken off the roll on an announced day, "
        f"{count_words(done.stopped, 'feed')} reported as stopped."
    )


def _content(file: Path) -> bytes:
    """Return the bytes, unless the file is too large: that is refused by its size, unread."""
    if file.stat().st_size > reading.MOST_BYTES:
        raise click.ClickException(reading.problem("R01", most=f"{reading.MOST_BYTES // 1_000_000} MB").words)
    return file.read_bytes()


def _link_all(school: Organisation) -> int:
    """Link every pupil of a school, some in each transaction. Returns how many."""
    linked = 0
    while done := actions.link_pupils(operator("link pupils"), school=school, most=actions.LINKED_AT_ONCE):
        linked += done
    return linked


def _words(outcome: Outcome, *, dry_run: bool) -> str:
    name, words = MEANINGS[outcome.state].name, MEANINGS[outcome.state].words
    head = f"Dry run: would be {name.lower()}." if dry_run else f"{name}. {words}"
    if outcome.is_again:
        head = "The same file was here before for this day. Nothing was changed."
    lines = [head, f"{count_words(outcome.rows, 'pupil')} in the file."]
    lines += [
        f"{number:>7,}  {EventKind(kind).label if kind in EventKind.values else 'Nothing new'}"
        for kind, number in outcome.counts.items()
    ]
    lines += [f"{one.code}  {_place(one)}{one.words}" for one in outcome.problems]
    return "\n".join(lines)


def _place(one: reading.Problem) -> str:
    if not one.row:
        return ""
    return f"row {one.row}, {one.column}: " if one.column else f"row {one.row}: "
