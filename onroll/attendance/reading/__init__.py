"""Reading a school's marks: bytes into rows and problems, whatever the form. No database here.

The form follows from the bytes themselves. A fault is a value with a stable code, a row, a column and plain words.
"""

from onroll.attendance.reading.columns import COLUMNS, NOT_READ, Column, guess, lacking, plain
from onroll.attendance.reading.files import MOST_BYTES, Form, form_of, read_rows, titles_of
from onroll.attendance.reading.problems import LEFT_OUT, SAID, FileRow, NotReadable, Problem

__all__ = [
    "COLUMNS",
    "LEFT_OUT",
    "MOST_BYTES",
    "NOT_READ",
    "SAID",
    "Column",
    "FileRow",
    "Form",
    "NotReadable",
    "Problem",
    "form_of",
    "guess",
    "lacking",
    "plain",
    "read_rows",
    "titles_of",
]
