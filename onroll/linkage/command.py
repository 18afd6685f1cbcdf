"""`onroll match`: lists in, pairs and children out, with a report. Works without settings, database or Django."""

import sys
from pathlib import Path
from typing import Any

import click

from onroll.linkage.command_evaluate import evaluate
from onroll.linkage.command_train import train_model
from onroll.linkage.engine.match import Decisions, Engine, Matched, Options
from onroll.linkage.engine.match import match as match_table
from onroll.linkage.lists import columns, joining, memory, reading, report, writing
from onroll.linkage.lists.reading import ListFile

_STEPS = 5


class _Group(click.Group):
    """A group whose default command is the match itself, so that `onroll match A.csv B.csv` needs no more words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the word `lists` in front of files, unless a subcommand or help was asked for."""
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = ["lists", *args]
        return super().parse_args(ctx, args)


_HELP = """Find the same child in several lists (or twice in one), with a probability and reasons for every pair.

\b
onroll match census.csv doctors.csv     asks whether it guessed the columns right
onroll match one.csv --dedupe           finds children who stand in one list twice
onroll match lists --help               says every option
onroll match evaluate --records R.parquet --truth T.parquet --json
onroll match train --check              trains the model again from its seeds
"""


@click.group(cls=_Group, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
def match() -> None:
    """Find the same child in several lists."""


@match.command("lists")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--map",
    "choices",
    multiple=True,
    metavar="FACT=COLUMN",
    help="Say which column a fact is in; LIST:FACT=COLUMN for one list.",
)
@click.option("--yes", is_flag=True, help="Do not ask whether the columns were guessed right.")
@click.option("--dedupe", is_flag=True, help="Look for one child twice within each list too.")
@click.option(
    "--engine", type=click.Choice([each.value for each in Engine]), default=Engine.BOOSTED.value, show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("matched"), show_default=True)
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option(
    "--decided",
    type=click.Path(path_type=Path),
    help="A CSV of what people decided: list_a,id_a,list_b,id_b,same (yes or no).",
)
@click.option(
    "--memory",
    default="",
    metavar="SIZE",
    help="The most memory for finding pairs, such as 2GB (half of what is free); the rest spills to disk.",
)
def match_lists(**options: Any) -> None:
    """Match the lists in these files. The word `lists` may be left out."""
    files, mappings = _read(options["files"], options["choices"], single=options["dedupe"])
    _show(files, mappings)
    if not options["yes"]:
        click.confirm("Is each fact in the right column?", abort=True, err=True)
    try:
        memory.check_memory(sum(map(len, files)), memory.free_memory())
        table, groups, remarks = joining.joined(files, mappings)
    except (joining.NothingToCompare, memory.TooManyRows) as problem:
        raise click.ClickException(str(problem)) from problem
    for remark in remarks:
        click.echo(f"Note: {remark}", err=True)
    group_of = dict(zip(table.rids, groups, strict=True))
    asked = Options(
        engine=Engine(options["engine"]),
        within=options["dedupe"],
        memory_limit=options["memory"] or memory.share_for_pairs(memory.free_memory()),
        decisions=_decisions(options["decided"]),
    )
    with click.progressbar(range(_STEPS), label="Matching", file=sys.stderr) as bar:
        matched = match_table(table, asked, step=lambda _: bar.update(1))
    _write(matched, group_of, remarks, options["out"], options["form"])


match.add_command(evaluate)
match.add_command(train_model)


def _read(
    paths: tuple[Path, ...], choices: tuple[str, ...], *, single: bool
) -> tuple[list[ListFile], list[dict[str, str]]]:
    if len(paths) < 2 and not single:
        raise click.UsageError("Name two lists or more, or one with --dedupe.")
    try:
        files = [reading.read(path) for path in paths]
    except reading.ListUnreadable as problem:
        raise click.ClickException(str(problem)) from problem
    names = joining.list_names(files)
    mappings = []
    try:
        for name, file in zip(names, files, strict=True):
            wanted = _choices(choices, name, names)
            mappings.append(columns.with_choices(columns.guess(file.headings), wanted, file.headings))
    except columns.UnknownColumn as problem:
        raise click.UsageError(str(problem)) from problem
    return files, mappings


def _choices(choices: tuple[str, ...], name: str, names: list[str]) -> dict[str, str]:
    found = {}
    for choice in choices:
        fact, separator, column = choice.partition("=")
        place, colon, own = fact.rpartition(":")
        if not separator or (colon and place not in names):
            raise click.UsageError(f"--map wants FACT=COLUMN or LIST:FACT=COLUMN (lists: {', '.join(names)}).")
        if not colon or place == name:
            found[own] = column
    return found


def _show(files: list[ListFile], mappings: list[dict[str, str]]) -> None:
    for name, file, mapping in zip(joining.list_names(files), files, mappings, strict=True):
        click.echo(f"{name}: {len(file):,} rows", err=True)
        for field in columns.FIELDS:
            click.echo(f"  {field:9} {mapping.get(field) or '-'}", err=True)
        unused = [heading for heading in file.headings if heading not in mapping.values()]
        if unused:
            click.echo(f"  not used  {', '.join(unused)}", err=True)


def _decisions(path: Path | None) -> Decisions:
    if path is None:
        return Decisions()
    try:
        file = reading.read(path)
        parts = [file.columns[name] for name in ("list_a", "id_a", "list_b", "id_b", "same")]
    except (reading.ListUnreadable, KeyError) as problem:
        raise click.ClickException("the decisions need the columns list_a, id_a, list_b, id_b and same") from problem
    pairs = [(f"{a}/{x}", f"{b}/{y}", same.strip().lower()) for a, x, b, y, same in zip(*parts, strict=True)]
    if any(word not in {"yes", "no"} for *_, word in pairs):
        raise click.ClickException('the decisions must say "yes" or "no" in the column same')
    yes, no = ([(one, two) for one, two, word in pairs if word == wanted] for wanted in ("yes", "no"))
    return Decisions(same=yes, different=no)


def _write(matched: Matched, groups: dict[str, str], remarks: list[str], folder: Path, form: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pairs = writing.write_pairs(matched, folder / f"pairs.{form}")
    children = writing.write_children(matched, folder / f"children.{form}")
    report.write_report(matched, groups, remarks, folder / "report.html")
    found = report.expected(matched.probability)
    click.echo(f"{children:,} children; {found.sure:,} sure links; {found.for_a_person:,} pairs need a person.")
    click.echo(f"{pairs:,} pairs with reasons: {folder / f'pairs.{form}'}")
    click.echo(f"The child of each row: {folder / f'children.{form}'}")
    click.echo(f"Report: {folder / 'report.html'}")
