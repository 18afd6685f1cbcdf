"""Measures search over a million people on one database, in a process of its own; prints each line as JSON.

Started by `bench.search`. The people and the questions are those of ../shared/bench/search where that is there, else
invented ones (`bench.crowd`), whose recall says nothing beside the other's.
"""

import dataclasses
import json
import os
import random
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

import django

django.setup()

import duckdb  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import crowd, measure  # noqa: E402
from onroll.audit import act as acts  # noqa: E402
from onroll.linkage.finder import Birth, Entry, Question  # noqa: E402
from onroll.linkage.normalise import tokens  # noqa: E402
from onroll.search import actions, lexicon, queries  # noqa: E402
from onroll.search.models import Posting, Token  # noqa: E402
from onroll.search.sources import Filed, Source  # noqa: E402

PEOPLE = int(os.environ.get("ONROLL_BENCH_PEOPLE", "1000000"))
GIVEN = Path(__file__).resolve().parents[2] / "shared" / "bench" / "search"
# With few of the people, hardly any of the given questions is about one of them.
LEAST_ASKED = 100
NAME = sys.argv[1] if len(sys.argv) > 1 else "SQLite"
KIND = "child"


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A question, and whom it means."""

    question: Question
    person: int
    known_of_birth: str


def lines() -> Iterator[measure.Line]:
    """Yield the lines of this database."""
    call_command("migrate", verbosity=0)
    people, asked = (given() if GIVEN.is_dir() else invented()) if PEOPLE else ({}, [])
    if not Posting.objects.exists():
        took = measure.seconds(lambda: fill(people))
        words, postings = Token.objects.count(), Posting.objects.count()
        yield measure.line(
            f"{NAME}: index of {len(people):,} people made", "s", [took], f"{words:,} tokens, {postings:,} postings"
        )
    yield from searches(asked)


def given() -> tuple[dict[int, Entry], list[Asked]]:
    """Return the people and the questions of the shared benchmark, as many as are asked for."""
    rows = duckdb.sql(f"select id, f, m, s, dob from '{GIVEN}/people-1m.parquet' order by id limit {PEOPLE}").fetchall()
    people = {
        pk: Entry(names=(surname or "", forename or "", middle or ""), birth_date=date.fromisoformat(born))
        for pk, forename, middle, surname, born in rows
    }
    asked = [
        Asked(_question(text, first, last, kind), pk, kind)
        for text, first, last, kind, pk in duckdb.sql(
            f"select q, lo, hi, kind, id from '{GIVEN}/queries-1000.parquet'"
        ).fetchall()
        if pk in people
    ]
    return (people, asked) if len(asked) >= LEAST_ASKED else invented()


def _question(text: str, first: str, last: str, kind: str) -> Question:
    birth = None if kind == "none" else Birth(date.fromisoformat(first), date.fromisoformat(last))
    return Question(words=tuple(dict.fromkeys(tokens(text))), birth=birth)


def invented() -> tuple[dict[int, Entry], list[Asked]]:
    """Return invented people, and questions with a slip in each name."""
    held = crowd.people(PEOPLE)
    people = {n: Entry(names=(one.surname, one.forename), birth_date=one.birth_date) for n, one in enumerate(held)}
    chosen = random.Random(7)
    asked = []
    for number in chosen.sample(range(len(held)), min(1000, len(held))):
        one = held[number]
        names = (crowd.misspelt(one.surname, chosen), crowd.misspelt(one.forename, chosen))
        words = tuple(word for name in names for word in tokens(name))
        asked.append(Asked(Question(words=words, birth=Birth(one.birth_date, one.birth_date)), number, "exact"))
    return people, asked


def fill(people: dict[int, Entry]) -> None:
    """Make the index by the command's own way."""

    def read(ids: Collection[int]) -> Iterable[Filed]:
        return (Filed(record_id=pk, entry=people[pk]) for pk in ids)

    system = acts.by_the_system(at=timezone.now(), purpose="benchmark")
    for _ in actions.rebuild(system, source=Source(KIND, lambda: people, read), at_once=20_000):
        pass


def searches(asked: list[Asked]) -> Iterator[measure.Line]:
    """Ask everything; the first search of a process reads the dictionary, and is told apart."""
    act = acts.by_the_system(at=timezone.now(), purpose="benchmark")
    before = memory()
    lexicon.forget()
    first = measure.seconds(lambda: queries.find(act, asked[0].question, {KIND: None}))
    yield measure.line(f"{NAME}: first search of a process", "s", [first], "reads the dictionary")
    yield measure.line(f"{NAME}: memory for the dictionary", "MB", [memory() - before])
    times, found = [], dict[str, list[bool]]()
    for each in asked:
        start = time.perf_counter()
        hits = queries.find(act, each.question, {KIND: None})
        times.append(1_000 * (time.perf_counter() - start))
        found.setdefault(each.known_of_birth, []).append(each.person in {hit.record_id for hit in hits})
    for name, share, aim in (("median", 0.5, 15), ("99 of 100", 0.99, 40)):
        value = measure.percentile(times, share)
        yield measure.line(f"{NAME}: search, {name}", "ms", [value], f"aim: under {aim} ms")
    every = [one for each in found.values() for one in each]
    shares = ", ".join(f"{kind} {sum(each) / len(each):.3f}" for kind, each in sorted(found.items()))
    aim = "aim: .94; " if GIVEN.is_dir() and len(found) > 1 else "invented people; "
    yield measure.line(f"{NAME}: found among the first ten", "share", [sum(every) / len(every)], f"{aim}{shares}")


def memory() -> float:
    """Return the memory that this process has now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


if __name__ == "__main__":
    for each in lines():
        print(json.dumps(dataclasses.asdict(each)), flush=True)
