"""The operator's commands of this room: `onroll notices send` and `onroll exchange tick`."""

from datetime import datetime

import click
from django.conf import settings
from django.utils import timezone

from onroll.access import queries as access_queries
from onroll.audit import act as acts
from onroll.transfer import actions, months, presenters, queries
from onroll.transfer.report_forms import DAYS, end_of


def refuse_after_a_jump(act: acts.Act) -> None:
    """Stop a command that does what is due by itself, where the machine's clock cannot be believed: exit code 1."""
    if actions.find_jump(act) is not None:
        raise click.ClickException(
            "The clock jumped. See that it is right, then: onroll exchange tick --clock-is-right"
        )


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
@click.option("--clock-is-right", is_flag=True, help="Say that the machine's clock is right although it jumped.")
def tick(at: str, *, clock_is_right: bool) -> None:
    """Remind, report, hold and destroy what is due; run it every hour. Safe to run twice, late, or beside itself.

    What takes a file from a school, or destroys it, waits until ticks of two different days have found it due. A moment
    that has not come yet is taken in a demonstration only: elsewhere it would destroy files before their time.
    Where the machine's clock has jumped since the last tick, nothing is held or destroyed: exit code 1.
    """
    act = acts.by_the_system(at=_moment(at), purpose="tick of the exchange's clock")
    done = actions.tick(act, is_clock_right=clock_is_right)
    click.echo(
        f"{done.reminded} reminded, {done.reported} reported as not collected, {done.held} held, "
        f"{done.warned} warned of, {done.destroyed} destroyed; "
        f"{done.notices_sent} notices sent, {done.notices_owed} still owed."
    )
    if done.passed_on:
        click.echo(f"{done.passed_on} sent or held that a crash had left ready.")
    if done.jumped_from is not None:
        click.echo(
            f"The clock jumped: the last tick was at {_shown(done.jumped_from)}, this one at {_shown(act.at)}. "
            "Nothing was held or destroyed. See that the machine's clock is right, then run once: "
            "onroll exchange tick --clock-is-right",
            err=True,
        )
    if done.notices_owed:
        click.echo("Check the mail server, and that each organisation has an address for notices.", err=True)
    if done.notices_owed or done.jumped_from is not None:
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


@exchange.command()
@click.option("--authority", "la_code", required=True, help="The authority's number, like 382.")
@click.option("--month", required=True, help="The month to report on, like 2026-11.")
@click.option("--as-at", default=None, type=click.DateTime(["%Y-%m-%d"]), help="Count as it stood at the end of a day.")
@click.option("--days", default=DAYS, show_default=True, help="Waiting for more days than this is long.")
@click.option("--csv", "form", flag_value="csv", help="Print a table for a spreadsheet.")
@click.option("--json", "form", flag_value="json", help="Print data, with what each figure counts and is read from.")
def report(la_code: str, month: str, as_at: datetime | None, days: int, form: str | None) -> None:
    """Print how each school of an authority used the exchange in a month: uploads, downloads, sessions, what waits.

    Which schools did not use it at all is named, with the shares. Without --as-at it is counted as it stood at the
    month's end, or now.
    """
    asked = months.parse(month)
    if asked is None:
        raise click.BadParameter("Give a month like 2026-11.", param_hint="--month")
    authority = access_queries.authority(la_code)
    if authority is None:
        raise click.BadParameter("There is no authority with this number.", param_hint="--authority")
    act = acts.by_the_system(at=timezone.now(), purpose="report on uploads and downloads")
    until = end_of(as_at.date()) if as_at else act.at
    found = queries.session_report(act, authority=authority, month=asked, until=until, days=days)
    texts = {"csv": presenters.sessions.as_csv, "json": presenters.sessions.as_json}
    click.echo(texts[form](found).rstrip("\n") if form else "\n".join(presenters.sessions.as_lines(found)))


def stop_if_clock_jumped(at: datetime) -> None:
    """Let no command remove things by their age while the machine's clock may be wrong."""
    if queries.is_clock_doubtful(at):
        raise click.ClickException(
            "The clock is a jump away from the last tick of the exchange. See that it is right, then run: "
            "onroll exchange tick --clock-is-right"
        )


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(acts.LONDON):%d-%m-%Y %H:%M}"


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
