"""Reading a roll from a common transfer file, or from a message of joiners or leavers (CMJ, CML), by `ctf`.

A full transfer file is taken as the whole roll; a partial one, and a message of joiners or leavers, holds only what
changed.
"""

import io
from collections.abc import Mapping

from onroll import ctf
from onroll.rolls.reading.problems import problem
from onroll.rolls.reading.rows import Rows

# What every transfer file says of every pupil; of the rest, what it says of anybody.
ALWAYS = frozenset({"pupil_key", "surname", "forename"})
LIMITS = ctf.Limits(max_bytes=50_000_000, max_pupils=20_001)


def read_transfer_file(content: bytes, mapping: Mapping[str, str], school_code: str) -> Rows:
    """Return the rows of a transfer file, numbered by pupil from 1."""
    del mapping  # its names are fixed
    found = ctf.read(io.BytesIO(content), limits=LIMITS)
    is_full = (found.header.qualifier or "full").casefold() == "full"
    rows = Rows(is_whole=found.header.frame.kind == "CTF" and is_full)
    fatal = [one for one in found.problems if one.severity is ctf.Severity.ERROR]
    if fatal or found.header.element is None:
        rows.problems.append(problem("R03", why="It is not a common transfer file that can be read to its end."))
        return rows
    if found.header.frame.kind == "ATF":
        rows.problems.append(
            problem("R03", why="It is an admissions file: of who will come, not of who is on the roll.")
        )
        return rows
    sender = found.header.source.code if found.header.source else ""
    rows.rows = [(pupil.position, _texts(pupil, sender, school_code)) for pupil in found.pupils]
    rows.fields = ALWAYS.union(*(texts for _, texts in rows.rows))
    return rows


def _parents(pupil: ctf.Pupil) -> dict[str, str]:
    """Return the first two contacts with whom the pupil lives, or of whom the file does not say otherwise."""
    near = [one for one in pupil.contacts if one.lives_with_pupil is not False and one.responsibility is not False]
    said = {}
    for prefix, one in zip(("parent", "second_parent"), near, strict=False):
        said[f"{prefix}_name"] = " ".join(filter(None, (one.forename, one.surname)))
        said[f"{prefix}_address"] = ", ".join(filter(None, (*one.address_lines, one.postcode)))
        said[f"{prefix}_telephone"] = next((phone.number for phone in one.telephones if phone.number), "")
    return said


def _texts(pupil: ctf.Pupil, sender: str, school_code: str) -> dict[str, str]:
    spell = next((one for one in pupil.school_history if one.code == school_code), None)
    following = f"{pupil.text('NextSchool/LEA') or ''}{pupil.text('NextSchool/Estab') or ''}"
    said = {
        "upn": pupil.upn,
        "former_upn": pupil.former_upns[0] if pupil.former_upns else "",
        "surname": pupil.surname,
        "forename": pupil.forename,
        "middle_names": pupil.middle_names,
        "born_on": pupil.text("DOB"),
        "sex": pupil.sex,
        "year_group": pupil.year_group,
        "status": pupil.text("BasicDetails/EnrolStatus"),
        "address": ", ".join(pupil.address_lines),
        "postcode": pupil.postcode,
        "from_on": spell.entry_on.isoformat() if spell and spell.entry_on else "",
        "leaving_on": spell.left_on.isoformat() if spell and spell.left_on else "",
        "destination": pupil.text("NextSchool/SchoolName") or following,
        "school_code": sender,
        "name_used": pupil.preferred_forename if pupil.preferred_forename != pupil.forename else "",
        "last_school": next((one.name or one.code for one in pupil.school_history if one.code != school_code), ""),
        "deletion_ground": spell.removal_ground if spell and spell.left_on else "",
        **_parents(pupil),
    }
    return {field: text for field, text in said.items() if text}
