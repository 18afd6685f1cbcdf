"""One file beside the known roll, by our dictionaries and by DuckDB: who is the same, new or gone, what changed.

Run by hand, `python -m bench.comparing`; docs/decisions/0015 has the outcome. Seconds of processor time, so that other
work on the machine changes little. DuckDB is given both sides as the product has them: rows in memory.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date

SIZES = (300, 2_000, 120_000)
REPEATS = {300: 15, 2_000: 7, 120_000: 1}
BORN, AS_ON = date(2015, 3, 14), date(2026, 9, 7)
COLUMNS = ("pupil_key", "upn", "surname", "forename", "born_on", "year_group", "form_group", "postcode")


def main() -> None:
    """Print seconds for each size, the median of some repeats."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onroll.config.settings")
    import django

    django.setup()
    for size in SIZES:
        pupils, entries = _world(size)
        assert _by_dictionaries(pupils, entries) == _by_duckdb(pupils, entries)
        for name, way in (("dictionaries", _by_dictionaries), ("DuckDB", _by_duckdb)):
            seconds = [_timed(way, pupils, entries) for _ in range(REPEATS[size])]
            print(f"{size:>7,} pupils  {name:<12}  {1000 * statistics.median(seconds):10.1f} ms of processor time")


def _timed(way: Callable[..., object], pupils: list, entries: list) -> float:
    start = time.process_time()
    way(pupils, entries)
    return time.process_time() - start


def _world(size: int) -> tuple[list, list]:
    """Return a file and the roll before it: of 1,000 pupils one left, one came and six changed form."""
    from onroll.rolls.models import RollEntry
    from onroll.rolls.reading import Pupil

    chance = random.Random(size)
    said = [
        {"pupil_key": str(n), "upn": f"A8200{n:08}", "surname": f"Madeup{n}", "forename": "Ada", "born_on": BORN,
         "year_group": "7", "form_group": "7A", "postcode": "ZZ1 1ZZ"}
        for n in range(size)
    ]  # fmt: skip
    entries = [RollEntry(pk=n, **one) for n, one in enumerate(said)]
    pupils = [Pupil(row=n, **one) for n, one in enumerate(said) if chance.random() > 0.001]
    for pupil in chance.sample(pupils, size * 6 // 1000 or 1):
        pupil.form_group = "7B"
    pupils += [Pupil(**{**said[0], "pupil_key": f"N{n}", "upn": f"B8200{n:08}"}) for n in range(size // 1000 or 1)]
    return pupils, entries


def _by_dictionaries(pupils: list, entries: list) -> tuple[int, int, int]:
    """Return how many are new, gone and changed, as the product finds them."""
    from onroll.rolls import comparing

    found = comparing.match(pupils, entries)
    changed = comparing.changes_of(found.both, frozenset(COLUMNS), AS_ON)
    return len(found.new), len(found.absent), len(changed)


def _by_duckdb(pupils: list, entries: list) -> tuple[int, int, int]:
    """Return the same by a full join; both sides have to be copied in first."""
    import duckdb

    with duckdb.connect(":memory:") as base:
        for name, rows in (("pupil", pupils), ("entry", entries)):
            base.execute(f"CREATE TABLE {name} ({', '.join(f'{column} VARCHAR' for column in COLUMNS)})")
            values = [[str(getattr(row, column)) for row in rows] for column in COLUMNS]
            lists = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in COLUMNS)
            base.execute(f"INSERT INTO {name} SELECT {lists}", values)
        differs = " OR ".join(f"p.{column} <> e.{column}" for column in COLUMNS[1:])
        row = base.execute(
            "SELECT count(*) FILTER (e.pupil_key IS NULL), count(*) FILTER (p.pupil_key IS NULL), "
            f"count(*) FILTER ({differs}) FROM pupil p FULL JOIN entry e USING (pupil_key)"
        ).fetchone()
        return (int(row[0]), int(row[1]), int(row[2])) if row else (0, 0, 0)


if __name__ == "__main__":
    main()
