"""Reading a roll from a OneRoster CSV bundle, 1.1 or 1.2: a zip file of tables in bulk.

Source: 1EdTech OneRoster 1.1 and 1.2, CSV binding: manifest, orgs, users, roles (1.2), demographics, and for the form
academicSessions, classes and enrollments. Begin dates count, end dates do not (they are "exclusive"). What a UK system
puts where is our reading (mark P): the UPN in `userIds` as {UPN:…} or in `identifier`, the DfE number in the
organisation's `identifier`.

Not read: the people in `agentSourcedIds`, their telephones and addresses. The standard says that somebody is a parent
or guardian, and not whether the pupil lives with them, which is what a return of law tells. It has no last school and
nothing of boarding; the school completes those on a page.
"""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import BinaryIO

from onroll.identifiers import upn as upns
from onroll.rolls.reading.problems import problem
from onroll.rolls.reading.rows import MOST_LINES, MOST_PUPILS, Rows
from onroll.rolls.reading.schools import full_code
from onroll.rolls.reading.tables import MOST_CELL
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
MOST_SCHOOLS = 5_000  # in one bundle: more than any authority or trust has
# What of a pupil a column of users.csv says; where it lacks, that stays as it is known.
OF_COLUMN = {"userIds": "upn", "identifier": "upn", "middleName": "middle_names", "grades": "year_group"}
OF_COLUMN |= {"preferredGivenName": "name_used"}  # 1.2
_UPN = re.compile(r"\{\s*UPN\s*:\s*([^}]*)\}", re.IGNORECASE)
Record = dict[str, str]


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
        said = {row.get("propertyName", ""): row.get("value", "") for _, row in self.table("manifest.csv")}
        self._said = {name.lower(): value.lower() for name, value in said.items()}
        for name in NEEDED:
            if name not in self._members:
                raise _Unusable("R15", what=name)

    def table(self, name: str) -> Iterator[tuple[int, Record]]:
        """Yield a table's rows that hold, each with its line; none where it is not there.

        One by one: a table made to fill the memory must not. Raises: _Unusable, for a delta, or what is no table.
        """
        if name not in self._members:
            return
        if name != "manifest.csv" and self._said.get(f"file.{name.removesuffix('.csv')}") == "delta":
            raise _Unusable("R16", what=name)
        if self._members[name].file_size > MOST_TABLE_BYTES:
            raise _Unusable("R14", why=WHY["archive-ratio"])
        csv.field_size_limit(MOST_CELL)
        with self._archive.open(self._members[name]) as packed:
            text = io.TextIOWrapper(packed, encoding="utf-8-sig", errors="replace", newline="")
            reader = csv.DictReader(text, strict=True)
            try:
                for row in reader:
                    if reader.line_num > MOST_LINES:
                        raise _Unusable("R14", why=WHY["archive-ratio"])
                    record = {key: (value or "").strip() for key, value in row.items() if key is not None}
                    if record.get("status", "").lower() != "tobedeleted":
                        yield reader.line_num, record
            except csv.Error as broken:
                code = "R06" if "unexpected end" in str(broken) else "R03"
                raise _Unusable(code, why=f"“{name}” is no table.") from broken


def _read(bundle: _Bundle, school_code: str) -> Rows:
    own = _own_school(bundle, school_code)
    roles = _roles(bundle, own)
    rows, users = Rows(), []
    columns: set[str] = set()
    for line, user in bundle.table("users.csv"):
        columns |= user.keys()
        is_ours = own in re.split(r"\s*,\s*", user.get("orgSourcedIds", ""))
        is_student = user.get("role", "").lower() == STUDENT and is_ours
        if user.get("sourcedId") in roles or is_student:
            users.append((line, user))
        if len(users) > MOST_PUPILS:
            break
    numbers = {user.get("sourcedId", "") for _, user in users}
    born = {row["sourcedId"]: row for _, row in bundle.table("demographics.csv") if row.get("sourcedId") in numbers}
    forms = _forms(bundle, own, numbers)
    rows.fields = _fields(columns, roles, born, forms)
    for line, user in users:
        number = user.get("sourcedId", "")
        rows.rows.append((line, _texts(user, roles.get(number, {}), born.get(number, {}), forms.get(number, ""))))
    return rows


