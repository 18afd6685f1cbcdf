"""The 42 contradictions and gaps of the printed report, one test each, in the order of `traps.csv`."""

from datetime import date

import pytest

from onroll.selfeval import analysis, baseline, checklist, invented, survey
from onroll.selfeval.embedded import ticks_from_dates
from onroll.selfeval.levels import Level, points
from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import items
from onroll.selfeval.reading import read
from onroll.selfeval.rules import result
from onroll.selfeval.score import band
from onroll.selfeval.tables import rows
from tests.unit.selfeval.cases import ACHIEVED, as_file

OURS = survey.national([given for _name, given in invented.authorities()])
TABLE_1_DIFFERS = ["A2", "A3", "B1", "B2", "B4", "C2", "C3", "C5", "D1", "D2", "D3", "E1", "E2", "E3", "E4"]
FOUND = [(each.step, each.kind) for each in baseline.inconsistencies()]


def printed(step: str, item: str, scope: str = "level") -> tuple[int | None, int | None]:
    figure = baseline.figure(step, scope, item)
    assert figure is not None
    return figure.pct, figure.n


def ours(step: str, level: Level) -> int:
    return OURS.steps[step].levels[level].n


def of_kind(kind: str) -> list[str]:
    return [step for step, found in FOUND if found == kind]


def level(step: str, said: str) -> Level:
    return result(step, answers(said)).level


def test_trap_01_partly_achieved_scores_1_unless_it_is_set_to_2() -> None:
    assert (points(Level.PARTLY_ACHIEVED), points(Level.PARTLY_ACHIEVED, partly=2)) == (1, 2)


def test_trap_02_table_1_and_chapter_4_are_both_kept_where_they_differ() -> None:
    assert of_kind("table 1 against chapter 4") == TABLE_1_DIFFERS
    assert printed("A3", "achieved_or_embedded", "table1") == (27, None)
    assert printed("A3", "achieved_or_embedded") == (25, 32)


def test_trap_03_a1_keeps_17_per_cent_and_21_authorities() -> None:
    assert printed("A1", "achieved_or_embedded") == (17, 21)
    assert ("A1", "percentage against number") in FOUND
    assert OURS.steps["A1"].reached.n == 21


def test_trap_04_a1_numbers_that_add_up_to_129_are_not_called_overlapping() -> None:
    assert baseline.printed_number("A1") == 129
    assert "A1" not in of_kind("levels overlap")


def test_trap_05_levels_overlap_where_the_numbers_pass_129() -> None:
    assert of_kind("levels overlap") == ["A2", "A3", "D1", "D3", "E1", "E2", "E3"]
    assert baseline.printed_number("A3") == 176
    assert sum(count.n for count in OURS.steps["A3"].levels.values()) > 129


def test_trap_06_numbers_below_129_are_listed_as_not_stated() -> None:
    assert of_kind("not stated") == ["B1", "C1", "C2", "C3", "C5", "D2", "D4"]


def test_trap_07_b2_keeps_41_per_cent_and_52_authorities() -> None:
    assert printed("B2", "achieved_or_embedded") == (41, 52)
    assert OURS.steps["B2"].reached.n == 52


def test_trap_08_c2_keeps_both_percentages_and_both_numbers() -> None:
    assert (printed("C2", "embedded"), printed("C2", "not_started")) == ((32, 44), (19, 22))
    assert (ours("C2", Level.EMBEDDED), ours("C2", Level.NO)) == (44, 22)


def test_trap_09_c3_keeps_27_per_cent_with_32_and_a_total_of_64() -> None:
    assert (printed("C3", "achieved"), printed("C3", "achieved_or_embedded")) == ((27, 32), (64, None))
    assert ours("C3", Level.ACHIEVED) == 32


def test_trap_10_d3_keeps_40_per_cent_and_55_authorities() -> None:
    assert printed("D3", "working_towards") == (40, 55)
    assert ours("D3", Level.WORKING_TOWARDS) == 55


def test_trap_11_e2_keeps_27_per_cent_with_30_and_15_with_17() -> None:
    assert (printed("E2", "working_towards"), printed("E2", "dont_know")) == ((27, 30), (15, 17))
    assert (ours("E2", Level.WORKING_TOWARDS), ours("E2", Level.DK)) == (30, 17)


def test_trap_12_e4_keeps_39_per_cent_and_49_authorities() -> None:
    assert printed("E4", "achieved") == (39, 49)
    assert ours("E4", Level.ACHIEVED) == 49


