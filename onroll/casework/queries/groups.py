"""Groups at risk: those of a child, and monitoring lists that join what officers recorded with what the product holds.

Each line says which sources name the child. A source that the product reads from facts (an enquiry list, two areas, a
sealed address) is no decision of anybody: it says where to look.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Count, Q

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.agency_types import CHILDRENS_HOME, SOCIAL_CARE
from onroll.casework.models import AtRisk, CarePlacement, Case, EnquiryList, GroupSource, Telling
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Sighting
from onroll.rules import groups

MOST_LISTED = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Monitored:
    """One child on a monitoring list: her open case if there is one, her name here, and the sources that name her.

    `cares`: of a child placed here, by whom, where and who pays, as officers recorded it.
    """

    child_id: int
    sighting: Sighting | None
    case: Case | None
    sources: tuple[str, ...]
    cares: tuple[CarePlacement, ...] = ()


def groups_of(act: Act, child_id: int) -> list[AtRisk]:
    """Return the groups of a child as the acting authority knows them, the primary one first, ended ones last."""
    rows = AtRisk.objects.filter(authority_id=act.organisation_id, child_id__in=registry_queries.one_with(child_id))
    return sorted(rows.select_related("recorded_by", "care__placed_by"), key=lambda row: row.until_on is not None)


def group_of(act: Act, case: Case, group_id: int) -> AtRisk:
    """Return one group of a case's child.

    Raises: Hidden.
    """
    found = next((row for row in groups_of(act, case.child_id) if row.pk == group_id), None)
    if found is None:
        raise Hidden
    return found


def group_counts(act: Act) -> dict[str, int]:
    """Return by code how many children of the authority officers have recorded in a group that has not ended."""
    rows = AtRisk.objects.filter(authority_id=act.organisation_id, until_on__isnull=True)
    counted = rows.values("code").annotate(children=Count("child_id", distinct=True)).values_list("code", "children")
    return dict(counted.order_by("code"))


def monitoring_list(act: Act, code: str) -> tuple[Monitored, ...]:
    """Return the children of a group from every source that names them, those named by most sources first.

    At most two hundred; nobody who is shielded. Raises: Hidden, for no group.
    """
    try:
        groups.groups_on(act.on).group(code)
    except groups.UnknownGroup:
        raise Hidden from None
    named: dict[int, set[str]] = defaultdict(set)
    recorded = AtRisk.objects.filter(authority_id=act.organisation_id, code=code, until_on__isnull=True)
    for child_id, source in recorded.values_list("child_id", "source"):
        named[child_id].add(f"Recorded by an officer, from: {GroupSource(source).label.lower()}")
    for words, ids in FROM_FACTS.get(code, ()):
        for child_id in ids(act):
            named[child_id].add(words)
    lines = _lines(act, named)
    return _with_cares(act, lines) if code == groups.PLACED_HERE else lines


def _with_cares(act: Act, lines: tuple[Monitored, ...]) -> tuple[Monitored, ...]:
    here = CarePlacement.objects.filter(group__authority_id=act.organisation_id, group__until_on__isnull=True)
    rows = here.filter(group__code=groups.PLACED_HERE).select_related("placed_by", "group__child")
    by_child: dict[int, list[CarePlacement]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_child[row.group.child.known_as_id or row.group.child_id].append(row)
    return tuple(dataclasses.replace(line, cares=tuple(by_child[line.child_id])) for line in lines)


def every_authority_but_ours(act: Act) -> tuple[Organisation, ...]:
    """Return the authorities that may have placed a child here, by name."""
    others = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).exclude(pk=act.organisation_id)
    return tuple(others.order_by("name", "pk"))


def _lines(act: Act, named: dict[int, set[str]]) -> tuple[Monitored, ...]:
    shielded = set(registry_queries.shielded_children(act.on).values_list("child_id", flat=True))
    roots = dict(Child.objects.filter(pk__in=named).values_list("pk", "known_as_id"))
    joined: dict[int, set[str]] = defaultdict(set)
    for child_id, sources in named.items():
        if child_id not in shielded:
            joined[roots[child_id] or child_id] |= sources
    chosen = sorted(joined.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_LISTED]
    cases = Case.objects.visible_to(act).still_open().select_related("notification__sighting")
    by_child = {case.child.known_as_id or case.child_id: case for case in cases.select_related("child")}
    return tuple(
        Monitored(child_id, _said(act, child_id, by_child.get(child_id)), by_child.get(child_id), tuple(sorted(words)))
        for child_id, words in chosen
    )


def _said(act: Act, child_id: int, case: Case | None) -> Sighting | None:
    if case:
        return case.notification.sighting
    return registry_queries.sightings_in_area(act, child_id).exclude(surname="", forename="").first()


def _enquired(act: Act) -> Iterable[int]:
    rows = EnquiryList.objects.visible_to(act).filter(last_attended_on__isnull=False)
    return rows.values_list("child_id", flat=True).distinct()


def _sealed(act: Act) -> Iterable[int]:
    rows = Sighting.objects.filter(is_address_sealed=True, told_by__la_code=act.la_code)
    return rows.values_list("child_id", flat=True).distinct()


def _in_two_areas(act: Act) -> Iterable[int]:
    own = Case.objects.visible_to(act).values("child_id")
    areas = Count("sightings__told_by__la_code", distinct=True, filter=~Q(sightings__told_by__la_code=""))
    rows = Child.objects.filter(pk__in=own).annotate(areas=areas).filter(areas__gt=1)
    found: Iterable[int] = rows.values_list("pk", flat=True)
    return found


def _on_no_roll(act: Act) -> Iterable[int]:
    rows = Case.objects.visible_to(act).still_open().filter(child__enrolments__isnull=True)
    without_file = rows.filter(notification__message__isnull=True, last_in_education_on__isnull=True)
    return without_file.values_list("child_id", flat=True).distinct()


def _independent(act: Act) -> Iterable[int]:
    schools = Organisation.objects.filter(la_code=act.la_code, type_name__icontains="independent")
    rows = Case.objects.visible_to(act).still_open().filter(notification__message__sender__in=schools)
    return rows.values_list("child_id", flat=True).distinct()


def _harmed(act: Act) -> Iterable[int]:
    rows = EnquiryList.objects.visible_to(act).filter(lines__is_sign_of_harm=True)
    return rows.values_list("child_id", flat=True).distinct()


def _told_by_a_home(act: Act) -> Iterable[int]:
    homes = Telling.objects.filter(organisation__type_name=CHILDRENS_HOME)
    rows = homes.filter(notification__authority_id=act.organisation_id)
    return rows.values_list("notification__child_id", flat=True).distinct()


def _told_by_care_elsewhere(act: Act) -> Iterable[int]:
    elsewhere = Telling.objects.filter(organisation__type_name=SOCIAL_CARE).exclude(
        organisation__la_code__in=("", act.la_code)
    )
    rows = elsewhere.filter(notification__authority_id=act.organisation_id)
    return rows.values_list("notification__child_id", flat=True).distinct()


def _placed_here(act: Act) -> Iterable[int]:
    rows = AtRisk.objects.filter(authority_id=act.organisation_id, code=groups.PLACED_HERE, until_on__isnull=True)
    return rows.values_list("child_id", flat=True)


Facts = tuple[str, Callable[[Act], Iterable[int]]]

# What the product holds that speaks for a group, beside what officers record.
FROM_FACTS: dict[str, tuple[Facts, ...]] = {
    "HARM": (("Reasonable enquiries: a sign of significant harm", _harmed),),
    "ABSENTEE": (("Reasonable enquiries: a school looks for a pupil who stays away", _enquired),),
    "TEMPORARY_HOME": (("Facts of the child: a sealed address", _sealed),),
    "MOVED_AREA": (("Facts of the child: told by two areas", _in_two_areas),),
    "NEVER_ON_ROLL": (("Cases and rolls: an open case, and no roll or school file known", _on_no_roll),),
    "LOOKED_AFTER": (
        ("Groups at risk: recorded as placed here by another authority", _placed_here),
        ("Notices: a children’s home told of the child", _told_by_a_home),
    ),
    groups.PLACED_HERE: (
        ("Notices: a children’s home told of the child", _told_by_a_home),
        ("Notices: social care of another area told of the child", _told_by_care_elsewhere),
    ),
    "LEFT_INDEPENDENT": (("Files: sent by an independent school", _independent),),
}
