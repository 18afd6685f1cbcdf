"""`onroll match evaluate`: how good the matcher is on lists whose truth is known."""

import json
from pathlib import Path
from typing import Any

import click

from onroll.linkage.engine.evaluate import Truth, TruthDoesNotFit
from onroll.linkage.engine.evaluate import evaluate as figures_of
from onroll.linkage.engine.match import Engine, Options, match
from onroll.linkage.engine.table import FIELDS, Table, table
from onroll.linkage.lists.reading import ListFile, ListUnreadable, read


@click.command()
@click.option(
    "--records", required=True, type=click.Path(path_type=Path), help="Rows with rid, list and facts (Parquet or CSV)."
)
@click.option(
    "--truth", required=True, type=click.Path(path_type=Path), help="Rows with rid, person, household and name_group."
)
@click.option(
    "--engine", type=click.Choice([each.value for each in Engine]), default=Engine.BOOSTED.value, show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def evaluate(records: Path, truth: Path, engine: str, as_json: bool) -> None:
    """Match rows whose truth is known, and print precision, recall and F1."""
    try:
        rows, known = read(records), read(truth)
        matched = match(_table(rows), Options(engine=Engine(engine)))
        figures = figures_of(matched, _truth(known))
    except (ListUnreadable, TruthDoesNotFit) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(json.dumps(figures, indent=2) if as_json else _words(figures))


def _table(rows: ListFile) -> Table:
    for heading in ("rid", "list"):
        if heading not in rows.columns:
            raise click.ClickException(f"the records have no column {heading}")
    given = {field: rows.columns[field] for field in FIELDS if field in rows.columns}
    return table(rows.columns["rid"], rows.columns["list"], given)


def _truth(known: ListFile) -> Truth:
    for heading in ("rid", "person"):
        if heading not in known.columns:
            raise click.ClickException(f"the truth has no column {heading}")
    blank = [""] * len(known)
    person, household, group = (
        dict(zip(known.columns["rid"], known.columns.get(name, blank), strict=True))
        for name in ("person", "household", "name_group")
    )
    return Truth(person, household, group)


def _words(figures: dict[str, Any]) -> str:
    fixed, best, groups, homes = (figures[name] for name in ("fixed", "best", "by_name_group", "by_household"))
    person = figures["for_a_person"]
    lines = (
        f"{figures['records']:,} rows, {figures['true_pairs']:,} true pairs",
        f"candidates: {figures['candidates_per_record']} a row",
        f"threshold {fixed['threshold']}, fixed in advance: F1 {fixed['f1']}",
        f"    precision {fixed['precision']}, recall {fixed['recall']}",
        f"best threshold {best['threshold']}: F1 {best['f1']}",
        f"recall at 99 % precision: {figures['recall_at_99_precision']}",
        f"by naming tradition: recall spread {groups['recall_spread']}, worst precision {groups['worst_precision']}",
        f"false links inside one household: {homes['false_links_inside_one_household']}",
        f"    share of all links: {homes['share_of_all_links']}",
        f"for a person: {person['pairs']} pairs, {person['share_of_true_pairs']} of true pairs",
    )
    return "\n".join(lines)
