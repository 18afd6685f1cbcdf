"""What a benchmark line is, and how it is measured: several runs, the median, and how far apart they were."""

import dataclasses
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `low` and `high` are the slowest and fastest of the runs, in the same unit."""

    name: str
    unit: str
    median: float
    low: float
    high: float
    note: str = ""


def rate(name: str, unit: str, amount: float, run: Callable[[], object], *, runs: int = 5, note: str = "") -> Line:
    """Return how many of something a second: `amount` is what one run does."""
    rates = [amount / seconds(run) for _ in range(runs)]
    return line(name, unit, rates, note)


def line(name: str, unit: str, values: list[float], note: str = "") -> Line:
    """Return a line from the values of several runs."""
    return Line(name, unit, statistics.median(values), min(values), max(values), note)


def seconds(run: Callable[[], object]) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """Return what the measurements were made on."""
    model = next(
        (row.split(":")[1].strip() for row in _read("/proc/cpuinfo").splitlines() if row.startswith("model name")),
        platform.processor() or "unknown processor",
    )
    memory = next((row.split()[1] for row in _read("/proc/meminfo").splitlines() if row.startswith("MemTotal")), "0")
    return f"{model}, {os.cpu_count()} cores, {int(memory) // 1048576} GiB, Python {platform.python_version()}"


def commit() -> str:
    """Return the commit that was measured, and whether the tree had changes on top."""
    asked = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=HOME, capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else "no git"


def today() -> str:
    """Return when it was measured."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _read(path: str) -> str:
    return Path(path).read_text() if Path(path).exists() else ""
