"""The register of home education: who is on it, how each stands, and what it shows by school."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.returns.models import HomeEducation
from onroll.rules.home_education import SCHOOL_BEGAN_IT, Decided, suitability_on
from onroll.rules.missing import Suitability
from onroll.rules.school_years import year_of


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SchoolReport:
    """How many children left a school for home education in a school year, and for how many a school began it."""

    school: Organisation
    children: int
    school_began_it: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HomeFigures:
    """The register today: all, never on a roll, and by what was decided."""

    children: int
    never_on_roll: int
    suitable: int
    unsuitable: int
    not_assessed: int


def home_register(act: Act) -> Sequence[HomeEducation]:
    """Return the children of the area who are educated at home today, those without a decision longest first."""
    rows = HomeEducation.objects.visible_to(act).current(act.on).select_related("sighting", "last_school")
    found = list(rows.prefetch_related("decisions").order_by("notified_on", "pk"))
    return sorted(found, key=lambda each: (bool(each.decisions.all()), each.notified_on, each.pk))


def home_education(act: Act, reference: str) -> HomeEducation:
    """Return one entry. Raises: Hidden."""
    rows = HomeEducation.objects.visible_to(act).select_related(
        *("sighting", "last_school", "authority", "child", "fact", "moved_to", "moved_from__authority")
    )
    found: HomeEducation | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def suitability_of(act: Act, home: HomeEducation) -> Suitability | None:
    """Return what counts today of one entry."""
    decided = [Decided(each.decided_on, Suitability(each.suitability)) for each in home.decisions.all()]
    return suitability_on(home.notified_on, decided, act.on)


def home_figures(act: Act, rows: Sequence[HomeEducation]) -> HomeFigures:
    """Return the numbers of a register that was read already."""
    stands = Counter(suitability_of(act, each) for each in rows)
    return HomeFigures(
        children=len(rows),
        never_on_roll=sum(each.was_never_on_roll for each in rows),
        suitable=stands[Suitability.SUITABLE],
        unsuitable=stands[Suitability.UNSUITABLE],
        not_assessed=stands[Suitability.NOT_ASSESSED] + stands[None],
    )


def reports_by_school(act: Act) -> list[SchoolReport]:
    """Return the schools that children left for home education in this school year, most first.

    A school "began it" where the primary reason or one beside it is pressure from school, risk of exclusion or a
    permanent exclusion, as the Department codes them.
    """
    year = year_of(act.on)
    rows = HomeEducation.objects.visible_to(act).filter(
        from_on__range=(year.first_on, year.last_on), last_school__isnull=False
    )
    children: Counter[Organisation] = Counter()
    began: Counter[Organisation] = Counter()
    for each in rows.select_related("last_school"):
        if each.last_school is None:
            continue
        children[each.last_school] += 1
        began[each.last_school] += bool(SCHOOL_BEGAN_IT & {each.reason, *each.reasons_beside})
    found = [
        SchoolReport(school=school, children=number, school_began_it=began[school])
        for school, number in children.items()
    ]
    return sorted(found, key=lambda each: (-each.school_began_it, -each.children, each.school.name))
