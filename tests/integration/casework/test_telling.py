"""Agencies, schools and people on a truancy sweep tell of children; all of it ends in one action."""

import dataclasses
import html
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions, queries
from onroll.casework.agency_types import agency_types
from onroll.casework.feedback import ENDINGS, Ending, ending_of
from onroll.casework.forms.telling import SawChild
from onroll.casework.models import Case, Notification, Outcome, Telling
from onroll.casework.telling import Route, Told
from onroll.identifiers import upn as upns
from onroll.rules import groups
from tests.cast import Cast, Member, make_member
from tests.integration.casework import world
from tests.integration.casework.tellers import reporter

SignIn = Callable[[Member], Client]
SEEN = Told(words="Two girls, about 13, in the arcade since ten")


def receive(member: Member, told: Told = SEEN, route: Route = Route.AGENCY, authority=None, **more: str):
    authority = authority or queries.authorities_that_read(member.act().on).first()
    return actions.receive_notification(member.act(), told=told, authority=authority, route=route, **more)


def test_a_notification_without_any_name_stands_in_the_work_list_with_who_told(cast: Cast) -> None:
    receipt = receive(reporter())

    work = queries.work_list(cast.officer.act(), queries.Filters())
    assert [line.notification for line in work.notifications] == [receipt.notification]
    assert LedgerEntry.objects.filter(name__endswith="NotificationReceived").count() == 1


def test_a_child_in_danger_stands_before_those_who_have_waited_longer(cast: Cast) -> None:
    teller = reporter()
    calm = receive(teller).notification
    danger = receive(teller, dataclasses.replace(SEEN, danger="harm")).notification

    work = queries.work_list(cast.officer.act(), queries.Filters())

    assert [line.notification for line in work.notifications] == [danger, calm]


def test_a_telling_without_danger_stands_behind_a_schools_notification_that_waited_longer(cast: Cast) -> None:
    school = world.file_as_lost(cast, when=cast.officer.act().at - timedelta(days=9))
    calm = receive(reporter()).notification

    work = queries.work_list(cast.officer.act(), queries.Filters())

    assert [line.notification for line in work.notifications] == [school, calm]


