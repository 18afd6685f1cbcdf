"""Matching measured on sets not about children, FEBRL4 and pseudopeople, Splink 5 beside (linkage.py says more)."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import linkage, measure

_SETS = ("febrl4", "pseudopeople")


def lines() -> Iterator[measure.Line]:
    """Yield the lines of both sets, or one that says why they are left out."""
    if not linkage.TRAINING_PYTHON.exists():
        yield linkage.one("FEBRL4 and pseudopeople", "left out", 0, "no .venv-train (requirements/train.txt)")
        return
    with tempfile.TemporaryDirectory() as folder:
        script = measure.HOME / "bench" / "linkage_public_sets.py"
        subprocess.run([linkage.TRAINING_PYTHON, script, folder], check=True, capture_output=True)
        for name in _SETS:
            rows, truth = linkage.read(Path(folder) / name)
            yield from linkage.engines(name, rows, truth)
            yield from linkage.splink(Path(folder) / name)
