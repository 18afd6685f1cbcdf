"""The commands that write a file back: as it is, in another version, or one pupil a file."""

import sys
from pathlib import Path

import click

from onroll.ctf import command_files, versions
from onroll.ctf.copying import copy
from onroll.ctf.filenames import name_for
from onroll.ctf.problems import Problem, Severity
from onroll.ctf.reader import read
from onroll.ctf.splitting import split as split_file
from onroll.ctf.writer import write as write_file

FILE = click.Path(path_type=Path)
OUT = click.option("-o", "--out", "out", required=True, type=FILE, help="Where to write; - is standard output.")
DROP_EMPTY = click.option("--drop-empty", is_flag=True, help="Leave out elements without content.")


class NotWritten(click.ClickException):
    """The file could not be read or written whole: exit code 1, nothing is left behind."""

    exit_code = 1


@click.command()
@click.argument("file", type=FILE)
@OUT
@DROP_EMPTY
def write(file: Path, out: Path, drop_empty: bool) -> None:
    """Read FILE and write it back: elements in the usual order, nothing lost."""
    _copy(file, out, None, drop_empty=drop_empty)


@click.command()
@click.argument("file", type=FILE)
@click.option("--to", "version", required=True, help=f"The version: {versions.FIRST}.0 to {versions.LAST}.0.")
@OUT
@DROP_EMPTY
def convert(file: Path, version: str, out: Path, drop_empty: bool) -> None:
    """Write FILE in another version, and say what that renamed and left out."""
    if versions.number_of(version) is None:
        raise click.BadParameter(f"versions {versions.FIRST}.0 to {versions.LAST}.0 can be written", param_hint="--to")
    _copy(file, out, version, drop_empty=drop_empty)


def _copy(file: Path, out: Path, version: str | None, *, drop_empty: bool) -> None:
    command_files.reading(file)
    with command_files.whole(out) as target:
        found = copy(file, target, version=version, drop_empty=drop_empty)
        _tell(file, found)


def _tell(file: Path, found: list[Problem]) -> None:
    """Print what changed on standard error; raise if the file is not whole."""
    for problem in found:
        if problem.severity is Severity.ERROR:
            place = f", line {problem.line}" if problem.line else ""
            raise NotWritten(f"{file}{place}: {problem.message} {problem.action} Nothing was written.")
        click.echo(f"{problem.severity.value}: {problem.message}", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.option("-d", "--directory", required=True, type=FILE, help="The folder for the files, one for each pupil.")
def split(file: Path, directory: Path) -> None:
    """Write a file of its own for each pupil of FILE: an unknown destination takes one pupil a file."""
    found = read(command_files.reading(file))
    _tell(file, [problem for problem in found.problems if problem.severity is Severity.ERROR])
    directory.mkdir(parents=True, exist_ok=True)
    for pupil in found.pupils:
        try:
            target = directory / name_for(found.header, pupil.position).text
        except ValueError:
            raise NotWritten(f"{file}: the header does not give the parts of a file name.") from None
        with command_files.whole(target) as out:
            write_file(split_file(found, pupil.position), out)
        click.echo(str(target))
    sys.exit(0)
