import dataclasses
from datetime import date, timedelta

import pytest

from onroll.rules import deletion, school_days
from onroll.rules.deletion import ABSENT_20, LEAVE_NO_RETURN, Circumstances
from onroll.rules.grounds import UnknownGround
from onroll.rules.school_days import Period

CALENDAR = school_days.calendar_of(
    "the school",
    terms=[Period(date(2024, 6, 3), date(2024, 7, 19)), Period(date(2025, 9, 1), date(2025, 12, 19))],
)
LAST_ATTENDED = date(2025, 9, 12)  # a Friday; the twentieth school day after it is 10 October
TWENTIETH = date(2025, 10, 10)
READY = Circumstances(
    last_attended_on=LAST_ATTENDED,
    absent_until_on=TWENTIETH,
    is_absence_unbroken=True,
    has_good_cause=False,
    is_found=False,
    are_enquiries_signed=True,
)


def decide(told: Circumstances, code: str = ABSENT_20, on: date = TWENTIETH) -> deletion.Decision:
    return deletion.decide(code, told, on=on, calendar=CALENDAR)


def test_ground_i_may_be_used_on_the_twentieth_school_day_when_all_is_met() -> None:
    decision = decide(READY)

    assert decision.may_be_used
    assert decision.ground.letter == "I"
    assert decision.conditions[0].why == "20 school days, by the calendar of the school."


def test_ground_i_waits_for_the_twentieth_school_day_and_a_later_word_does_not_hasten_it() -> None:
    day_before = TWENTIETH - timedelta(days=1)

    assert not decide(dataclasses.replace(READY, absent_until_on=day_before)).may_be_used
    assert not decide(READY, on=day_before).may_be_used


@pytest.mark.parametrize(
    ("change", "unmet"),
    [
        ({"last_attended_on": None}, "Absent without a break"),
        ({"absent_until_on": None}, "Absent without a break"),
        ({"absent_until_on": date(2027, 1, 4), "last_attended_on": date(2026, 12, 1)}, "Absent without a break"),
        ({"is_absence_unbroken": None}, "Every session is coded G, N or O"),
        ({"is_absence_unbroken": False}, "Every session is coded G, N or O"),
        ({"has_good_cause": None}, "No reasonable grounds"),
        ({"has_good_cause": True}, "No reasonable grounds"),
        ({"are_enquiries_signed": False}, "School and authority have jointly"),
        ({"is_found": None}, "Not found; or found"),
        ({"is_found": True}, "Not found; or found"),
    ],
)
def test_each_condition_of_ground_i_alone_stops_the_deletion_and_says_why(change: dict, unmet: str) -> None:
    decision = decide(dataclasses.replace(READY, **change))

    assert not decision.may_be_used
    (missing,) = decision.unmet
    assert missing.words.startswith(unmet)
    assert missing.why


def test_a_found_child_may_be_deleted_since_2024_where_both_agree_and_never_before() -> None:
    found = dataclasses.replace(READY, is_found=True, do_both_agree=True)
    before = dataclasses.replace(found, last_attended_on=date(2024, 6, 7), absent_until_on=date(2024, 7, 19))

    assert decide(found).may_be_used
    old = decide(before, on=date(2024, 7, 19))
    assert old.ground.letter == "H"  # printed (h): what is ground I today
    assert [each.why for each in old.unmet] == ["Found: the ground fails."]


def test_before_19_august_2024_the_twenty_day_ground_asks_for_no_authorised_absence() -> None:
    told = dataclasses.replace(READY, last_attended_on=date(2024, 6, 7), absent_until_on=date(2024, 7, 19))

    old = decide(told, on=date(2024, 7, 19))

    assert old.may_be_used
    assert old.conditions[1].words == "No part of the absence was authorised"


def test_ground_h_counts_ten_school_days_after_leave_ended() -> None:
    told = dataclasses.replace(READY, leave_ended_on=date(2025, 9, 12), absent_until_on=date(2025, 9, 26))

    assert decide(told, LEAVE_NO_RETURN).may_be_used
    assert decide(told, LEAVE_NO_RETURN).ground.letter == "H"
    assert deletion.decide(LEAVE_NO_RETURN, told, on=date(2025, 9, 25), calendar=CALENDAR).unmet
    assert decide(READY, LEAVE_NO_RETURN).unmet[0].why == "No leave of absence is recorded."


def test_only_the_joint_grounds_are_decided_here() -> None:
    with pytest.raises(UnknownGround):
        decide(READY, "EHE")