def test_trap_13_a_number_printed_blank_is_none_and_not_zero() -> None:
    assert of_kind("number left blank") == ["E5", "E5", "E6"]
    assert printed("E5", "working_towards") == (5, None)


def test_trap_14_b4_counts_the_item_and_the_step_apart() -> None:
    assert OURS.items["B4", "can_explain_role"].n == 111
    assert OURS.steps["B4"].reached.n == 109


def test_trap_15_b4_is_no_by_rule_and_follows_b3_in_the_tables() -> None:
    assert level("B4", "B3a=working_towards") is Level.NO
    assert analysis.levels("B4", answers("B3a=working_towards")) == {Level.WORKING_TOWARDS}
    assert (ours("B4", Level.WORKING_TOWARDS), ours("B4", Level.NO)) == (18, 2)


def test_trap_16_c4_uses_the_number_and_not_one_in_three() -> None:
    assert OURS.steps["C4"].reached.pct == 61


def test_trap_17_c4_is_about_vulnerable_groups() -> None:
    assert "vulnerable groups" in checklist.checklist().steps["C4"].question


def test_trap_18_d2_has_its_own_question_and_not_that_of_c3() -> None:
    steps = checklist.checklist().steps

    assert steps["D2"].question == "Agreed process for securing provision?"
    assert steps["D2"].question != steps["C3"].question


def test_trap_19_d2_asks_for_an_agreed_process() -> None:
    assert items()["D2a"].lines[0] == "agreed_process"


def test_trap_20_e1_is_about_leavers_and_not_about_places() -> None:
    step = checklist.checklist().steps["E1"]

    assert "leavers" in step.question
    assert "place" not in step.question + step.evidence


def test_trap_21_no_is_an_answer_the_checklist_accepts() -> None:
    assert all({"no", "none"} & set(items()[f"{step}a"].options) for step in checklist.steps())
    assert level("B1", "B1a=no") is Level.NO


def test_trap_22_embedded_means_six_months() -> None:
    started = date(2025, 1, 31)

    assert "in_place_6_months" not in ticks_from_dates(in_place_from=started, reviewed_on=None, on=date(2025, 7, 30))
    assert "in_place_6_months" in ticks_from_dates(in_place_from=started, reviewed_on=None, on=date(2025, 7, 31))


@pytest.mark.parametrize("step", ["B3", "E6"])
def test_trap_23_the_embedded_rules_of_b3_and_e6_are_read_as_their_own(step: str) -> None:
    ticks = f"{step}b=in_place_6_months+reviewed_since"

    assert level(step, f"{step}a=yes; {ticks}") is Level.EMBEDDED
    assert level(step, f"{step}a=yes; B2b=in_place_6_months+reviewed_since; E5b=in_place_6_months") is Level.ACHIEVED


def test_trap_24_a_claim_without_evidence_is_not_a_yes_and_is_flagged() -> None:
    claimed = answers(ACHIEVED["A1"]).plus("A1b", "health", "claimed_no_evidence")

    assert result("A1", claimed).level is Level.WORKING_TOWARDS
    assert result("A1", claimed).flags == ("claimed",)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param("A1", "A1a=yes; A1b health=no; A1c monitoring=claimed_no_evidence", id="A1 yes without a line"),
        pytest.param(
            "A2", "; ".join(f"A2a {line}=working_towards" for line in items()["A2a"].lines), id="A2 all under way"
        ),
        pytest.param("A3", "A3a=claimed_no_evidence; A3b=claimed_no_evidence", id="A3 claimed only"),
    ],
)
def test_trap_25_where_the_rules_are_silent_a_person_is_needed(step: str, said: str) -> None:
    assert level(step, said) is Level.NEEDS_A_PERSON


def test_trap_26_one_tick_with_a_claim_is_achieved_and_flagged() -> None:
    found = result("B1", answers("B1a=all; B1b=in_place_6_months+claimed_no_evidence"))

    assert (found.level, found.flags) == (Level.ACHIEVED, ("claimed",))


def test_trap_27_no_database_makes_c2_a_no_that_table_7_counts() -> None:
    found = result("C2", answers("C1a=no"))

    assert (found.level, found.rule) == (Level.NO, "C2-no-by-routing")
    assert {name: count.n for name, count in OURS.key_dates().items()} == {
        "date_notified": 96,
        "date_provision_determined": 80,
        "date_provision_accessed": 80,
        "none_of_these": 19,
        "no_database": 5,
        "dont_know": 6,
    }


