"""The session report of an authority and month: a page, a table for a spreadsheet, and data for other software."""

import csv
import dataclasses
import io
import json
from typing import Any

from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.transfer.months import Month
from onroll.transfer.presenters.overseeing import FORMULA_STARTS
from onroll.transfer.queries import EstablishmentMonth, SessionReport
from onroll.web import words
from onroll.web.parts import Cell, Link, Row, Table

HEAD = (
    *("Establishment", "Uploads", "Refused", "Upload sessions", "Downloads", "Download sessions"),
    *("Waiting", "Waiting long"),
)
# The figures in the order of the columns: the name in CSV and JSON, what it counts, and where it is read from.
FIGURES: tuple[tuple[str, str, str], ...] = (
    (
        "uploads",
        "Files uploaded, refused ones among them; a bundle, and a file that was split later, counts once.",
        (
            "transfer_message by sender_id; received_at from the first of the month to the moment of counting; part_of "
            "and split_from empty"
        ),
    ),
    (
        "refused",
        "Files among the uploads that could not be accepted.",
        "those of the uploads with a transfer_messageevent of state 'refused' before the moment of counting",
    ),
    (
        "pupils_uploaded",
        "Pupils in the uploads that were not refused.",
        "sum of transfer_message.pupil_count over the uploads that were not refused",
    ),
    (
        "upload_sessions",
        "Uploads of one person, or of the establishment’s software, with no pause of more than half an hour.",
        "the uploads by person_id of their first transfer_messageevent, divided at pauses over 30 minutes",
    ),
    (
        "downloads",
        "Files collected for the first time; collecting one again does not count.",
        (
            "the first transfer_messageevent of state 'collected' for each message and organisation_id; at from the "
            "first of the month to the moment of counting; part_of empty"
        ),
    ),
    ("pupils_downloaded", "Pupils in the downloads.", "sum of transfer_message.pupil_count over the downloads"),
    (
        "download_sessions",
        "Downloads of one person, or of the establishment’s software, with no pause of more than half an hour.",
        "the downloads by person_id, divided at pauses over 30 minutes",
    ),
    (
        "waiting",
        "Files that waited to be collected at the moment of counting, whenever they were sent.",
        (
            "transfer_message whose newest transfer_messageevent before the moment of counting is 'waiting', by the "
            "recipient of that moment (transfer.FileRedirected and transfer.LostPupilReturned in the ledger)"
        ),
    ),
    (
        "waiting_long",
        "Those of the waiting files that had waited for more than the days asked for.",
        "those of the waiting files whose first 'waiting' event of that spell is older than the days asked for",
    ),
)
# What each figure is called on the page, in the same order.
WORDS = (
    *("Uploads", "Refused", "Pupils uploaded", "Upload sessions", "Downloads", "Pupils downloaded"),
    *("Download sessions", "Waiting", "Waiting long"),
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class SessionPage:
    """An authority's month on a page."""

    title: str
    lead: str
    shares: tuple[Row, ...]
    unused: tuple[str, ...]
    table: Table
    notes: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    back: Link


def page_of(report: SessionReport, query: str) -> SessionPage:
    """Present a report. `query` is what was asked for, as the CSV's address carries it on."""
    counted, month = words.moment_words(report.counted_at), report.month
    table = Table(
        caption=f"Uploads and downloads in {month.words}",
        head=HEAD,
        rows=tuple(_cells(row) for row in report.rows),
        numeric=frozenset(range(1, len(HEAD))),
    )
    return SessionPage(
        title=f"Uploads and downloads in {month.words}",
        lead=f"How the schools of {report.authority} used the exchange, counted as it stood on {counted}. "
        "A school that never uploads or downloads may have nothing to send, or may not know how: ask it.",
        shares=share_rows(report),
        unused=tuple(_named(row) for row in report.unused),
        table=table,
        notes=(
            (
                f"Counted on {words.moment_words(report.made_at)} as it stood on {counted}. "
                f"“Waiting long” is more than {words.days_words(report.days)}."
            ),
            *(f"{name}: {meaning}" for name, (_, meaning, _) in zip(WORDS, FIGURES, strict=True)),
            (
                "Shares are of the schools that were open at the beginning of the month or when it was counted, and of "
                "closed ones that used the exchange in it. The authority’s own mailbox has a row but is no school."
            ),
        ),
        sources=tuple((name, source) for name, (_, _, source) in zip(WORDS, FIGURES, strict=True)),
        links=(
            Link(text="Save as a table (CSV)", href=f"{reverse('transfer:area-sessions-csv')}?{query}"),
            *(_month_link(other) for other in _months_beside(report)),
        ),
        back=Link(text="Back to the files in our area", href=reverse("transfer:area")),
    )


def share_rows(report: SessionReport) -> tuple[Row, ...]:
    """Return how many of the schools used the exchange, and each way."""
    schools = report.schools
    counts = (
        ("Uploaded at least one file", sum(bool(row.uploads.files) for row in schools)),
        ("Downloaded at least one file", sum(bool(row.downloads.files) for row in schools)),
        ("Used the exchange at all", sum(row.is_used for row in schools)),
        ("Have files that wait long", sum(bool(row.waiting_long) for row in schools)),
    )
    return tuple(Row(key=key, value=_share_words(count, len(schools))) for key, count in counts)


def as_csv(report: SessionReport) -> str:
    """Return the report as a table for a spreadsheet: a row for each establishment."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        (
            "month",
            "authority",
            "establishment",
            "code",
            "kind",
            *(name for name, _, _ in FIGURES),
            "used",
            "waiting_long_days",
            "as_at",
            "counted_at",
        )
    )
    for row in report.rows:
        name = f"'{row.name}" if row.name.startswith(FORMULA_STARTS) else row.name
        writer.writerow(
            (
                str(report.month),
                report.la_code,
                name,
                row.code,
                _kind(row),
                *_numbers(row),
                "yes" if row.is_used else "no",
                report.days,
                _iso(report.counted_at),
                _iso(report.made_at),
            )
        )
    return out.getvalue()


def as_json(report: SessionReport) -> str:
    """Return the report as data, with what each figure counts and where it is read from."""
    schools = report.schools
    names = [name for name, _, _ in FIGURES]
    data: dict[str, Any] = {
        "authority": {"code": report.la_code, "name": report.authority},
        "month": str(report.month),
        "as_at": _iso(report.counted_at),
        "counted_at": _iso(report.made_at),
        "waiting_long_days": report.days,
        "figures": {name: {"counts": meaning, "query": source} for name, meaning, source in FIGURES},
        "schools": len(schools),
        "schools_used": len(schools) - len(report.unused),
        "share_used": round(1 - len(report.unused) / len(schools), 4) if schools else None,
        "not_used_at_all": [{"code": row.code, "name": row.name} for row in report.unused],
        "establishments": [
            {
                "code": row.code,
                "name": row.name,
                "kind": _kind(row),
                **dict(zip(names, map(int, _numbers(row)), strict=True)),
                "used": row.is_used,
            }
            for row in report.rows
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_lines(report: SessionReport) -> list[str]:
    """Return the report for a terminal, with tabs between columns, the shares and who did not use the exchange."""
    lines = ["\t".join(("Establishment", *WORDS))]
    lines += ["\t".join((_named(row), *_numbers(row))) for row in report.rows]
    lines += [f"{row.key}: {row.value}" for row in share_rows(report)]
    lines += [f"Not at all: {_named(row)}" for row in report.unused]
    return [*lines, f"As at {_iso(report.counted_at)}, counted at {_iso(report.made_at)}"]


def month_choices(newest: Month) -> list[tuple[str, str]]:
    """Return the months that can be asked for, the newest first: this one and the two years before."""
    months = [newest]
    while len(months) < 25:
        months.append(months[-1].before)
    return [(str(month), month.words) for month in months]


def _cells(row: EstablishmentMonth) -> tuple[Cell, ...]:
    up, down = row.uploads, row.downloads
    uploads, downloads = (f"{use.files} ({words.count_words(use.pupils, 'pupil')})" for use in (up, down))
    sessions = str(up.sessions), str(down.sessions)
    return (
        *(_named(row), uploads, str(row.refused), sessions[0], downloads, sessions[1]),
        *(str(row.waiting), str(row.waiting_long)),
    )


def _named(row: EstablishmentMonth) -> str:
    return f"{row.name} ({row.code})"


def _numbers(row: EstablishmentMonth) -> tuple[str, ...]:
    up, down = row.uploads, row.downloads
    numbers = (up.files, row.refused, up.pupils, up.sessions, down.files, down.pupils, down.sessions)
    return tuple(str(number) for number in (*numbers, row.waiting, row.waiting_long))


def _share_words(count: int, schools: int) -> str:
    return f"{count} of {words.count_words(schools, 'school')} ({count / schools:.0%})" if schools else "no schools"


def _kind(row: EstablishmentMonth) -> str:
    return "school" if row.is_school else "authority"


def _iso(moment: Any) -> str:
    return str(moment.astimezone(LONDON).isoformat(timespec="seconds"))


def _months_beside(report: SessionReport) -> list[Month]:
    is_over = report.month.ends_at <= report.made_at
    return [report.month.before, *([report.month.after] if is_over else [])]


def _month_link(month: Month) -> Link:
    return Link(text=f"See {month.words}", href=f"{reverse('transfer:area-sessions')}?month={month}")
