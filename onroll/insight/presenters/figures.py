"""The first figures in words and as a table: each with its rule, its day and its query."""

import csv
import dataclasses
import io
from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import format_html

from onroll.audit.act import Act
from onroll.ctf.year_groups import year_name
from onroll.insight.presenters.lists import how_made
from onroll.insight.queries import Figures, Line
from onroll.rules.missing import TITLES
from onroll.rules.time_out import TOO_FEW, Spread
from onroll.web.parts import Row, Table
from onroll.web.words import count_words, day_words, days_words

HEAD = ("Year group", "Met the rule", "Still out", "Returned", "Ended otherwise", "Median days", "Mean days")
CSV_HEAD = (
    *("year", "authority", "name", "year_group", "met", "still_out", "returned", "ended_otherwise"),
    *("days_counted", "days_median", "days_mean", "days_modes", "days_least", "days_most"),
    *("rule", "ages", "as_at", "query", "made_at"),
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FiguresPage:
    """What the template shows; the tables are None where nobody met the rule."""

    title: str
    lead: str
    numbers: tuple[Row, ...]
    days: tuple[Row, ...]
    warning: str
    table: Table | None
    how: tuple[str, ...]


def figures_page(act: Act, found: Figures, fresh: str = "") -> FiguresPage:
    """Present the figures of one area and year; `fresh` says how fresh the rolls behind them are."""
    total, asked = found.total, found.asked
    return FiguresPage(
        title=f"Children who were missing education in {found.year}",
        lead=f"As at {day_words(asked.known_on)}, ages {found.ages.least} to {found.ages.most}.",
        numbers=(
            Row(key="Met the rule in the year", value=count_words(total.met, "child")),
            Row(key="Still out", value=count_words(total.still_out, "child")),
            Row(key="Returned to education", value=count_words(total.returned, "child")),
            Row(key="Ended otherwise", value=f"{count_words(total.ended_otherwise, 'child')}: {OTHERWISE}"),
        ),
        days=_days(total.days_out),
        warning=_warning(total.days_out),
        table=_table(found) if total.met else None,
        how=(
            *how_made(act, asked),
            COUNTED_ONCE,
            *filter(None, [fresh]),
            format_html("Query: {}. On the command line: <code>{}</code>", found.query, _command(found)),
        ),
    )


COUNTED_ONCE = (
    "A child counts once in a year, with the age and area of the first day of it on which the child met the rule. What "
    "became of the child is that of the last time out."
)
OTHERWISE = "over school age, confirmed abroad, on the way to a named school, or found not to be missing"


def _command(found: Figures) -> str:
    asked = found.asked
    return (
        f"onroll figures cme --authority {found.la_code} --year {found.year} --rule {asked.rule} --ages {found.ages} "
        f"--as-at {asked.known_on.isoformat()}"
    )


def _days(days: Spread) -> tuple[Row, ...]:
    if not days.count:
        return ()
    modes = ", ".join(f"{each:,}" for each in days.modes)
    return (
        Row(key="Median", value=f"{days.median:g} days"),
        Row(key="Mean", value=f"{days.mean:g} days"),
        Row(key="Mode (the commonest)", value=f"{modes} days" if modes else "None: no number came twice"),
        Row(key="Range", value=f"{days.least:,} to {days_words(days.most or 0)}"),
        Row(key="From how many children", value=f"{days.count:,}"),
    )


def _warning(days: Spread) -> str:
    if not days.is_on_few:
        return ""
    return f"These days stand on fewer than {TOO_FEW} children: one child more or less changes them much."


def _table(found: Figures) -> Table:
    lines = (*found.by_year_group, ("All", found.total))
    return Table(
        caption="By year group",
        head=HEAD,
        rows=tuple((_group_words(group), *_cells(line)) for group, line in lines),
        numeric=frozenset(range(1, len(HEAD))),
    )


def _group_words(group: str) -> str:
    return year_name(group) or "Another age"


def _cells(line: Line) -> tuple[str, ...]:
    days = line.days_out
    return (
        *(f"{number:,}" for number in (line.met, line.still_out, line.returned, line.ended_otherwise)),
        f"{days.median:g}" if days.median is not None else "",
        f"{days.mean:g}" if days.mean is not None else "",
    )


def figures_csv(act: Act, found: Iterable[Figures], names: Mapping[str, str]) -> str:
    """Return figures as a table for a spreadsheet: a row for each year group, and one ("all") for them together."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_HEAD)
    for each in found:
        for group, line in (*each.by_year_group, ("all", each.total)):
            writer.writerow(_csv_row(act, each, names.get(each.la_code, ""), group or "other", line))
    return out.getvalue()


def _csv_row(act: Act, found: Figures, name: str, group: str, line: Line) -> tuple[object, ...]:
    days = line.days_out
    return (
        *(found.year, found.la_code, name, group, line.met, line.still_out, line.returned, line.ended_otherwise),
        *(days.count, _or_empty(days.median), _or_empty(days.mean), " ".join(map(str, days.modes))),
        *(_or_empty(days.least), _or_empty(days.most)),
        *(found.asked.rule.value, found.ages, found.asked.known_on, found.query, act.at.isoformat(timespec="seconds")),
    )


def _or_empty(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def figures_text(found: Sequence[Figures], names: Mapping[str, str]) -> list[str]:
    """Return figures in lines for the console, with the rule, the day and the query above them."""
    if not found:
        return ["No authority has a child who is known here."]
    first = found[0]
    lines = [
        f"Rule: {TITLES[first.asked.rule]} ({first.asked.rule})",
        f"As at {day_words(first.asked.known_on)}; ages {first.ages}; query {first.query}; days are calendar days.",
        f"{'Year':<8} {'Authority':<32} {'Met':>6} {'Out':>6} {'Back':>6} {'Other':>6} {'Median':>7} {'Mean':>7} Range",
    ]
    for each in found:
        line, days = each.total, each.total.days_out
        name = f"{each.la_code} {names.get(each.la_code, '')}"[:32]
        span = f"{days.least}-{days.most}" if days.count else ""
        lines.append(
            f"{each.year!s:<8} {name:<32} {line.met:>6,} {line.still_out:>6,} {line.returned:>6,} "
            f"{line.ended_otherwise:>6,} {_or_empty(days.median):>7} {_or_empty(days.mean):>7} {span}".rstrip()
        )
    return lines
