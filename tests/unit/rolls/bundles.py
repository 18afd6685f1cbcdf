"""OneRoster bundles of an invented school, 1.1 and 1.2, as its tables: tests change cells and leave tables out."""

import csv
import io
import zipfile

CODE = "8201234"
UPN = "R201100018042"
Tables = dict[str, list[dict[str, str]]]

ORGS = [
    {"sourcedId": "o1", "name": "Fixture Primary School", "type": "school", "identifier": CODE},
    {"sourcedId": "o2", "name": "Placeholder Academy", "type": "school", "identifier": "8205678"},
    {"sourcedId": "la", "name": "Exampleton", "type": "district", "identifier": ""},
]
SESSIONS = [
    {"sourcedId": "t25", "title": "2025 to 2026", "startDate": "2025-09-01", "endDate": "2026-08-31"},
    {"sourcedId": "t26", "title": "2026 to 2027", "startDate": "2026-09-01", "endDate": "2027-08-31"},
]
# Last year's class stands after this year's: the session decides, not the order.
CLASSES = [
    {"sourcedId": "k7", "title": "7B", "classType": "homeroom", "schoolSourcedId": "o1", "termSourcedIds": "t26"},
    {"sourcedId": "k6", "title": "6A", "classType": "homeroom", "schoolSourcedId": "o1", "termSourcedIds": "t25"},
    {"sourcedId": "m7", "title": "Maths", "classType": "scheduled", "schoolSourcedId": "o1", "termSourcedIds": "t26"},
]
ENROLLMENTS = [
    {"sourcedId": f"e{number}", "classSourcedId": room, "userSourcedId": "u1", "role": "student"}
    for number, room in enumerate(("k7", "k6", "m7"))
]
DEMOGRAPHICS = [
    {"sourcedId": "u1", "birthDate": "2015-03-14", "sex": "female"},
    {"sourcedId": "u2", "birthDate": "2014-11-02", "sex": "unspecified"},
    {"sourcedId": "u9", "birthDate": "1980-01-01", "sex": "male"},
]
NAMES = {
    "u1": {"familyName": "Quillon", "givenName": "Zelphine", "middleName": "Ada", "grades": "07"},
    "u2": {"familyName": "Marchbank", "givenName": "Oswin", "grades": "08"},
    "u3": {"familyName": "Fennimore", "givenName": "Tilda", "grades": "07"},
    "u9": {"familyName": "Teacher", "givenName": "Invented"},
}
ELSEWHERE = {"u3": "o2"}


def version_1_1() -> Tables:
    """Return a bundle of version 1.1: role and school stand in users.csv."""
    users = [
        {
            "sourcedId": number,
            "status": "",
            "orgSourcedIds": ELSEWHERE.get(number, "o1"),
            "role": "teacher" if number == "u9" else "student",
            "identifier": UPN if number == "u1" else "",
            **names,
        }
        for number, names in NAMES.items()
    ]
    return {**_shared("1.1"), "users.csv": users}


def version_1_2() -> Tables:
    """Return a bundle of version 1.2: roles have a table of their own, with days."""
    users = [
        {"sourcedId": number, "userIds": f"{{UPN:{UPN}}},{{other:1}}" if number == "u1" else "", **names}
        for number, names in NAMES.items()
    ]
    roles = [
        {
            "sourcedId": f"r-{number}",
            "userSourcedId": number,
            "role": "teacher" if number == "u9" else "student",
            "orgSourcedId": ELSEWHERE.get(number, "o1"),
            "beginDate": "2021-09-01",
            "endDate": "2026-07-22" if number == "u2" else "",
        }
        for number in NAMES
    ]
    return {**_shared("1.2"), "users.csv": users, "roles.csv": roles}


def packed(tables: Tables, folder: str = "") -> bytes:
    """Return the tables as a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, rows in tables.items():
            bundle.writestr(folder + name, _table(rows))
    return out.getvalue()


def said_in_the_manifest(tables: Tables, **values: str) -> Tables:
    """Return the tables with other values in the manifest, as users="delta"."""
    changed = {f"file.{name}": value for name, value in values.items()}
    manifest = [{**row, "value": changed.get(row["propertyName"], row["value"])} for row in tables["manifest.csv"]]
    return {**tables, "manifest.csv": manifest}


def _shared(version: str) -> Tables:
    names = ("academicSessions", "classes", "demographics", "enrollments", "orgs", "users", "roles")
    manifest = [{"propertyName": "oneroster.version", "value": version}]
    return {
        "manifest.csv": manifest + [{"propertyName": f"file.{name}", "value": "bulk"} for name in names],
        "orgs.csv": ORGS,
        "academicSessions.csv": SESSIONS,
        "classes.csv": CLASSES,
        "enrollments.csv": ENROLLMENTS,
        "demographics.csv": DEMOGRAPHICS,
    }


def _table(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    titles = list(dict.fromkeys(title for row in rows for title in row))
    writer = csv.DictWriter(out, fieldnames=titles, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
