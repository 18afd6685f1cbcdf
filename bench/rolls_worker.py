"""Fills a database with schools, sends each school's file of the next day, and measures; started by `bench.rolls`."""

import csv
import dataclasses
import io
import json
import os
import random
import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta

PUPILS, SCHOOLS, NATION = 300, 400, 9_000_000
SEED = 20261122
FIRST = date(2026, 9, 7)
LETTERS = "bdfgklmnprstvz"


def main(database: str) -> None:
    """Measure a quarter, a half and all of the schools, each size on top of the one before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    schools = int(os.environ.get("ONROLL_BENCH_ROLLS", SCHOOLS))
    world = _World(random.Random(SEED))
    found = []
    for number, size in enumerate((schools // 4, schools // 2, schools)):
        world.grow_to(size)
        found.append((size * PUPILS, *world.day(size, FIRST + timedelta(days=number + 1))))
    for pupils, seconds, events, _ in found:
        note = f"{1000 * seconds / pupils:.2f} ms a pupil; {events:,} events"
        _print(f"{database}: a day's files of {pupils:,} pupils", "s", [seconds], note)
    whole, opened, rest = found[-1][1], found[-1][3], _growth(found)
    _print(f"{database}: one school's file", "ms", opened, f"{PUPILS} pupils, the largest size")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    _print(f"{database}: memory, at most", "MB", [memory], "with what filling the database took")
    nation = whole * (NATION / found[-1][0]) ** rest
    words = f"time grows with pupils to the power of {rest:.2f} over three sizes; one process, 2 cores would halve it"
    _print(f"{database}: extrapolated to {NATION:,} pupils", "s", [nation], words)


def _growth(found: list[tuple[int, float, int, list[float]]]) -> float:
    """Return the exponent of time over size, from the smallest and the largest."""
    from math import log

    return log(found[-1][1] / found[0][1]) / log(found[-1][0] / found[0][0])


class _World:
    """Schools and what each last sent."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.number = chance, 0
        self.schools, self.rows = [], []

    def grow_to(self, size: int) -> None:
        """Add schools whose roll is known and linked: rows are written as the first day would leave them."""
        from onroll.access.models import Organisation
        from onroll.rolls.actions import identifying, loading

        linked, loading.LINKED_AT_ONCE = loading.LINKED_AT_ONCE, 0
        kept, identifying.link_pupils = identifying.link_pupils, lambda *_, **__: 0
        for index in range(len(self.schools), size):
            school = Organisation.objects.create(
                kind="school",
                name=f"Invented {index}",
                la_code="820",
                number=f"{1000 + index}",
                urn=f"{100000 + index}",
            )
            self.schools.append(school)
            self.rows.append([self.pupil() for _ in range(PUPILS)])
            self.send(index, FIRST)
        loading.LINKED_AT_ONCE, identifying.link_pupils = linked, kept
        self.link()

    def link(self) -> None:
        """Link all at once, as the clock would in an hour, so that the day is measured against a full registry."""
        from onroll.audit.act import by_the_system
        from onroll.registry import found_by
        from onroll.registry.models import Child, Enrolment, Sighting
        from onroll.rolls.models import RollEntry
        from onroll.search import actions as search_actions

        at = datetime(2026, 9, 7, 12, tzinfo=UTC)
        waiting = RollEntry.objects.filter(child=None).order_by("pk")
        while lot := list(waiting[:2000]):
            children = Child.objects.bulk_create(Child(reference=one.reference, first_seen_at=at) for one in lot)
            for one, child in zip(lot, children, strict=True):
                one.child = child
            Sighting.objects.bulk_create(
                Sighting(
                    child=one.child,
                    source="roll",
                    source_reference="S-BENCH",
                    told_by_id=one.school_id,
                    seen_at=at,
                    upn=one.upn,
                    surname=one.surname,
                    forename=one.forename,
                    birth_date=one.born_on,
                    sex=one.sex,
                    postcode=one.postcode,
                )
                for one in lot
            )
            Enrolment.objects.bulk_create(
                Enrolment(
                    child=one.child,
                    organisation_id=one.school_id,
                    from_on=one.from_on,
                    source="roll",
                    source_reference="S-BENCH",
                    recorded_at=at,
                    confirmed_at=at,
                )
                for one in lot
            )
            RollEntry.objects.bulk_update(lot, ["child"], batch_size=500)
        for _ in search_actions.rebuild(by_the_system(at=at, purpose="benchmark"), source=found_by.SOURCE):
            pass

    def pupil(self) -> dict[str, str]:
        """Return somebody new."""
        from onroll.identifiers import upn

        self.number += 1
        surname, forename = ("".join(self.chance.choices(LETTERS, k=7)).title() for _ in range(2))
        born = date(2010, 9, 1) + timedelta(days=self.chance.randrange(4000))
        return {
            "Pupil number": str(self.number),
            "UPN": upn.make(
                "820", f"{1000 + self.number // 1000 % 9000}", 10 + self.number // 9_000_000, self.number % 1000
            ),
            "Surname": surname,
            "Forename": forename,
            "Date of birth": born.isoformat(),
            "Sex": "FM"[self.number % 2],
            "Year group": str(1 + self.number % 11),
            "Form": "A",
            "Address": f"{self.number} Invented Lane, Exampleton",
            "Postcode": f"ZZ{self.number % 90 + 10} {self.number % 10}ZZ",
            "First day on roll": "2024-09-02",
        }

    def day(self, size: int, on: date) -> tuple[float, int, list[float]]:
        """Send every school's next file; returns the seconds, the events and each school's milliseconds."""
        from onroll.rolls.models import RollEvent

        for rows in self.rows[:size]:
            self.live(rows, on)
        before, each = RollEvent.objects.count(), []
        start = time.perf_counter()
        for index in range(size):
            began = time.perf_counter()
            self.send(index, on)
            each.append(1000 * (time.perf_counter() - began))
        return time.perf_counter() - start, RollEvent.objects.count() - before, each

    def live(self, rows: list[dict[str, str]], on: date) -> None:
        """Let a day pass at a school."""
        for index in reversed(range(len(rows))):
            what = self.chance.random()
            if what < 0.001:
                rows[index] = {**self.pupil(), "First day on roll": on.isoformat()}
            elif what < 0.002:
                rows[index] = {**rows[index], "Postcode": f"ZZ{self.chance.randrange(10, 99)} 1ZZ"}
            elif what < 0.007:
                rows[index] = {**rows[index], "Form": self.chance.choice("BCDE")}

    def send(self, index: int, on: date) -> None:
        """Write and take one school's file."""
        from onroll.audit.act import by_the_system
        from onroll.rolls import actions

        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(self.rows[index][0]))
        writer.writeheader()
        writer.writerows(self.rows[index])
        act = by_the_system(at=datetime(on.year, on.month, on.day, 17, tzinfo=UTC), purpose="benchmark")
        content = out.getvalue().encode()
        outcome = actions.load_roll(act, school=self.schools[index], as_on=on, content=content, form="csv")
        if outcome.errors:
            raise SystemExit(f"refused: {outcome.errors[0]}")


def _print(name: str, unit: str, values: list[float], note: str) -> None:
    from bench import measure

    print(json.dumps(dataclasses.asdict(measure.line(name, unit, values, note))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
