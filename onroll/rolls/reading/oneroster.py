"""Reading a roll from a OneRoster CSV bundle, 1.1 or 1.2: a zip file of tables in bulk.

Source: 1EdTech OneRoster 1.1 and 1.2, CSV binding: manifest, orgs, users, roles (1.2), demographics, classes and
enrollments. Begin dates count, end dates do not (they are "exclusive"). What a UK system puts where is our reading
(mark P): the UPN in `userIds` as {UPN:…} or in `identifier`, the DfE number in the organisation's `identifier`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from typing import BinaryIO

from onroll.identifiers import upn as upns
from onroll.rolls.reading.problems import problem
from onroll.rolls.reading.rows import Rows
from onroll.rolls.reading.schools import full_code
from onroll.vault.content_checks.archives import Budget, findings_of

MOST_TABLE_BYTES = 60_000_000
MOST_UNPACKED_BYTES = 300_000_000
NEEDED = ("orgs.csv", "users.csv")
WHY = {
    "archive-paths": "names of files in it lead out of it, or are there twice.",
    "archive-ratio": "it unpacks to far more than any school’s roll.",
    "archive-too-many": "it holds far too many files.",
    "archive-encrypted": "it is locked with a password.",
    "archive-nested": "it holds other archives.",
}
DAMAGED = "it is damaged, or not a zip file. Export it again."
STUDENT = "student"
_UPN = re.compile(r"\{\s*UPN\s*:\s*([^}]*)\}", re.IGNORECASE)
Table = list[dict[str, str]]


class _Unusable(Exception):
    """The bundle is not read further."""

    def __init__(self, code: str, **given: str) -> None:
        super().__init__(code)
        self.problem = problem(code, 0, "", **given)


def read_bundle(content: bytes, mapping: Mapping[str, str], school_code: str) -> Rows:
    """Return the rows of a school's students in a bundle, numbered as the lines of users.csv."""
    del mapping  # its names are fixed
    findings = findings_of(io.BytesIO(content), Budget(bytes_left=MOST_UNPACKED_BYTES), 0, of_member=_not_looked_into)
    if findings:
        return Rows(problems=[problem("R14", why=WHY.get(findings[0], DAMAGED))])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(_Bundle(archive), school_code)
    except _Unusable as unusable:
        return Rows(problems=[unusable.problem])


def _not_looked_into(_name: str, _stream: BinaryIO, _budget: Budget, _depth: int) -> list[str]:
    return []


class _Bundle:
    """The tables of a bundle by name; in some bundles they stand in a folder."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {one.filename.rpartition("/")[2].lower(): one for one in archive.infolist() if not one.is_dir()}
        said = {row.get("propertyName", ""): row.get("value", "") for row in self.table("manifest.csv")}
        self._said = {name.lower(): value.lower() for name, value in said.items()}
        for name in NEEDED:
            if name not in self._members:
                raise _Unusable("R15", what=name)

    def table(self, name: str) -> Table:
        """Return a table's rows that hold; none where it is not there. Raises: _Unusable, for a delta."""
        if name not in self._members:
            return []
        if name != "manifest.csv" and self._said.get(f"file.{name.removesuffix('.csv')}") == "delta":
            raise _Unusable("R16", what=name)
        with self._archive.open(self._members[name]) as packed:
            content = packed.read(MOST_TABLE_BYTES + 1)
        if len(content) > MOST_TABLE_BYTES:
            raise _Unusable("R14", why=WHY["archive-ratio"])
        try:
            reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""), strict=True)
            rows = [
                {str(key): str(value or "").strip() for key, value in row.items() if key is not None} for row in reader
            ]
        except csv.Error as broken:
            raise _Unusable(
                "R06" if "unexpected end" in str(broken) else "R03", why=f"“{name}” is no table."
            ) from broken
        return [row for row in rows if row.get("status", "").lower() != "tobedeleted"]


