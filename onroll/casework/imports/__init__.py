"""Reading notifications that came as a list (CSV) or as emails: files into `Told`, and problems with stable codes."""

from onroll.casework.imports.emails import read_emails
from onroll.casework.imports.lists import COLUMNS, Entry, Fault, NotAList, read_list

__all__ = ["COLUMNS", "Entry", "Fault", "NotAList", "read_emails", "read_list"]
