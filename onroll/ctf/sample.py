"""Makes files of invented pupils: seeded, of any version, with a chosen share of named faults.

The same seed gives the same bytes. Who is in them lies in `sample_people`, what they have been through in
`sample_pupil`, what is wrong with some of them in `faults`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import BinaryIO

from onroll.ctf import faults as named_faults
from onroll.ctf import sample_pupil, versions
from onroll.ctf.elements import tree
from onroll.ctf.header import Header, SchoolReference
from onroll.ctf.pupil import Pupil
from onroll.ctf.writer import write_stream
from onroll.identifiers.establishment import parse

SUPPLIER = "OnRoll sample"
FIRST, LAST = 12, 26
"""Versions a sample can have."""


def make_pupils(
    seed: int,
    count: int,
    *,
    version: str = "25.0",
    school: SchoolReference,
    on: date,
    has_left: bool = True,
    fault_share: float = 0.0,
    faults: Sequence[str] = (),
) -> Iterator[Pupil]:
    """Give invented pupils of a school as they stand on a day; with `has_left` their leaving is in the record.

    `fault_share` of them (0.0 to 1.0) get one of the `faults` each; with no name given, any of `faults.names()`.
    Raises: ValueError, for a version or a fault that does not exist.
    """
    number = _version(version)
    chosen = tuple(faults) or named_faults.names()
    unknown = set(chosen) - set(named_faults.names())
    if unknown:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
    random = Random(f"{seed}/{school.code}")  # noqa: S311 - invented data, no secret
    for position in range(1, count + 1):
        element = sample_pupil.make(random, position, school=school, on=on, has_left=has_left)
        versions.Conversion(number).apply(element, tree()["Pupil"])
        if random.random() < fault_share:
            named_faults.put(random.choice(chosen), element, random)
        yield Pupil(element, position)


def make_file(
    out: BinaryIO,
    *,
    seed: int,
    pupils: int,
    source: str,
    destination: str,
    source_name: str = "Example School",
    version: str = "25.0",
    written_at: datetime,
    fault_share: float = 0.0,
    faults: Sequence[str] = (),
) -> Header:
    """Write a file of invented pupils and return its header. `written_at` is a local time without a zone.

    Raises: ValueError, for a source or destination that is no code, a version or a fault that does not exist.
    """
    header = make_header(source, destination, source_name, version, written_at)
    made = make_pupils(
        seed,
        pupils,
        version=version,
        school=header.source,
        on=written_at.date(),
        has_left=source != destination,
        fault_share=fault_share,
        faults=faults,
    )
    write_stream(header, made, out)
    return header


def make_header(source: str, destination: str, source_name: str, version: str, written_at: datetime) -> Header:
    """Return the header of a sample.

    Raises: ValueError, for a code or version that does not exist.
    """
    sender, receiver = parse(source), parse(destination)
    if sender is None or receiver is None:
        raise ValueError("source and destination are seven characters, such as 8201234, 820LLLL or XXXXXXX")
    number = _version(version)
    year = str(written_at.year if written_at.month >= 8 else written_at.year - 1)
    return Header(
        version=f"{number}.0",
        written_at=written_at.replace(microsecond=0),
        supplier=SUPPLIER,
        source=SchoolReference(sender.la, sender.number, None, source_name, year),
        destination=SchoolReference(receiver.la, receiver.number),
    )


def _version(version: str) -> int:
    head, _, tail = version.partition(".")
    if not head.isdecimal() or tail not in ("", "0") or not FIRST <= int(head) <= LAST:
        raise ValueError(f"versions {FIRST}.0 to {LAST}.0 can be made")
    return int(head)
