"""The law as functions: school age, school days, deadlines, grounds for deletion, enquiries, retention.

Pure: no database and no clock. Dates come in as arguments, and every number says where it comes from. Import
the module you need from here: `from onroll.rules import deadlines`.
"""

from onroll.rules import (
    clocks,
    deadlines,
    documentation,
    enquiries,
    grounds,
    pace,
    retention,
    rulesets,
    school_age,
    school_days,
)

__all__ = [
    "clocks",
    "deadlines",
    "documentation",
    "enquiries",
    "grounds",
    "pace",
    "retention",
    "rulesets",
    "school_age",
    "school_days",
]
