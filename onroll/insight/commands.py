"""The operator's command of this room: `onroll figures cme`."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from onroll.access import queries as access_queries
from onroll.access.commands import day_of, operator
from onroll.audit.refusals import RuleBroken
from onroll.insight import actions, presenters
from onroll.insight.queries import Ages, asked_of
from onroll.rules.missing import TITLES, RuleName
from onroll.rules.school_years import NotASchoolYear, SchoolYear, parse

_AGES = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_AUTHORITY = re.compile(r"(\d{3})(?:LLLL)?", re.ASCII)


def _years(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> list[SchoolYear]:
    try:
        return sorted({parse(text) for text in texts})
    except NotASchoolYear as wrong:
        raise click.BadParameter(str(wrong)) from wrong


def _ages(_: click.Context, __: click.Parameter, text: str) -> Ages:
    match = _AGES.fullmatch(text)
    if match is None or int(match[1]) > int(match[2]):
        raise click.BadParameter("write the youngest and the oldest age, like 5-16.")
    return Ages(int(match[1]), int(match[2]))


def _authorities(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> list[str] | None:
    found = [_AUTHORITY.fullmatch(text) for text in texts]
    if not all(found):
        raise click.BadParameter("write an authority’s number, like 820.")
    return [match[1] for match in found if match] or None


@click.group()
def figures() -> None:
    """Work out figures, each with its rule, its day and its query. The same day asked again gives the same figures."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    rules = ", ".join(f"{rule.value} ({TITLES[rule]})" for rule in RuleName)
    for option in (
        click.option("--csv", "as_csv", is_flag=True, help="Print a table, with a row for each year group."),
        click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Only what was known by the end of this day."),
        click.option("--ages", default="5-16", show_default=True, callback=_ages, help="Ages, both counted."),
        click.option(
            "--rule",
            type=click.Choice([rule.value for rule in RuleName]),
            default=RuleName.RETURN_2025.value,
            show_default=True,
            help=f"The rule set: {rules}.",
        ),
        click.option("--year", "years", multiple=True, required=True, callback=_years, help="Year, like 2025/26."),
        click.option("--authority", "codes", multiple=True, callback=_authorities, help="Only these, by number."),
        click.option("--by", type=click.Choice(["authority"]), default="authority", show_default=True, help="Rows."),
    ):
        command = option(command)
    return command


@figures.command()
@_options
def cme(
    by: str,  # noqa: ARG001 - by authority is the only way so far; named so that a script says what it expects
    codes: list[str] | None,
    years: list[SchoolYear],
    rule: str,
    ages: Ages,
    as_at: datetime | None,
    *,
    as_csv: bool,
) -> None:
    """Count children who met a rule in a school year, are still out, or returned, and after how many days.

    No name is read or printed. That figures were worked out stands in the ledger.
    """
    act = operator("work out figures of children missing education")
    day = day_of(as_at)
    try:
        asked = asked_of(act, on=day, known_on=day, rule=RuleName(rule))
    except RuleBroken as refused:
        raise click.BadParameter(refused.words, param_hint="--as-at") from refused
    found = actions.work_out_figures(act, asked=asked, years=years, ages=ages, la_codes=codes)
    names = access_queries.authority_names()
    if as_csv:
        click.echo(presenters.figures_csv(act, found, names), nl=False)
        return
    for line in presenters.figures_text(found, names):
        click.echo(line)
