"""Common transfer files: read, check, show, convert and write them. A library that stands by itself.

The functions and types named here are the public face; other modules of this room may change. Bad input is never an
exception: it comes back as problems, each with a code, a place, words for a clerk and the source of the rule.
"""

import importlib
from types import ModuleType

from onroll.ctf.archive import check_all
from onroll.ctf.checker import check
from onroll.ctf.codes import describe
from onroll.ctf.compare import compare
from onroll.ctf.contact import Contact, SchoolSpell
from onroll.ctf.copying import copy
from onroll.ctf.filenames import FileName, name_for, parse_file_name
from onroll.ctf.header import Header, SchoolReference
from onroll.ctf.limits import Limits
from onroll.ctf.merge import merge_history
from onroll.ctf.present import present_header, present_pupil
from onroll.ctf.problems import Problem, Severity
from onroll.ctf.pupil import Pupil
from onroll.ctf.reader import TransferFile, pupils, read
from onroll.ctf.report import Report
from onroll.ctf.sections import Row, Section, Table
from onroll.ctf.splitting import split
from onroll.ctf.writer import write, write_stream

__all__ = [
    "Contact",
    "FileName",
    "Header",
    "Limits",
    "Problem",
    "Pupil",
    "Report",
    "Row",
    "SchoolReference",
    "SchoolSpell",
    "Section",
    "Severity",
    "Table",
    "TransferFile",
    "check",
    "check_all",
    "compare",
    "copy",
    "describe",
    "merge_history",
    "name_for",
    "parse_file_name",
    "present_header",
    "present_pupil",
    "pupils",
    "read",
    "split",
    "write",
    "write_stream",
]


def __getattr__(name: str) -> ModuleType:
    """Import `ctf.sample` only when it is asked for: a program that reads files needs no invented people."""
    if name == "sample":
        return importlib.import_module("onroll.ctf.sample")
    raise AttributeError(name)
