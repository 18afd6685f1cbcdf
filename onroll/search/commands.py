"""Commands about the index: making it again from the records."""

import click
from django.utils import timezone

from onroll.audit import act as acts
from onroll.search import actions, sources


@click.group()
def search() -> None:
    """Look after the index that searches use."""


@search.command()
@click.option("--kind", default="", help="Only this kind of record.")
def rebuild(kind: str) -> None:
    """Make the index again from the records; searches and changes go on meanwhile.

    Needed after a release whose notes say so, and after a restore of only part of the database.
    """
    kinds = [source for source in sources.registered() if kind in ("", source.kind)]
    if not kinds:
        names = ", ".join(source.kind for source in sources.registered())
        raise click.BadParameter(f"Give one of: {names}.", param_hint="--kind")
    act = acts.by_the_system(at=timezone.now(), purpose="make the search index again")
    for source in kinds:
        with click.progressbar(length=sum(1 for _ in source.ids()), label=source.kind) as bar:
            for done in actions.rebuild(act, source=source):
                bar.update(done)
