"""Small transfer files, made by hand so that each test says all that matters about its file. Everybody is invented."""

import dataclasses
from datetime import date

CANARY = "Quillfeather"  # a surname that may stand on a page, and nowhere else


@dataclasses.dataclass(frozen=True)
class Child:
    """One pupil of a made file."""

    upn: str = "D820123415001"
    surname: str = CANARY
    forename: str = "Marisol"
    birth_date: str = "2015-03-14"
    sex: str = "F"
    left_on: str = "2026-07-17"
    entry_on: str = "2021-09-01"
    extra: str = ""


ONE_CHILD = (Child(),)


def transfer_file(
    *,
    source: str = "8201234",
    destination: str = "8205678",
    children: tuple[Child, ...] = ONE_CHILD,
    version: str = "25.0",
    prologue: str = '<?xml version="1.0" encoding="utf-8"?>',
) -> bytes:
    """Return the bytes of a file from one establishment to another."""
    pupils = "".join(_pupil(child, source) for child in children)
    return f"""{prologue}
<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>
<DateTime>2026-09-07T10:00:00</DateTime><DocumentQualifier>full</DocumentQualifier><SupplierID>EXAMPLE</SupplierID>
<SourceSchool><LEA>{source[:3]}</LEA><Estab>{source[3:]}</Estab><SchoolName>Fixture Primary School</SchoolName>
<AcademicYear>2026</AcademicYear></SourceSchool>
<DestSchool><LEA>{destination[:3]}</LEA><Estab>{destination[3:]}</Estab></DestSchool></Header>
<CTFpupilData>{pupils}</CTFpupilData></CTfile>""".encode()


def name_of(source: str = "8201234", destination: str = "8205678", number: int = 1) -> str:
    """Return the right name of a file."""
    return f"{source}_CTF_{destination}_{number:03d}.xml"


def _pupil(child: Child, school: str) -> str:
    return f"""<Pupil><UPN>{child.upn}</UPN><Surname>{child.surname}</Surname><Forename>{child.forename}</Forename>
<DOB>{child.birth_date}</DOB><Sex>{child.sex}</Sex>
<BasicDetails><NCyearActual>6</NCyearActual></BasicDetails>
<SchoolHistory><School><LEA>{school[:3]}</LEA><Estab>{school[3:]}</Estab><SchoolName>Fixture Primary School</SchoolName>
<EntryDate>{child.entry_on}</EntryDate><LeavingDate>{child.left_on}</LeavingDate><LastSchool>true</LastSchool></School>
</SchoolHistory>{child.extra}</Pupil>"""


LEFT_ON = date(2026, 7, 17)
