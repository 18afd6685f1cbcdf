"""The room stands alone: no Django, no click, no database, and quick to import."""

import subprocess
import sys

PROBE = """
import sys, time
start = time.process_time()
import onroll.ctf
took = time.process_time() - start
print(took)
print([name for name in ("django", "click", "sqlite3", "psycopg") if name in sys.modules])
"""


def test_importing_the_room_brings_in_nothing_else_and_is_quick():
    runs = [subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True) for _ in range(3)]

    lines = [run.stdout.splitlines() for run in runs]
    assert {line[1] for line in lines} == {"[]"}
    assert min(float(line[0]) for line in lines) < 0.3


def test_samples_are_there_when_they_are_asked_for():
    probe = "import onroll.ctf as ctf; print(ctf.sample.SUPPLIER, hasattr(ctf, 'nothing'))"

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout == "OnRoll sample False\n"
