"""Named faults that a sample can hold. Each is called after the problem that a check finds for it."""

from collections.abc import Callable
from random import Random

from lxml import etree

Fault = Callable[[etree._Element, Random], None]  # noqa: SLF001 - the name that lxml gives the type


def names() -> tuple[str, ...]:
    """Return the faults that can be asked for."""
    return tuple(_FAULTS)


def put(name: str, pupil: etree._Element, random: Random) -> None:
    """Put the named fault into a pupil's record."""
    _FAULTS[name](pupil, random)


def _text(path: str, text: str) -> Fault:
    def change(pupil: etree._Element, _random: Random) -> None:
        found = pupil.find(path)
        if found is not None:
            found.text = text

    return change


def _without(path: str) -> Fault:
    def remove(pupil: etree._Element, _random: Random) -> None:
        found = pupil.find(path)
        parent = None if found is None else found.getparent()
        if found is not None and parent is not None:
            parent.remove(found)

    return remove


def _wrong_check_letter(pupil: etree._Element, random: Random) -> None:
    number = pupil.findtext("UPN") or "A000000000000"
    _text("UPN", random.choice([letter for letter in "ABCDEFGH" if letter != number[0]]) + number[1:])(pupil, random)


def _unknown_element(pupil: etree._Element, _random: Random) -> None:
    block = etree.Element("HouseGroup")
    etree.SubElement(block, "House").text = "Red"
    pupil.insert(1, block)


def _reversed_dates(pupil: etree._Element, _random: Random) -> None:
    row = pupil.find("SchoolHistory/School")
    entered = pupil.findtext("SchoolHistory/School/EntryDate") or "2020-09-01"
    if row is not None:
        leaving = row.find("LeavingDate")
        if leaving is None:
            leaving = etree.SubElement(row, "LeavingDate")
        leaving.text = f"{int(entered[:4]) - 1}{entered[4:]}"


_FAULTS: dict[str, Fault] = {
    "attendance-sum": _text("Attendance/YearData/SessionsAttended", "1"),
    "birth-date-form": _text("DOB", "31/08/2012"),
    "birth-date-future": _text("DOB", "2099-01-01"),
    "birth-date-missing": _without("DOB"),
    "code-unknown": _text("BasicDetails/Ethnicity", "ZZZZ"),
    "code-unlisted": _text("SchoolHistory/School/LeavingReason", "ST"),
    "dates-reversed": _reversed_dates,
    "element-missing": _without("Contacts/Contact/Relationship"),
    "element-unknown": _unknown_element,
    "forename-missing": _without("Forename"),
    "surname-missing": _without("Surname"),
    "upn-check-letter": _wrong_check_letter,
    "upn-form": _text("UPN", "H8012"),
    "upn-missing": _without("UPN"),
    "value-date": _text("SchoolHistory/School/EntryDate", "September 2020"),
    "value-empty": _text("BasicDetails/EnrolStatus", ""),
    "value-postcode": _text("Address/PostCode", "NOWHERE"),
    "value-spaces": _text("Address/BS7666Address/PAON", "  72"),
}
