"""One record as somebody may see it: in full where her area told us of it, the least of it where another's did."""

from onroll.ctf.year_groups import year_name
from onroll.identifiers import postcode as postcodes
from onroll.registry.models import BirthDateCertainty, Sighting
from onroll.web.words import day_words

SEXES = {"F": "Female", "M": "Male"}
SOURCES = {
    "transfer file": "A file sent through the exchange",
    "officer": "An officer",
    "school": "A school",
    "agency": "A partner agency",
}
NOT_KNOWN = "Not known"
NOT_SHOWN = "Not shown to you"
SEALED = "Sealed"
SEALED_WORDS = "Sealed: ask your authority’s safeguarding lead"


def record_words(row: Sighting, *, is_full: bool) -> dict[str, str]:
    """Return what is shown of a record, by the name of the fact.

    `is_full` false: initials, year and area only, enough to talk to the other authority about.
    """
    words = _full(row) if is_full else _least(row)
    return {
        **words,
        "Sex": SEXES.get(row.sex, NOT_KNOWN),
        "Told by": row.told_by.name if row.told_by else NOT_KNOWN,
        "Received": f"{SOURCES.get(row.source, 'From another source')}, {day_words(row.seen_at)}",
    }


def _full(row: Sighting) -> dict[str, str]:
    is_hidden = row.is_address_sealed
    return {
        "Surname": row.surname or NOT_KNOWN,
        "Forenames": " ".join(part for part in (row.forename, row.middle_names) if part) or NOT_KNOWN,
        "Date of birth": _born(row),
        "UPN": ", formerly ".join(number for number in (row.upn, row.former_upn) if number) or NOT_KNOWN,
        "Postcode": SEALED if is_hidden else row.postcode or NOT_KNOWN,
        "Address": SEALED if is_hidden else row.address or NOT_KNOWN,
        "Year group": year_name(row.year_group) or NOT_KNOWN,
    }


def _least(row: Sighting) -> dict[str, str]:
    code = "" if row.is_address_sealed else postcodes.parse(row.postcode)
    return {
        "Surname": _initial(row.surname),
        "Forenames": _initial(row.forename),
        "Date of birth": f"In {row.birth_date.year}" if row.birth_date else NOT_KNOWN,
        "UPN": NOT_SHOWN if row.upn else NOT_KNOWN,
        "Postcode": f"In {postcodes.outward(code)}" if code else NOT_SHOWN if row.postcode else NOT_KNOWN,
        "Address": NOT_SHOWN if row.address else NOT_KNOWN,
        "Year group": year_name(row.year_group) or NOT_KNOWN,
    }


def _initial(name: str) -> str:
    return f"{name[:1]}. (only the initial is shown to you)" if name else NOT_KNOWN


def _born(row: Sighting) -> str:
    if row.birth_date is None:
        return NOT_KNOWN
    certainty = BirthDateCertainty(row.birth_date_certainty)
    how_sure = "" if certainty is BirthDateCertainty.STATED else f" ({certainty.label.lower()})"
    return f"{day_words(row.birth_date)}{how_sure}"
