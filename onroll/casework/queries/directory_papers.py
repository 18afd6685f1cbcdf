"""Readings of what agencies read: the published routes, the policy, and who has read and understood it (A1, B2, D1)."""

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import directory_tables
from onroll.casework.leaflets import RouteLine
from onroll.casework.models import Agency, KnowledgeCheck, PaperReading, Policy, PublishedRoutes
from onroll.casework.queries import directory
from onroll.web.words import day_words


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who read a paper: the body's name and kind (empty for a school), and when. Never a person."""

    name: str
    kind: str
    read_at: datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RoutesEvidence:
    """One publication of the routes, as evidence of step B2: when, how many lines, and who says she read it."""

    number: int
    published_at: datetime
    agencies: int
    readers: tuple[Reader, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEvidence:
    """One version of the policy, as evidence of steps A1 and D1.

    `kinds_reached`: codes of kinds of body of which one at least has read it. `right`, `asked`: answers of all
    knowledge checks together; `checks`: how many were taken.
    """

    policy: Policy
    readers: tuple[Reader, ...]
    kinds_reached: frozenset[str]
    checks: int
    right: int
    asked: int


def lines_now(act: Act) -> tuple[list[RouteLine], list[RouteLine]]:
    """Return the lines of a leaflet from the directory as it is: the council's own team, and everybody else.

    An agency with no route, no contact and no early help of its own only holds others together, and is left out.
    """
    lines = [(line.agency.kind == directory.TEAM, route_line(line)) for line in directory.tree(act)]
    shown = [
        (is_team, line)
        for is_team, line in lines
        if is_team or line.route or line.contact or line.deputy or line.early_help
    ]
    order = [kind.name for kind in directory_tables.kinds().values()]
    others = sorted((line for is_team, line in shown if not is_team), key=lambda line: order.index(line.kind))
    return [line for is_team, line in shown if is_team], others


def route_line(line: directory.AgencyLine) -> RouteLine:
    """Return what may be published of one agency."""
    confirmed = line.main.last_confirmed_on if line.main else None
    return RouteLine(
        kind=directory_tables.kinds()[line.agency.kind].name,
        agency=line.agency.name,
        route=line.agency.route,
        contact=_reached(line.main),
        deputy=_reached(line.deputy),
        confirmed=day_words(confirmed) if confirmed else "",
        early_help=line.agency.early_help,
    )


def _reached(line: directory.ContactLine | None) -> str:
    if line is None:
        return ""
    contact = line.contact
    ways = [way for way in (contact.phone, contact.email) if way] if contact.may_publish else []
    return ", ".join([contact.role_name, *ways])


def latest_routes(authority: Organisation) -> PublishedRoutes | None:
    """Return what an authority published last; it is for everybody to read."""
    found: PublishedRoutes | None = (
        PublishedRoutes.objects.filter(authority=authority).select_related("authority").order_by("-number").first()
    )
    return found


def latest_policy(authority: Organisation) -> Policy | None:
    """Return the newest version of an authority's policy; it is for everybody to read."""
    found: Policy | None = (
        Policy.objects.filter(authority=authority).select_related("authority", "file").order_by("-number").first()
    )
    return found


def authority_with_papers(la_code: str) -> Organisation:
    """Return an authority that has published its routes or its policy.

    Raises: Hidden.
    """
    found = next((each for each in authorities_with_papers() if each.la_code == la_code), None)
    if found is None:
        raise Hidden
    return found


def authorities_with_papers() -> list[Organisation]:
    """Return every authority that has published its routes or its policy, by name."""
    rows = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY)
    with_routes = rows.filter(pk__in=PublishedRoutes.objects.values("authority_id"))
    with_policy = rows.filter(pk__in=Policy.objects.values("authority_id"))
    return sorted({*with_routes, *with_policy}, key=lambda each: (each.name, each.pk))


def authority_of_area(act: Act) -> Organisation | None:
    """Return the authority in whose area somebody works."""
    rows = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, la_code=act.la_code)
    return rows.first() if act.la_code else None


def own_reading(act: Act, paper: Policy | PublishedRoutes) -> PaperReading | None:
    """Return that the acting person has said she read a paper."""
    return paper.readings.filter(organisation_id=act.organisation_id or 0, person_id=act.actor_id or 0).first()


def published_routes(act: Act) -> tuple[RoutesEvidence, ...]:
    """Return every publication of the authority's routes, the newest first, with who has read each."""
    rows = PublishedRoutes.objects.visible_to(act).order_by("-number")
    return tuple(
        RoutesEvidence(
            number=row.number,
            published_at=row.published_at,
            agencies=len(row.lines),
            readers=_readers(row.readings.all(), _kinds_by_organisation(act)),
        )
        for row in rows.prefetch_related("readings__agency", "readings__organisation")
    )


def policies(act: Act) -> tuple[PolicyEvidence, ...]:
    """Return every version of the authority's policy, the newest first, with who has read and understood it."""
    rows = Policy.objects.visible_to(act).select_related("published_by").order_by("-number")
    kinds = _kinds_by_organisation(act)
    return tuple(
        _policy_evidence(row, kinds)
        for row in rows.prefetch_related("readings__agency", "readings__organisation", "checks")
    )


def _policy_evidence(policy: Policy, kinds: dict[int, str]) -> PolicyEvidence:
    readers = _readers(policy.readings.all(), kinds)
    checks: list[KnowledgeCheck] = list(policy.checks.all())
    return PolicyEvidence(
        policy=policy,
        readers=readers,
        kinds_reached=frozenset(each.kind for each in readers if each.kind),
        checks=len(checks),
        right=sum(each.right for each in checks),
        asked=sum(each.asked for each in checks),
    )


def _kinds_by_organisation(act: Act) -> dict[int, str]:
    """Return the kind of body of each organisation that an officer has tied to a node of the directory."""
    rows = Agency.objects.visible_to(act).filter(organisation__isnull=False)
    return dict(rows.values_list("organisation_id", "kind"))


def _readers(readings: Iterable[PaperReading], kinds: dict[int, str]) -> tuple[Reader, ...]:
    """Return each body once, with its first reading, the newest last."""
    found: dict[tuple[str, int | None], Reader] = {}
    for row in sorted(readings, key=lambda each: (each.read_at, each.pk)):
        if row.agency is not None:
            found.setdefault(
                ("agency", row.agency_id), Reader(name=row.agency.name, kind=row.agency.kind, read_at=row.read_at)
            )
            continue
        organisation = row.organisation
        assert organisation is not None  # noqa: S101 - the constraint holds one of the two
        kind = kinds.get(organisation.pk) or ("education" if organisation.kind == OrganisationKind.SCHOOL else "")
        reader = Reader(name=organisation.name, kind=kind, read_at=row.read_at)
        found.setdefault(("organisation", organisation.pk), reader)
    return tuple(found.values())
