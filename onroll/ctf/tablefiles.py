"""Reads the rows of a table that lies in `onroll/ctf/tables`."""

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of the table, each by its column names."""
    text = (resources.files("onroll.ctf") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
