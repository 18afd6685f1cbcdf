"""A school's roll as its own system holds it: pupils as texts, what changes, and the files it writes."""

import csv
import dataclasses
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from onroll import ctf
from onroll.access.models import Organisation

# Our own field by the title that the system of the first school gives it: not what anybody would guess.
TITLES = {
    "Pupil ref": "pupil_key",
    "Unique no": "upn",
    "Family name (legal)": "surname",
    "Given name (legal)": "forename",
    "Born": "born_on",
    "M or F": "sex",
    "NCY": "year_group",
    "Class": "form_group",
    "Lives at": "address",
    "Post code": "postcode",
    "Came on": "from_on",
    "Last day": "leaving_on",
    "Goes to": "destination",
}
ONEROSTER = {
    "manifest.csv": ("propertyName", "value"),
    "orgs.csv": ("sourcedId", "name", "type", "identifier"),
    "users.csv": (
        "sourcedId",
        "enabledUser",
        "orgSourcedIds",
        "role",
        "username",
        "userIds",
        "givenName",
        "familyName",
        "grades",
    ),
    "demographics.csv": ("sourcedId", "birthDate", "sex"),
    "classes.csv": ("sourcedId", "title", "classType", "schoolSourcedId"),
    "enrollments.csv": ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
}
Row = dict[str, str]
Change = Callable[["SchoolRoll", date], None]


@dataclasses.dataclass
class SchoolRoll:
    """A school's pupils, each as texts by our own field names.

    `coming`: by days before the end, what changes then. `gone`: places of those whom the system exports no more.
    """

    school: Organisation
    rows: list[Row]
    coming: dict[int, Change] = dataclasses.field(default_factory=dict)
    gone: set[int] = dataclasses.field(default_factory=set)

    @property
    def written(self) -> list[Row]:
        """The rows that the system still exports."""
        return [row for number, row in enumerate(self.rows) if number not in self.gone]

    def take_off(self, number: int, last_on: date) -> None:
        """Take a pupil off the roll, who stays in the register until the last day."""
        self.rows[number]["leaving_on"] = last_on.isoformat()
        self.gone.add(number)

    def catch_up(self, days_left: int, on: date) -> None:
        """Make every change whose day has come."""
        for days in sorted((one for one in self.coming if one >= days_left), reverse=True):
            self.coming.pop(days)(self, on)


def roll_of(school: Organisation, pupils: Iterable[ctf.Pupil]) -> SchoolRoll:
    """Return the roll of a school with these pupils."""
    return SchoolRoll(school, [row_of(pupil, number) for number, pupil in enumerate(pupils, 1)])


def row_of(pupil: ctf.Pupil, number: int) -> Row:
    """Return what the school's system holds of a pupil, whom it knows by a number."""
    spells = [spell.entry_on for spell in pupil.school_history if spell.entry_on]
    year = pupil.year_group or ""
    return {
        "pupil_key": f"{number:05d}",
        "upn": pupil.upn or "",
        "surname": pupil.surname or "",
        "forename": pupil.forename or "",
        "born_on": pupil.birth_date.isoformat() if pupil.birth_date else "",
        "sex": pupil.sex or "",
        "year_group": year,
        "form_group": f"{year}{'AB'[number % 2]}",
        "address": ", ".join(pupil.address_lines),
        "postcode": pupil.postcode or "",
        "from_on": max(spells).isoformat() if spells else "",
        "leaving_on": "",
        "destination": "",
    }


def table(rows: Iterable[Row]) -> bytes:
    """Return a roll as the first school's system exports it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(TITLES)
    writer.writerows([row[field] for field in TITLES.values()] for row in rows)
    return out.getvalue().encode()


def bundle(roll: SchoolRoll) -> bytes:
    """Return a roll as a OneRoster 1.1 bundle."""
    forms = sorted({row["form_group"] for row in roll.rows})
    tables: dict[str, list[tuple[str, ...]]] = {
        "manifest.csv": [("manifest.version", "1.0"), ("oneroster.version", "1.1")],
        "orgs.csv": [("school", roll.school.name, "school", roll.school.code)],
        "users.csv": [
            (
                key,
                "true",
                "school",
                "student",
                key,
                f"{{UPN:{row['upn']}}}",
                row["forename"],
                row["surname"],
                row["year_group"],
            )
            for row in roll.rows
            for key in (row["pupil_key"],)
        ],
        "demographics.csv": [
            (row["pupil_key"], row["born_on"], {"F": "female", "M": "male"}.get(row["sex"], "")) for row in roll.rows
        ],
        "classes.csv": [(f"form-{form}", form, "homeroom", "school") for form in forms],
        "enrollments.csv": [
            (f"in-{row['pupil_key']}", f"form-{row['form_group']}", "school", row["pupil_key"], "student")
            for row in roll.rows
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, head in ONEROSTER.items():
            text = io.StringIO()
            csv.writer(text).writerows([head, *tables[name]])
            archive.writestr(zipfile.ZipInfo(name), text.getvalue())
    return out.getvalue()


def moves_house(number: int) -> Change:
    """Return the change of a pupil's address."""

    def change(roll: SchoolRoll, _on: date) -> None:
        roll.rows[number] |= {"address": "7 Example Terrace, Sampleton", "postcode": "ZZ9 4AB"}

    return change


def changes_name(number: int, surname: str) -> Change:
    """Return the change of a pupil's surname."""

    def change(roll: SchoolRoll, _on: date) -> None:
        roll.rows[number]["surname"] = surname

    return change


def joins(*rows: Row) -> Change:
    """Return that pupils come, on the day of the file."""

    def change(roll: SchoolRoll, on: date) -> None:
        roll.rows += [{**row, "from_on": on.isoformat()} for row in rows]

    return change


def leaves(number: int, destination: str = "") -> Change:
    """Return that a pupil's last day was the day before the file's, and where to, as far as the school knows."""

    def change(roll: SchoolRoll, on: date) -> None:
        last_on = on - timedelta(days=1)
        roll.rows[number] |= {"leaving_on": last_on.isoformat(), "destination": destination}

    return change
