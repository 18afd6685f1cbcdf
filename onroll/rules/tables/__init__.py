"""The facts that the rules read, as tables with their sources (SOURCES.md beside this file)."""

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table, each as column name to text, in the order of the file.

    Args:
        name: the file's name without its ending, such as "deadlines".
    """
    text = (resources.files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
