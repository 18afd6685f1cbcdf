"""The operator's commands of this room: `onroll match standing` and `onroll match audit`."""

import json
import sys

import click
from django.utils import timezone

from onroll.audit import act as acts
from onroll.linkage.engine.match import Engine
from onroll.registry import actions, queries
from onroll.registry.presenters.audit import estimate_words

_STEPS = 5


@click.command("standing")
@click.option(
    "--engine", type=click.Choice([each.value for each in Engine]), default=Engine.BOOSTED.value, show_default=True
)
@click.option("--most", type=click.IntRange(min=1), default=1000, show_default=True, help="Most pairs to raise.")
@click.option("--memory", default="", metavar="SIZE", help="Most memory for finding pairs, such as 2GB.")
def standing(engine: str, most: int, memory: str) -> None:
    """Compare every child with every other, and put what may be one child before people. Run it nightly.

    Nothing is joined. Pairs that people have decided stay decided; shielded children are left out.
    """
    system = acts.by_the_system(at=timezone.now(), purpose="nightly match of all children")
    with click.progressbar(length=_STEPS, label="Matching", file=sys.stderr) as bar:
        done = actions.match_all(
            system, engine=Engine(engine), most=most, memory_limit=memory, step=lambda _: bar.update(1)
        )
    click.echo(f"{done.children:,} records compared; {done.raised:,} pairs put before people, {done.drawn:,} by lot.")


@click.command("audit")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def audit(as_json: bool) -> None:
    """Print precision and recall with 95 % intervals, from what people decided on this installation's own pairs."""
    found = queries.matching_audit(acts.by_the_system(at=timezone.now(), purpose="audit of matching"))
    if as_json:
        click.echo(json.dumps(queries.audit_as_dict(found), indent=2))
        return
    click.echo("score from\tprecision\trecall")
    for (floor, right), (_, covered) in zip(found.precision, found.recall, strict=True):
        click.echo(f"{floor:g}\t{estimate_words(right)}\t{estimate_words(covered)}")
    for line in (*found.bands, *found.traditions):
        click.echo(f"{line.name}\t{round(line.found)} pairs\t{line.decided} decided\t{estimate_words(line.share)}")
