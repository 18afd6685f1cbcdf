"""Transfer files: check, read and write beside lxml's bare parse of the same bytes, and memory for few and many pupils.

20,000 invented pupils for the rates; 200 and 200,000 for memory, each measured in a process of its own. The bare parse
is the least a reader can do: iterparse over the bytes, letting each pupil go.
"""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from bench.measure import Line, line, rate, seconds
from onroll import ctf
from onroll.ctf import sample
from onroll.identifiers import upn

PUPILS = 20_000
MANY = 200_000
TODAY = date(2025, 11, 20)
WRITTEN_AT = datetime.fromisoformat("2025-11-14T15:02:33")

MEMORY = r"""
import re, sys
from datetime import date
from pathlib import Path
def peak():  # not getrusage: its maximum is inherited from the process that started this one
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
idle = peak()
from onroll import ctf
report = ctf.check(Path(sys.argv[1]), on=date(2025, 11, 20))
print(peak() - idle, report.pupils)
"""


class Nowhere(io.RawIOBase):
    """A file that forgets what is written to it."""

    def write(self, content: object) -> int:
        """Take the bytes and keep nothing."""
        return len(content)  # type: ignore[arg-type]


def lines() -> Iterator[Line]:
    """Yield rates and memory."""
    content = made(PUPILS)
    megabytes = len(content) / 1e6
    size = f"{PUPILS:,} pupils, {megabytes:.0f} MB"
    tasks = {
        "bare parse (iterparse, pupils let go)": lambda: bare(content),
        "bare parse (whole tree)": lambda: etree.parse(io.BytesIO(content)),
        "check": lambda: ctf.check(content, on=TODAY),
        "read (every item of every pupil)": lambda: read(content),
        "pass over (ctf.pupils)": lambda: sum(1 for _ in ctf.pupils(content)),
        "copy (read and write)": lambda: ctf.copy(content, Nowhere()),
    }
    found = {name: rate(f"ctf {name}", "pupils/s", PUPILS, run, runs=3, note=size) for name, run in tasks.items()}
    yield from found.values()
    share = megabytes / PUPILS
    for name, each in found.items():
        yield line(f"ctf {name}", "MB/s", [each.median * share, each.low * share, each.high * share])
    pairs = [(seconds(tasks["check"]), seconds(tasks["bare parse (iterparse, pupils let go)"])) for _ in range(5)]
    yield line("ctf check beside the bare parse", "times", [check / base for check, base in pairs], "aim: 2.5 at most")
    yield from memory()


def made(pupils: int) -> bytes:
    """Return a file of invented pupils."""
    out = io.BytesIO()
    sample.make_file(out, seed=1, pupils=pupils, source="8211234", destination="8225678", written_at=WRITTEN_AT)
    return out.getvalue()


def bare(content: bytes) -> None:
    """Parse as lxml's own tutorial does for large files."""
    for _, element in etree.iterparse(io.BytesIO(content), tag="Pupil"):
        element.clear()


def read(content: bytes) -> None:
    """Read what a receiving system would load."""
    for pupil in ctf.pupils(content):
        _ = (pupil.upn, pupil.surname, pupil.forename, pupil.birth_date, pupil.sex, pupil.year_group, pupil.postcode)
        _ = (pupil.address_lines, pupil.school_history, pupil.contacts)


def memory() -> Iterator[Line]:
    """Yield the peak above an idle interpreter while a file of few and of many pupils is checked."""
    with tempfile.TemporaryDirectory() as folder:
        for count in (200, MANY):
            path = Path(folder) / f"{count}.xml"
            with path.open("wb") as out:
                repeated(out, count)
            runs = [_peak(path) for _ in range(2)]
            note = f"{path.stat().st_size / 1e6:,.0f} MB; aim: under 80"
            yield line(f"ctf check, peak memory over idle, {count:,} pupils", "MB", runs, note)


def repeated(out: BinaryIO, count: int) -> None:
    """Write a file of `count` pupils, 200 of them over and over with numbers of their own."""
    head, *pupils = made(200).split(b"    <Pupil>")
    last, tail = pupils[-1].split(b"  </CTFpupilData>")
    pupils[-1] = last
    out.write(head)
    for place in range(count):
        number = upn.make("821", f"{place // 1000:04d}", 2015, place % 1000)
        pupil = re.sub(rb"<UPN>.*?</UPN>", f"<UPN>{number}</UPN>".encode(), pupils[place % 200])
        out.write(b"    <Pupil>" + pupil)
    out.write(b"  </CTFpupilData>" + tail)


def _peak(path: Path) -> float:
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout.split()[0])
