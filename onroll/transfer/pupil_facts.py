"""What the registry is told about a pupil of a file: facts as `ctf` reads them, cut to what a row holds."""

from datetime import date

from onroll.ctf import Pupil
from onroll.ctf.contact import SchoolSpell
from onroll.identifiers import uln as ulns
from onroll.identifiers import upn as upns
from onroll.registry.actions import Facts, OtherName, OtherNumber
from onroll.registry.models import IdentifierKind, NameKind, Sighting

SEXES = frozenset({"F", "M"})
LONGEST = {field.name: field.max_length for field in Sighting._meta.concrete_fields}  # noqa: SLF001 - Django's own door


def facts_of(pupil: Pupil) -> Facts:
    """Return the facts of a pupil. A number that has not the shape of a UPN is left out: nobody is matched by it."""
    former = [number for number in map(_number, pupil.former_upns) if number]
    return Facts(
        surname=_fitting("surname", pupil.surname),
        forename=_fitting("forename", pupil.forename),
        middle_names=_fitting("middle_names", pupil.middle_names),
        upn=_number(pupil.upn),
        former_upn=former[0] if former else "",
        birth_date=pupil.birth_date,
        sex=(pupil.sex or "").upper() if (pupil.sex or "").upper() in SEXES else "",
        year_group=_fitting("year_group", pupil.year_group),
        address=_fitting("address", ", ".join(pupil.address_lines)),
        postcode=_fitting("postcode", pupil.postcode),
        other_names=_other_names(pupil),
        other_numbers=_other_numbers(pupil, former[1:]),
    )


def _other_names(pupil: Pupil) -> tuple[OtherName, ...]:
    """Return the names beside the legal one that say something else."""
    surname, forename = _fitting("surname", pupil.surname), _fitting("forename", pupil.forename)
    goes_by = (_fitting("surname", pupil.preferred_surname), _fitting("forename", pupil.preferred_forename))
    former = _fitting("surname", pupil.former_surname)
    names = []
    if any(goes_by) and (goes_by[0] or surname, goes_by[1] or forename) != (surname, forename):
        kind = NameKind.PREFERRED
        names.append(OtherName(kind=kind, surname=goes_by[0] or surname, forename=goes_by[1] or forename))
    if former and former != surname:
        names.append(OtherName(kind=NameKind.FORMER, surname=former))
    return tuple(names)


def _other_numbers(pupil: Pupil, former: list[str]) -> tuple[OtherNumber, ...]:
    """Return the former UPNs after the first, and the unique learner number."""
    learner = ulns.normal_form(pupil.uln or "")
    numbers = [OtherNumber(kind=IdentifierKind.FORMER_UPN, value=number) for number in former]
    if ulns.is_well_formed(learner) and learner != ulns.PLACEHOLDER:
        numbers.append(OtherNumber(kind=IdentifierKind.LEARNER_NUMBER, value=learner))
    return tuple(numbers)


def spell_at(pupil: Pupil, code: str) -> SchoolSpell | None:
    """Return the pupil's newest time at the school with this code, as the file's school history has it."""
    return next((spell for spell in pupil.school_history if spell.code == code), None)


def left_on(pupil: Pupil, code: str) -> date | None:
    """Return the day on which the pupil left the sending school; None where the file does not say."""
    spell = spell_at(pupil, code)
    return spell.left_on if spell else None


def _number(text: str | None) -> str:
    number = upns.normal_form(text or "")
    return number if upns.is_well_formed(number) else ""


def _fitting(field: str, text: str | None) -> str:
    """Cut a text at what the sighting's column takes; the file itself keeps all of it."""
    return (text or "").strip()[: LONGEST[field]]
