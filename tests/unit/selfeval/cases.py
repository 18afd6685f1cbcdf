"""Answers that just achieve each step, for tests to start from."""

from onroll.selfeval.questionnaire import items
from onroll.selfeval.requirements import RULES


def _achieved(step: str) -> str:
    cells: dict[str, list[str]] = {}
    for requirement in RULES[step].requirements:
        cells.setdefault(f"{requirement.item} {requirement.line}".strip(), []).append(min(requirement.accepted))
    before = {"B4": "B3a=yes; ", "C2": "C1a=yes; "}.get(step, "")
    return before + "; ".join(f"{cell}={'+'.join(options)}" for cell, options in cells.items())


ACHIEVED = {step: _achieved(step) for step in RULES}


def as_rows(authority: str, text: str) -> list[str]:
    """Return the rows of a file for answers in the short notation."""
    found = []
    for part in text.split("; "):
        where, _, options = part.partition("=")
        item, _, line = where.partition(" ")
        assert item in items()
        found += [f"{authority},{item},{line},{option}" for option in options.split("+")]
    return found


def as_file(*rows: str) -> bytes:
    """Return a file of answers with its heading."""
    return "\n".join(["authority,item,line,answer", *rows, ""]).encode()
