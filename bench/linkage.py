"""Matching measured: F1, recall at 99 % precision, groups, households, calibration, twins, time; Splink 5 beside.

The data with truth is read from ../shared/bench/linkage, or from the folder in ONROLL_BENCH_DATA; without it a
simulated world stands in, and the table says so. Splink is measured where there is a `.venv-train`.
"""

import json
import os
import random
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import measure
from onroll.linkage.compare_names import compare_names
from onroll.linkage.comparison import Kind
from onroll.linkage.engine.evaluate import Truth, evaluate
from onroll.linkage.engine.match import LINK_FROM, SURE_FROM, Engine, Matched, Options, match
from onroll.linkage.engine.table import FIELDS, Table, table
from onroll.linkage.lists import reading
from onroll.linkage.simulator import World, simulate

_SETS = ("d10k", "d100k")
_SHARES = ("share", "of links", "of true")
_LONE_TWINS, _TWIN_SEED, _TRIES = 500, 20261122, 12
_STAND_IN = World(seed=900, persons=20_000)
TRAINING_PYTHON = measure.HOME / ".venv-train" / "bin" / "python"


def lines() -> Iterator[measure.Line]:
    """Yield the lines of every set that is there."""
    found = [name for name in _SETS if (_folder() / name / "records.parquet").is_file()]
    for name in found:
        rows, truth = read(_folder() / name)
        yield from engines(name, rows, truth)
        for engine in Engine:
            yield from _twins(name, rows, truth, engine)
    if not found:
        yield from _simulated()
    if found and TRAINING_PYTHON.exists():
        for name in found:
            yield from splink(_folder() / name)
    else:
        yield one("Splink 5 beside", "left out", 0, "no data or no .venv-train (requirements/train.txt)")


def engines(name: str, rows: Table, truth: Truth, only: tuple[Engine, ...] = tuple(Engine)) -> Iterator[measure.Line]:
    """Yield the lines of each engine: figures, seconds, and the most memory this process has held so far."""
    for engine in only:
        start, busy = time.perf_counter(), time.process_time()
        matched = match(rows, Options(engine=engine))
        took, busy = time.perf_counter() - start, time.process_time() - busy
        yield from _figures(f"{name} {engine}", evaluate(matched, truth))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield one(f"{name} {engine}: time", "s", took, f"{busy:.1f} s of processor; {peak:,.0f} MB at most so far")


def _figures(name: str, figures: dict[str, Any]) -> Iterator[measure.Line]:
    fixed, best, groups, homes = (figures[key] for key in ("fixed", "best", "by_name_group", "by_household"))
    beside = f"precision {fixed['precision']}, recall {fixed['recall']}; best F1 {best['f1']}"
    yield one(f"{name}: F1 at the threshold fixed in advance", "share", fixed["f1"], beside)
    yield one(f"{name}: recall at 99 % precision", "share", figures["recall_at_99_precision"])
    yield one(f"{name}: candidates", "a row", figures["candidates_per_record"])
    spread = f"worst precision of a group {groups['worst_precision']}"
    yield one(f"{name}: recall spread over naming traditions", "share", groups["recall_spread"], spread)
    yield one(f"{name}: false links inside a household", "of links", homes["share_of_all_links"])
    yield one(f"{name}: pairs that need a person", "of true", figures["for_a_person"]["share_of_true_pairs"])
    for band in figures["calibration"]:
        if band["from"] in (0.5, 0.8, 0.95):
            told = f"claimed {band['claimed']}, {band['pairs']} pairs"
            yield one(f"{name}: true of those claimed {band['from']} to {band['to']}", "share", band["true"], told)


def _twins(name: str, rows: Table, truth: Truth, engine: Engine) -> Iterator[measure.Line]:
    """Plant lone twins: an A row copied into B with a forename of the same tradition and sex that is another name."""
    planted, twin_of = _planted(rows, truth)
    matched = match(planted, Options(engine=engine))
    sure, linked = (_taken_forone(matched, twin_of, truth, above) for above in (SURE_FROM, LINK_FROM))
    people = {**truth.person, **{rid: rid for rid in planted.rids if rid.startswith("twin")}}
    figures = evaluate(matched, Truth(people, {**truth.household, **dict.fromkeys(people, "")}, truth.group))
    recall = f"{linked} over {LINK_FROM}; recall of the others {figures['fixed']['recall']}"
    yield one(f"{name} {engine}: of {_LONE_TWINS} planted lone twins, linked without a person", "twins", sure, recall)