def _roles(bundle: _Bundle, own: str) -> dict[str, Record]:
    """Return each student's role at the school (1.2); of several, the one that began last."""
    found: dict[str, Record] = {}
    for _, row in bundle.table("roles.csv"):
        number = row.get("userSourcedId", "")
        if row.get("role", "").lower() != STUDENT or row.get("orgSourcedId") != own or not number:
            continue
        if number not in found or row.get("beginDate", "") >= found[number].get("beginDate", ""):
            found[number] = row
    return found


def _fields(
    columns: Collection[str], roles: Mapping[str, object], born: Mapping[str, object], forms: Mapping[str, object]
) -> frozenset[str]:
    """Return the fields that this bundle says something of; others stay as they are known."""
    fields = {"pupil_key", "surname", "forename"}
    fields |= {field for column, field in OF_COLUMN.items() if column in columns}
    fields |= {"born_on", "sex"} if born else set()
    fields |= {"form_group"} if forms else set()
    return frozenset(fields | ({"from_on", "leaving_on"} if roles else set()))


def _own_school(bundle: _Bundle, school_code: str) -> str:
    """Return the bundle's own number of the school. Raises: _Unusable, where it is of others, or of nobody."""
    schools = [row for _, row in bundle.table("orgs.csv") if row.get("type", "").lower() == "school"][:MOST_SCHOOLS]
    codes = {row.get("sourcedId", ""): full_code(row.get("identifier", ""), school_code)[0] for row in schools}
    own = next((number for number, code in codes.items() if code == school_code), None)
    if own is not None:
        return own
    if len(codes) == 1 and not any(row.get("identifier") for row in schools):
        return next(iter(codes))
    others = next((code for code in codes.values() if code.isalnum()), "?")
    raise _Unusable("R12", what=others[:7]) if codes else _Unusable("R15", what="a school in orgs.csv")


def _forms(bundle: _Bundle, own: str, numbers: Collection[str]) -> dict[str, str]:
    """Return the title of each student's form: a class of type homeroom, the one whose session ends last."""
    ends = {row.get("sourcedId", ""): row.get("endDate", "") for _, row in bundle.table("academicSessions.csv")}
    rooms = {
        row.get("sourcedId", ""): (
            max((ends.get(term.strip(), "") for term in row.get("termSourcedIds", "").split(",")), default=""),
            row.get("title", ""),
        )
        for _, row in bundle.table("classes.csv")
        if row.get("classType", "").lower() == "homeroom" and row.get("schoolSourcedId", own) == own
    }
    found: dict[str, tuple[str, str, str]] = {}
    for _, row in bundle.table("enrollments.csv") if rooms else ():
        number, room = row.get("userSourcedId", ""), rooms.get(row.get("classSourcedId", ""))
        if room is not None and number in numbers and row.get("role", "").lower() == STUDENT:
            here = (room[0], row.get("beginDate", ""), room[1])
            found[number] = max(found.get(number, here), here)
    return {number: title for number, (_, _, title) in found.items()}


def _texts(user: dict[str, str], role: dict[str, str], born: dict[str, str], form: str) -> dict[str, str]:
    in_ids = _UPN.search(user.get("userIds", ""))
    identifier = upns.normal_form(user.get("identifier", ""))
    said = {
        "pupil_key": user.get("sourcedId", ""),
        "upn": in_ids[1] if in_ids else identifier if upns.is_well_formed(identifier) else "",
        "surname": user.get("familyName", ""),
        "forename": user.get("givenName", ""),
        "middle_names": user.get("middleName", ""),
        "name_used": user.get("preferredGivenName", ""),
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
