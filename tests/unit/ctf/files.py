"""Small transfer files for the tests, built from a clean one by replacing pieces of its text. Everybody is invented."""

from datetime import date, datetime
from pathlib import Path

from onroll import ctf

DATA = Path(__file__).resolve().parents[2] / "data" / "ctf"
TODAY = date(2025, 11, 20)
WRITTEN_AT = datetime.fromisoformat("2025-11-14T15:02:33")
NAME = "9994001_CTF_9994002_001.xml"

HEADER = """<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion>
<DateTime>2025-11-14T15:02:33</DateTime><DocumentQualifier>full</DocumentQualifier><SupplierID>EXAMPLE</SupplierID>
<SourceSchool><LEA>999</LEA><Estab>4001</Estab><URN>999001</URN><SchoolName>Example Academy</SchoolName>
<AcademicYear>2025</AcademicYear></SourceSchool><DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool></Header>"""

PUPIL = """<Pupil><UPN>W999400114007</UPN><Surname>Dunmere</Surname><Forename>Trialla</Forename><DOB>2010-03-02</DOB>
<Sex>F</Sex><BasicDetails><NCyearActual>11</NCyearActual></BasicDetails><SchoolHistory><School><LEA>999</LEA>
<Estab>4001</Estab><SchoolName>Example Academy</SchoolName><EntryDate>2021-09-06</EntryDate>
<LeavingDate>2025-11-10</LeavingDate></School></SchoolHistory></Pupil>"""

OTHER_PUPIL = PUPIL.replace("W999400114007", "E99940011408C").replace("Trialla", "Testan")


def text(*changes: tuple[str, str], pupils: str = PUPIL) -> str:
    """Return a clean file with pieces replaced. A piece that is not there is a mistake of the test."""
    whole = f"<CTfile>{HEADER}<CTFpupilData>{pupils}</CTFpupilData></CTfile>"
    for old, new in changes:
        assert old in whole, old
        whole = whole.replace(old, new)
    return whole


def checked(*changes: tuple[str, str], pupils: str = PUPIL, name: str | None = NAME, limits: ctf.Limits | None = None):
    """Return the report on a clean file with pieces replaced."""
    return ctf.check(text(*changes, pupils=pupils).encode(), name=name, on=TODAY, limits=limits or ctf.Limits())


def codes(report: ctf.Report) -> list[str]:
    """Return the codes of the report's problems."""
    return [problem.code for problem in report.problems]


def only(report: ctf.Report) -> ctf.Problem:
    """Return the report's one problem."""
    assert len(report.problems) == 1, codes(report)
    return report.problems[0]


def with_block(block: str) -> tuple[str, str]:
    """Return a change that puts a block into the pupil before the school history."""
    return "<SchoolHistory>", f"{block}<SchoolHistory>"
