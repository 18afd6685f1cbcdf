"""Where the demonstration plays: three neighbouring, middling authorities of the register sample and their schools."""

import dataclasses
import hashlib
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from onroll.access import actions as access_actions
from onroll.access import register, register_links
from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act

KIRKLEES, WAKEFIELD, CALDERDALE = "382", "384", "381"
AREAS = (KIRKLEES, WAKEFIELD, CALDERDALE)
DEPARTMENT = "Department for Education"
AGENCY, PROVIDER = "Kirklees Health Visitors (invented)", "Colne Workshops off site (invented)"
# phase: how many schools, and the ages between which each of them teaches at least
SCHOOLS_OF_A_PHASE = {"Primary": (8, 5, 11), "Secondary": (5, 11, 16)}

CLOSED_URN, CLOSED_ON = "999901", "31-08-2025"
EXTRACT_HEAD = (
    "urn,la_code,la_name,establishment_number,name,phase,statutory_low_age,statutory_high_age,status,closed_on"
)


@dataclasses.dataclass(frozen=True)
class Places:
    """Authorities by code, and the schools that play a part, by authority: primary schools first."""

    authorities: dict[str, Organisation]
    schools: dict[str, list[Organisation]]
    department: Organisation
    closed: Organisation
    agency: Organisation
    provider: Organisation

    def everybody(self) -> list[Organisation]:
        """Return every organisation with a part."""
        return [*self.authorities.values(), *(school for schools in self.schools.values() for school in schools)]

    def primaries(self, area: str) -> list[Organisation]:
        """Return an area's primary schools."""
        return [school for school in self.schools[area] if school.phase == "Primary"]

    def secondaries(self, area: str) -> list[Organisation]:
        """Return an area's secondary schools."""
        return [school for school in self.schools[area] if school.phase == "Secondary"]


def load_register(act: Act) -> None:
    """Load the register sample that comes with the product, and its links."""
    tables = resources.files("onroll.access.tables")
    with resources.as_file(tables / "establishment-links-2025.csv") as file:
        register_id = hashlib.sha256(Path(file).read_bytes()).hexdigest()[:16]
        access_actions.load_links(act, lines=register_links.read_links(file), register_id=register_id)
    with resources.as_file(tables / "establishments-2017.csv") as file:
        register_id = hashlib.sha256(Path(file).read_bytes()).hexdigest()[:16]
        access_actions.load_establishments(act, lines=register.read_register(file), register_id=register_id)


def places(act: Act) -> Places:
    """Return who plays a part, and make the Department."""
    authorities = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code__in=AREAS)
    schools = {area: _schools(area, act) for area in AREAS}
    return Places(
        authorities={one.la_code: one for one in authorities},
        schools=schools,
        closed=_closed_school(act, successor=schools[KIRKLEES][1]),
        department=access_actions.add_organisation(act, kind=OrganisationKind.DEPARTMENT, name=DEPARTMENT),
        agency=access_actions.add_organisation(
            act, kind=OrganisationKind.AGENCY, name=AGENCY, type_name="Health", la_code=KIRKLEES
        ),
        provider=access_actions.add_organisation(act, kind=OrganisationKind.PROVIDER, name=PROVIDER, la_code=KIRKLEES),
    )


def _schools(area: str, act: Act) -> list[Organisation]:
    chosen: list[Organisation] = []
    for phase, (count, low, high) in SCHOOLS_OF_A_PHASE.items():
        schools = (
            Organisation.objects.in_area(area)
            .open_on(act.on)
            .filter(phase=phase, statutory_low_age__lte=low, statutory_high_age__gte=high)
        )
        chosen += schools.order_by("number", "urn")[:count]
    return chosen


def _closed_school(act: Act, *, successor: Organisation) -> Organisation:
    """Add an invented school that has closed, with the register's word on who took over: the sample names none here."""
    school = f"{CLOSED_URN},{KIRKLEES},Kirklees,9001,Old Specimen School (invented),Primary,5,11,Closed,{CLOSED_ON}"
    link = f"{CLOSED_URN},{successor.urn},{successor.name},Successor,{CLOSED_ON}"
    with TemporaryDirectory() as folder:
        extract, links = Path(folder, "closed.csv"), Path(folder, "links.csv")
        extract.write_text(f"{EXTRACT_HEAD}\n{school}\n")
        links.write_text(f"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n{link}\n")
        access_actions.load_establishments(act, lines=register.read_register(extract), register_id="invented")
        access_actions.load_links(act, lines=register_links.read_links(links), register_id="invented")
    return Organisation.objects.get(urn=CLOSED_URN)
