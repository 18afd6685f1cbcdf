"""The room stands alone: no Django, no click, no database, and quick to import."""

import subprocess
import sys

PROBE = """
import sys, time
start = time.perf_counter()
import onroll.ctf
took = time.perf_counter() - start
print(took)
print([name for name in ("django", "click", "sqlite3", "psycopg") if name in sys.modules])
"""


def test_importing_the_room_brings_in_nothing_else_and_is_quick():
    runs = [subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True) for _ in range(3)]

    lines = [run.stdout.splitlines() for run in runs]
    assert {line[1] for line in lines} == {"[]"}
    assert min(float(line[0]) for line in lines) < 0.3
