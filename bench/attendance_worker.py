"""Measures registers of an authority on one database, in a process of its own; prints each line as JSON.

Started by `bench.attendance`. Four weeks are written, so that runs of ten days can be found; the last is the week that
is measured. One pupil in two hundred is absent without permission throughout.
"""

import dataclasses
import json
import os
import random
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench import measure  # noqa: E402
from onroll.access.models import Organisation, OrganisationKind  # noqa: E402
from onroll.attendance import actions  # noqa: E402
from onroll.attendance.actions.writing import NewMarks, write_marks  # noqa: E402
from onroll.attendance.models import Alert, Source  # noqa: E402
from onroll.audit.act import Act, by_the_system  # noqa: E402
from onroll.rolls.models import RollEntry  # noqa: E402
from onroll.rules.school_days import england  # noqa: E402

PUPILS = int(os.environ.get("ONROLL_BENCH_PUPILS", "120000"))
SCHOOLS = max(1, PUPILS // 300)
NAME = sys.argv[1] if len(sys.argv) > 1 else "SQLite"
WEEKS, DAYS = 4, 5
SCHOOL_DAYS = [day for day in england().school_days if day >= date(2026, 9, 7)][: WEEKS * DAYS]
# Of a hundred days: present, ill, at an appointment, late, unauthorised. Near the Department's rates of absence.
PATTERNS = [("/", "\\")] * 90 + [("I", "I")] * 5 + [("M", "\\")] * 2 + [("L", "\\")] * 2 + [("O", "O")]


def lines() -> Iterator[measure.Line]:
    """Yield the lines of this database."""
    call_command("migrate", verbosity=0)
    ids = fill()
    chance = random.Random(11)
    for week in range(WEEKS - 1):
        write_marks(act_on(SCHOOL_DAYS[0]), marks(ids, week, chance), Source.FILE)
    last = WEEKS - 1
    took = measure.seconds(lambda: write_marks(act_on(SCHOOL_DAYS[-1]), marks(ids, last, chance), Source.FILE))
    note = f"{PUPILS:,} pupils, {SCHOOLS:,} schools, {PUPILS * DAYS * 2:,} marks"
    yield measure.line(f"{NAME}: a week's marks written", "s", [took], note)
    on = SCHOOL_DAYS[-1]
    first = measure.seconds(lambda: actions.sweep(act_on(on), on=on))
    raised = Alert.objects.count()
    yield measure.line(f"{NAME}: first sweep, alerts raised", "s", [first], f"{raised:,} alerts; aim: under 30 s")
    again = [measure.seconds(lambda: actions.sweep(act_on(on), on=on)) for _ in range(3)]
    yield measure.line(f"{NAME}: sweep again, alerts kept", "s", again, "aim: under 30 s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield measure.line(f"{NAME}: memory at its most", "MB", [peak], "writing, reading and sweeping")


def act_on(on: date) -> Act:
    """Return the timer's act in the night after a day."""
    return by_the_system(at=datetime.combine(on, time(22), tzinfo=UTC), purpose="benchmark")


def fill() -> list[int]:
    """Put everybody on a roll; return the numbers of the rows."""
    schools = [
        Organisation(kind=OrganisationKind.SCHOOL, name=f"School {n}", la_code="820", number=f"{n:04}", urn=f"{n:06}")
        for n in range(1, SCHOOLS + 1)
    ]
    Organisation.objects.bulk_create(schools)
    entries = (
        RollEntry(
            reference=f"R-{n}", school=schools[n % SCHOOLS], pupil_key=str(n), upn=f"A{n:012}", surname="Invented",
            forename=f"Number {n}", form_group=f"{n % 10}", from_on=date(2025, 9, 1),
            changed_at=act_on(SCHOOL_DAYS[0]).at,
        )
        for n in range(PUPILS)
    )  # fmt: skip
    RollEntry.objects.bulk_create(entries, batch_size=2_000)
    return list(RollEntry.objects.order_by("pk").values_list("pk", flat=True))


def marks(ids: list[int], week: int, chance: random.Random) -> Iterator[NewMarks]:
    """Yield a week's marks of everybody, school after school as files come."""
    for entry_id in ids:
        is_away = entry_id % 200 == 0
        for day in SCHOOL_DAYS[week * DAYS : (week + 1) * DAYS]:
            am, pm = ("O", "O") if is_away else chance.choice(PATTERNS)
            yield NewMarks(entry_id, day, am, pm)


if __name__ == "__main__":
    for each in lines():
        print(json.dumps(dataclasses.asdict(each)), flush=True)
