"""Whether agencies help: refusals with their ladder, thresholds, and families who are to arrive."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions as casework_actions
from onroll.casework.actions import directory_support as actions
from onroll.casework.agency_requests import RequestState
from onroll.casework.directory_states import RefusalMoveNotAllowed, RefusalState
from onroll.casework.models import AgencyRequest, ArrivalsNotice, Refusal, RefusalReason
from onroll.casework.queries import directory_support as queries
from tests.cast import Cast, Member
from tests.integration.casework import directory_world, enquiry_world, tellers
from tests.integration.casework import world as casework_world
from tests.integration.casework.directory_world import NOW, at
from tests.integration.casework.test_pages import errors, text

SignIn = Callable[[Member], Client]
TODAY = NOW.date()


@pytest.fixture
def refusal(cast: Cast) -> Refusal:
    care = directory_world.agency(cast, "Children’s social care", "social_care")
    return actions.record_refusal(
        at(cast.officer),
        agency=care,
        reason=RefusalReason.THRESHOLD,
        asked="An assessment",
        words="Below the threshold for a child in need",
        refused_on=TODAY,
    )


def step(cast: Cast, refusal: Refusal, rung: str = "head_of_service", **change: object):
    given = {"taken_on": TODAY, "with_whom": "Head of service", "words": "Will look again", **change}
    given.setdefault("expected_version", refusal.version)
    return actions.take_refusal_step(at(cast.officer), refusal=refusal, rung=rung, **given)


def refused_request(cast: Cast, *, state: RequestState = RequestState.REFUSED) -> AgencyRequest:
    enquiries = enquiry_world.begun(cast)
    act = enquiry_world.at(cast.officer)
    request = casework_actions.ask_agency(
        act, enquiries=enquiries, body="health", asked_of="Practice manager", question="Is the family registered?"
    )
    return replied(cast, request, state)


def replied(cast: Cast, request: AgencyRequest, state: RequestState) -> AgencyRequest:
    act = enquiry_world.at(cast.officer)
    return casework_actions.answer_agency_request(
        act,
        request=request,
        state=state,
        replied_on=act.on,
        reply="Data protection",
        refused_because="data_protection" if state is RequestState.REFUSED else "",
        is_sign_of_harm=False,
        expected_version=request.version,
    )


def test_a_threshold_answer_is_kept_with_what_was_asked_and_a_new_referral(cast: Cast, refusal: Refusal) -> None:
    step(cast, refusal, "stands", words="Nothing new to say")
    step(cast, refusal, "opened_again", words="Referred again: seen alone at night")

    refusal.refresh_from_db()
    assert (refusal.state, [one.rung for one in refusal.steps.all()]) == ("open", ["stands", "opened_again"])
    (support,) = queries.agency_support(at(cast.officer))
    assert (support.name, support.refusals, support.thresholds, support.escalated) == (
        "Children’s social care",
        1,
        1,
        1,
    )


def test_a_refusal_climbs_the_ladder_until_it_is_resolved(cast: Cast, refusal: Refusal) -> None:
    for rung in ("asked_again", "deputy", "head_of_service", "director", "partnership", "resolved"):
        step(cast, refusal, rung)

    assert (refusal.state, refusal.steps.count(), refusal.version) == (RefusalState.RESOLVED, 6, 7)
    with pytest.raises(actions.RefusalImpossible, match="Open it again first"):
        step(cast, refusal, "director")
    with pytest.raises(RefusalMoveNotAllowed):
        step(cast, refusal, "stands")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rung": "prime_minister"}, "a step of the ladder"),
        ({"taken_on": TODAY + timedelta(days=1)}, "between the step before and today"),
        ({"taken_on": TODAY - timedelta(days=1)}, "between the step before and today"),
        ({"words": "  "}, "Write what was said"),
        ({"words": "x" * 801}, "no more than 800"),
    ],
)
def test_a_step_that_cannot_be_is_refused(cast: Cast, refusal: Refusal, change: dict, words: str) -> None:
    with pytest.raises(actions.RefusalImpossible, match=words):
        step(cast, refusal, **change)
    with pytest.raises(Stale):
        step(cast, refusal, expected_version=9)

    assert refusal.steps.count() == 0


def test_a_request_that_an_agency_refuses_comes_onto_the_ladder_by_itself(cast: Cast) -> None:
    request = refused_request(cast)

    (refusal,) = queries.refusals(enquiry_world.at(cast.officer))

    assert (refusal.request, refusal.agency, refusal.state, refusal.words) == (request, None, "open", "Data protection")
    body = next(each for each in queries.agency_support(enquiry_world.at(cast.officer)) if each.is_body)
    assert (body.asked, body.told, body.refused_requests) == (1, 0, 1)


def test_asked_again_it_stays_one_refusal_and_an_answer_resolves_it(cast: Cast) -> None:
    request = refused_request(cast)
    for state in (RequestState.REFUSED, RequestState.ANSWERED):
        casework_actions.ask_agency_again(
            enquiry_world.at(cast.officer), request=request, question="By what power?", expected_version=request.version
        )
        replied(cast, request, state)

    refusal = Refusal.objects.get()
    assert (refusal.state, [one.rung for one in refusal.steps.all()]) == ("resolved", ["asked_again", "resolved"])


def test_an_answered_request_and_a_schools_own_make_no_refusal(cast: Cast) -> None:
    refused_request(cast, state=RequestState.NOTHING_KNOWN)
    enquiries = AgencyRequest.objects.get().enquiries
    act = enquiry_world.at(cast.clerk)
    own = casework_actions.ask_agency(act, enquiries=enquiries, body="health", asked_of="Nurse", question="Known?")
    casework_actions.answer_agency_request(
        act,
        request=own,
        state=RequestState.REFUSED,
        replied_on=act.on,
        reply="No",
        refused_because=RefusalReason.NOT_ITS_TASK,
        is_sign_of_harm=False,
        expected_version=own.version,
    )

    assert not Refusal.objects.exists()


def test_a_refusal_is_recorded_against_a_case_and_climbs_through_its_pages(cast: Cast, signed_in: SignIn) -> None:
    police = directory_world.agency(cast, "Invented Police", "police")
    case = casework_world.opened_case(cast)
    officer = signed_in(cast.officer)
    day = {"refused_on_day": 2, "refused_on_month": 11, "refused_on_year": 2026}
    where = reverse("directory:record-refusal")
    given = {"agency": police.reference, "reason": "capacity", "asked": "A visit", "words": "Nobody free", **day}
    assert "There is no case of yours" in errors(officer.post(where, {**given, "case": "C-0000-0000"}))[0]
    page = text(officer.post(where, {**given, "case": case.reference}, follow=True))
    assert "It has not enough staff. Nobody free" in page

    refusal = Refusal.objects.get()
    taken = {"taken_on_day": 3, "taken_on_month": 11, "taken_on_year": 2026}
    page = text(
        officer.post(
            reverse("directory:refusal", args=[refusal.reference]),
            {"version": 1, "rung": "director", "words": "Agreed to go", **taken},
            follow=True,
        )
    )
    assert "chief officer" in page
    assert "Agreed to go" in page
    listed = text(officer.get(reverse("directory:refusals")))
    assert "Raised by the director" in listed
    assert "Zelphine" not in listed


def test_a_refused_request_is_tied_to_an_agency_of_the_directory(cast: Cast, signed_in: SignIn) -> None:
    refused_request(cast)
    trust = directory_world.agency(cast)
    refusal = Refusal.objects.get()

    actions.take_refusal_step(
        at(cast.officer),
        refusal=refusal,
        rung="deputy",
        taken_on=TODAY,
        with_whom="",
        words="Called",
        expected_version=1,
        agency=trust,
    )

    assert refusal.agency == trust
    page = text(signed_in(cast.officer).get(reverse("directory:refusal", args=[refusal.reference])))
    assert "Which agency of the directory" not in page


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "neighbour_officer"])
def test_nobody_but_the_authoritys_officer_works_on_a_refusal(cast: Cast, refusal: Refusal, who: str) -> None:
    act = at(cast.members()[who])

    with pytest.raises((Hidden, NotAllowed)):
        actions.take_refusal_step(
            act, refusal=refusal, rung="deputy", taken_on=TODAY, with_whom="", words="x", expected_version=1
        )

    assert queries.refusals(act) == []


def told(cast: Cast, who: Member, counts: dict[str, int] | None = None, **change: object) -> ArrivalsNotice:
    given = {
        "area": "Hilltop estate",
        "families": 12,
        "expected_from": TODAY + timedelta(days=7),
        "expected_until": TODAY + timedelta(days=30),
        "words": "",
        **change,
    }
    return actions.tell_of_arrivals(
        at(who), authority=cast.exampleton, counts={"R": 4, "7": 9} if counts is None else counts, **given
    )


def test_a_district_tells_of_families_before_they_come_and_places_are_counted_by_year(cast: Cast) -> None:
    district = tellers.reporter("district", "District council")
    told(cast, district)
    told(cast, cast.officer, {"7": 1, "unknown": 2}, area="Barracks")

    forecast = queries.forecast(at(cast.officer))

    assert {group: number for group, number in forecast.counts.items() if number} == {"R": 4, "7": 10, "unknown": 2}
    assert (forecast.total, len(forecast.notices)) == (16, 2)
    assert [one.area for one in queries.arrivals(at(district))] == ["Hilltop estate"]
    assert queries.forecast(at(cast.neighbour_officer)).total == 0
    assert queries.forecast(at(cast.officer, NOW + timedelta(days=31))).total == 0


@pytest.mark.parametrize(
    ("counts", "change", "words"),
    [
        ({}, {}, "how many children"),
        ({"7": 0}, {}, "how many children"),
        ({"7": -1}, {}, "from 1 to 2,000"),
        ({"7": 2001}, {}, "from 1 to 2,000"),
        ({"14": 3}, {}, "year groups from the list"),
        ({"7": 1}, {"area": " "}, "district, estate or site"),
        ({"7": 1}, {"expected_until": TODAY}, "must not be before the first"),
        ({"7": 1}, {"expected_from": TODAY - timedelta(days=1), "expected_until": None}, "from today on"),
        ({"7": 1}, {"expected_until": date(2099, 1, 1)}, "within two years"),
    ],
)
def test_arrivals_that_cannot_be_are_refused(cast: Cast, counts: dict, change: dict, words: str) -> None:
    with pytest.raises(actions.ArrivalsImpossible, match=words):
        told(cast, cast.officer, counts, **change)

    assert not ArrivalsNotice.objects.exists()


def test_only_whoever_told_takes_a_notice_back_and_once(cast: Cast) -> None:
    district = tellers.reporter("district", "District council")
    notice = told(cast, district)
    with pytest.raises(Hidden):
        actions.withdraw_arrivals(at(cast.officer), notice=notice, expected_version=1)
    with pytest.raises(Hidden):
        told(cast, cast.clerk)

    actions.withdraw_arrivals(at(district), notice=notice, expected_version=1)

    with pytest.raises(Stale):
        actions.withdraw_arrivals(at(district), notice=notice, expected_version=1)
    assert queries.forecast(at(cast.officer)).total == 0


@time_machine.travel(NOW, tick=False)
def test_an_agency_tells_of_an_arrival_and_takes_it_back_through_its_pages(cast: Cast, signed_in: SignIn) -> None:
    district = signed_in(tellers.reporter("district", "District council"))
    day = {"expected_from_day": 1, "expected_from_month": 12, "expected_from_year": 2026}
    given = {"council": "820", "area": "Hilltop estate", "year_r": 3, "year_4": 2, **day}

    assert len(errors(district.post(reverse("directory:tell-of-arrivals"), {**given, "year_4": "many"}))) == 1
    page = text(district.post(reverse("directory:tell-of-arrivals"), given, follow=True))
    assert "Reception 3 Year 4 2" in page
    officer = signed_in(cast.officer)
    assert "5 children. What agencies expect, not who has come" in text(officer.get(reverse("directory:arrivals")))
    notice = ArrivalsNotice.objects.get()
    assert "Hilltop estate" in text(district.get(reverse("directory:arrival", args=[notice.reference])))
    taken = district.post(reverse("directory:withdraw-arrivals", args=[notice.reference]), {"version": 1}, follow=True)
    assert "Nobody has told of an arrival." in text(taken)
    assert signed_in(cast.clerk).get(reverse("directory:arrivals")).status_code == 403
