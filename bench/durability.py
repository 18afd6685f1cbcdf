"""Kills the server at every write step of every flow, on each database, and counts: a proof, not a speed.

Each kill is followed by a new start, by a look at everything that clients were told, and by their second try. The
first promise that does not hold stops the run. `--kills 500` is the least number on each database: when every step has
had its turn, moments at random follow, with a seed. Without it, ONROLL_BENCH_DURABILITY_KILLS.
"""

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bench import measure
from bench.measure import Line
from tests.durability import databases, killing
from tests.durability.flows import FLOWS, Flow
from tests.durability.killing import Kill, Rig

SEED = 20261122
LONGEST = 0.25  # seconds: about as long as the longest flow takes
RANDOM = "a moment at random"


def lines() -> Iterator[Line]:
    """Yield how often the server was killed, by write step and by flow, with nothing lost, doubled or half-written."""
    kills = int(os.environ.get("ONROLL_BENCH_DURABILITY_KILLS", "500"))
    taken: Counter[tuple[str, str]] = Counter()
    for kind in databases.answering():
        with (
            databases.empty(kind) as address,
            tempfile.TemporaryDirectory(prefix="onroll-durability-") as folder,
            killing.rig(Path(folder), address) as rig,
        ):
            for what, how_often in _kills(rig, kills):
                taken[what, kind] += how_often
    for what in sorted({what for what, _ in taken}):
        each = {kind: taken[what, kind] for kind in databases.answering()}
        note = ", ".join(f"{kind} {number}" for kind, number in each.items())
        yield measure.line(f"survived: {what}", "kills", [float(sum(each.values()))], note)


def _kills(rig: Rig, least: int) -> Iterator[tuple[str, int]]:
    """Kill at each step in turn, then at random; yield what to count."""
    chosen, done = random.Random(SEED), 0
    for flow in FLOWS:
        for kill in _each_step(rig, flow):
            done += 1
            yield from (("ALL", 1), (f"flow: {flow.name}", 1), (f"step: {kill.died_at}", 1))
        print(f"{done} kills: every step of “{flow.name}” has had its turn", file=sys.stderr, flush=True)
    while done < least:
        flow = chosen.choice([flow for flow in FLOWS if flow.is_served])
        if rig.kill_after(flow, chosen.uniform(0, LONGEST)).is_killed:
            done += 1
            yield from (("ALL", 1), (f"flow: {flow.name}", 1), (f"step: {RANDOM}", 1))


def _each_step(rig: Rig, flow: Flow) -> Iterator[Kill]:
    for step in count(1):
        kill = rig.kill_at(flow, step)
        if not kill.is_killed and len(kill.steps) < step:
            return  # it came to its end before that step
        yield kill
