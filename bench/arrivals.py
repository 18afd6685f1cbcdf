"""How long one arrival takes to be compared with all that is known, and what the nightly match costs.

A registry of invented children is made in a database of its own (SQLite, in a temporary folder); 20,000 children, or as
many as ONROLL_BENCH_ARRIVALS says. A worker process has the settings to itself.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import measure

CHILDREN = 20_000
WORKER = "bench.arrivals_worker"


def lines() -> Iterator[measure.Line]:
    """Yield the time of an arrival's comparison, of noting it altogether, and of the nightly match."""
    count = int(os.environ.get("ONROLL_BENCH_ARRIVALS", CHILDREN))
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {
            **os.environ,
            "ONROLL_VAR": folder,
            "ONROLL_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "ONROLL_SECRET_KEY": "bench",
            "ONROLL_VAULT_KEY": "00" * 32,
            "ONROLL_LOG_LEVEL": "ERROR",
        }
        done = subprocess.run(
            [sys.executable, "-m", WORKER, str(count)],
            env=surroundings,
            cwd=measure.HOME,
            capture_output=True,
            text=True,
            check=True,
        )
    figures = json.loads(done.stdout.splitlines()[-1])
    told = f"{count:,} children known; {figures['raised']} of {len(figures['noting'])} arrivals went to a person"
    yield measure.line("arrival like nobody: compared with all", "ms", figures["like_nobody"], note=told)
    yield measure.line(
        "arrival with a letter wrong: compared with all", "ms", figures["alike"], note="pairs raised too"
    )
    yield measure.line("arrival: noted, filed and compared", "ms", figures["noting"], note="in one transaction")
    yield measure.line(
        "nightly match of all", "s", [figures["nightly"]], note=f"{count:,} children, explainable engine"
    )
