from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules import deadlines, school_days
from onroll.rules.clocks import Clock
from onroll.rules.rulesets import RuleNotInForce

ENGLAND = school_days.england()


def test_ctf_a_file_is_due_fifteen_school_days_after_the_day_the_pupil_leaves() -> None:
    # The October half term of 2025 lies between: 11 school days before it, 4 after.
    assert deadlines.ctf_due(date(2025, 10, 9), ENGLAND) == date(2025, 11, 6)


def test_ctf_a_summer_leaver_gives_the_school_until_september() -> None:
    assert deadlines.ctf_due(date(2026, 7, 21), ENGLAND) == date(2026, 9, 22)


def test_deletion_the_return_is_due_on_the_day_itself() -> None:
    assert deadlines.deletion_return_due(date(2026, 3, 2)) == date(2026, 3, 2)


def test_new_pupil_the_return_is_due_five_plain_days_after_entry() -> None:
    # Thursday before Easter: plain days run through the holiday.
    assert deadlines.new_pupil_return_due(date(2026, 4, 2)) == date(2026, 4, 7)


def test_check_month_an_open_case_is_followed_up_monthly() -> None:
    assert deadlines.follow_up_due(date(2026, 1, 31)) == date(2026, 2, 28)


def test_sao_notice_the_day_of_service_is_day_one() -> None:
    assert deadlines.due("SAO_NOTICE", date(2026, 3, 2)) == date(2026, 3, 16)


def test_foi_an_answer_is_due_in_twenty_working_days_of_the_whole_kingdom() -> None:
    assert deadlines.due("FOI", date(2026, 3, 2)) == date(2026, 3, 31)
    assert deadlines.due("PEP", date(2026, 3, 16)) == date(2026, 3, 30)


def test_reminders_come_two_five_and_ten_school_days_after_a_file_arrived() -> None:
    assert deadlines.reminders_due(date(2026, 3, 2), ENGLAND) == (
        date(2026, 3, 4),
        date(2026, 3, 9),
        date(2026, 3, 16),
    )


@pytest.mark.parametrize("code", ["DELETION", "NEW_PUPIL"])
def test_a_duty_of_the_2024_regulations_did_not_exist_the_day_before(code: str) -> None:
    assert deadlines.due(code, date(2024, 8, 19))
    with pytest.raises(RuleNotInForce, match=f"{code} is not in force on 2024-08-18"):
        deadlines.due(code, date(2024, 8, 18))


def test_a_part_of_an_act_that_has_not_commenced_sets_no_date() -> None:
    assert not deadlines.default_for("CNIS_PARENT").has_commenced
    with pytest.raises(RuleNotInForce):
        deadlines.due("CNIS_PARENT", date(2026, 9, 1))


@pytest.mark.parametrize("code", ["CME_4W", "ABSENT_20", "CHILD_BENEFIT", "ABS_10", "TERMLY", "BREACH"])
def test_a_row_that_is_no_deadline_or_has_no_plain_period_sets_no_date(code: str) -> None:
    with pytest.raises(deadlines.NoDueDate, match=f"{code} sets no due date"):
        deadlines.due(code, date(2026, 3, 2), ENGLAND)


def test_a_deadline_in_school_days_needs_a_calendar() -> None:
    with pytest.raises(deadlines.NoDueDate, match="needs a school calendar"):
        deadlines.due("CTF", date(2026, 3, 2))


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(deadlines.UnknownDeadline, match="NONE_SUCH"):
        deadlines.default_for("NONE_SUCH")


def test_a_row_keeps_its_trap_its_source_and_its_mark() -> None:
    row = deadlines.default_for("NEW_PUPIL")

    assert (row.period, row.clock, row.period_words) == (5, Clock.DAYS, "5 days")
    assert row.source == "SI 2024/208 reg 13(1)"
    assert row.in_force_from == date(2024, 8, 19)
    assert row.trap.startswith("plain days, not school days")


def test_marks_tell_sure_rows_from_unsure_ones() -> None:
    sure = {code: deadlines.default_for(code).is_sure for code in ("CTF", "CP_FILE", "ABS_10", "DFE_RETURN")}

    assert sure == {"CTF": True, "CP_FILE": False, "ABS_10": False, "DFE_RETURN": False}


def test_a_bare_year_stands_for_its_first_day_and_current_for_no_date() -> None:
    assert deadlines.default_for("CTF").in_force_from == date(2005, 1, 1)
    assert deadlines.default_for("SAR").in_force_from is None


def test_every_row_has_a_source_and_is_known_by_its_own_code() -> None:
    rows = deadlines.every_deadline()

    assert len(rows) == 45
    assert all(row.code == code and row.source and row.action and row.confidence for code, row in rows.items())


@given(st.dates(date(2024, 8, 19), date(2035, 1, 1)), st.sampled_from(sorted(deadlines.every_deadline())))
def test_no_deadline_is_before_its_trigger(trigger_on: date, code: str) -> None:
    try:
        due_on = deadlines.due(code, trigger_on, ENGLAND)
    except (deadlines.NoDueDate, RuleNotInForce):
        return

    assert trigger_on <= due_on <= trigger_on + timedelta(days=370)
