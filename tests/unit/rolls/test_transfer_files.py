"""A roll out of a common transfer file, and joiners and leavers out of a message (CMJ, CML)."""

from datetime import date

import pytest

from onroll.rolls import reading
from tests.unit.ctf import files

AS_ON = date(2025, 11, 20)
CODE = "9994001"
ADDRESS = """<Address><BS7666Address><PAON>1</PAON><Street>Invented Lane</Street></BS7666Address>
<PostCode>ZZ1 1ZZ</PostCode></Address>"""


def read(*changes: tuple[str, str], school: str = CODE, pupils: str = files.PUPIL) -> reading.Read:
    content = files.text(*changes, pupils=pupils).encode()
    return reading.read(content, form="ctf", school_code=school, as_on=AS_ON)


def as_message(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the changes that make a message of joiners or leavers of a transfer file."""
    return (
        ("<CTfile>", f"<{kind}file>"),
        ("</CTfile>", f"</{kind}file>"),
        ("<CTFpupilData>", f"<{kind}pupilData>"),
        ("</CTFpupilData>", f"</{kind}pupilData>"),
    )


def test_a_full_transfer_file_is_the_whole_roll_with_the_days_at_this_school() -> None:
    found = read()

    (one,) = found.pupils
    assert (one.upn, one.surname, one.forename, one.born_on, one.sex, one.year_group) == (
        *("W999400114007", "Dunmere", "Trialla"),
        *(date(2010, 3, 2), "F", "11"),
    )
    assert (one.from_on, one.leaving_on) == (date(2021, 9, 6), date(2025, 11, 10))
    assert (found.is_whole, found.problems) == (True, [])


def test_a_partial_transfer_file_takes_nobody_off_the_roll() -> None:
    assert read((">full<", ">partial<")).is_whole is False


@pytest.mark.parametrize("kind", ["CML", "CMJ"])
def test_a_message_of_leavers_or_joiners_holds_only_what_changed(kind: str) -> None:
    found = read(*as_message(kind))

    assert found.is_whole is False
    assert [(one.upn, one.leaving_on) for one in found.pupils] == [("W999400114007", date(2025, 11, 10))]


def test_a_pupil_of_a_message_needs_no_upn() -> None:
    found = read(*as_message("CMJ"), ("<UPN>W999400114007</UPN>", ""))

    assert found.problems == []
    assert "upn" not in found.fields
    assert found.pupils[0].pupil_key.startswith("n-")


def test_a_file_without_addresses_leaves_the_known_ones() -> None:
    assert not read().fields & {"address", "postcode", "destination", "former_upn"}
    assert read(files.with_block(ADDRESS)).fields >= {"address", "postcode"}


def test_where_a_leaver_goes_is_kept() -> None:
    following = "<NextSchool><LEA>820</LEA><Estab>1234</Estab></NextSchool>"

    found = read(*as_message("CML"), ("</SchoolHistory>", f"</SchoolHistory>{following}"))

    assert found.pupils[0].destination == "8201234"


def test_a_transfer_file_of_another_school_is_refused_by_its_header() -> None:
    assert [(one.code, one.row) for one in read(school="9994002").problems] == [("R12", 1)]


def test_an_admissions_file_is_no_roll() -> None:
    found = read(("<CTfile>", "<ATfile>"), ("</CTfile>", "</ATfile>"))

    assert found.problems[0].words.endswith("It is an admissions file: of who will come, not of who is on the roll.")


def test_half_a_transfer_file_is_refused() -> None:
    content = files.text(pupils=files.PUPIL + files.OTHER_PUPIL).encode()

    found = reading.read(content[: len(content) // 2], form="ctf", school_code=CODE, as_on=AS_ON)

    assert [one.code for one in found.problems] == ["R03"]
    assert found.pupils == []
