"""Each ground for deletion asks its questions, and fails in plain words where one is not met."""

from datetime import date

import pytest

from onroll.rules import leaving, school_days
from onroll.rules.deletion import Decision
from onroll.rules.grounds import every_ground
from onroll.rules.leaving import Answer, Told, UnknownGroundCode
from onroll.rules.leaving_questions import QUESTIONS, YOUNG, Kind
from onroll.rules.rulesets import REGISTRATION_2006, REGISTRATION_2024, RuleNotInForce

ENGLAND = school_days.england()
DAY = date(2026, 10, 9)
MET: dict[str, dict[str, Answer]] = {
    "OTHER_SCHOOL": {
        "is_registered_there": True,
        "registered_on": date(2026, 10, 5),
        "is_dual": False,
        "order_in_force": False,
    },
    "LEFT_AFTER_NURSERY": {"is_nursery": True, "moves_on": False},
    "DUAL_ENDED": {
        "has_stopped": True,
        "all_agreed": True,
        "agreed_by": "Invented Academy",
        "agreed_on": date(2026, 10, 1),
    },
    "SAO_CHANGED": {"order_changed": True, "order_changed_on": date(2026, 10, 1)},
    "SAO_REVOKED": {"order_revoked": True, "order_revoked_on": date(2026, 10, 1)},
    "SAO_CHANGED|SAO_REVOKED": {"order_changed_or_revoked": True, "order_changed_on": date(2019, 5, 1)},
    "EHE": {
        "has_notice": True,
        "notice_on": date(2026, 10, 1),
        "educated_from": date(2026, 10, 8),
        "has_stopped": True,
        "order_in_force": False,
        "is_special_place": False,
    },
    "MOVED": {"has_stopped": True, "is_boarder": False, "is_too_far": True, "new_address": "1 Far Road, the landlord"},
    "DETAINED": {"is_final": True, "is_four_months": True, "may_return": False},
    "DIED": {"died_on": date(2019, 5, 1)},
    "LEFT_AT_16": {"meets_on": date(2026, 10, 12), "stays_on": False},
    "BOARDING_FEES": {"is_state_boarder": True, "term_ended_on": date(2019, 4, 1), "is_unpaid": True},
    "LEFT_INDEPENDENT": {"is_independent": True, "has_ceased": True, "destination": "Not known; the parent was asked"},
    "PERMANENT_EXCLUSION": {"is_upheld": True, "notice_of_decision_on": date(2019, 4, 1), "is_waived": True},
    "MEDICAL_HISTORIC": {"is_certified": True, "means_to_stay": False},
    YOUNG: {"has_stopped": True, "young_reason": "Moves house before starting"},
}


def decide(code: str, on: date = DAY, born_on: date | None = date(2010, 2, 1), **change: Answer) -> Decision:
    return leaving.decide(code, Told(answers={**MET[code], **change}, born_on=born_on), on=on, calendar=ENGLAND)


def unmet(decision: Decision) -> list[str]:
    return [each.why for each in decision.unmet]


@pytest.mark.parametrize("ground", every_ground(), ids=lambda each: f"{each.ruleset.name}-{each.letter}")
def test_every_ground_of_both_lists_asks_questions_or_needs_joint_enquiries(ground: object) -> None:
    assert ground.needs_joint_enquiries is not (ground.code in QUESTIONS)


@pytest.mark.parametrize("code", [each.code for each in leaving.grounds_to_choose(DAY) if each.code in QUESTIONS])
def test_each_ground_of_2024_is_met_by_full_answers_and_fails_without_any(code: str) -> None:
    born_on = date(2023, 1, 1) if code == YOUNG else date(2010, 2, 1)

    assert decide(code, born_on=born_on).may_be_used
    empty = leaving.decide(code, Told(answers={}), on=DAY, calendar=ENGLAND)
    assert not empty.may_be_used
    assert empty.ground.ruleset is REGISTRATION_2024


@pytest.mark.parametrize(
    "code", [each.code for each in leaving.grounds_to_choose(date(2019, 6, 3)) if each.code in QUESTIONS]
)
def test_each_ground_of_2006_is_read_with_its_day(code: str) -> None:
    born_on = date(2016, 1, 1) if code == YOUNG else date(2003, 2, 1)
    met = {
        name: value.replace(year=2019, month=5) if isinstance(value, date) else value
        for name, value in MET[code].items()
    }
    if code == "LEFT_AT_16":
        met["meets_on"] = date(2019, 9, 2)

    decision = leaving.decide(code, Told(answers=met, born_on=born_on), on=date(2019, 7, 3), calendar=ENGLAND)

    assert decision.may_be_used
    assert decision.ground.ruleset is REGISTRATION_2006


