"""The facts that this room reads, as tables with their sources (SOURCES.md beside this file)."""

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table, each as column name to text, in the order of the file.

    Args:
        name: the file's name without its ending, such as "checklist-2006".
    """
    text = (resources.files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
