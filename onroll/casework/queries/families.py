"""The family of a case's child as its officers see it: each member with her name here, and her open case."""

import dataclasses

from onroll.audit.act import Act
from onroll.casework.models import Case
from onroll.casework.queries.records import open_case_of
from onroll.registry import queries as registry_queries
from onroll.registry.models import Sighting


@dataclasses.dataclass(frozen=True, slots=True)
class FamilyMember:
    """One child of the family: the link to her, what this area last said of her, and the authority's open case."""

    relative: registry_queries.Relative
    sighting: Sighting | None
    case: Case | None

    @property
    def name(self) -> str:
        """Her name as this area knows it; her reference, where another area alone told of her."""
        said = f"{self.sighting.forename} {self.sighting.surname}".strip() if self.sighting else ""
        return said or f"Child {self.relative.child.reference}"


def family_of_case(act: Act, case: Case) -> list[FamilyMember]:
    """Return the family of the case's child, for who may see the case."""
    members = []
    for each in registry_queries.family_of(act, case.child_id):
        own = open_case_of(act, each.child.pk)
        said = registry_queries.sightings_in_area(act, each.child.pk).exclude(surname="", forename="").first()
        members.append(FamilyMember(each, own.notification.sighting if own else said, own))
    return members
