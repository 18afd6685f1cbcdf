"""The deletion walk for every ground of both lists: refused while a condition fails, made where each is met."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.registry.actions import Facts
from onroll.returns import actions
from onroll.returns.given import Leaving
from onroll.returns.models import Return
from onroll.rolls import actions as rolls_actions
from onroll.rolls.models import DatesKind
from onroll.rules import leaving
from onroll.rules.grounds import Ground, every_ground
from onroll.rules.leaving_questions import QUESTIONS, Kind, Question
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import TODAY, at

# A day under each list, after compulsory school age has ended for whoever was born on the day beside it.
DAYS = {"registration-2006": date(2024, 7, 5), "registration-2024": TODAY}
SIXTEEN = {"registration-2006": date(2007, 9, 23), "registration-2024": date(2010, 2, 1)}
ASKED = [each for each in every_ground() if each.code in QUESTIONS]
JOINT = [each for each in every_ground() if each.code not in QUESTIONS]


def name_of(each: Ground) -> str:
    return f"{each.ruleset.name}-{each.letter}"


def right_answer(question: Question, on: date) -> object:
    if question.kind is Kind.YES_NO:
        return bool(question.right)
    if question.kind is Kind.WORDS:
        return "Invented words"
    return on + timedelta(days=60) if question.kind is Kind.AHEAD else on - timedelta(days=60)


def wrong_answer(question: Question, on: date) -> object:
    if question.kind is Kind.YES_NO:
        return not question.right
    return "" if question.kind in (Kind.WORDS, Kind.AHEAD) else on + timedelta(days=1)


def facts_for(ground: Ground) -> Facts:
    return dataclasses.replace(world.PUPIL, birth_date=SIXTEEN[ground.ruleset.name])


def given_for(ground: Ground, **change: object) -> Leaving:
    on = DAYS[ground.ruleset.name]
    answers = {each.code: right_answer(each, on) for each in QUESTIONS[ground.code]}
    return Leaving(
        ground_code=ground.letter,
        deleted_on=on,
        answers={**answers, **change},
        was_done_before=on < TODAY,
    )


def test_both_lists_are_walked_from_a_to_o() -> None:
    letters = {name: [] for name in DAYS}
    for each in every_ground():
        letters[each.ruleset.name].append(each.letter)

    assert {name: "".join(sorted(found)) for name, found in letters.items()} == dict.fromkeys(DAYS, "ABCDEFGHIJKLMNO")


@pytest.mark.parametrize("ground", ASKED, ids=name_of)
def test_a_deletion_whose_ground_is_met_makes_the_return_with_the_letter_of_its_day(cast: Cast, ground: Ground) -> None:
    made = actions.make_deletion_return(at(cast.clerk), facts=facts_for(ground), given=given_for(ground))

    assert (made.state, made.deletion.letter, made.deletion.regulations) == (
        "made",
        ground.letter,
        ground.ruleset.name,
    )
    assert made.deletion.ground_code == ground.code
    assert made.due_on == made.deletion.deleted_on == DAYS[ground.ruleset.name]
    is_late = Return.objects.late().exists()
    assert is_late is (ground.ruleset.name == "registration-2006")


CONDITIONS = [
    pytest.param(ground, question, id=f"{name_of(ground)}-{question.code}")
    for ground in ASKED
    for question in QUESTIONS[ground.code]
    if question.only_if is None and question.right is not None
]


@pytest.mark.parametrize(("ground", "question"), CONDITIONS)
def test_each_condition_alone_stops_the_deletion_and_says_why(cast: Cast, ground: Ground, question: Question) -> None:
    wrong = wrong_answer(question, DAYS[ground.ruleset.name])

    with pytest.raises(actions.GroundNotMet, match="Keep the pupil on the register") as refused:
        actions.make_deletion_return(
            at(cast.clerk), facts=facts_for(ground), given=given_for(ground, **{question.code: wrong})
        )

    assert question.words in refused.value.words
    assert not Return.objects.exists()


@pytest.mark.parametrize("ground", JOINT, ids=name_of)
def test_a_joint_ground_leads_to_the_enquiries_and_makes_nothing(cast: Cast, ground: Ground) -> None:
    on = DAYS[ground.ruleset.name]

    with pytest.raises(actions.NeedsJointEnquiries):
        actions.make_deletion_return(
            at(cast.clerk),
            facts=facts_for(ground),
            given=Leaving(ground_code=ground.letter, deleted_on=on, answers={}, was_done_before=on < TODAY),
        )

    assert not Return.objects.exists()


def test_joint_grounds_are_h_and_i_today_and_were_f_and_h_before() -> None:
    letters: dict[str, set[str]] = {name: set() for name in DAYS}
    for each in JOINT:
        letters[each.ruleset.name].add(each.letter)

    assert letters == {"registration-2024": {"H", "I"}, "registration-2006": {"F", "H"}}


@pytest.mark.parametrize(("day", "may"), [(date(2026, 10, 5), False), (date(2026, 10, 6), True)])
def test_an_exclusion_waits_fifteen_school_days_after_the_notice(cast: Cast, day: date, may: bool) -> None:
    answers = {"is_upheld": True, "notice_of_decision_on": date(2026, 9, 14), "is_waived": False, "review_asked": False}
    given = Leaving(ground_code="O", deleted_on=day, answers=answers)

    if may:
        made = actions.make_deletion_return(world.on(cast.clerk, day), facts=world.PUPIL, given=given)
        assert made.deletion.letter == "O"
    else:
        with pytest.raises(actions.GroundNotMet, match="earliest day is 6/10/2026"):
            actions.make_deletion_return(world.on(cast.clerk, day), facts=world.PUPIL, given=given)


def test_the_fifteen_school_days_are_the_schools_own(cast: Cast) -> None:
    answers = {"is_upheld": True, "notice_of_decision_on": date(2026, 9, 14), "is_waived": False, "review_asked": False}
    given = Leaving(ground_code="O", deleted_on=date(2026, 10, 6), answers=answers)
    closed = {"kind": DatesKind.CLOSED, "first_on": date(2026, 9, 21), "last_on": date(2026, 9, 22)}
    rolls_actions.tell_school_dates(world.on(cast.clerk, date(2026, 10, 6)), **closed)

    with pytest.raises(actions.GroundNotMet, match="earliest day is 8/10/2026"):
        actions.make_deletion_return(world.on(cast.clerk, date(2026, 10, 6)), facts=world.PUPIL, given=given)


def test_a_pupil_of_school_age_cannot_be_deleted_by_the_list_without_letters(cast: Cast) -> None:
    answers = {"has_stopped": True, "young_reason": "Moves away"}
    given = Leaving(ground_code=leaving.young_ground(TODAY).code, deleted_on=TODAY, answers=answers)

    with pytest.raises(actions.GroundNotMet, match="Not of compulsory school age"):
        actions.make_deletion_return(at(cast.clerk), facts=world.PUPIL, given=given)
    young = dataclasses.replace(world.PUPIL, birth_date=date(2023, 1, 1))
    assert actions.make_deletion_return(at(cast.clerk), facts=young, given=given).deletion.letter == ""


def test_an_academy_cannot_use_the_ground_of_independent_schools(cast: Cast) -> None:
    cast.school.type_name = "Academy converter"
    cast.school.save()
    ground = next(each for each in ASKED if name_of(each) == "registration-2024-N")

    with pytest.raises(actions.GroundNotMet, match="Academy converter"):
        actions.make_deletion_return(at(cast.clerk), facts=facts_for(ground), given=given_for(ground))


def test_the_same_deletion_twice_makes_one_return(cast: Cast) -> None:
    with_number = dataclasses.replace(world.PUPIL, upn="A820100112001")
    actions.make_deletion_return(at(cast.clerk), facts=with_number, given=world.leaving())

    with pytest.raises(actions.ReturnMadeAlready):
        actions.make_deletion_return(at(cast.clerk), facts=with_number, given=world.leaving())

    assert Return.objects.count() == 1