@pytest.mark.parametrize("who", ["approver", "auditor", "administrator", "officer", "clerk", "national_auditor"])
def test_nobody_but_a_reporter_tells_for_an_agency(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        receive(cast.members()[who])

    assert Telling.objects.count() == 0


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told(words=" "), "N01"),
        (Told(words="x" * 200_000), "N02"),
        (Told(words="a\x00b"), "N03"),
        (Told(words="x", place="y" * 301), "N04"),
        (Told(words="x", seen_on=date(2999, 1, 1)), "N05"),
        (Told(words="x", birth_date=date(2015, 5, 1), last_in_education_on=date(2015, 4, 1)), "N06"),
        (Told(words="x", birth_date=date(2999, 1, 1)), "N07"),
        (Told(words="x", birth_date=date(1950, 1, 1)), "N08"),
        (Told(words="x", postcode="nowhere"), "N09"),
        (Told(words="x", sex="Q"), "N10"),
        (Told(words="x", upn="A123"), "N11"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_code_and_nothing_is_kept(cast: Cast, told: Told, code: str) -> None:
    with pytest.raises(actions.TellingRefused) as refused:
        receive(reporter(), told)

    assert code in [problem.code for problem in refused.value.problems]
    assert Notification.objects.count() == 0


def test_an_authority_where_nobody_reads_gets_nothing(cast: Cast) -> None:
    cast.neighbour_officer.membership.delete()

    with pytest.raises(actions.NobodyReadsThere):
        receive(reporter(), authority=cast.testbury)


def test_a_runaway_program_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onroll.casework.actions.receiving.FROM_ONE_AGENCY", (2, 600))
    teller = reporter()
    receive(teller)
    receive(teller)

    with pytest.raises(Exception, match="too often"):
        receive(teller)

    assert Notification.objects.count() == 2


def test_the_same_request_twice_makes_one_notification(cast: Cast) -> None:
    teller = reporter()
    key = {"request_key": "k" * 64, "request_digest": "d" * 64}

    first = receive(teller, **key)
    again = receive(teller, **key)

    assert (again.notification, again.is_new, again.secret_words) == (first.notification, False, "")
    with pytest.raises(actions.KeyUsedAgain):
        receive(teller, request_key="k" * 64, request_digest="e" * 64)


def test_an_agency_reads_what_came_of_its_own_and_nobody_elses(cast: Cast, signed_in: SignIn) -> None:
    teller, other = reporter(), reporter("policewoman", "Police")
    notification = receive(teller).notification

    assert notification.reference in signed_in(teller).get("/telling/").content.decode()
    assert notification.reference not in signed_in(other).get("/telling/").content.decode()
    assert signed_in(other).get(f"/telling/{notification.reference}/").status_code == 404
    with pytest.raises(Hidden):
        actions.read_own_telling(other.act(), telling=notification.telling)


def test_an_agency_is_told_that_it_ended_and_how_without_where_the_child_is(cast: Cast, signed_in: SignIn) -> None:
    teller = reporter()
    notification = receive(teller).notification
    officer = cast.officer.act()
    case = actions.open_case(officer, notification=notification, expected_version=1)
    page = signed_in(teller).get(f"/telling/{notification.reference}/").content.decode()
    assert "Being looked into" in page

    actions.close_case(
        officer,
        case=case,
        outcome=Outcome.ABROAD,
        evidence_kind="SCHOOL_ABROAD",
        evidence="Her aunt in Zzyzx says so",
        expected_version=case.version,
    )

    page = signed_in(teller).get(f"/telling/{notification.reference}/").content.decode()
    assert "Finished" in page
    assert "Another area looks after it now" in page
    assert "Zzyzx" not in page


def test_every_outcome_has_its_words_for_an_agency() -> None:
    assert set(ENDINGS) == set(Outcome)
    assert Ending.NOT_YET not in ENDINGS.values()


def test_a_notification_that_was_answered_needs_no_further_work(cast: Cast) -> None:
    notification = receive(reporter()).notification

    actions.answer_notification(
        cast.officer.act(), notification=notification, words="The school has him", expected_version=1
    )

    assert ending_of(notification) is Ending.NOT_NEEDED


@pytest.mark.parametrize("type_name", sorted(set(agency_types()) - {"School"}))
def test_each_kind_of_agency_has_a_form_that_fits_it_and_reaches_the_council(
    cast: Cast, signed_in: SignIn, type_name: str
) -> None:
    teller = reporter(type_name=type_name)
    client = signed_in(teller)
    kind = agency_types()[type_name]

    page = client.get("/telling/tell/none/").content.decode()
    sent = client.post("/telling/tell/none/", {"words": "A child", "council": "820", "their_reference": "AB 1"})

    assert kind.words_label in page
    assert ('name="birth_date_day"' in page) is ("birth_date" in kind.asks)
    assert Telling.objects.get().their_reference == "AB 1"
    assert sent["Location"] == f"/telling/{Notification.objects.get().reference}/"


def test_an_agency_too_is_sent_to_the_police_before_anything_else(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(reporter())

    page = client.post("/telling/tell/", {"danger": "harm"}).content.decode()

    assert "Call for help first" in page
    assert 'href="/telling/tell/harm/"' in page
    client.post("/telling/tell/harm/", {"words": "A child", "council": "820"})
    assert Telling.objects.get().danger == "harm"


@pytest.mark.parametrize("role", [Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING])
def test_a_school_refers_a_child_by_her_number(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client = signed_in(make_member("referrer", cast.school, role))
    child = {"words": "No answer at home", "forename": "Ada", "surname": "Invented", "council": "820"}

    client.post("/telling/tell/none/", child | {"upn": upns.make("820", "1234", 2020, 1)})

    kept = Notification.objects.get()
    assert (kept.source, kept.telling.organisation) == ("school", cast.school)
    assert kept.sighting.surname == "Invented"


def test_faults_stand_at_their_fields(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(reporter())
    born = {"birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2099"}

    page = client.post("/telling/tell/none/", {"words": "A child", "council": "820"} | born).content.decode()

    assert "The date of birth must be in the past" in page
    assert Notification.objects.count() == 0


def test_saying_that_a_child_was_seen_takes_four_fields_of_which_two_are_needed(cast: Cast, signed_in: SignIn) -> None:
    fields = SawChild().fields
    assert len(fields) == 4
    assert [name for name, field in fields.items() if field.required] == ["words", "place"]

    client = signed_in(make_member("sweeper", cast.exampleton, Role.ATTENDANCE))
    client.post("/telling/saw-child/", {"words": "boy, about 8, red coat", "place": "Mill Lane"})

    kept = Notification.objects.get()
    assert (kept.authority, kept.source, kept.telling.seen_on) == (cast.exampleton, "sweep", kept.notified_on)


@pytest.mark.parametrize("path", ["/telling/", "/telling/tell/", "/telling/tell/none/", "/telling/saw-child/"])
def test_who_may_not_tell_sees_none_of_the_pages(cast: Cast, signed_in: SignIn, path: str) -> None:
    assert signed_in(cast.auditor).get(path).status_code == 403


def test_the_officer_reads_what_was_said_and_opens_answers_and_closes(cast: Cast, signed_in: SignIn) -> None:
    notification = receive(
        reporter(), dataclasses.replace(SEEN, danger="missing", their_reference="CAD 7")
    ).notification
    client = signed_in(cast.officer)

    page = client.get(f"/cases/notifications/{notification.reference}/").content.decode()
    for words in (SEEN.words, "Invented Health", "CAD 7", "A child whose name is not known", "Make sure at once"):
        assert words in page
    client.post(f"/cases/notifications/{notification.reference}/open-case/", {"version": "1"})

    case = Case.objects.get()
    assert "What we were told" in client.get(f"/cases/{case.reference}/").content.decode()
    assert client.get("/cases/").status_code == 200


def test_a_stale_answer_to_a_notification_changes_nothing(cast: Cast) -> None:
    notification = receive(reporter()).notification
    actions.open_case(cast.officer.act(), notification=notification, expected_version=1)

    with pytest.raises(Exception, match=r"already dealt with|changed"):
        actions.answer_notification(
            cast.officer.act(), notification=notification, words="On a roll", expected_version=1
        )


def test_the_oldest_that_was_told_is_not_read_as_new(cast: Cast) -> None:
    teller = reporter()
    receive(teller, dataclasses.replace(SEEN, seen_on=teller.act().on - timedelta(days=400)))

    assert Telling.objects.get().seen_on is not None


def test_the_groups_at_risk_stand_beside_a_schools_form_and_are_said_not_to_be_complete(
    cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.clerk).get(reverse("telling:tell-of-child", args=["none"]))

    words = html.unescape(answer.content.decode())
    for group in groups.groups_on(cast.clerk.act().on).groups:
        assert group.words in words
    assert "The list is not complete" in words
    assert "no number of days to wait" in words


def test_an_answer_to_the_first_question_that_there_is_not_is_not_found(cast: Cast, signed_in) -> None:
    client, child = signed_in(cast.clerk), {"words": "A child", "council": "820"}

    assert client.get("/telling/tell/nobody/").status_code == 404
    assert client.post("/telling/tell/nobody/", child).status_code == 404
    assert not Notification.objects.exists()