def _planted(rows: Table, truth: Truth) -> tuple[Table, dict[str, str]]:
    """Return the rows with the twins, and the person that each planted row is a twin of."""
    rng = random.Random(_TWIN_SEED)
    needed = ("forename", "surname", "dob", "postcode", "sex")
    first = rows.list_names.index("A")
    whole = [
        place for place in range(len(rows)) if rows.lists[place] == first and all(rows.text[f][place] for f in needed)
    ]
    names: dict[tuple[str, str], list[str]] = {}
    for place in whole:
        names.setdefault(_kind(rows, truth, place), []).append(rows.text["forename"][place])
    rids, lists = list(rows.rids), [rows.list_names[number] for number in rows.lists.tolist()]
    columns = {field: list(rows.text[field]) for field in FIELDS}
    twin_of: dict[str, str] = {}
    for number, place in enumerate(rng.sample(whole, min(_LONE_TWINS, len(whole)))):
        own = f"{rows.text['forename'][place]} {rows.text['middle'][place]}"
        other = rng.sample(names[_kind(rows, truth, place)], min(_TRIES, len(names[_kind(rows, truth, place)])))
        forename = next((each for each in other if compare_names(own, each).kind is Kind.DIFFERENT), "Zebedee")
        changed = {"upn": "", "middle": "", "forename": forename}
        rids.append(f"twin{number}")
        twin_of[rids[-1]] = truth.person[rows.rids[place]]
        lists.append("B")
        for field in FIELDS:
            columns[field].append(changed.get(field, rows.text[field][place]))
    return table(rids, lists, columns), twin_of


def _kind(rows: Table, truth: Truth, place: int) -> tuple[str, str]:
    return truth.group[rows.rids[place]], rows.text["sex"][place]


def _taken_forone(matched: Matched, twin_of: dict[str, str], truth: Truth, above: float) -> int:
    """Return how many twins are linked with a row of the child they are a twin of."""
    linked = matched.probability >= above
    pairs = zip(matched.pairs.left[linked].tolist(), matched.pairs.right[linked].tolist(), strict=True)
    named = ((matched.table.rids[left], matched.table.rids[right]) for left, right in pairs)
    both = [pair for one, two in named for pair in ((one, two), (two, one))]
    return len({one for one, two in both if one in twin_of and truth.person.get(two) == twin_of[one]})


def _simulated() -> Iterator[measure.Line]:
    rows, truth = simulated(_STAND_IN)
    yield one("benchmark data with truth", "left out", 0, "not beside the project: a simulated world stands in")
    yield from engines("simulated", rows, truth)
    for engine in Engine:
        yield from _twins("simulated", rows, truth, engine)


def simulated(world: World) -> tuple[Table, Truth]:
    """Return the rows of a simulated world with the truth."""
    lists = simulate(world)
    rids = [str(row["rid"]) for row in lists.records]
    columns = {field: [row[field] for row in lists.records] for field in FIELDS}
    known = (map(str, lists.persons), map(str, lists.households), lists.name_groups)
    truth = Truth(*(dict(zip(rids, values, strict=True)) for values in known))
    return table(rids, [str(row["list"]) for row in lists.records], columns), truth


def splink(folder: Path) -> Iterator[measure.Line]:
    """Yield what Splink 5 makes of a set, run in the environment of training."""
    done = subprocess.run(
        [TRAINING_PYTHON, measure.HOME / "bench" / "linkage_splink.py", folder], capture_output=True, text=True
    )
    if done.returncode:
        yield one(f"{folder.name} Splink 5", "left out", 0, "it did not run in .venv-train")
        return
    figures = json.loads(done.stdout.splitlines()[-1])
    recall = f"recall at 99 % precision {figures['recall_at_99']:.4f}"
    beside = f"best F1 {figures['best']:.4f}, {recall}, {figures['seconds']:.0f} s"
    yield one(f"{folder.name} Splink 5, tuned: F1 at the threshold fixed in advance", "share", figures["fixed"], beside)


def _folder() -> Path:
    return Path(os.environ.get("ONROLL_BENCH_DATA", measure.HOME.parent / "shared" / "bench")) / "linkage"


def read(folder: Path) -> tuple[Table, Truth]:
    """Return the rows of a set with the truth."""
    records, known = reading.read(folder / "records.parquet"), reading.read(folder / "truth.parquet")
    rids = known.columns["rid"]
    truth = Truth(
        *(dict(zip(rids, known.columns[name], strict=True)) for name in ("person", "household", "name_group"))
    )
    return table(records.columns["rid"], records.columns["list"], records.columns), truth


def one(name: str, unit: str, value: float | None, note: str = "") -> measure.Line:
    """Return a line of one run. The table rounds, so a share is given in full beside it."""
    full = f"{value:.4f}" if unit in _SHARES and value is not None else ""
    told = "; ".join(part for part in (full, note) if part)
    return measure.line(name, unit, [value if value is not None else float("nan")], told)
