"""`onroll selfeval`: score answers by the printed rules of 2006, print national tables, write the invented set.

Exit codes: 0 done, 1 done but the answers have problems (each on standard error), 2 wrong use or an unreadable file.
"""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from onroll.selfeval import invented, presenting, reading, survey
from onroll.selfeval.levels import Partly
from onroll.selfeval.score import judgements, score

_ANSWERS = click.argument("answers", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
_PARTLY = click.option(
    "--partly",
    type=click.Choice(["1", "2"]),
    default="1",
    show_default=True,
    help="Points of a step that a person classed as partly achieved: the report says 1 in 4.1 and 2 in 1.2.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def selfeval() -> None:
    """The 22 process steps and the 2006 audit.

    ANSWERS is a CSV file with the columns authority, item, line and answer: one row for each answer, and one for each
    ticked option of a multiple choice. `-` reads standard input.
    """


@selfeval.command("score")
@_ANSWERS
@_PARTLY
@_JSON
def score_answers(answers: Path, partly: str, as_json: bool) -> None:
    """Give each step's result with the rule that fired, the total and the band."""
    found = _read(answers)
    scored = [(each.authority, score(judgements(each.answers), partly=_points(partly))) for each in found.submissions]
    _print(presenting.scores_json(scored) if as_json else presenting.scores_text(scored))
    _finish(found)


@selfeval.command()
@_ANSWERS
@_PARTLY
@click.option("--invited", type=click.IntRange(min=1), help="How many authorities were asked: adds the response rate.")
@_JSON
def tables(answers: Path, partly: str, invited: int | None, as_json: bool) -> None:
    """Print the national tables of a set of answers."""
    found = _read(answers)
    national = survey.national([each.answers for each in found.submissions], partly=_points(partly))
    try:
        rate = survey.response_rate(answered=national.authorities, invited=invited) if invited else None
    except ValueError as fault:
        raise click.UsageError(f"--invited: {fault}") from fault
    _print(
        presenting.tables_json(national, response=rate) if as_json else presenting.tables_text(national, response=rate)
    )
    _finish(found)


@selfeval.command("invented")
def write_invented() -> None:
    """Write the answers of 129 invented authorities that give the figures of 2006, as CSV."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(reading.COLUMNS)
    for authority, answers in invented.authorities():
        for (item, line), ticked in answers.ticks.items():
            table.writerows((authority, item, line, option) for option in sorted(ticked))


def _read(path: Path) -> reading.Reading:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return reading.read(data)
    except (OSError, reading.Unreadable) as fault:
        raise click.UsageError(f"{path.name}: {fault}") from fault


def _points(partly: str) -> Partly:
    return 2 if partly == "2" else 1


def _print(answer: dict[str, Any] | Iterable[str]) -> None:
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False) if isinstance(answer, dict) else "\n".join(answer))


def _finish(found: reading.Reading) -> None:
    """Say what is wrong on standard error; only what must be put right makes the command fail."""
    for each in found.problems:
        click.echo(presenting.problem_line(each), err=True)
    if found.errors:
        raise SystemExit(1)
