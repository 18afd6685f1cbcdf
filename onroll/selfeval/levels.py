"""The levels that a step can reach, their words and how many points each is worth."""

from enum import StrEnum
from typing import Final, Literal

Partly = Literal[1, 2]


class Level(StrEnum):
    """How far an authority has come with a step. The value is what files and the database hold.

    Source: report RR797, 4.1 and 6.2. `PARTLY_ACHIEVED` was added by the analysts and is in no printed rule; no
    printed rule leads to `DK`; `NEEDS_A_PERSON` is ours, for answers about which the printed rules are silent.
    """

    NO = "no"
    WORKING_TOWARDS = "working_towards"
    PARTLY_ACHIEVED = "partly_achieved"
    ACHIEVED = "achieved"
    EMBEDDED = "embedded"
    DK = "dk"
    NEEDS_A_PERSON = "needs_a_person"


WORDS: Final = {
    Level.NO: "Not started",
    Level.WORKING_TOWARDS: "Working towards",
    Level.PARTLY_ACHIEVED: "Partly achieved",
    Level.ACHIEVED: "Achieved",
    Level.EMBEDDED: "Embedded",
    Level.DK: "Do not know",
    Level.NEEDS_A_PERSON: "Needs a person",
}
REACHED: Final = frozenset({Level.ACHIEVED, Level.EMBEDDED})
HIGHEST_POINTS: Final = 3
_POINTS: Final = {Level.WORKING_TOWARDS: 1, Level.ACHIEVED: 2, Level.EMBEDDED: HIGHEST_POINTS}


def points(level: Level, *, partly: Partly = 1) -> int:
    """Return the points of a level, 0 to 3; higher is further on.

    Source: RR797 4.1 (no 0, working towards 1, achieved 2, embedded 3). Partly achieved scores 1 in 4.1, the chapter
    that describes the method, and 2 in 1.2: so it is a setting. Do not know and needs a person score 0 until a
    person has settled them.
    """
    return partly if level is Level.PARTLY_ACHIEVED else _POINTS.get(level, 0)
