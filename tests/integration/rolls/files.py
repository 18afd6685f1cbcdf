"""Roll files of invented pupils, as schools write them."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from onroll.identifiers import upn as upns
from onroll.rolls import actions
from tests.cast import Member

TITLES = ("Adno", "UPN", "Legal surname", "Legal forename", "DOB", "Gender", "Year", "Reg group", "Postcode", "DOA")


def pupil(number: int, **other: str) -> dict[str, str]:
    """Return a pupil's row; every number is another child."""
    return {
        "Adno": f"{number:06d}",
        "UPN": upns.make("820", "1234", 2015, number),
        "Legal surname": f"Madeup{chr(65 + number % 26)}{chr(97 + number // 26)}",
        "Legal forename": ("Ada", "Bo", "Cyd", "Dee", "Eli", "Fay", "Gus")[number % 7],
        "DOB": f"{1 + number % 28:02d}/{1 + number % 12:02d}/2015",
        "Gender": "FM"[number % 2],
        "Year": "6",
        "Reg group": "6A",
        "Postcode": f"ZZ1 {number % 10}ZZ",
        "DOA": "01/09/2019",
        **other,
    }


def pupils(numbers: Iterable[int], **other: str) -> list[dict[str, str]]:
    """Return rows of several pupils."""
    return [pupil(number, **other) for number in numbers]


def table(rows: list[dict[str, str]], *, separator: str = ",", titles: tuple[str, ...] = TITLES) -> bytes:
    """Return a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=titles, delimiter=separator, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(member: Member, rows: list[dict[str, str]] | bytes, as_on: date, **other: Any) -> actions.Outcome:
    """Send a file for the member's own school."""
    content = rows if isinstance(rows, bytes) else table(rows)
    given = {"form": "csv", "school": member.organisation, **other}
    return actions.load_roll(member.act(), as_on=as_on, content=content, **given)
