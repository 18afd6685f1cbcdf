"""Year groups in the order of the code set and by its words, and forms in the order of their years: the one place."""

import re
from functools import cache

from onroll.ctf.codes import code_sets, describe

CODE_SET = "nc_year"
# A form that is named by its year: "R", "RA", "N1", "6B", "10-C"; "Ruby" and "Nightingale" are only names.
_OF_YEAR = re.compile(r"(E[12]|N[12]|N|R|\d{1,2})[\W_]*([A-Z]?\d*|[A-Za-z]{1,3})", re.ASCII)
_NURSERY = {"N": "N1"}
_NAMES = {"N": "Nursery"}  # as schools say it where they do not tell which year of it


@cache
def year_codes() -> tuple[str, ...]:
    """Return the codes of year groups from the youngest; last those that are no year."""
    return tuple(code_sets()[CODE_SET])


def year_name(code: str) -> str:
    """Return what a year group is called, as in "Reception" and "Year 1"; a code that no list has as it stands.

    Source: code set of year groups in the common transfer file (ctf/tables/code_sets.csv). Empty for none.
    """
    return describe(CODE_SET, code) or _NAMES.get(code, code)


def year_rank(code: str) -> int:
    """Return the place of a year group among all, from the youngest; one that no list has comes after them."""
    codes = year_codes()
    return codes.index(code) if code in codes else len(codes)


def form_rank(name: str) -> tuple[int, str]:
    """Return what forms are ordered by: the year that the name begins with, then the name; other names come last."""
    found = _OF_YEAR.fullmatch(name)
    if found is None:
        return len(year_codes()) + 1, name
    year = found[1].lstrip("0") or "R"
    is_letter = not year.isdecimal()
    if is_letter and len(found[2]) > 1 and found[2].isalpha():  # "Red" and "RED" are names
        return len(year_codes()) + 1, name
    return year_rank(_NURSERY.get(year, year)), name
