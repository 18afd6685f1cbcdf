"""The operator's commands of this room: `onroll cases list`, `show` and `export`."""

import csv
import dataclasses
import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

import click
from django.utils import timezone

from onroll.access.commands import operator
from onroll.audit import act as acts
from onroll.audit.refusals import Hidden
from onroll.casework import actions
from onroll.casework.models import Case, Outcome
from onroll.casework.queries import WhichCases
from onroll.casework.stages import MEANINGS, Stage
from onroll.transfer.commands import refuse_after_a_jump
from onroll.web.words import count_words, day_words, moment_words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Only whoever runs the command may read what it wrote.
OWN_FILE = 0o600
FORMS = {".csv": "csv", ".json": "json"}
AUTHORITY = click.option("--authority", "la_code", default="", help="Only of this authority, by its number, like 820.")
STATE = click.option(
    "--state", type=click.Choice(["open", "closed", "all"]), default="open", show_default=True, help="Which cases."
)


@click.group()
def cases() -> None:
    """List, show and export cases. That it was done is recorded; names go into exported files alone."""


@cases.command()
def tick() -> None:
    """Do what is due by itself: time-outs, reminders, yearly rounds. Run it every hour. Safe to run twice or late.

    Where the machine's clock has jumped, nothing is done: documents are destroyed by age. Exit code 1.
    """
    act = acts.by_the_system(at=timezone.now(), purpose="tick of casework")
    refuse_after_a_jump(act)
    done = actions.tick_casework(act)
    click.echo(" ".join(f"{name.replace('_', ' ')} {number}." for name, number in dataclasses.asdict(done).items()))


def _which(la_code: str, state: str) -> WhichCases:
    if la_code and not (len(la_code) == 3 and la_code.isdecimal()):
        raise click.BadParameter("write an authority’s number, like 820.", param_hint="--authority")
    return WhichCases(la_code=la_code, is_open=state != "closed", is_closed=state != "open")


@cases.command("list")
@AUTHORITY
@STATE
def list_cases(la_code: str, state: str) -> None:
    """List cases by reference, without names."""
    for case in actions.list_cases(operator("list cases"), which=_which(la_code, state)):
        stage = MEANINGS[Stage(case.stage)].name
        click.echo(f"{case.reference}  {case.authority.la_code}  notified {case.notified_on}  {stage}")


@cases.command()
@click.argument("reference")
def show(reference: str) -> None:
    """Show one case: its stage, dates and who is responsible, without the child's name."""
    try:
        case = actions.show_case(operator("show a case"), reference=reference)
    except Hidden as hidden:
        raise click.ClickException(f"There is no case {reference}.") from hidden
    for name, value in _facts(case):
        click.echo(f"{name:<24} {value}")


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    yield "Case", case.reference
    yield "Authority", case.authority.name
    yield "Stage", MEANINGS[Stage(case.stage)].name
    yield "Responsible", case.responsible.name
    yield "Opened", moment_words(case.opened_at)
    for name, day in (
        ("Last in education", case.last_in_education_on),
        ("Notified", case.notified_on),
        ("Provision determined", case.provision_determined_on),
        ("Provision accessed", case.provision_accessed_on),
    ):
        yield name, day_words(day) if day else "Not recorded"
    if case.closed_at:
        yield "Closed", f"{moment_words(case.closed_at)}: {Outcome(case.outcome).label}"
    yield "Child", case.child.reference


@cases.command()
@AUTHORITY
@STATE
@click.option(
    "--to",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="New file, ending in .csv or .json. It holds names: keep it safe, and delete it when it is done with.",
)
def export(la_code: str, state: str, file: Path) -> None:
    """Export cases with their children's names into a new file that nobody else can read."""
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise click.BadParameter("end the file’s name in .csv or .json.", param_hint="--to")
    which = _which(la_code, state)
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
    except OSError as refused:
        raise click.BadParameter(f"cannot make this file: {refused.strerror}.", param_hint="--to") from refused
    writers = {"csv": _write_csv, "json": _write_json}
    try:
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as out:
            written = actions.export_cases(
                operator("export cases"), which=which, write=lambda rows: writers[form](out, rows), form=form
            )
    except BaseException:
        file.unlink()  # nothing half-written, with names in it, may stay behind
        raise
    click.echo(f"{count_words(written, 'case')} written to {file}. It holds children’s names.")


def _write_csv(out: IO[str], rows: Iterator[dict[str, Any]]) -> int:
    first = next(rows, None)
    if first is None:
        return 0
    writer = csv.DictWriter(out, fieldnames=list(first))
    writer.writeheader()
    number = 0
    for number, row in enumerate(chain([first], rows), start=1):  # noqa: B007 - the last number is the answer
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return number


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _write_json(out: IO[str], rows: Iterator[dict[str, Any]]) -> int:
    everything = list(rows)
    json.dump(everything, out, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())
    return len(everything)
