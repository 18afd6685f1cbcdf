"""Matching measured at a million rows: time, memory, quality and calibration, on a simulated world kept for this.

Each engine runs in a process of its own, so that its memory is its own. ONROLL_BENCH_CHILDREN makes it smaller.
"""

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench import linkage, measure
from onroll.linkage.engine.match import Engine
from onroll.linkage.simulator import World

CHILDREN = 480_000
"""About a million rows."""
SEED, NOISE = 401, 0.9


def lines() -> Iterator[measure.Line]:
    """Yield the lines of each engine."""
    children = int(os.environ.get("ONROLL_BENCH_CHILDREN", CHILDREN))
    for engine in Engine:
        done = subprocess.run(
            [sys.executable, "-m", "bench.linkage_million", engine, str(children)],
            cwd=measure.HOME,
            capture_output=True,
            text=True,
            check=True,
        )
        yield from (measure.Line(**line) for line in json.loads(done.stdout))


def main(engine: str, children: str) -> None:
    """Print the lines of one engine as JSON."""
    rows, truth = linkage.simulated(World(SEED, int(children), NOISE))
    found = linkage.engines(f"{len(rows):,} rows", rows, truth, only=(Engine(engine),))
    print(json.dumps([dataclasses.asdict(line) for line in found]))


if __name__ == "__main__":
    main(*sys.argv[1:])
