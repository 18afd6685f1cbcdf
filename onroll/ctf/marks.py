"""How sure a fact of the format is, and how hard it may therefore strike.

Source: the format notes, section 0. R: seen in real files. W: seen in a program. S: stated by a source. K: general
knowledge. P: proposed by us. N: needs no fact, because XML itself or the safety of this program demands it.
"""

from onroll.ctf.severity import Severity

WORDS = {
    "R": "seen in real files",
    "W": "seen in a program that writes or reads such files",
    "S": "stated by an official or vendor's source",
    "K": "general knowledge, not confirmed",
    "P": "proposed by this project",
    "N": "demanded by XML or by safety",
}

UNSURE = frozenset("KP")


def weaker(mark: str, other: str) -> str:
    """Return the less sure of two marks; an empty mark says nothing."""
    return other if not mark or other in UNSURE else mark


def capped(severity: Severity, mark: str) -> Severity:
    """Return the severity, at most a warning where the fact is unsure."""
    if mark in UNSURE and severity in (Severity.ERROR, Severity.PUPIL):
        return Severity.WARNING
    return severity
