"""Facts of education beside the rolls: home education found unsuitable, an offer, and a worry about attendance."""

from collections.abc import Iterator

from onroll.casework.models import Case
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.timetable import Story
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Said
from onroll.registry.models import Child, EducationKind, Enrolment
from onroll.rules.missing import Suitability

PURPOSE = "record a fact of a child’s education"


def stories(cast: Cast, areas: tuple[str, ...]) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    for number, area in enumerate(areas):
        yield 13 + number, unsuitable_at_home(cast, area)
        yield 3 + number, offered(cast, area)
        yield 7 + number, worried_about(cast, area)


def unsuitable_at_home(cast: Cast, area: str) -> Story:
    """A parent says that the child is taught at home; a week later the authority finds it unsuitable."""
    child = _child_of_a_case(area)
    if child is None:
        return
    act = cast.officer(area, PURPOSE)
    said = Said(
        kind=EducationKind.HOME_EDUCATION,
        from_on=act.on,
        suitability=Suitability.NOT_ASSESSED.value,
        evidence="The parent’s letter says that the child is taught at home.",
    )
    registry_actions.record_education_fact(act, child=child, said=said)
    yield 7
    act = cast.officer(area, PURPOSE)
    found = Said(
        kind=EducationKind.HOME_EDUCATION,
        from_on=act.on,
        suitability=Suitability.UNSUITABLE.value,
        evidence="Report of the home visit: no lessons were seen.",
    )
    registry_actions.record_education_fact(act, child=child, said=found)


def offered(cast: Cast, area: str) -> Story:
    """The same child is offered a place, and has not started."""
    child = _child_of_a_case(area)
    if child is not None:
        act = cast.officer(area, PURPOSE)
        said = Said(kind=EducationKind.OFFER_MADE, from_on=act.on, evidence="Letter of the admissions team.")
        registry_actions.record_education_fact(act, child=child, said=said)
    yield from ()


def worried_about(cast: Cast, area: str) -> Story:
    """A child on a roll who hardly attends."""
    confirmed = Enrolment.objects.filter(organisation__la_code=area, confirmed_at__isnull=False, until_on=None)
    enrolment = confirmed.select_related("child", "organisation").order_by("pk").first()
    if enrolment is not None:
        act = cast.officer(area, PURPOSE)
        said = Said(
            kind=EducationKind.ATTENDANCE_CONCERN,
            from_on=act.on,
            school=enrolment.organisation,
            evidence="Attendance return of the school.",
        )
        registry_actions.record_education_fact(act, child=enrolment.child, said=said)
    yield from ()


def _child_of_a_case(area: str) -> Child | None:
    """Return the child of the case that is open longest: one whom nobody has found."""
    cases = Case.objects.filter(authority__la_code=area, confirmed_by=None).still_open().select_related("child")
    case: Case | None = cases.order_by("pk").first()
    return case.child if case else None
