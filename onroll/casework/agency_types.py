"""The kinds of partner agency, and what the form of each asks: data, in tables/agency_types.csv.

Source of the kinds: the stakeholders of RR797 (2006), ../shared/reference/cme/process.md section 8. What each is asked
is our own choice (mark P): what such an agency usually knows, and nothing more.
"""

import csv
import dataclasses
import functools
from importlib import resources

from onroll.access.models import Organisation, OrganisationKind

SCHOOL, OTHER, CHILDRENS_HOME, SOCIAL_CARE = "School", "Other", "Children’s home", "Social care"


@dataclasses.dataclass(frozen=True, slots=True)
class AgencyType:
    """One kind of agency: the words of its form, and the fields of `Told` that it is asked beside them.

    `bodies`: as which bodies of `rules.agencies` it can be asked, so that the power named is its own; "other" always.
    """

    name: str
    words_label: str
    words_hint: str
    reference_label: str
    place_label: str
    asks: frozenset[str]
    bodies: frozenset[str]


@functools.cache
def agency_types() -> dict[str, AgencyType]:
    """Return the table, by name."""
    text = resources.files("onroll.casework.tables").joinpath("agency_types.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    sets = ("asks", "bodies")
    return {
        row["name"]: AgencyType(**{**row, **{name: frozenset(row[name].split()) for name in sets}})  # type: ignore[arg-type]
        for row in rows
    }


def type_of(organisation: Organisation) -> AgencyType:
    """Return the kind of an organisation that tells; what is not in the table is asked what anybody is."""
    name = SCHOOL if organisation.kind == OrganisationKind.SCHOOL else organisation.type_name
    return agency_types().get(name, agency_types()[OTHER])
