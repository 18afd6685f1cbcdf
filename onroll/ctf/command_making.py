"""The commands that need no file: invent one, and explain a problem."""

import sys
from datetime import datetime
from pathlib import Path

import click

from onroll.ctf import command_files, faults, marks, problems
from onroll.ctf import sample as samples


@click.command()
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Where to write; - is standard output."
)
@click.option("--pupils", default=10, type=click.IntRange(min=1), help="How many pupils (10).")
@click.option("--seed", default=1, help="The same seed gives the same file (1).")
@click.option("--version", "version", default="25.0", help=f"{samples.FIRST}.0 to {samples.LAST}.0 (25.0).")
@click.option("--from", "source", default="9994001", help="The sending school or authority (9994001).")
@click.option("--to", "destination", default="9994002", help="The receiver; XXXXXXX is not known (9994002).")
@click.option("--name", "source_name", default="Example School", help="The sending school's name.")
@click.option("--written-at", type=click.DateTime(), default="2025-11-14T15:02:33", help="When it was written.")
@click.option("--fault-share", default=0.0, type=click.FloatRange(0.0, 1.0), help="Share of pupils with a fault (0).")
@click.option("--fault", "chosen", multiple=True, type=click.Choice(faults.names()), help="Only these faults.")
def sample(
    out: Path,
    pupils: int,
    seed: int,
    version: str,
    source: str,
    destination: str,
    source_name: str,
    written_at: datetime,
    fault_share: float,
    chosen: tuple[str, ...],
) -> None:
    """Write a file of invented pupils, some of them with named faults."""
    with command_files.whole(out) as target:
        try:
            samples.make_file(
                target,
                seed=seed,
                pupils=pupils,
                source=source,
                destination=destination,
                source_name=source_name,
                version=version,
                written_at=written_at,
                fault_share=fault_share if fault_share or not chosen else 1.0,
                faults=chosen,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from error


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a problem by its CODE; without one, list all codes."""
    if code is None:
        for row in problems.catalogue().values():
            click.echo(f"{row.code:28} {row.severity.value:8} {row.message}")
        return
    found = problems.explain(code)
    if found is None:
        click.echo(f"Error: there is no problem with the code {code}. `explain` alone lists them all.", err=True)
        sys.exit(2)
    click.echo(f"{found.code} ({found.severity.value})\n\n{found.message}\n\nWhat to do: {found.action}")
    click.echo(f"Source: {found.source}. How sure: {found.mark}, {marks.WORDS[found.mark]}.")
