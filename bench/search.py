"""Search: what is pure of it, and the whole of it over a million people on each database (`bench.search_worker`).

Repository search over 100,000 held children, with its page, is in `bench.line`. ONROLL_BENCH_PEOPLE makes it smaller.
"""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

from bench.line import on_each_database
from bench.measure import Line, line, rate, seconds
from onroll import linkage
from onroll.linkage.finder import Entry, terms_of

CANDIDATES = 2_000
RUNS = 60
SYLLABLES = (
    "ab ah al an ar ba bi da de do el em fa gi ha hi ib ja jo ka ko la le li ma mo na ni ol os ra ro sa se so ta ti zu"
)


def lines() -> Iterator[Line]:
    """Yield the speed of filing and of ranking."""
    children = _children(CANDIDATES)
    entries = [Entry(names=(child.surname, child.forename), birth_date=child.birth_date) for child in children]
    yield rate(
        "terms of held children",
        "children/s",
        len(entries),
        lambda: [terms_of(entry) for entry in entries],
        note="names, numbers, postcode and birth date of one child",
    )
    queries = itertools.cycle([_query(child) for child in children[:RUNS]])
    times = [1_000 * seconds(lambda: linkage.rank(next(queries), children)) for _ in range(RUNS)]
    yield line(f"rank {CANDIDATES:,} candidates", "ms", times, note="aim: under 40 ms")
    yield from on_each_database("bench.search_worker")


def _children(count: int) -> list[linkage.Candidate]:
    chance = random.Random(20260302)
    names = ["".join(chance.choices(SYLLABLES.split(), k=chance.choice((2, 3, 3)))).title() for _ in range(1_500)]
    return [
        linkage.Candidate(
            key=str(n),
            surname=chance.choice(names),
            forename=f"{chance.choice(names)} {chance.choice(names)}",
            birth_date=date(2009, 9, 1) + timedelta(days=chance.randrange(5_840)),
            sex=chance.choice("FM"),
            postcode=f"ZZ{chance.randrange(1, 99)} {chance.randrange(9)}AB",
            upn=f"H8012{n:08}",
            last_school=f"82{chance.randrange(10_000, 10_400)}",
        )
        for n in range(count)
    ]


def _query(child: linkage.Candidate) -> linkage.SearchQuery:
    """Return a search for the child: a letter of each name lost, the birth date a day out."""
    born = child.birth_date + timedelta(days=1) if child.birth_date else None
    return linkage.SearchQuery(
        surname=child.surname[:2] + child.surname[3:],
        forename=child.forename[:2] + child.forename[3:],
        birth_date=born,
        sex=child.sex,
        postcode=child.postcode,
    )
