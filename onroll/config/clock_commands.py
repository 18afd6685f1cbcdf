"""The operator's command of the one clock: `onroll tick`."""

import click
from django.utils import timezone

from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON
from onroll.config import clock


@click.command()
@click.option("--every", is_flag=True, help="Do the nightly parts, too, whether they are due or not.")
@click.option("--only", default=None, type=click.Choice([part.name for part in clock.PARTS]), help="One part alone.")
@click.option("--list", "is_list", is_flag=True, help="Do nothing; say when each part was last done.")
def tick(*, every: bool, only: str | None, is_list: bool) -> None:
    """Do everything that is to happen by itself: reminders, holding, sweeps, the nightly match. Run it every hour.

    `onroll serve` runs it by itself, unless ONROLL_CLOCK is false. Safe to run twice, late, or beside itself. Exit
    code 1: a part failed or could not send its emails; the others were done. Where the machine's clock has jumped,
    nothing else is done.
    """
    if is_list:
        say_when()
        return
    parts = [part for part in clock.PARTS if only in (None, part.name)]
    is_well = True
    for done in clock.tick(timezone.now(), parts=parts, every=every or only is not None):
        click.echo(f"{done.name}: {done.words}.", err=not done.is_well)
        is_well = is_well and done.is_well
    if not is_well:
        raise SystemExit(1)


def say_when() -> None:
    """Print each part with when it last began and ended well."""
    last = audit_queries.parts_of_the_clock()
    for part in clock.PARTS:
        reading = last.get(part.name)
        often = "each night" if part.is_nightly else "each hour"
        if reading is None:
            words = "never done"
        elif reading.done_at is None:
            words = f"begun {reading.began_at.astimezone(LONDON):%d-%m-%Y %H:%M}, never done"
        else:
            words = f"done {reading.done_at.astimezone(LONDON):%d-%m-%Y %H:%M}"
            if reading.began_at > reading.done_at:
                words += f", begun {reading.began_at.astimezone(LONDON):%d-%m-%Y %H:%M} and not done"
        click.echo(f"{part.name:10}{often:12}{words:40}{part.purpose}")
