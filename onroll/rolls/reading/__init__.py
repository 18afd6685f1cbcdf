"""Reading what a school sends of its roll: bytes into pupils and problems, whatever the form. No database here.

Bad input is a value: every problem has a code, a row, a column and plain words, and never says what stood there.
"""

from onroll.rolls.reading.columns import COLUMNS, FIELDS, Column, guess
from onroll.rolls.reading.files import MOST_BYTES, Read, TooMuch, has_new_titles, read, titles_of, whole_of
from onroll.rolls.reading.problems import TABLE, Problem, problem
from onroll.rolls.reading.pupils import Pupil, pupil_of
from onroll.rolls.reading.rows import MOST_PUPILS

__all__ = [
    "COLUMNS",
    "FIELDS",
    "MOST_BYTES",
    "MOST_PUPILS",
    "TABLE",
    "Column",
    "Problem",
    "Pupil",
    "Read",
    "TooMuch",
    "guess",
    "has_new_titles",
    "problem",
    "pupil_of",
    "read",
    "titles_of",
    "whole_of",
]
