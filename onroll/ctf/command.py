"""The command `onroll ctf`: check, show, compare, write, convert, split, name, explain and invent transfer files.

Exit codes: 0 nothing stops a file (warnings allowed), 1 an error or a pupil's problem was found or files differ,
2 wrong use or a path that cannot be read. Errors go to standard error; `--json` prints one document.
"""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from onroll.ctf import (
    command_files,
    command_making,
    command_output,
    command_writing,
    problems,
)
from onroll.ctf.archive import check_all, is_archive
from onroll.ctf.compare import compare
from onroll.ctf.filenames import name_for, parse_file_name
from onroll.ctf.limits import Limits
from onroll.ctf.present import present_header, present_pupil
from onroll.ctf.problems import Severity
from onroll.ctf.reader import TransferFile, read
from onroll.ctf.report import Report

FILE = click.Path(path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_STOPS = (Severity.ERROR, Severity.PUPIL)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def ctf() -> None:
    """Common transfer files: check, show, compare, write, convert and name them, and invent some."""


ctf.add_command(command_writing.write)
ctf.add_command(command_writing.convert)
ctf.add_command(command_writing.split)
ctf.add_command(command_making.sample)
ctf.add_command(command_making.explain)


@ctf.command()
@click.argument("paths", nargs=-1, required=True, type=FILE)
@JSON
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day to check for (today).")
@click.option("--no-notes", is_flag=True, help="Leave out what was merely tolerated.")
@click.option("--quiet", is_flag=True, help="One line a file.")
@click.option("--max-bytes", type=int, help="Stop reading a file after so many bytes.")
@click.option("--max-pupils", type=int, help="Stop reading a file after so many pupils.")
def check(
    paths: tuple[Path, ...],
    as_json: bool,
    on: datetime | None,
    no_notes: bool,
    quiet: bool,
    max_bytes: int | None,
    max_pupils: int | None,
) -> None:
    """Check files, folders of files and zip archives; say what is wrong, where, and what to do."""
    files = command_files.files_under(paths)
    default = Limits()
    limits = Limits(max_bytes=max_bytes or default.max_bytes, max_pupils=max_pupils or default.max_pupils)
    day = on.date() if on else date.today()  # noqa: DTZ011 - the edge: the day on this computer's wall
    reports = []
    worst = 0
    is_single = len(paths) == 1 and not paths[0].is_dir() and not is_archive(command_files.reading(paths[0]))
    with _progress(files, is_shown=len(files) > 1 and sys.stderr.isatty()) as bar:
        for path in bar:
            try:
                command_files.reading(path)
            except command_files.Unreadable as error:
                error.show()
                worst = error.exit_code
                continue
            for label, report in check_all(path, name=path.name, on=day, limits=limits):
                shown = str(path) + label.removeprefix(path.name)
                worst = max(worst, int(report.worst in _STOPS))
                if as_json:
                    reports.append(command_output.report_as_json(shown, report))
                    continue
                reports.append({"ok": report.worst not in _STOPS})
                _print_report(shown, report, is_quiet=quiet, with_notes=not no_notes)
    if as_json:
        command_output.print_json(reports[0] if is_single else {"files": reports})
    elif not is_single:
        bad = sum(not each["ok"] for each in reports)
        click.echo(f"{len(reports):,} files checked: {len(reports) - bad:,} good, {bad:,} with problems that stop it.")
    sys.exit(worst)


def _progress(files: list[Path], *, is_shown: bool) -> "click._termui_impl.ProgressBar[Path]":
    return click.progressbar(files, label="Checking", file=sys.stderr, hidden=not is_shown, show_pos=True)


def _print_report(label: str, report: Report, *, is_quiet: bool, with_notes: bool) -> None:
    if is_quiet:
        click.echo(f"{label}: {command_output.summary(report)}")
        return
    for line in command_output.report_lines(label, report, with_notes=with_notes):
        click.echo(line)


def opened(path: Path) -> TransferFile:
    """Return the file, or stop with the problem that ended the reading: exit code 1."""
    found = read(command_files.reading(path))
    for problem in found.problems:
        if problem.severity is Severity.ERROR:
            place = f", line {problem.line}" if problem.line else ""
            click.echo(f"Error: {path}{place}: {problem.message} {problem.action}", err=True)
    if any(problem.severity is Severity.ERROR for problem in found.problems) and not found.pupils:
        sys.exit(1)
    return found


@ctf.command()
@click.argument("file", type=FILE)
@click.option("--pupil", "position", type=click.IntRange(min=1), help="Only the pupil at this place in the file.")
@JSON
def show(file: Path, position: int | None, as_json: bool) -> None:
    """Show FILE as a person would want to read it."""
    found = opened(file)
    if position is not None and position > len(found.pupils):
        raise click.BadParameter(f"the file holds {len(found.pupils)} pupils", param_hint="--pupil")
    pupils = [pupil for pupil in found.pupils if position in (None, pupil.position)]
    if as_json:
        shown = [
            {
                "pupil": pupil.position,
                "sections": [command_output.section_as_json(part) for part in present_pupil(pupil)],
            }
            for pupil in pupils
        ]
        header = command_output.section_as_json(present_header(found.header))
        command_output.print_json({"file": str(file), "header": header, "pupils": shown})
    else:
        for line in command_output.section_lines(present_header(found.header)):
            click.echo(line)
        for pupil in pupils:
            click.echo(f"\n=== Pupil {pupil.position} of {len(found.pupils)} ===")
            for section in present_pupil(pupil):
                click.echo("\n".join(command_output.section_lines(section)))
    sys.exit(int(any(problem.severity is Severity.ERROR for problem in found.problems)))


@ctf.command()
@click.argument("older", type=FILE)
@click.argument("newer", type=FILE)
@JSON
def diff(older: Path, newer: Path, as_json: bool) -> None:
    """Compare two files pupil by pupil. Exit code 1 says that they differ."""
    found = compare(opened(older), opened(newer))
    if as_json:
        command_output.print_json(
            {
                "older": str(older),
                "newer": str(newer),
                "pupils": [
                    {
                        "older": each.older,
                        "newer": each.newer,
                        "changes": [
                            {"path": change.path, "label": change.label, "before": change.before, "after": change.after}
                            for change in each.changes
                        ],
                    }
                    for each in found
                ],
            }
        )
    else:
        for difference in found:
            click.echo("\n".join(command_output.difference_lines(difference)))
        if not found:
            click.echo("No pupil differs.")
    sys.exit(int(bool(found)))


@ctf.command()
@click.argument("file", type=FILE)
@click.option("--sequence", default=1, type=click.IntRange(1, 999), help="The number at the end of the name (1).")
@click.option("--qualifier", default="CTF", help="The kind of file: CTF, or for example CML, CMJ, PHO (CTF).")
def name(file: Path, sequence: int, qualifier: str) -> None:
    """Print the name FILE should have: repaired where it only was renamed, else made from its header."""
    parsed, _ = parse_file_name(file.name)
    if parsed is not None and sequence == 1 and qualifier == "CTF":
        click.echo(parsed.text)
        return
    try:
        click.echo(name_for(opened(file).header, sequence, qualifier.upper()).text)
    except ValueError:
        problem = problems.make("name-underivable")
        click.echo(f"Error: {problem.message} {problem.action}", err=True)
        sys.exit(1)
