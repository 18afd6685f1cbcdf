"""Throws damaged files at the CTF reader, guided by coverage: `./run fuzz SECONDS`, in an environment with atheris.

Starts from the corpus in tests/data/ctf/fuzz and from the sample files, keeps what reaches new code in var/fuzz-ctf,
and says how many inputs it tried. A crash is written there too; its bytes become a test.
"""

import io
import os
import sys
import time
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["onroll"]):
    from onroll import ctf
    from onroll.ctf.archive import check_all

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "tests" / "data" / "ctf"
GROWN = ROOT / "var" / "fuzz-ctf"
TODAY = date(2025, 11, 20)
LIMITS = ctf.Limits(max_bytes=200_000, max_depth=20, max_text=5_000, max_pupils=20, max_ratio=50, max_members=10)


def try_one(content: bytes) -> None:
    """Do with the bytes whatever a person can do with a file; nothing of it may raise."""
    for _, report in check_all(content, name="8201234_CTF_8205678_001.xml", on=TODAY, limits=LIMITS):
        for problem in report.problems:
            assert problem.message
            assert problem.action
    read = ctf.read(content, limits=LIMITS)
    ctf.present_header(read.header)
    for pupil in read.pupils:
        ctf.present_pupil(pupil)
        ctf.merge_history(pupil, read.pupils[0])
    once, again = io.BytesIO(), io.BytesIO()
    ctf.write(read, once)
    ctf.write(ctf.read(once.getvalue()), again)
    assert once.getvalue() == again.getvalue(), "what was written does not read back the same"
    ctf.write(read, io.BytesIO(), version="24.0", drop_empty=True)


def main(seconds: int) -> None:
    """Run for so many seconds and say what was tried."""
    GROWN.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    tried = 0

    def counted(content: bytes) -> None:
        nonlocal tried
        tried += 1
        try_one(content)
        if time.monotonic() - started > seconds:
            print(f"{tried:,} inputs tried in {seconds} s, no crash; the corpus grew in {GROWN}.", flush=True)
            # The fuzzer never returns by itself and takes SystemExit for a crash.
            os._exit(0)

    options = ["-max_len=20000", f"-artifact_prefix={GROWN}/crash-", "-verbosity=0", "-print_final_stats=0"]
    atheris.Setup([sys.argv[0], *options, str(GROWN), str(SEEDS / "fuzz"), str(SEEDS)], counted)
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