def _read(bundle: _Bundle, school_code: str) -> Rows:
    own = _own_school(bundle.table("orgs.csv"), school_code)
    roles = {
        row["userSourcedId"]: row
        for row in bundle.table("roles.csv")
        if row.get("role", "").lower() == STUDENT and row.get("orgSourcedId") == own and row.get("userSourcedId")
    }
    born = {row.get("sourcedId", ""): row for row in bundle.table("demographics.csv")}
    forms = _forms(bundle, own)
    rows = Rows(fields=_fields(roles, born, forms))
    for line, user in enumerate(bundle.table("users.csv"), 2):
        number = user.get("sourcedId", "")
        is_ours = own in re.split(r"\s*,\s*", user.get("orgSourcedIds", "")) if "orgSourcedIds" in user else False
        is_student = user.get("role", "").lower() == STUDENT and is_ours
        if number in roles or is_student:
            rows.rows.append((line, _texts(user, roles.get(number, {}), born.get(number, {}), forms.get(number, ""))))
    return rows


def _fields(roles: Mapping[str, object], born: Mapping[str, object], forms: Mapping[str, object]) -> frozenset[str]:
    """Return the fields that this bundle says something of; others stay as they are known."""
    fields = {"pupil_key", "upn", "surname", "forename", "middle_names", "year_group"}
    fields |= {"born_on", "sex"} if born else set()
    fields |= {"form_group"} if forms else set()
    return frozenset(fields | ({"from_on", "leaving_on"} if roles else set()))


def _own_school(orgs: Table, school_code: str) -> str:
    """Return the bundle's own number of the school. Raises: _Unusable, where it is of others, or of nobody."""
    schools = [row for row in orgs if row.get("type", "").lower() == "school"]
    codes = {row.get("sourcedId", ""): full_code(row.get("identifier", ""), school_code)[0] for row in schools}
    own = next((number for number, code in codes.items() if code == school_code), None)
    if own is not None:
        return own
    if len(codes) == 1 and not any(row.get("identifier") for row in schools):
        return next(iter(codes))
    others = next((code for code in codes.values() if code.isalnum()), "?")
    raise _Unusable("R12", what=others[:7]) if codes else _Unusable("R15", what="a school in orgs.csv")


def _forms(bundle: _Bundle, own: str) -> dict[str, str]:
    """Return the title of each student's form (a class of type homeroom)."""
    rooms = {
        row.get("sourcedId", ""): row.get("title", "")
        for row in bundle.table("classes.csv")
        if row.get("classType", "").lower() == "homeroom" and row.get("schoolSourcedId", own) == own
    }
    if not rooms:
        return {}
    return {
        row.get("userSourcedId", ""): rooms[row["classSourcedId"]]
        for row in bundle.table("enrollments.csv")
        if row.get("role", "").lower() == STUDENT and row.get("classSourcedId") in rooms
    }


def _texts(user: dict[str, str], role: dict[str, str], born: dict[str, str], form: str) -> dict[str, str]:
    in_ids = _UPN.search(user.get("userIds", ""))
    identifier = upns.normal_form(user.get("identifier", ""))
    said = {
        "pupil_key": user.get("sourcedId", ""),
        "upn": in_ids[1] if in_ids else identifier if upns.is_well_formed(identifier) else "",
        "surname": user.get("familyName", ""),
        "forename": user.get("givenName", ""),
        "middle_names": user.get("middleName", ""),
        "year_group": user.get("grades", "").split(",")[0].strip(),
        "born_on": born.get("birthDate", ""),
        "sex": born.get("sex", ""),
        "form_group": form,
        "from_on": role.get("beginDate", ""),
        "leaving_on": _last_day(role.get("endDate", "")),
    }
    return {field: text for field, text in said.items() if text}


def _last_day(end: str) -> str:
    """Return the last day that counts; a text that is no date stays as it is, for its problem to be said."""
    try:
        return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else ""
    except ValueError:
        return end
