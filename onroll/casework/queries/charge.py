"""Who acts for a case today: who is responsible or, once she has left the team, who stands in until it is given on.

Nothing is stored: a role that ends, an account that is closed and a cover that runs out count by themselves.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date

from onroll.access.models import Cover, Membership, Role
from onroll.access.permissions import CME_ROLES
from onroll.casework.models import Case


@dataclasses.dataclass(frozen=True, slots=True)
class Charge:
    """An authority's team on a day: names by the person's number, of officers, of leaders and of who covers for one."""

    officers: Mapping[int, str]
    leaders: Mapping[int, str]
    covering: Mapping[int, str]

    @property
    def present(self) -> set[int]:
        """Who may work on cases that day."""
        return {*self.officers, *self.covering}

    def has_left(self, case: Case) -> bool:
        """Whether the person who is responsible may work on cases here no more."""
        return case.responsible_id not in self.present

    def stand_in(self, case: Case) -> str:
        """Return who acts where the officer has left: the deputy, else a leader, else the team, else the authority."""
        if case.deputy_id in self.present and case.deputy:
            return str(case.deputy.name)
        return ", ".join((self.leaders or self.officers or self.covering).values()) or str(case.authority.name)

    def leads(self, case: Case) -> str:
        """Return who acts for a case on the day. Never empty."""
        return self.stand_in(case) if self.has_left(case) else str(case.responsible.name)


def charge_of(authority_id: int | None, on: date, covers: Iterable[Cover] | None = None) -> Charge:
    """Return the team of an authority on a day: two readings, or one where the covers in force are given."""
    roles = Membership.objects.in_force(on).filter(
        organisation_id=authority_id, role__in=CME_ROLES, person__is_active=True
    )
    held = list(roles.order_by("person__name", "person_id").values_list("person_id", "person__name", "role"))
    if covers is None:
        covers = (
            Cover.objects.in_force(on)
            .filter(membership__organisation_id=authority_id, membership__role__in=CME_ROLES)
            .select_related("by")
        )
    return Charge(
        officers={person_id: name for person_id, name, _ in held},
        leaders={person_id: name for person_id, name, role in held if role == Role.CME_LEADER},
        covering={each.by_id: each.by.name for each in covers if each.by.is_active},
    )
