"""Authorities are called at most four times; refusals have reasons; the interview begins with the call that reaches."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.survey import actions, queries
from onroll.survey.models import Call, CallOutcome, RefusalReason, Respondent, Survey
from onroll.survey.standing import Standing
from tests.cast import Cast, Member, Newcomers
from tests.integration.survey import world


@pytest.fixture
def survey(newcomers: Newcomers) -> Survey:
    return world.survey(newcomers)


def standing(survey: Survey, name: str = "Ashwick") -> Standing:
    return queries.authority_line(world.respondent(survey, name)).standing


def test_four_calls_without_an_answer_are_the_last(newcomers: Newcomers, survey: Survey) -> None:
    ashwick = world.respondent(survey)
    for _ in range(4):
        assert standing(survey) is Standing.TO_CALL
        actions.record_call(newcomers.interviewer.act(), respondent=ashwick, outcome=CallOutcome.NO_ANSWER)

    assert standing(survey) is Standing.NOT_REACHED
    with pytest.raises(actions.CallNotPossible, match="4 times"):
        actions.record_call(newcomers.interviewer.act(), respondent=ashwick, outcome=CallOutcome.BEGAN)
    assert Call.objects.count() == 4


def test_a_refusal_needs_a_reason_and_ends_the_calls(newcomers: Newcomers, survey: Survey) -> None:
    ashwick, act = world.respondent(survey), newcomers.interviewer.act()
    with pytest.raises(actions.CallNotPossible, match="why"):
        actions.record_call(act, respondent=ashwick, outcome=CallOutcome.REFUSED)

    actions.record_call(act, respondent=ashwick, outcome=CallOutcome.REFUSED, reason=RefusalReason.NO_TIME)

    assert standing(survey) is Standing.REFUSED
    with pytest.raises(actions.CallNotPossible, match="refused"):
        actions.record_call(act, respondent=ashwick, outcome=CallOutcome.NO_ANSWER)


def test_a_call_for_later_needs_a_day_that_is_not_past(newcomers: Newcomers, survey: Survey) -> None:
    ashwick, act = world.respondent(survey), newcomers.interviewer.act()
    with pytest.raises(actions.CallNotPossible, match="Enter the day"):
        actions.record_call(act, respondent=ashwick, outcome=CallOutcome.LATER)
    with pytest.raises(actions.CallNotPossible, match="past"):
        actions.record_call(act, respondent=ashwick, outcome=CallOutcome.LATER, again_on=date(2006, 2, 6))

    actions.record_call(act, respondent=ashwick, outcome=CallOutcome.LATER, again_on=act.on)

    assert standing(survey) is Standing.CALL_AGAIN


def test_the_call_that_reaches_begins_the_interview_and_no_call_follows(newcomers: Newcomers, survey: Survey) -> None:
    world.interview(newcomers, survey)

    assert standing(survey) is Standing.ASKING
    with pytest.raises(actions.CallNotPossible, match="Go on with it"):
        actions.record_call(newcomers.interviewer.act(), respondent=world.respondent(survey), outcome=CallOutcome.BEGAN)


def test_a_closed_survey_takes_no_call(newcomers: Newcomers, survey: Survey) -> None:
    actions.change_survey(
        newcomers.researcher.act(), survey=survey, asked=3, partly=1, is_closed=True, expected_version=survey.version
    )

    with pytest.raises(actions.SurveyClosed):
        actions.record_call(
            newcomers.interviewer.act(), respondent=world.respondent(survey), outcome=CallOutcome.NO_ANSWER
        )


def test_a_stale_contact_overwrites_nothing(newcomers: Newcomers, survey: Survey) -> None:
    ashwick, act = world.respondent(survey), newcomers.interviewer.act()
    new = {"contact_name": "Ben Invented", "contact_post": "", "telephone": "01632 960002", "email": ""}
    actions.change_contact(act, respondent=ashwick, expected_version=1, **new)

    with pytest.raises(Stale):
        actions.change_contact(act, respondent=ashwick, expected_version=1, **{**new, "contact_name": "Cy"})
    assert Respondent.objects.get(pk=ashwick.pk).contact_name == "Ben Invented"


def test_nobody_outside_the_survey_sees_or_does_anything(cast: Cast, newcomers: Newcomers, survey: Survey) -> None:
    outsiders = [*cast.members().values(), newcomers.leader]
    for member in outsiders:
        assert not queries.surveys(member.act()).exists()
        with pytest.raises(NotAllowed):
            actions.record_call(member.act(), respondent=world.respondent(survey), outcome=CallOutcome.NO_ANSWER)


def test_an_interviewer_does_not_set_up_a_survey(newcomers: Newcomers) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_survey(newcomers.interviewer.act(), name="Mine", asked=1)


def test_only_who_leads_is_led_to_the_settings(
    newcomers: Newcomers, survey: Survey, signed_in: Callable[[Member], Client]
) -> None:
    settings = f"/survey/{survey.pk}/settings/"

    def shown(member: Member) -> str:
        return signed_in(member).get(f"/survey/{survey.pk}/").content.decode()

    assert settings in shown(newcomers.researcher)
    assert settings not in shown(newcomers.interviewer)


def test_the_ledger_holds_no_name_of_a_contact(newcomers: Newcomers, survey: Survey) -> None:
    actions.record_call(
        newcomers.interviewer.act(),
        respondent=world.respondent(survey),
        outcome=CallOutcome.NOT_THE_ONE,
        note="Zelphine Quillon is the one",
    )

    entries = "".join(f"{entry.details}{entry.purpose}" for entry in LedgerEntry.objects.all())
    assert "Zelphine" not in entries
    assert "Ann" not in entries


def test_the_pages_take_a_call_and_lead_into_the_interview(
    newcomers: Newcomers, survey: Survey, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    ashwick = world.respondent(survey)
    calls = f"/survey/authorities/{ashwick.pk}/call/"

    assert b"Am I speaking to the person" in client.get(calls).content
    refused = client.post(calls, {"outcome": "refused", "mode": "telephone"})
    assert b"Select why the authority will not take part" in refused.content
    answer = client.post(calls, {"outcome": "began", "mode": "visit"}, follow=True)

    assert answer.redirect_chain[-1][0].endswith("/questions/A1a/")
    assert b"Is there a written policy on children missing education?" in answer.content
    assert client.get(f"/survey/authorities/{ashwick.pk}/").status_code == 200
    assert client.get(f"/survey/{survey.pk}/?shown=asking").status_code == 200


def test_a_leader_sets_up_a_survey_on_the_pages(newcomers: Newcomers, signed_in: Callable[[Member], Client]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(newcomers.researcher)
    client.post("/survey/begin/", {"name": "Trial", "asked": "3", "partly": "1"})
    made = Survey.objects.get(name="Trial")
    assert (
        b"with this name already"
        in client.post("/survey/begin/", {"name": "Trial", "asked": "3", "partly": "1"}).content
    )

    wrong = SimpleUploadedFile("list.csv", b"authority,roll\nAshwick,many\nAshwick,1\n")
    page = client.post(f"/survey/{made.pk}/authorities/", {"file": wrong})
    assert b"Roll is not a number" in page.content
    assert not Respondent.objects.filter(survey=made).exists()
    right = SimpleUploadedFile("list.csv", world.LIST)
    client.post(f"/survey/{made.pk}/authorities/", {"file": right})
    assert Respondent.objects.filter(survey=made).count() == 3
    client.post(f"/survey/{made.pk}/sample/", {"size": "2", "seed": "7", "version": "1"})
    assert Respondent.objects.filter(survey=made, is_sampled=True).count() == 2
    assert b"2 are on the list" in client.get(f"/survey/{made.pk}/").content
    client.post(f"/survey/{made.pk}/settings/", {"asked": "2", "partly": "2", "version": "2"})
    assert Survey.objects.get(pk=made.pk).partly == 2
    assert client.get("/survey/").status_code == 200
