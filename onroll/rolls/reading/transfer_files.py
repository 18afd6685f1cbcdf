"""Reading a roll from a common transfer file, or from a message of joiners or leavers (CMJ, CML), by `ctf`.

A transfer file is taken as the whole roll; a message of joiners or leavers holds only what changed.
"""

import io
from collections.abc import Mapping

from onroll import ctf
from onroll.rolls.reading.problems import problem
from onroll.rolls.reading.rows import Rows

FIELDS = frozenset(
    {
        *("upn", "former_upn", "surname", "forename", "middle_names", "born_on", "sex", "year_group", "status"),
        *("address", "postcode", "from_on", "leaving_on", "destination", "school_code"),
    }
)
LIMITS = ctf.Limits(max_bytes=50_000_000, max_pupils=20_001)


def read_transfer_file(content: bytes, mapping: Mapping[str, str], school_code: str) -> Rows:
    """Return the rows of a transfer file, numbered by pupil from 1."""
    del mapping  # its names are fixed
    found = ctf.read(io.BytesIO(content), limits=LIMITS)
    rows = Rows(fields=FIELDS, is_whole=found.header.frame.kind != "CME")
    fatal = [one for one in found.problems if one.severity is ctf.Severity.ERROR]
    if fatal or found.header.element is None:
        rows.problems.append(problem("R03", why="It is not a common transfer file that can be read to its end."))
        return rows
    sender = found.header.source.code if found.header.source else ""
    rows.rows = [(pupil.position, _texts(pupil, sender, school_code)) for pupil in found.pupils]
    return rows


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
    }
    return {field: text for field, text in said.items() if text}