def test_trap_28_an_own_secure_network_is_no_with_a_flag() -> None:
    found = result("E4", answers("E4a=no_secure_la_intranet"))

    assert (found.level, found.flags) == (Level.NO, ("alternative_secure_route",))


def test_trap_29_a_do_not_know_is_no_by_rule_flagged_and_counted_at_its_own_level() -> None:
    found = result("E6", answers("E6a=dk"))

    assert (found.level, found.flags, points(Level.DK)) == (Level.NO, ("dont_know",), 0)
    assert analysis.levels("E6", answers("E6a=dk")) == {Level.DK}
    assert OURS.steps["E6"].levels[Level.DK].pct == 36


def test_trap_30_figures_are_cited_by_their_section() -> None:
    assert all(each.where.startswith(("s", "Table 1, s", "Table 6, s", "Table 7, s")) for each in baseline.figures())


def test_trap_31_the_nine_authorities_of_stage_two_are_kept_as_printed() -> None:
    assert printed("ALL", "qualitative_authorities", "sample") == (None, 9)


def test_trap_32_44_is_medium_and_45_is_high() -> None:
    assert [band(total).value for total in (35, 36, 44, 45)] == ["low", "medium", "medium", "high"]
    assert (OURS.at_least(44).pct, OURS.at_least(33).pct) == (37, 79)


def test_trap_33_the_sets_speak_of_no_other_country() -> None:
    assert "Wales" not in "".join(
        step.question + step.evidence for each in checklist.sets().values() for step in each.steps.values()
    )


def test_trap_34_how_many_were_invited_is_always_told() -> None:
    assert survey.response_rate(answered=129, invited=149).pct == 87
    assert survey.response_rate(answered=129, invited=153).pct == 84


def test_trap_35_56_interviews_stand_among_the_figures() -> None:
    assert printed("ALL", "qualitative_interviewees", "sample") == (None, 56)


def test_trap_36_children_without_a_school_are_not_called_on_the_roll() -> None:
    assert "on the roll and not" not in "".join(row["prompt"] + row["options"] for row in rows("questionnaire-items"))


def test_trap_37_the_store_has_one_name_in_both_sets() -> None:
    words = "".join(step.question + step.evidence for each in checklist.sets().values() for step in each.steps.values())

    assert "lost pupils" in words
    assert "missing pupil" not in words.casefold()


def test_trap_38_c5_counts_the_item_and_the_step() -> None:
    assert (OURS.items["C5", "clear_rules"].pct, OURS.steps["C5"].reached.pct) == (71, 61)


def test_trap_39_both_numbers_of_stakeholder_forms_are_counted() -> None:
    counts = [OURS.items["ALL", name].n for name in ("agreed_to_stakeholder_form", "returned_stakeholder_form")]

    assert counts == [122, 26]


def test_trap_40_what_began_in_january_2006_was_not_six_months_old_in_march() -> None:
    ticks = ticks_from_dates(in_place_from=date(2006, 1, 9), reviewed_on=date(2006, 2, 20), on=date(2006, 3, 10))

    assert ticks == {"reviewed_since"}


def test_trap_41_retired_steps_stay_in_the_set_of_2006_and_have_no_heir() -> None:
    retired = {key for key, step in checklist.checklist("2006").steps.items() if step.retired_in}
    heirs = {step.replaces for step in checklist.checklist("2026").steps.values()}

    assert retired == {"E5", "E6"}
    assert retired.isdisjoint(heirs)


def test_trap_42_policies_that_will_be_shared_are_counted_under_that_name() -> None:
    assert ("A1", "policy_shared_or_will_be:police") in OURS.items
    assert OURS.policy_shared_with()["police"].pct == 74


def test_every_trap_of_the_list_has_its_test() -> None:
    tested = {int(name[10:12]) for name in globals() if name.startswith("test_trap_")}

    assert tested == {int(row["number"]) for row in rows("traps")} == set(range(1, 43))


def test_an_answer_that_is_odd_but_possible_is_still_scored() -> None:
    (submission,) = read(as_file("Ashwick,E3a,agreed_system,no", "Ashwick,E3a,staff_familiar,yes")).submissions

    assert result("E3", submission.answers).level is Level.WORKING_TOWARDS
