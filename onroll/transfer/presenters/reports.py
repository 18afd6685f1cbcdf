"""The report on patterns of search, and the published counts of the repository with small numbers hidden."""

import csv
import dataclasses
import io
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from onroll.transfer.months import Month
from onroll.transfer.queries import AuthorityMonth, Patterns
from onroll.web import words
from onroll.web.parts import Link, Table

# Counts of children from 1 to 4 are hidden. Source: issue 4 item 6; the usual threshold of the Department's figures.
SMALLEST_SHOWN = 5
FEW = "fewer than 5"
PATTERN_HEAD = (
    *("Officer", "For", "Searches", "Not followed by an opening", "Openings", "Not followed by a claim"),
    *("Out of hours", "Kinds of reason", "In the search box", "Stopped there"),
)
NOT_SHOWN = "not shown"
HELD_HEAD = (
    *("Authority", "Next school not known", "Outside the sector", "Held under 3 months", "3 to 6 months"),
    *("Over 6 months", "Share of schools"),
)
CLEARED_HEAD = (
    *("Authority", "Filed in the month", "Claimed in the month", "Days until claimed"),
    *("Schools that used the exchange", "Share of schools"),
)
STATISTICS_HEAD = (*HELD_HEAD[:-1], *CLEARED_HEAD[1:])


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A month's report."""

    title: str
    lead: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    links: tuple[Link, ...]


def patterns(found: Patterns) -> ReportPage:
    """Present the patterns: who searched how, never for whom."""
    many = Table(
        caption="Files that searches of three or more people showed",
        head=("File", "People"),
        rows=tuple((reference, str(count)) for reference, count in found.shown_to_many),
    )
    officers = Table(
        caption=f"Officers who searched in {found.month.words}",
        head=PATTERN_HEAD,
        rows=tuple(pattern_rows(found)),
        numeric=frozenset(range(2, 10)),
    )
    return ReportPage(
        title=f"Searches of the repository in {found.month.words}",
        lead="What to look at: many searches that lead to nothing, openings without a claim, work at night or at a "
        "weekend, and one child whom many people looked for. None of it is wrong by itself: ask.",
        tables=tuple(table for table in (officers, many) if table.rows),
        notes=(
            "A search counts as followed when the same person opened a child within the hour.",
            (
                "In the search box: searches of “Find a child”. Stopped: the box refused more because there were far "
                "too many in an hour; counted once an hour. Ask her what she was looking for."
            ),
            "Out of hours: before 7am, from 7pm, or at a weekend, by the clock of London.",
        ),
        links=(_month_link("transfer:patterns", found.month.before),),
    )


def pattern_rows(found: Patterns) -> list[tuple[str, ...]]:
    """Return the officers' rows, as page and command show them."""
    return [
        (
            one.person,
            one.organisation,
            *(str(n) for n in (one.searches, one.without_opening, one.openings, one.without_claim)),
            *(str(n) for n in (one.out_of_hours, one.reasons, one.other_searches, one.stopped)),
        )
        for one in found.officers
    ]


def statistics(rows: Sequence[AuthorityMonth], month: Month, at: datetime) -> ReportPage:
    """Present the published counts."""
    every = statistics_rows(rows)
    width = len(HELD_HEAD) - 1
    held = Table(
        caption=f"Children held at the end of {month.words}, by authority of the school that filed the child",
        head=HELD_HEAD,
        rows=tuple((*row[:width], row[-1]) for row in every),
        numeric=frozenset(range(1, len(HELD_HEAD))),
    )
    cleared = Table(
        caption=f"Filed and claimed in {month.words}, and who used the exchange",
        head=CLEARED_HEAD,
        rows=tuple((row[0], *row[width:]) for row in every),
        numeric=frozenset(range(1, len(CLEARED_HEAD))),
    )
    return ReportPage(
        title=f"Lost pupils held, filed and claimed in {month.words}",
        lead="A small number may mean few lost pupils, or few schools that use this exchange: read each beside the "
        "share of the area’s schools that used it at all.",
        tables=(held, cleared) if rows else (),
        notes=(
            (
                f"Counted on {words.moment_words(at)} from the files themselves: held at the end of {month.words}, "
                "filed and claimed within it. A child found afterwards still counts as held in that month."
            ),
            (
                "Numbers of children from 1 to 4 are shown as “fewer than 5”, and there are no totals, from which they "
                "could be worked out."
            ),
            "A school used the exchange if it uploaded or collected at least one file in the month.",
            (
                "How long children have been held is not shown for an authority where one of the numbers held is "
                "from 1 to 4, as it could be worked out from the others. Days until claimed, from filing to claim, are "
                "those of the middle child of the claimed ones, where at least 5 were claimed."
            ),
            (
                "Held files are kept apart: the next school is not known (XXXXXXX), or is said to be outside the "
                "maintained sector (MMMMMMM)."
            ),
        ),
        links=(
            Link(text="Download as CSV", href=f"{reverse('transfer:statistics-csv')}?month={month}"),
            _month_link("transfer:statistics", month.before),
        ),
    )


def statistics_rows(rows: Sequence[AuthorityMonth]) -> list[tuple[str, ...]]:
    """Return the rows with small numbers hidden: the only form in which they leave this room."""
    return [
        (
            row.authority,
            *(shown(number) for number in (row.unknown, row.outside)),
            *shown_ages(row.ages, beside=(row.unknown, row.outside)),
            *(shown(number) for number in (row.filed, row.cleared)),
            str(row.cleared_days) if row.cleared_days is not None and row.cleared >= SMALLEST_SHOWN else NOT_SHOWN,
            f"{row.schools_active} of {row.schools}",
            f"{row.schools_active / row.schools:.0%}" if row.schools else "no schools",
        )
        for row in rows
    ]


def statistics_csv(rows: Sequence[AuthorityMonth], month: Month, at: datetime) -> str:
    """Return the same rows as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Month", *STATISTICS_HEAD, "Counted at"))
    writer.writerows((str(month), *row, at.isoformat(timespec="seconds")) for row in statistics_rows(rows))
    return out.getvalue()


def shown(number: int) -> str:
    """Return a count of children as it may be published."""
    return FEW if 0 < number < SMALLEST_SHOWN else f"{number}"


def shown_ages(ages: Sequence[int], *, beside: Sequence[int]) -> tuple[str, ...]:
    """Return the bands of ages as they may be published. `beside` are the two counts with the same sum.

    Where one number of either is small, no band is: the others would tell it.
    """
    if any(0 < number < SMALLEST_SHOWN for number in (*ages, *beside)):
        return (NOT_SHOWN,) * len(ages)
    return tuple(str(number) for number in ages)


def _month_link(name: str, month: Month) -> Link:
    return Link(text=f"See {month.words}", href=f"{reverse(name)}?month={month}")
