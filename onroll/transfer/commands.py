"""The operator's commands of this room: `onroll notices send` and `onroll exchange tick`."""

from datetime import datetime

import click
from django.conf import settings
from django.utils import timezone

from onroll.audit import act as acts
from onroll.transfer import actions, months, presenters


@click.group()
def notices() -> None:
    """Email notices to schools and authorities. They never hold a pupil's name."""


@notices.command()
def send() -> None:
    """Send the notices that are still owed, the oldest first; run it every few minutes.

    A notice normally goes out with the step it tells of. This sends those for which the mail server was away, and those
    on searches that met a shielded child, which never go out with the search. Exit code 1 when some are still owed
    afterwards.
    """
    system = acts.by_the_system(at=timezone.now(), purpose="send owed notices")
    actions.raise_shield_alerts(system)
    sent, left = actions.send_owed_notices(system)
    click.echo(f"{sent} sent, {left} still owed.")
    if left:
        click.echo("Check the mail server, and that each organisation has an address for notices.", err=True)
        raise SystemExit(1)


@click.group()
def exchange() -> None:
    """The exchange's clock."""


@exchange.command()
@click.option("--at", default="", help="The moment to take as now, like 2026-09-07T06:00:00+01:00.")
def tick(at: str) -> None:
    """Remind, report, hold and destroy what is due; run it every hour. Safe to run twice, late, or beside itself.

    What takes a file from a school, or destroys it, waits until ticks of two different days have found it due. A moment
    that has not come yet is taken in a demonstration only: elsewhere it would destroy files before their time.
    """
    done = actions.tick(acts.by_the_system(at=_moment(at), purpose="tick of the exchange's clock"))
    click.echo(
        f"{done.reminded} reminded, {done.reported} reported as not collected, {done.held} held, "
        f"{done.warned} warned of, {done.destroyed} destroyed; "
        f"{done.notices_sent} notices sent, {done.notices_owed} still owed."
    )
    if done.notices_owed:
        click.echo("Check the mail server, and that each organisation has an address for notices.", err=True)
        raise SystemExit(1)


@exchange.command()
@click.option("--month", required=True, help="The month to report on, like 2026-11.")
def patterns(month: str) -> None:
    """Print how the lost-pupil repository was searched in a month, officer by officer, with tabs between columns."""
    asked = months.parse(month)
    if asked is None:
        raise click.BadParameter("Give a month like 2026-11.", param_hint="--month")
    act = acts.by_the_system(at=timezone.now(), purpose="report on patterns of search")
    found = actions.open_patterns(act, month=asked)
    click.echo("\t".join(presenters.reports.PATTERN_HEAD))
    for row in presenters.reports.pattern_rows(found):
        click.echo("\t".join(row))
    for reference, people in found.shown_to_many:
        click.echo(f"File {reference} was shown to {people} people.")


def _moment(text: str) -> datetime:
    """Return the moment a text says, or now."""
    now = timezone.now()
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("Give a moment like 2026-09-07T06:00:00+01:00.", param_hint="--at") from None
    if moment.tzinfo is None:
        raise click.BadParameter("Say in which time zone, like 2026-09-07T06:00:00+01:00.", param_hint="--at")
    if moment > now and not settings.IS_DEMONSTRATION:
        raise click.BadParameter("This moment has not come yet.", param_hint="--at")
    return moment
