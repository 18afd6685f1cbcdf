"""The questionnaire is asked one item at a time, with breaks, and nothing that was said is ever lost."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from onroll.audit.refusals import Stale
from onroll.selfeval.questionnaire import Kind, items
from onroll.survey import actions, queries
from onroll.survey.interview_states import InterviewState, MoveNotPossible
from onroll.survey.models import Answer, Interview, Survey
from tests.cast import Member, Newcomers, make_member
from tests.integration.survey import world


@pytest.fixture
def survey(newcomers: Newcomers) -> Survey:
    return world.survey(newcomers)


@pytest.fixture
def interview(newcomers: Newcomers, survey: Survey) -> Interview:
    return world.interview(newcomers, survey)


@pytest.fixture
def second(newcomers: Newcomers) -> Member:
    return make_member("second", newcomers.interviewer.organisation, newcomers.interviewer.membership.role)


def next_key(interview: Interview) -> str:
    found = queries.overview(interview).next_item
    return found.key if found else ""


def again(interview: Interview) -> Interview:
    return Interview.objects.get(pk=interview.pk)


def test_a_no_leads_past_the_rest_of_the_step(newcomers: Newcomers, interview: Interview) -> None:
    world.answer(newcomers.interviewer, interview, "A1a=no")

    assert next_key(interview) == "A2a"


def test_an_answer_that_routing_skips_later_is_kept_aside_with_what_skips_it(
    newcomers: Newcomers, interview: Interview
) -> None:
    world.answer(newcomers.interviewer, interview, "B2a=yes; B2b=neither")
    world.answer(newcomers.interviewer, interview, "B2a=no")

    found = queries.overview(interview)
    assert [(each.item, each.because) for each in found.asides] == [("B2b", "B2a=no")]
    assert found.latest["B2b"].said == {"": ["neither"]}
    world.answer(newcomers.interviewer, interview, "B2a=yes")
    assert queries.overview(interview).asides == ()


def test_every_earlier_answer_stays(newcomers: Newcomers, interview: Interview) -> None:
    world.answer(newcomers.interviewer, interview, "A1a=no")
    world.answer(newcomers.interviewer, interview, "A1a=yes")

    assert [each.said for each in interview.answers.order_by("pk")] == [{"": ["no"]}, {"": ["yes"]}]
    assert queries.overview(interview).answers.at("A1a") == {"yes"}


def test_the_same_form_sent_twice_is_one_answer(newcomers: Newcomers, interview: Interview) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        actions.answer_item(
            newcomers.interviewer.act(), interview=interview, item="A1a", said={"": ["yes"]}, key=key, seen=0
        )

    assert Answer.objects.count() == 1


def test_an_answer_given_meanwhile_is_not_overwritten(newcomers: Newcomers, interview: Interview) -> None:
    world.answer(newcomers.interviewer, interview, "A1a=yes")

    with pytest.raises(actions.AnsweredMeanwhile):
        actions.answer_item(
            newcomers.interviewer.act(), interview=interview, item="A1a", said={"": ["no"]}, key=uuid.uuid4(), seen=0
        )
    assert queries.overview(interview).answers.at("A1a") == {"yes"}


def test_an_interview_goes_on_after_a_break_where_it_stopped(newcomers: Newcomers, interview: Interview) -> None:
    act = newcomers.interviewer.act()
    world.answer(newcomers.interviewer, interview, "A1a=no; A2a documented_ways=yes")
    stopped = actions.stop_interview(act, interview=again(interview), expected_version=1)
    assert stopped.state == InterviewState.STOPPED

    # kept on the device while the line was down
    world.answer(newcomers.interviewer, interview, "A2a documented_ways=yes; A2a analysed_local_situation=no")
    actions.take_up_interview(act, interview=again(interview), expected_version=2)

    assert next_key(interview) == "A2a"
    world.answer(
        newcomers.interviewer,
        interview,
        "A2a documented_ways=yes; A2a analysed_local_situation=no; A2a procedures_to_close_gaps=no",
    )
    assert next_key(interview) == "A3a"


def test_a_question_left_open_comes_back_at_the_end(newcomers: Newcomers, interview: Interview) -> None:
    act = newcomers.interviewer.act()
    actions.answer_item(act, interview=interview, item="A1a", said={}, key=uuid.uuid4(), seen=0)

    found = queries.overview(interview)
    assert found.left_open == ("A1a",)
    assert found.next_item is not None
    assert found.next_item.key == "A1b"


def test_whom_to_ask_stands_beside_a_do_not_know(newcomers: Newcomers, interview: Interview) -> None:
    act = newcomers.interviewer.act()
    actions.answer_item(
        act,
        interview=interview,
        item="C5a",
        said={"": ["dk"]},
        key=uuid.uuid4(),
        seen=0,
        ask_whom="Data manager",
        ask_by=act.on,
    )

    (open_question,) = queries.overview(interview).to_find_out
    assert (open_question.ask_whom, open_question.ask_by) == ("Data manager", act.on)
    world.answer(newcomers.interviewer, interview, "C5a=yes")
    assert queries.overview(interview).to_find_out == ()


def test_contradictory_answers_are_asked_again_and_may_stand_with_words(
    newcomers: Newcomers, interview: Interview
) -> None:
    act = newcomers.interviewer.act()
    world.answer(newcomers.interviewer, interview, "C1a=yes; C1b=neither+accurate_verifiable")
    (clash,) = queries.overview(interview).clashes
    assert clash.shown == "C1b=accurate_verifiable; C1b=neither"

    with pytest.raises(actions.AnswerNotPossible):
        actions.let_stand(act, interview=interview, shown=clash.shown, words=" ")
    actions.let_stand(act, interview=interview, shown=clash.shown, words="Figures of one team are right.")

    assert queries.overview(interview).clashes == ()
    world.answer(newcomers.interviewer, interview, "C1b=neither+within_one_month")
    assert [each.shown for each in queries.overview(interview).clashes] == ["C1b=neither; C1b=within_one_month"]


def test_a_second_interviewer_is_told_and_may_take_over(
    newcomers: Newcomers, interview: Interview, second: Member
) -> None:
    with pytest.raises(actions.HeldByAnother):
        world.answer(second, interview, "A1a=yes")

    actions.take_up_interview(second.act(), interview=again(interview), expected_version=1)

    world.answer(second, interview, "A1a=yes")
    with pytest.raises(actions.HeldByAnother):
        world.answer(newcomers.interviewer, interview, "A1a=no")
    with pytest.raises(Stale):
        actions.take_up_interview(newcomers.interviewer.act(), interview=again(interview), expected_version=1)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("A1a", {"": ["perhaps"]}),
        ("A1a", {"": ["yes", "no"]}),
        ("A1b", {"": ["yes"]}),
        ("A1b", {"army": ["yes"]}),
        ("A1e", {"": ["achieved"]}),
        ("Z9", {"": ["yes"]}),
        ("G1b", {"": ["x" * 2001]}),
    ],
)
def test_an_answer_that_is_not_printed_is_refused(
    newcomers: Newcomers, interview: Interview, item: str, said: dict[str, list[str]]
) -> None:
    with pytest.raises(actions.AnswerNotPossible):
        actions.answer_item(
            newcomers.interviewer.act(), interview=interview, item=item, said=said, key=uuid.uuid4(), seen=0
        )


def test_a_finished_interview_takes_no_answer_until_more_is_asked(newcomers: Newcomers, interview: Interview) -> None:
    act = newcomers.interviewer.act()
    actions.finish_asking(act, interview=again(interview), expected_version=1)

    with pytest.raises(actions.AnswerNotPossible):
        world.answer(newcomers.interviewer, interview, "A1a=yes")
    with pytest.raises(MoveNotPossible):
        actions.stop_interview(act, interview=again(interview), expected_version=2)
    actions.take_up_interview(act, interview=again(interview), expected_version=2)
    world.answer(newcomers.interviewer, interview, "A1a=yes")


def test_the_whole_questionnaire_can_be_asked_on_the_pages_without_a_script(
    newcomers: Newcomers, interview: Interview, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    asked = []
    address = f"/survey/interviews/{interview.pk}/"
    for _ in range(90):
        page = client.get(address, follow=True)
        at = page.redirect_chain[-1][0] if page.redirect_chain else address
        if "/questions/" not in at:
            break
        asked.append(at.split("/")[-2])
        client.post(at, _first_answers(asked[-1]))
    assert asked == [key for key, item in items().items() if item.kind is not Kind.RESULT and key != "SF"]


def _first_answers(key: str) -> dict[str, object]:
    item = items()[key]
    given: dict[str, object] = {"item": key, "key": str(uuid.uuid4()), "seen": "0", "evidence": "Seen."}
    if item.kind is Kind.GRID:
        return given | {f"line_{line}": "yes" for line in item.lines}
    if item.kind is Kind.TEXT:
        return given | {"said": "Words."}
    if item.kind is Kind.MULTI and not item.asks_whether_embedded:
        none = {"claimed_no_evidence", "working_towards", "no", "dk", "none", "neither"}
        return given | {"said": [option for option in item.options if option not in none]}
    return given | {"said": item.options[:2] if item.kind is Kind.MULTI else item.options[0]}


def test_a_stale_page_shows_what_was_typed_and_what_counts(
    newcomers: Newcomers, interview: Interview, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    world.answer(newcomers.interviewer, interview, "A1a=yes")
    posted = {"item": "A1a", "key": str(uuid.uuid4()), "seen": "0", "said": "no", "evidence": "Typed words"}

    page = client.post(f"/survey/interviews/{interview.pk}/questions/A1a/", posted).content.decode()

    assert "It says: Yes" in page
    assert "Typed words" in page


def test_an_empty_answer_is_refused_and_leaving_open_is_a_button(
    newcomers: Newcomers, interview: Interview, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    address = f"/survey/interviews/{interview.pk}/questions/A1a/"
    posted = {"item": "A1a", "key": str(uuid.uuid4()), "seen": "0"}

    assert b"Select an answer, or leave the question open" in client.post(address, posted).content
    client.post(address, {**posted, "leave_open": "1"})

    assert queries.overview(interview).left_open == ("A1a",)


def test_pages_of_an_interview_in_other_hands_offer_to_take_it_over(
    newcomers: Newcomers, interview: Interview, second: Member, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(second)
    page = client.get(f"/survey/interviews/{interview.pk}/", follow=True).content.decode()
    assert "Interviewer Invented has this interview in hand" in page

    client.post(f"/survey/interviews/{interview.pk}/take-up/", {"version": "1"})

    assert again(interview).held_by == second.person


def test_the_pages_show_both_answers_that_do_not_agree(
    newcomers: Newcomers, interview: Interview, signed_in: Callable[[Member], Client]
) -> None:
    client = signed_in(newcomers.interviewer)
    world.answer(newcomers.interviewer, interview, "D1a clear_process=no; D1a known_in_la=yes")

    page = client.get(f"/survey/interviews/{interview.pk}/", follow=True).content.decode()
    assert "odd together, but both may be true" in page
    address = f"/survey/interviews/{interview.pk}/ask-again/"
    shown = queries.overview(interview).clashes[0].shown
    client.post(address, {"shown": shown, "words": "Staff know an unwritten way."})

    assert client.get(address).status_code == 302
