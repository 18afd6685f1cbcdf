"""Stage two: the stakeholder form, talks by role, and quotes that keep to what was agreed."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onroll.selfeval.stage_two import attributed_to, guides
from onroll.survey import actions, queries
from onroll.survey.models import Attribution, Stakeholder, Survey, Talk
from tests.cast import Member, Newcomers
from tests.integration.survey import world

HELD = {"held_on": date(2026, 3, 13), "consent_on": date(2026, 3, 1), "people": 1}


@pytest.fixture
def survey(newcomers: Newcomers) -> Survey:
    survey = world.survey(newcomers)
    interview = world.interview(newcomers, survey)
    world.answer(newcomers.interviewer, interview, "F1=emailed; G4a=willing")
    return survey


def talk(newcomers: Newcomers, survey: Survey, attribution: str, guide: str = "lead") -> Talk:
    return actions.record_talk(
        newcomers.interviewer.act(),
        respondent=world.respondent(survey),
        guide=guide,
        attribution=attribution,
        **HELD,
    )


def quote(newcomers: Newcomers, of: Talk, words: str, *themes: str) -> None:
    actions.note_quote(newcomers.interviewer.act(), talk=of, topic="change", words=words, themes=themes)


def test_a_quote_is_attributed_only_as_was_agreed(newcomers: Newcomers, survey: Survey) -> None:
    quote(newcomers, talk(newcomers, survey, Attribution.ROLE_AND_REGION), "We lack time.", "Time", "Staff")
    quote(newcomers, talk(newcomers, survey, Attribution.ROLE, "senior"), "Nobody told us.", "time")
    quote(newcomers, talk(newcomers, survey, Attribution.NOT_QUOTED, "school"), "Between us.", "Time")

    time, staff = queries.themes(newcomers.researcher.act(), survey)

    assert (time.name, time.talks, time.not_quotable) == ("Time", 3, 1)
    assert [(voice.words, voice.said_by) for voice in time.quotable] == [
        ("We lack time.", "Lead officer for children missing education, North"),
        ("Nobody told us.", "Senior manager or elected member"),
    ]
    assert staff.talks == 1
    assert all("Ashwick" not in (voice.said_by or "") for voice in time.quotable)


def test_an_attribution_that_nobody_agreed_to_is_an_error() -> None:
    with pytest.raises(ValueError, match="by_name"):
        attributed_to(rule="by_name", guide="lead", region="North")
    assert attributed_to(rule="role_and_region", guide="lead", region="") == guides()["lead"].role


@pytest.mark.parametrize(
    "changed",
    [
        {"consent_on": date(2026, 3, 14)},
        {"held_on": date(2199, 1, 1)},
        {"guide": "mayor"},
        {"attribution": "by_name"},
    ],
)
def test_a_talk_needs_consent_before_it_and_a_guide(
    newcomers: Newcomers, survey: Survey, changed: dict[str, object]
) -> None:
    given = {"guide": "lead", "attribution": "role", **HELD, **changed}

    with pytest.raises(actions.StageTwoNotPossible):
        actions.record_talk(newcomers.interviewer.act(), respondent=world.respondent(survey), **given)


def test_an_authority_that_did_not_agree_has_no_talk_and_no_form(newcomers: Newcomers, survey: Survey) -> None:
    other, act = world.respondent(survey, "Coldholt"), newcomers.interviewer.act()

    with pytest.raises(actions.StageTwoNotPossible, match="G4a"):
        actions.record_talk(act, respondent=other, guide="lead", attribution="role", **HELD)
    with pytest.raises(actions.StageTwoNotPossible, match="F1"):
        actions.move_form(act, respondent=other, is_returned=False)


def test_the_form_is_sent_comes_back_and_is_counted(newcomers: Newcomers, survey: Survey) -> None:
    ashwick, act = world.respondent(survey), newcomers.interviewer.act()
    with pytest.raises(actions.StageTwoNotPossible, match="not been sent"):
        actions.move_form(act, respondent=ashwick, is_returned=True)

    actions.move_form(act, respondent=ashwick, is_returned=False)
    assert queries.forms(act, survey) == (1, 0)
    actions.move_form(act, respondent=ashwick, is_returned=True)

    assert queries.forms(act, survey) == (1, 1)


def test_the_form_has_room_for_ten_main_stakeholders_and_fifteen_others(newcomers: Newcomers, survey: Survey) -> None:
    ashwick, act = world.respondent(survey), newcomers.interviewer.act()
    for number in range(10):
        actions.add_stakeholder(
            act, respondent=ashwick, organisation=f"Agency {number}", is_main=True, parts=["locating"]
        )

    for wrong in (
        {"organisation": "Agency 11", "is_main": True},
        {"organisation": "Agency 1", "is_main": False},
        {"organisation": "Club", "is_main": False, "contact": "Ann Invented"},
        {"organisation": "Club", "is_main": False, "parts": ["guessing"]},
    ):
        with pytest.raises(actions.StageTwoNotPossible):
            actions.add_stakeholder(act, respondent=ashwick, **wrong)
    actions.add_stakeholder(act, respondent=ashwick, organisation="Club", is_main=False)
    assert Stakeholder.objects.count() == 11


def test_a_quote_needs_words_a_topic_of_the_guide_and_a_theme(newcomers: Newcomers, survey: Survey) -> None:
    held = talk(newcomers, survey, Attribution.ROLE)
    act = newcomers.interviewer.act()

    for topic, words, themes in (("weather", "Rain.", ["Time"]), ("change", " ", ["Time"]), ("change", "So.", [" "])):
        with pytest.raises(actions.StageTwoNotPossible):
            actions.note_quote(act, talk=held, topic=topic, words=words, themes=themes)


def test_the_pages_of_stage_two(newcomers: Newcomers, survey: Survey, signed_in: Callable[[Member], Client]) -> None:
    client = signed_in(newcomers.interviewer)
    ashwick = world.respondent(survey)
    form = f"/survey/authorities/{ashwick.pk}/stakeholders/"
    client.post(form, {"organisation": "Health trust", "is_main": "main", "parts": ["identifying"]})
    client.post(f"{form}form/", {"sent": "1"})
    assert "Identifying children" in client.get(form).content.decode()

    boxes = {f"{name}_{box}": value for name in ("held_on", "consent_on") for box, value in
             (("day", "13"), ("month", "3"), ("year", "2026"))}  # fmt: skip
    talks = f"/survey/authorities/{ashwick.pk}/talk/"
    client.post(talks, {"guide": "lead", "people": "2", "attribution": "role", **boxes})
    made = Talk.objects.get()
    client.post(f"/survey/talks/{made.pk}/", {"topic": "change", "words": "More time.", "themes": "Time, Staff"})

    page = client.get(f"/survey/{survey.pk}/stage-two/").content.decode()
    assert "More time." in page
    assert "0 came back of 1 sent" in page
