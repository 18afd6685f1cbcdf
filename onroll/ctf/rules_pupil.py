"""Rules for one pupil: numbers, names, date of birth, sex, year group, address.

Source: the format notes, sections 5, 8 and 13 (U01 to U08, N01 to N04, A01); the identifier notes.
"""

import re
from collections.abc import Mapping
from datetime import date

from onroll.ctf import authorities
from onroll.ctf.elements import tree
from onroll.ctf.problems import Severity
from onroll.ctf.walk import Block, Walker
from onroll.identifiers import uln, upn

Blocks = Mapping[str, list[Block]]

_ADDRESSES = ("Pupil/Address/BS7666Address", "Pupil/Contacts/Contact/Address/BS7666Address")
BLOCKS = frozenset({"Pupil", "Pupil/BasicDetails", *_ADDRESSES})
"""The blocks that these rules ask for."""

_NOT_NAMES = frozenset({"unknown", "not known", "unk", "n/a", "na", "none", "test", "tba", "tbc", "?"})
_YEAR_AGES = {"E1": 1, "E2": 2, "N1": 3, "N2": 4, "R": 4} | {str(year): year + 4 for year in range(1, 15)}
"""The age on 31 August before the school year at which a pupil is usually in the group."""


def check_pupil(walker: Walker, blocks: Blocks, on: date, written_on: date) -> None:
    """Report what is wrong with the pupil's own items.

    Ages are those of the day the file was written: an old file is not wrong for being old.
    """
    pupil = blocks["Pupil"][0]
    details = blocks.get("Pupil/BasicDetails", (pupil,))[0]
    _check_upn(walker, pupil)
    if "FormerUPN" in details.values:
        _check_former(walker, pupil, details)
    if "UniqueLearnerNumber" in pupil.values:
        _check_uln(walker, pupil)
    _check_names(walker, pupil)
    born_on = _check_birth(walker, pupil, on, written_on)
    _check_sex(walker, pupil)
    group = details.text("NCyearActual")
    if born_on is not None and group is not None:
        _check_year_group(walker, details, group, born_on, written_on)
    _check_addresses(walker, blocks)


def _tell(walker: Walker, code: str, block: Block, path: str, **words: object) -> None:
    element = tree()[path].element
    where = next(block.element.iterchildren(element.tag), block.element)
    walker.tell(code, where, element, **words)


def _check_upn(walker: Walker, pupil: Block) -> None:
    text = pupil.text("UPN")
    if text is None:
        _tell_no_number(walker, pupil)
        return
    if not upn.is_well_formed(text):
        text = upn.normal_form(text)
    if not upn.is_well_formed(text):
        _tell(walker, "upn-form", pupil, "Pupil/UPN")
        return
    if upn.check_letter(text[1:]) != text[0]:
        _tell(walker, "upn-check-letter", pupil, "Pupil/UPN")
    if text[-1].isalpha():
        _tell(walker, "upn-temporary", pupil, "Pupil/UPN")
    if not authorities.is_known(text[1:4]):
        _tell(walker, "upn-la-unknown", pupil, "Pupil/UPN")


def _tell_no_number(walker: Walker, pupil: Block) -> None:
    expected = walker.expected
    if expected.kind == "CTF":
        severity = None if expected.is_full else Severity.WARNING
        _tell(walker, "upn-missing", pupil, "Pupil/UPN", severity=severity)
    else:
        _tell(walker, "upn-missing-cme", pupil, "Pupil/UPN")


def _check_former(walker: Walker, pupil: Block, details: Block) -> None:
    now = upn.normal_form(pupil.text("UPN") or "")
    for element in details.element.iterchildren("FormerUPN"):
        text = upn.normal_form(element.text or "")
        row = tree()["Pupil/BasicDetails/FormerUPN"].element
        if text and not upn.is_well_formed(text):
            walker.tell("former-upn-form", element, row)
        elif text and text == now:
            walker.tell("former-upn-same", element, row)


def _check_uln(walker: Walker, pupil: Block) -> None:
    number = uln.normal_form(pupil.text("UniqueLearnerNumber") or "")
    if number == uln.PLACEHOLDER:
        _tell(walker, "uln-placeholder", pupil, "Pupil/UniqueLearnerNumber")
    elif number and not uln.has_right_check_digit(number):
        _tell(walker, "uln-form", pupil, "Pupil/UniqueLearnerNumber")


def _check_names(walker: Walker, pupil: Block) -> None:
    for tag, code in (("Surname", "surname-missing"), ("Forename", "forename-missing")):
        text = pupil.text(tag)
        if text is None:
            _tell(walker, code, pupil, f"Pupil/{tag}")
        elif text.casefold() in _NOT_NAMES or not (text[0].isalpha() or re.search(r"[^\W\d_]", text)):
            _tell(walker, "name-not-a-name", pupil, f"Pupil/{tag}", label=tag.lower())


def _check_birth(walker: Walker, pupil: Block, on: date, written_on: date) -> date | None:
    text = pupil.text("DOB")
    if text is None:
        _tell(walker, "birth-date-missing", pupil, "Pupil/DOB")
        return None
    born_on = walker.day(text)
    if born_on is None:
        _tell(walker, "birth-date-form", pupil, "Pupil/DOB")
        return None
    if born_on > on:
        _tell(walker, "birth-date-future", pupil, "Pupil/DOB")
        return None
    age = age_on(born_on, written_on)
    if not 2 <= age <= 20:
        _tell(walker, "birth-date-age", pupil, "Pupil/DOB", age=age)
    return born_on


def age_on(born_on: date, on: date) -> int:
    """Return the age in whole years on a day."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _check_sex(walker: Walker, pupil: Block) -> None:
    sex, gender = pupil.text("Sex"), pupil.text("Gender")
    if sex is None and gender is None:
        _tell(walker, "sex-missing", pupil, "Pupil/Sex")
    elif sex and gender and sex != gender:
        _tell(walker, "sex-disagrees", pupil, "Pupil/Sex")


def _check_year_group(walker: Walker, details: Block, group: str, born_on: date, on: date) -> None:
    usual = _YEAR_AGES.get(group)
    started = on.year if on.month >= 9 else on.year - 1
    age = age_on(born_on, date(started, 8, 31))
    if usual is not None and abs(age - usual) > 2:
        path = "Pupil/BasicDetails/NCyearActual"
        _tell(walker, "year-group-age", details, path, group=group, age=age_on(born_on, on))


def _check_addresses(walker: Walker, blocks: Blocks) -> None:
    for path in _ADDRESSES:
        for block in blocks.get(path, ()):
            texts = block.values
            if not (texts.get("Town") or texts.get("Locality") or texts.get("AdministrativeArea")):
                walker.tell("address-incomplete", block.element, tree()[path].element)
