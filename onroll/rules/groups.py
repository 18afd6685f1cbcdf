"""The groups of children at particular risk of missing education: a list of codes, in versions by date.

A child may belong to several. A code never changes its meaning; a change of the list makes a new version.

Source: ../shared/reference/cme/process.md section 15, from versions of the guidance and the report RR797 of 2006 (V/K).
"""

from dataclasses import dataclass
from datetime import date

from onroll.rules.rulesets import Mark, RuleNotInForce


class UnknownGroup(LookupError):
    """The list has no group with this code."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group: a code that lasts, and its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class GroupList:
    """A version of the list, in force from a day until the next version's."""

    version: str
    in_force_from: date
    source: str
    mark: Mark
    groups: tuple[Group, ...]

    def group(self, code: str) -> Group:
        """Return a group by its code.

        Raises: UnknownGroup.
        """
        for each in self.groups:
            if each.code == code:
                return each
        raise UnknownGroup(code)


# Placed here by another authority: that authority looks after the child and pays, and this one must find the school.
PLACED_HERE = "PLACED_HERE"

_FIRST = (
    Group("HARM", "At risk of harm, abuse, exploitation or radicalisation"),
    Group("GRT", "Gypsy, Roma and Traveller families"),
    Group("SERVICE", "Service families"),
    Group("RUNAWAY", "Missing from home or care, or run away"),
    Group("YOUTH_JUSTICE", "Known to youth justice"),
    Group("LEFT_CUSTODY", "Leaving custody"),
    Group("MIGRANT", "New migrant, refugee, asylum-seeking, trafficked or unaccompanied"),
    Group("TEMPORARY_HOME", "In temporary accommodation or a refuge"),
    Group("LOOKED_AFTER", "Looked after, or a child in need"),
    Group("PRIVATE_FOSTERING", "Privately fostered"),
    Group("YOUNG_CARER", "Young carers"),
    Group("ILLNESS", "Out of school for long illness"),
    Group("TEENAGE_PARENT", "Teenage parents"),
    Group("SEN", "Special educational needs, or a plan without a placement"),
    Group("EXCLUDED", "Permanently excluded"),
    Group("ABSENTEE", "Persistently absent"),
    Group("LEFT_INDEPENDENT", "Stopped attending an independent or unregistered setting"),
    Group("MOVED_AREA", "Moving between areas"),
    Group("UNOFFICIAL", "Excluded unofficially"),
    Group("EHE_FOR_EXCLUSION", "Home education used to avoid an exclusion"),
    Group("NEVER_ON_ROLL", "Never on a school’s roll"),
)

GROUP_LISTS = (
    GroupList(
        version="1",
        in_force_from=date(2007, 2, 27),
        source="guidance on children missing education from 2007 to 2025, and RR797 (2006)",
        mark=Mark.KNOWN,
        groups=_FIRST,
    ),
    GroupList(
        version="2",
        in_force_from=date(2026, 11, 22),
        source="guidance on children missing education from 2007 to 2025, and RR797 (2006); those placed here by "
        "another authority from RR797 section 5.7.2",
        mark=Mark.KNOWN,
        groups=(*_FIRST, Group(PLACED_HERE, "Looked after by another authority, and placed here")),
    ),
)


def groups_on(on: date) -> GroupList:
    """Return the version of the list in force on a day.

    Raises: RuleNotInForce, before the first version.
    """
    for each in sorted(GROUP_LISTS, key=lambda version: version.in_force_from, reverse=True):
        if each.in_force_from <= on:
            return each
    raise RuleNotInForce("groups at risk", on)
