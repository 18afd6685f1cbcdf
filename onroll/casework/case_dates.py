"""The six dates of a case: which they are, and which of them an officer sets.

Source: 2004 checklist C2 (notified, provision determined, provision accessed) and the nine stages (last in education,
located, needs agreed).
"""

from enum import StrEnum


class CaseDateKind(StrEnum):
    """A date of a case. The stored values are names of columns of `Case`."""

    LAST_IN_EDUCATION = "last_in_education_on"
    NOTIFIED = "notified_on"
    LOCATED = "located_on"
    NEEDS_AGREED = "needs_agreed_on"
    DETERMINED = "provision_determined_on"
    ACCESSED = "provision_accessed_on"


DATE_NAMES: dict[CaseDateKind, str] = {
    CaseDateKind.LAST_IN_EDUCATION: "Last in education",
    CaseDateKind.NOTIFIED: "Notified",
    CaseDateKind.LOCATED: "Located",
    CaseDateKind.NEEDS_AGREED: "Needs agreed",
    CaseDateKind.DETERMINED: "Provision determined",
    CaseDateKind.ACCESSED: "Provision accessed",
}
# The day of notification is the notification's own; nobody dates it again.
SET_BY_OFFICERS = tuple(kind for kind in CaseDateKind if kind is not CaseDateKind.NOTIFIED)
