"""The law as functions: who is missing education, school age and days, deadlines, grounds, enquiries, retention.

Pure: no database and no clock. Dates come in as arguments, and every number says where it comes from. Import
the module you need from here: `from onroll.rules import deadlines`.
"""

from onroll.rules import (
    agencies,
    clocks,
    deadlines,
    deletion,
    documentation,
    enquiries,
    grounds,
    groups,
    home_education,
    leaving,
    missing,
    pace,
    retention,
    returns,
    rolls,
    rulesets,
    school_age,
    school_days,
    school_years,
    time_out,
)

__all__ = [
    "agencies",
    "clocks",
    "deadlines",
    "deletion",
    "documentation",
    "enquiries",
    "grounds",
    "groups",
    "home_education",
    "leaving",
    "missing",
    "pace",
    "retention",
    "returns",
    "rolls",
    "rulesets",
    "school_age",
    "school_days",
    "school_years",
    "time_out",
]
