"""Registers: an authority's week of marks written and swept on each database (`bench.attendance_worker`).

120,000 pupils in 400 schools: 1.2 million marks. ONROLL_BENCH_PUPILS makes it smaller.
"""

from collections.abc import Iterator

from bench.line import on_each_database
from bench.measure import Line


def lines() -> Iterator[Line]:
    """Yield what is measured on each database that answers."""
    yield from on_each_database("bench.attendance_worker")
