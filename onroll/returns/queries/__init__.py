"""Every reading of this room."""

from onroll.returns.queries.homes import (
    HomeFigures,
    SchoolReport,
    home_education,
    home_figures,
    home_register,
    not_in_school_of,
    reports_by_school,
)
from onroll.returns.queries.leavers import Leaver, Leavers, Stands, WhichLeavers, leavers
from onroll.returns.queries.lists import (
    listed_children,
    listed_row,
    loaded_list,
    loaded_lists,
    on_roll_and_not_listed,
)
from onroll.returns.queries.returns import (
    SchoolRecord,
    WhichReturns,
    law_return,
    name_of,
    returns_page,
    school_records,
    transition_ask,
)

__all__ = [
    "HomeFigures",
    "Leaver",
    "Leavers",
    "SchoolRecord",
    "SchoolReport",
    "Stands",
    "WhichLeavers",
    "WhichReturns",
    "home_education",
    "home_figures",
    "home_register",
    "law_return",
    "leavers",
    "listed_children",
    "listed_row",
    "loaded_list",
    "loaded_lists",
    "name_of",
    "not_in_school_of",
    "on_roll_and_not_listed",
    "reports_by_school",
    "returns_page",
    "school_records",
    "transition_ask",
]
