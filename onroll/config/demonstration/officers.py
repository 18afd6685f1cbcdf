"""Stories of an officer's other work: told by a passer-by and by health, enquiries, a family, an order, an offer."""

from collections.abc import Iterator
from datetime import timedelta

from onroll.access.models import Organisation
from onroll.casework import actions, queries
from onroll.casework.actions import Bond, ordering
from onroll.casework.models import Case, GroupSource, Method, Result
from onroll.casework.telling import Route, Told
from onroll.config.demonstration import borders, lost
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES
from onroll.config.demonstration.timetable import Story
from onroll.registry.actions import Facts
from onroll.registry.models import Kinship, KinshipCertainty

MILL_LANE = "A boy of about eight in a red coat. He is on Mill Lane most mornings, alone."
FAMILY_SEEN = "A mother with three children registered with us in the hostel. She did not name a school."
MADE = (
    ("TELEPHONE", Method.TELEPHONE, Result.NOTHING, "Three numbers at three times of day: no answer."),
    ("CONTACTS", Method.TELEPHONE, Result.LEAD, "The aunt heard from them a month ago, from another town."),
    ("VISIT", Method.VISIT, Result.NOTHING, "The flat is empty; the landlord has the keys back."),
)
BROTHERS_AND_SISTERS = ("Ottilie", "Piers")
# The days of an order's way: the parent has fifteen days to answer each notice.
BEFORE_CONSULTING, BEFORE_NAMING, BEFORE_SERVING = 8, 9, 16
SCHOOL = "The school that its authority consulted (invented)"


def stories(cast: Cast, school: Organisation, elsewhere: Organisation) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 2, told_by_a_passer_by(cast)
    yield 3, told_by_health(cast)
    yield 24, enquired_about(cast, school)
    yield 30, family_of_three(cast, school)
    yield 48, ordered(cast, school)
    yield 6, offered_to_us(cast, elsewhere)


def told_by_a_passer_by(cast: Cast) -> Story:
    """Somebody tells of a boy whose name nobody knows."""
    told = Told(words=MILL_LANE, place="Mill Lane, by the bakery", age_words="about 8", sex="M")
    authority = cast.places.authorities[KIRKLEES]
    act = cast.passer_by("tell of a child")
    actions.receive_from_the_public(act, told=told, authority=authority, place_digest="demonstration")
    yield from ()


def told_by_health(cast: Cast) -> Story:
    """A health visitor tells of a family, which her agency can follow afterwards."""
    act = cast.reporter("tell of a child")
    told = Told(
        words=FAMILY_SEEN,
        forename="Linnet",
        surname="Feignwell",
        birth_date=act.on - timedelta(days=9 * 365),
        place="The hostel in Bridge Street",
        their_reference="HV-0417",
    )
    authority = cast.places.authorities[KIRKLEES]
    actions.receive_notification(act, told=told, authority=authority, route=Route.AGENCY)
    yield from ()


def enquired_about(cast: Cast, school: Organisation) -> Story:
    """School and authority enquire about a pupil who stays away; an agency has been asked and reminded."""
    act = cast.clerk(school, "begin reasonable enquiries")
    (pupil,) = cast.children.leavers(school, 1, act.on)
    facts = Facts(surname=pupil.surname or "", forename=pupil.forename or "", birth_date=pupil.birth_date)
    enquiries = actions.begin_for_pupil(act, facts=facts, last_attended_on=act.on - timedelta(days=10))
    for code, method, result, words in MADE:
        yield 2
        act = cast.clerk(school, "record an enquiry")
        actions.add_enquiry(
            act,
            enquiries=enquiries,
            code=code,
            made_on=act.on,
            method=method,
            result=result,
            words=words,
            evidence="Log in the pupil’s file",
            is_own_side_only=False,
            is_sign_of_harm=False,
        )
    request = actions.ask_agency(
        cast.officer(KIRKLEES, "ask an agency about a child"),
        enquiries=enquiries,
        body="health",
        asked_of="Health visitors’ front desk",
        question="Is the child registered anywhere now? Her school has not seen her for three weeks.",
        agency=cast.places.agency,
    )
    yield 9
    act = cast.officer(KIRKLEES, "remind an agency")
    actions.remind_agency(act, request=request, expected_version=request.version)


def family_of_three(cast: Cast, school: Organisation) -> Story:
    """Two more children are found through one, and cases opened for all; the first is in a group at risk."""
    lost_pupil = lost.filed(cast, school)
    yield 1
    case = cast.open_case(lost_pupil)
    act = cast.officer(KIRKLEES, "record a group at risk")
    actions.record_group(
        act,
        case=case,
        code="TEMPORARY_HOME",
        source=GroupSource.HOUSING,
        source_words="Housing options team, by telephone",
        from_on=act.on - timedelta(days=20),
    )
    yield 2
    surname = case.notification.sighting.surname
    for number, forename in enumerate(BROTHERS_AND_SISTERS):
        act = cast.officer(KIRKLEES, "add a child to a family")
        facts = Facts(surname=surname, forename=forename, birth_date=act.on - timedelta(days=(6 + 2 * number) * 365))
        bond = Bond(kind=Kinship.SIBLING, certainty=KinshipCertainty.STATED, source="The aunt, by telephone")
        actions.add_family_member(act, case=case, facts=facts, bond=bond)
    act = cast.officer(KIRKLEES, "open cases for a family")
    members = tuple(each.relative.child for each in queries.family_of_case(act, case))
    actions.open_family_cases(act, case=case, children=members)


def ordered(cast: Cast, school: Organisation) -> Story:
    """A parent shows no education: the way to a school attendance order, with its letters."""
    lost_pupil = lost.filed(cast, school)
    yield 1
    case = cast.open_case(lost_pupil)
    own = case.notification.sighting
    order = ordering.begin_order(
        cast.officer(KIRKLEES, "begin an attendance order"),
        case=case,
        parent_name=f"Parent of {own.forename} {own.surname}",
        parent_address=own.address or "1 Invented Lane",
        grounds="no education has been shown at three visits",
        has_plan=False,
        expected_version=case.version,
    )
    for step, wait in (
        ("serve_notice", BEFORE_CONSULTING),
        ("consult_school", BEFORE_NAMING),
        ("name_school", BEFORE_SERVING),
        ("serve_order", 0),
    ):
        act = cast.officer(KIRKLEES, "take a step of an attendance order")
        ordering.take_order_step(
            act, order=order, step=step, done_on=act.on, school_name=SCHOOL, expected_version=order.version
        )
        yield wait


def offered_to_us(cast: Cast, school: Organisation) -> Story:
    """Another authority offers a case to the first, where it waits for an answer."""
    lost_pupil = lost.filed(cast, school)
    yield 1
    case: Case = cast.open_case(lost_pupil)
    actions.offer_case(
        cast.officer(school.la_code, "offer a case to another authority"),
        case=case,
        receiver=cast.places.authorities[KIRKLEES],
        why=borders.WHY,
        expected_version=case.version,
    )
