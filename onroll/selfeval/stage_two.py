"""Stage two, interviews face to face: the discussion guides as data, and how what was said may be attributed.

Source: report RR797, 3.2.2 and 6.4: nine authorities and 56 interviews by role. The wording of the guides is not in the
reference: `discussion-guides.csv` is a proposal of our own (mark P).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onroll.selfeval.tables import rows


@dataclass(frozen=True, slots=True)
class Guide:
    """What is asked of one role: topic to question, in order."""

    key: str
    role: str
    topics: Mapping[str, str]


@cache
def guides() -> Mapping[str, Guide]:
    """Return every guide by its key."""
    found: dict[str, Guide] = {}
    for row in rows("discussion-guides"):
        before = found.get(row["guide"])
        topics = {**(before.topics if before else {}), row["topic"]: row["ask"]}
        found[row["guide"]] = Guide(row["guide"], row["role"], topics)
    return found


def attributed_to(*, rule: str, guide: str, region: str) -> str | None:
    """Return whom a quote may be said to come from; None, where it may not be quoted.

    Never an authority or a name: with nine authorities a role in a named one is a person.

    Raises: ValueError, for a rule that nobody agreed to.
    """
    role = guides()[guide].role
    if rule == "not_quoted":
        return None
    if rule == "role":
        return role
    if rule == "role_and_region":
        return f"{role}, {region}" if region else role
    raise ValueError(rule)
