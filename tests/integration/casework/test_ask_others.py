"""“Is this child with you?”, and moves out of England."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, queries
from onroll.casework.border_states import Answer, AnswerMoveNotAllowed
from onroll.casework.models import Asked, Case, Outcome, Question
from onroll.casework.stages import Stage
from onroll.registry import actions as registry_actions
from onroll.registry.models import ShieldReason, Sighting
from onroll.rules import borders
from onroll.web.words import day_words
from tests.cast import Cast, make_authority, make_member
from tests.integration.casework import world


def ask(cast: Cast, case: Case | None = None) -> Asked:
    case = case or world.opened_case(cast)
    act, to = cast.officer.act(), [cast.testbury.pk]
    return actions.ask_others(act, case=case, authority_ids=to, expected_version=case.version).asked.get()


def answer(cast: Cast, asked: Asked, words: Answer = Answer.YES) -> Asked:
    act = cast.neighbour_officer.act()
    return actions.answer_question(act, asked=asked, answer=words, expected_version=asked.version)


def test_the_other_authority_sees_initials_birth_date_and_sex_and_nothing_else(cast: Cast, signed_in) -> None:
    asked = ask(cast)

    page = signed_in(cast.neighbour_officer).get(reverse("casework:question", args=[asked.reference])).content.decode()

    assert "Z. Q." in page
    assert "17 May 2014" in page
    assert "Female" in page
    own = asked.question.case.notification.sighting
    for hidden in (own.surname, own.forename, own.upn, own.address, own.postcode, asked.question.case.reference):
        assert hidden not in page


@pytest.mark.parametrize("words", [Answer.YES, Answer.NO, Answer.LOOKING])
def test_an_answer_reaches_the_case(cast: Cast, words: Answer) -> None:
    asked = answer(cast, ask(cast), words)

    (told,) = queries.borders.answers_of(cast.officer.act(), asked.question.case)
    assert told.answer == words
    assert asked.question.case.events.last().words.startswith("Testbury answered: ")


def test_one_who_looks_can_say_yes_later_but_not_that_nobody_asked(cast: Cast) -> None:
    asked = answer(cast, answer(cast, ask(cast), Answer.LOOKING), Answer.YES)

    with pytest.raises(AnswerMoveNotAllowed, match="The answer is “Yes”; it cannot become “Asked”"):
        answer(cast, asked, Answer.ASKED)


def test_of_two_colleagues_who_answer_the_second_is_told(cast: Cast) -> None:
    asked = ask(cast)
    on_her_screen = Asked.objects.get(pk=asked.pk)
    answer(cast, asked, Answer.NO)

    with pytest.raises(Stale):
        answer(cast, on_her_screen, Answer.YES)


def test_a_question_expires_by_itself(cast: Cast) -> None:
    asked = ask(cast)
    assert asked.question.expires_on == borders.question_ends(cast.officer.act().on)
    Question.objects.update(expires_on=cast.officer.act().on - timedelta(days=1))
    asked.refresh_from_db()

    with pytest.raises(Hidden):
        queries.borders.question_asked(cast.neighbour_officer.act(), asked.reference)
    with pytest.raises(Hidden):
        answer(cast, asked)
    assert queries.borders.answer_of(cast.officer.act(), asked) == Answer.EXPIRED


def test_nobody_is_ever_asked_about_a_shielded_child(cast: Cast) -> None:
    before, after = world.opened_case(cast), ask(cast)
    for case in (before, after.question.case):
        registry_actions.shield_child(
            cast.officer.act(), child=case.child, reason_code=ShieldReason.AT_RISK,
            officer=cast.officer.person, until_on=None,
        )  # fmt: skip
    asked = ask(cast, before)

    for each in (asked, after):
        assert queries.borders.border_work(cast.neighbour_officer.act()).asked_of_us == ()
        with pytest.raises(Hidden):
            answer(cast, each)
        with pytest.raises(Hidden):
            actions.open_question(cast.neighbour_officer.act(), asked=each)
    (shown,) = queries.borders.answers_of(cast.officer.act(), before)
    assert shown.answer == Answer.ASKED  # who asks sees only that nobody has answered


def test_a_closed_case_asks_no_more(cast: Cast) -> None:
    asked = ask(cast)
    case = Case.objects.get(pk=asked.question.case_id)
    actions.close_case(
        cast.officer.act(), case=case, outcome=Outcome.NOT_MISSING, evidence="Seen in class",
        evidence_kind="REGISTER_ENTRY",
        expected_version=case.version,
    )  # fmt: skip

    with pytest.raises(Hidden):
        answer(cast, asked)


@pytest.mark.parametrize("unknown", [{"birth_date": None}, {"surname": ""}])
def test_a_child_of_whom_too_little_is_known_is_not_asked_about(cast: Cast, unknown: dict[str, object]) -> None:
    case = world.opened_case(cast)
    Sighting.objects.filter(pk=case.notification.sighting_id).update(**unknown)

    with pytest.raises(actions.TooLittleToAsk):
        ask(cast, Case.objects.get(pk=case.pk))


def test_one_authority_is_asked_once_at_a_time(cast: Cast) -> None:
    asked = ask(cast)
    stale = Case.objects.get(pk=asked.question.case_id)

    with pytest.raises(actions.AlreadyAsked):
        ask(cast, stale)
    assert Asked.objects.count() == 1


def test_a_stale_tab_asks_nobody(cast: Cast) -> None:
    case = world.opened_case(cast)
    now = Case.objects.get(pk=case.pk)
    actions.move_stage(cast.officer.act(), case=now, stage=Stage.LOCATE, note="x", expected_version=1)

    with pytest.raises(Stale):
        ask(cast, case)


def test_some_authority_has_to_be_asked_and_not_the_own(cast: Cast) -> None:
    case = world.opened_case(cast)

    for nobody in ([], [cast.exampleton.pk], [cast.school.pk]):
        with pytest.raises(actions.NobodyToAsk):
            actions.ask_others(cast.officer.act(), case=case, authority_ids=nobody, expected_version=1)


def test_only_who_was_asked_may_read_or_answer(cast: Cast) -> None:
    asked = ask(cast)
    third = make_member("thirdofficer", make_authority("Mockham", "999"), Role.CME_OFFICER)

    for who, member in {**cast.members(), "third": third}.items():
        if who == "neighbour_officer":
            continue
        with pytest.raises((Hidden, NotAllowed)):
            actions.open_question(member.act(), asked=asked)
        with pytest.raises((Hidden, NotAllowed)):
            actions.answer_question(member.act(), asked=asked, answer=Answer.YES, expected_version=1)
    assert queries.borders.border_work(third.act()).answers_to_us == ()


def moved(cast: Cast, case: Case, proof: str, end_point: str = "scotland", seen_on: date | None = None) -> object:
    case.refresh_from_db()
    return actions.record_move_evidence(
        cast.officer.act(), case=case, end_point=end_point, proof=proof,
        seen_on=seen_on or cast.officer.act().on, words="By telephone, called back.", expected_version=case.version,
    )  # fmt: skip


def close(cast: Cast, case: Case, outcome: Outcome) -> Case:
    case.refresh_from_db()
    return actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=outcome,
        evidence="As recorded here",
        evidence_kind="SCHOOL_ABROAD" if outcome is Outcome.ABROAD else "",
        expected_version=case.version,
    )


def test_a_move_is_believed_until_the_place_itself_confirms_it(cast: Cast) -> None:
    case = world.opened_case(cast)
    moved(cast, case, "parent_said")
    act = cast.officer.act()

    assert queries.borders.certainty_of(queries.borders.move_evidence_of(act, case)) == borders.Certainty.BELIEVED
    with pytest.raises(actions.MoveNotConfirmed, match="only believed"):
        close(cast, case, Outcome.OTHER_NATION)

    moved(cast, case, "council_confirmed")
    assert queries.borders.certainty_of(queries.borders.move_evidence_of(act, case)) == borders.Certainty.CONFIRMED
    assert close(cast, case, Outcome.OTHER_NATION).outcome == "other_nation"


def test_a_parents_word_alone_does_not_close_a_case_as_abroad(cast: Cast) -> None:
    case = world.opened_case(cast)
    moved(cast, case, "parent_said", "abroad")

    with pytest.raises(actions.MoveNotConfirmed):
        close(cast, case, Outcome.ABROAD)


def test_without_evidence_by_kind_no_case_is_closed_as_in_another_nation(cast: Cast) -> None:
    with pytest.raises(actions.MoveNotConfirmed, match="Record the evidence of the move first"):
        close(cast, world.opened_case(cast), Outcome.OTHER_NATION)


def test_evidence_of_the_future_of_another_place_or_before_birth_is_refused(cast: Cast) -> None:
    case, today = world.opened_case(cast), cast.officer.act().on

    with pytest.raises(actions.EvidenceDayImpossible, match="in the future"):
        moved(cast, case, "parent_said", seen_on=today + timedelta(days=1))
    with pytest.raises(actions.EvidenceDayImpossible, match="before the child was born"):
        moved(cast, case, "parent_said", seen_on=date(2013, 1, 1))
    with pytest.raises(actions.NoSuchEvidence):
        moved(cast, case, "border_check", "scotland")


def test_every_end_point_has_evidence_that_confirms_and_some_that_does_not() -> None:
    assert list(borders.end_points()) == ["scotland", "wales", "northern_ireland", "abroad"]
    for end_point in borders.end_points():
        kinds = {proof.certainty for proof in borders.proofs_of(end_point).values()}
        assert kinds == set(borders.Certainty)


def test_the_pages_take_a_question_its_answer_and_evidence(cast: Cast, signed_in) -> None:
    case = world.opened_case(cast)
    officer, neighbour = signed_in(cast.officer), signed_in(cast.neighbour_officer)

    officer.post(reverse("casework:ask-others", args=[case.reference]), {"version": 1, "authorities": ["all"]})
    asked = Asked.objects.get()
    assert asked.reference in neighbour.get(reverse("casework:border-work")).content.decode()
    neighbour.post(reverse("casework:question", args=[asked.reference]), {"version": 1, "answer": "looking"})
    assert "Looking" in officer.get(reverse("casework:case", args=[case.reference])).content.decode()

    place = reverse("casework:record-move-evidence", args=[case.reference, "wales"])
    assert place in officer.get(reverse("casework:end-points", args=[case.reference])).content.decode()
    day = {"seen_on_day": 1, "seen_on_month": 10, "seen_on_year": 2026}
    officer.get(place)
    version = Case.objects.get(pk=case.pk).version
    given = {"version": version, "proof": "parent_said", "words": "The mother, by telephone"}
    answered = officer.post(place, {**given, **day}, follow=True).content.decode()
    assert "only believed: keep looking" in answered
    assert officer.get(place.replace("wales", "mars")).status_code == 404


def test_the_page_says_until_which_day_others_can_answer(cast: Cast, signed_in) -> None:
    case = world.opened_case(cast)
    last = borders.question_ends(cast.officer.act().on)

    page = signed_in(cast.officer).get(reverse("casework:ask-others", args=[case.reference])).content.decode()

    assert f"They can answer until {day_words(last)}." in page