def test_a_ground_of_one_list_is_unknown_under_the_other() -> None:
    with pytest.raises(UnknownGroundCode):
        leaving.decide("MEDICAL_HISTORIC", Told(answers={}), on=DAY, calendar=ENGLAND)
    with pytest.raises(RuleNotInForce):
        leaving.decide("EHE", Told(answers={}), on=date(2006, 8, 31), calendar=ENGLAND)
    with pytest.raises(UnknownGroundCode):
        leaving.decide("ABSENT_20", Told(answers={}), on=DAY, calendar=ENGLAND)


def test_home_education_waits_for_the_day_that_the_parent_named() -> None:
    decision = decide("EHE", educated_from=date(2026, 10, 12))

    assert unmet(decision) == ["The day that the parent named has not come yet."]
    assert decide("EHE", on=date(2026, 10, 12), educated_from=date(2026, 10, 12)).may_be_used


def test_spoken_notice_is_not_enough() -> None:
    assert unmet(decide("EHE", has_notice=False))[0].startswith("Spoken notice is not enough.")


def test_a_place_at_a_special_school_needs_the_authority_that_arranged_it() -> None:
    assert not decide("EHE", is_special_place=True).may_be_used
    assert not decide("EHE", is_special_place=True, has_consent=False).may_be_used
    assert decide("EHE", is_special_place=True, has_consent=True).may_be_used


def test_a_place_that_is_only_offered_keeps_the_pupil_on_roll() -> None:
    assert unmet(decide("OTHER_SCHOOL", is_registered_there=False))[0].startswith("A place that is only offered")
    assert not decide("OTHER_SCHOOL", registered_on=date(2026, 10, 12)).may_be_used
    assert not decide("OTHER_SCHOOL", is_dual=True).may_be_used


def test_an_unknown_new_address_points_to_joint_enquiries() -> None:
    (blank,) = decide("MOVED", new_address="  ").unmet
    (nothing,) = decide("MOVED", new_address="").unmet

    assert "looked for by the school and the authority together" in blank.why
    assert "looked for by the school and the authority together" in nothing.why


def test_an_exclusion_waits_fifteen_school_days_for_a_review() -> None:
    waiting = {"is_waived": False, "review_asked": False, "notice_of_decision_on": date(2026, 9, 18)}

    too_early = decide("PERMANENT_EXCLUSION", on=date(2026, 10, 9), **waiting)
    assert unmet(too_early) == ["15 school days after the notice end on 9/10/2026. The earliest day is 10/10/2026."]
    assert decide("PERMANENT_EXCLUSION", on=date(2026, 10, 10), **waiting).may_be_used


def test_an_exclusion_under_review_waits_for_its_end() -> None:
    asked = {"is_waived": False, "review_asked": True}

    assert not decide("PERMANENT_EXCLUSION", **asked).may_be_used
    assert decide("PERMANENT_EXCLUSION", **asked, review_ended=True).may_be_used


def test_an_exclusion_without_countable_days_is_refused() -> None:
    waiting = {"is_waived": False, "review_asked": False}

    assert not decide("PERMANENT_EXCLUSION", **waiting, notice_of_decision_on=None).may_be_used
    assert (
        "cannot be counted"
        in unmet(decide("PERMANENT_EXCLUSION", **waiting, notice_of_decision_on=date(1999, 1, 1)))[0]
    )


def test_leaving_at_sixteen_is_checked_against_the_birth_date() -> None:
    assert "meets before that ends" in unmet(decide("LEFT_AT_16", born_on=date(2012, 1, 1)))[0]
    assert "not known" in unmet(decide("LEFT_AT_16", born_on=None))[0]
    assert not decide("LEFT_AT_16", meets_on="soon").may_be_used


def test_the_letterless_list_is_for_children_outside_school_age_alone() -> None:
    assert not decide(YOUNG, born_on=date(2015, 1, 1)).may_be_used
    assert not decide(YOUNG, born_on=None).may_be_used


def test_the_ground_of_independent_schools_is_checked_against_the_register_where_it_says() -> None:
    told = Told(answers=MET["LEFT_INDEPENDENT"], school_type="Community school")
    refused = leaving.decide("LEFT_INDEPENDENT", told, on=DAY, calendar=ENGLAND)
    assert unmet(refused) == ["The register of schools calls it “Community school”."]
    independent = Told(answers=MET["LEFT_INDEPENDENT"], school_type="Other independent school")
    assert leaving.decide("LEFT_INDEPENDENT", independent, on=DAY, calendar=ENGLAND).may_be_used


def test_every_question_has_a_code_of_its_own_within_its_ground() -> None:
    for questions in QUESTIONS.values():
        codes = [each.code for each in questions]
        assert len(codes) == len(set(codes))
        assert all(each.only_if is None or each.only_if[0] in codes for each in questions)
        assert all(each.kind is Kind.YES_NO for each in questions if each.right is None)
