"""A full day's roll files of an authority: in, compared, events out; and what that comes to for a nation.

120,000 pupils in 400 schools, or as many schools as ONROLL_BENCH_ROLLS says (of 300 pupils each). Each database in a
process and a folder of its own, as in `bench.line`. Every school sends a whole file; of 1,000 pupils one left, one
came, one moved house and five changed form: about twice a school year's changes spread over its days. The nation is
extrapolated from three sizes, with the growth beside it.
"""

from collections.abc import Iterator

from bench import line
from bench.measure import Line


def lines() -> Iterator[Line]:
    """Yield what the worker measures on SQLite, and on PostgreSQL where a server answers."""
    yield from line.on_each_database("bench.rolls_worker")
