"""Every printed coding rule, by item, and what happens where the rules are silent."""

import pytest

from onroll.selfeval import checklist
from onroll.selfeval.levels import Level
from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import Kind, items
from onroll.selfeval.rules import result, results
from tests.unit.selfeval.cases import ACHIEVED

NO, TOWARDS, DONE, EMBEDDED, PERSON = (
    Level.NO,
    Level.WORKING_TOWARDS,
    Level.ACHIEVED,
    Level.EMBEDDED,
    Level.NEEDS_A_PERSON,
)
LINES_A1B = "A1b health={}; A1b education={}; A1b social_care={}; A1b police={}; A1b housing={}"
LINES_A1C = "A1c current_position={}; A1c scale_and_nature={}; A1c multi_agency={}; A1c monitoring={}"


def a1(root: str, *lines: str) -> str:
    return f"A1a={root}; " + f"{LINES_A1B}; {LINES_A1C}".format(*(lines if len(lines) > 1 else lines * 9))


def three(item: str, *said: str) -> str:
    return "; ".join(f"{item} {line}={answer}" for line, answer in zip(items()[item].lines, said, strict=True))


# What is said at an item (the id), the answers, the level and the rule that fires.
CASES = [
    ("A1a no", "A1a=no", NO, "A1-no"),
    ("A1a dk", "A1a=dk", NO, "A1-no"),
    ("A1a working towards, lines all no", a1("working_towards", "no"), TOWARDS, "A1-working-towards-unfinished"),
    ("A1a working towards, lines all yes", a1("working_towards", "yes"), TOWARDS, "A1-working-towards-unfinished"),
    ("A1a claimed, lines all yes", a1("claimed_no_evidence", "yes"), TOWARDS, "A1-working-towards-unfinished"),
    ("A1a claimed, lines all no", a1("claimed_no_evidence", "no"), PERSON, "A1-gap"),
    ("A1a yes, lines all no", a1("yes", "no"), PERSON, "A1-gap"),
    ("A1b only health yes", a1("yes", "yes", *["no"] * 8), TOWARDS, "A1-working-towards"),
    ("A1b housing not known", a1("yes", *["yes"] * 4, "dk", *["yes"] * 4), TOWARDS, "A1-working-towards"),
    ("A1c monitoring missing", a1("yes", *["yes"] * 8, "no"), TOWARDS, "A1-working-towards"),
    ("A1c monitoring claimed", a1("yes", *["yes"] * 8, "claimed_no_evidence"), TOWARDS, "A1-working-towards"),
    ("A1b A1c all yes", a1("yes", "yes"), DONE, "A1-achieved"),
    ("A2a all no", three("A2a", "no", "no", "no"), NO, "A2-no"),
    ("A2a no and dk", three("A2a", "no", "dk", "no"), NO, "A2-no"),
    ("A2a one yes", three("A2a", "yes", "no", "dk"), TOWARDS, "A2-working-towards"),
    ("A2a two yes, one working towards", three("A2a", "yes", "yes", "working_towards"), TOWARDS, "A2-working-towards"),
    ("A2a all working towards", three("A2a", *["working_towards"] * 3), PERSON, "A2-gap"),
    ("A2a claimed beside no", three("A2a", "claimed_no_evidence", "no", "no"), PERSON, "A2-gap"),
    ("A2a all yes", three("A2a", "yes", "yes", "yes"), DONE, "A2-achieved"),
    ("A3a no", "A3a=no", NO, "A3-no"),
    ("A3a dk", "A3a=dk", NO, "A3-no"),
    ("A3a senior only", "A3a=senior_management; A3b=yes; A3c=once_a_term", TOWARDS, "A3-working-towards"),
    ("A3a members only", "A3a=elected_members; A3b=yes; A3c=once_a_term", TOWARDS, "A3-working-towards"),
    ("A3a working towards", "A3a=working_towards; A3b=no; A3c=once_a_term", TOWARDS, "A3-working-towards"),
    ("A3a claimed only", "A3a=claimed_no_evidence; A3b=claimed_no_evidence", PERSON, "A3-gap"),
    (
        "A3a both with a claim beside",
        "A3a=senior_management+elected_members+claimed_no_evidence; A3b=yes; A3c=once_a_term",
        TOWARDS,
        "A3-working-towards",
    ),
    (
        "A3b laborious",
        "A3a=senior_management+elected_members; A3b=laborious; A3c=once_a_term",
        TOWARDS,
        "A3-working-towards",
    ),
    (
        "A3b claimed",
        "A3a=senior_management+elected_members; A3b=claimed_no_evidence; A3c=once_a_term",
        TOWARDS,
        "A3-working-towards",
    ),
    (
        "A3c less than termly",
        "A3a=senior_management+elected_members; A3b=yes; A3c=less_than_once_a_term",
        TOWARDS,
        "A3-working-towards",
    ),
    ("A3c termly", "A3a=senior_management+elected_members; A3b=yes; A3c=once_a_term", DONE, "A3-achieved"),
    (
        "A3c more than termly",
        "A3a=senior_management+elected_members; A3b=yes; A3c=more_than_once_a_term",
        DONE,
        "A3-achieved",
    ),
    ("B1a no", "B1a=no", NO, "B1-no"),
    ("B1a dk", "B1a=dk", NO, "B1-no"),
    ("B1a some", "B1a=some", TOWARDS, "B1-working-towards"),
    ("B1a all", "B1a=all", DONE, "B1-achieved"),
    ("B2a no", "B2a=no", NO, "B2-no"),
    ("B2a dk", "B2a=dk", NO, "B2-no"),
    ("B2a working towards", "B2a=working_towards", TOWARDS, "B2-working-towards"),
    ("B2a claimed", "B2a=claimed_no_evidence", PERSON, "B2-gap"),
    ("B2a yes", "B2a=yes", DONE, "B2-achieved"),
    ("B3a no", "B3a=no", NO, "B3-no"),
    ("B3a dk", "B3a=dk", NO, "B3-no"),
    ("B3a working towards", "B3a=working_towards", TOWARDS, "B3-working-towards"),
    ("B3a claimed", "B3a=claimed_no_evidence", PERSON, "B3-gap"),
    ("B3a yes", "B3a=yes", DONE, "B3-achieved"),
    ("B4a none", "B3a=yes; B4a=none", NO, "B4-no"),
    ("B4a dk", "B3a=yes; B4a=dk", NO, "B4-no"),
    ("B4a one tick", "B3a=yes; B4a=contactable", TOWARDS, "B4-working-towards"),
    ("B4a two ticks and dk", "B3a=yes; B4a=contactable+refers_on+dk", TOWARDS, "B4-working-towards"),
    ("B4a three ticks", "B3a=yes; B4a=contactable+explains_role+refers_on", DONE, "B4-achieved"),
    (
        "B4a three ticks, contact only claimed",
        "B3a=claimed_no_evidence; B4a=contactable+explains_role+refers_on",
        DONE,
        "B4-achieved",
    ),
    ("C1a no", "C1a=no", NO, "C1-no"),
    ("C1a dk", "C1a=dk", NO, "C1-no"),
    (
        "C1a working towards with both ticks",
        "C1a=working_towards; C1b=accurate_verifiable+within_one_month",
        TOWARDS,
        "C1-working-towards-unfinished",
    ),
    ("C1b neither", "C1a=yes; C1b=neither", TOWARDS, "C1-working-towards"),
    ("C1b accurate only", "C1a=yes; C1b=accurate_verifiable", TOWARDS, "C1-working-towards"),
    ("C1b a month old only", "C1a=yes; C1b=within_one_month", TOWARDS, "C1-working-towards"),
    (
        "C1b both with a claim",
        "C1a=yes; C1b=accurate_verifiable+within_one_month+claimed_no_evidence",
        TOWARDS,
        "C1-working-towards",
    ),
    ("C1b both", "C1a=yes; C1b=accurate_verifiable+within_one_month", DONE, "C1-achieved"),
    ("C2a none", "C1a=yes; C2a=none", NO, "C2-no"),
    ("C2a dk", "C1a=yes; C2a=dk", NO, "C2-no"),
    ("C2a one date", "C1a=yes; C2a=date_notified", TOWARDS, "C2-working-towards"),
    ("C2a two dates", "C1a=yes; C2a=date_notified+date_provision_accessed", TOWARDS, "C2-working-towards"),
    (
        "C2a three dates in a database being built",
        "C1a=working_towards; C2a=date_notified+date_provision_determined+date_provision_accessed",
        DONE,
        "C2-achieved",
    ),
    ("C3a no", "C3a=no", NO, "C3-no"),
    ("C3a dk", "C3a=dk", NO, "C3-no"),
    ("C3a working towards", "C3a=working_towards", TOWARDS, "C3-working-towards"),
    ("C3a claimed", "C3a=claimed_no_evidence", TOWARDS, "C3-working-towards"),
    ("C3a monitored, no updates", "C3a=monitored", TOWARDS, "C3-working-towards"),
    ("C3a updates without the other tick", "C3a=updates_to_senior_officer", DONE, "C3-achieved"),
    ("C4a all no or dk", three("C4a", "no", "dk", "no"), NO, "C4-no"),
    ("C4a all claimed", three("C4a", *["claimed_no_evidence"] * 3), TOWARDS, "C4-working-towards"),
    ("C4a one source", three("C4a", "yes", "yes", "no"), TOWARDS, "C4-working-towards"),
    ("C4a all yes", three("C4a", "yes", "yes", "yes"), DONE, "C4-achieved"),
    ("C5a no", "C5a=no", NO, "C5-no"),
    ("C5a dk", "C5a=dk", NO, "C5-no"),
    ("C5a working towards", "C5a=working_towards", TOWARDS, "C5-working-towards"),
    ("C5a claimed", "C5a=claimed_no_evidence; C5b=yes", TOWARDS, "C5-working-towards"),
    ("C5b not known to all", "C5a=yes; C5b=no", TOWARDS, "C5-working-towards"),
    ("C5b dk", "C5a=yes; C5b=dk", TOWARDS, "C5-working-towards"),
    ("C5b yes", "C5a=yes; C5b=yes", DONE, "C5-achieved"),
    ("D1a all no or dk", three("D1a", "no", "dk", "no", "dk"), NO, "D1-no"),
    ("D1a all working towards", three("D1a", *["working_towards"] * 4), TOWARDS, "D1-working-towards"),
    ("D1a agencies not known", three("D1a", "yes", "yes", "dk", "yes"), TOWARDS, "D1-working-towards"),
    ("D1a all yes", three("D1a", *["yes"] * 4), DONE, "D1-achieved"),
    ("D2a all dk", three("D2a", *["dk"] * 4), NO, "D2-no"),
    ("D2a one claimed", three("D2a", "yes", "yes", "yes", "claimed_no_evidence"), TOWARDS, "D2-working-towards"),
    ("D2a all yes", three("D2a", *["yes"] * 4), DONE, "D2-achieved"),
    ("D3a no", "D3a=no", NO, "D3-no"),
    ("D3a dk", "D3a=dk", NO, "D3-no"),
    (
        "D3a being developed, lines all yes",
        "D3a=being_developed; " + three("D3b", *["yes"] * 4),
        TOWARDS,
        "D3-working-towards-unfinished",
    ),
    (
        "D3a claimed, lines all yes",
        "D3a=claimed_no_evidence; " + three("D3b", *["yes"] * 4),
        TOWARDS,
        "D3-working-towards-unfinished",
    ),
    ("D3b all no", "D3a=yes; " + three("D3b", *["no"] * 4), TOWARDS, "D3-working-towards"),
    ("D3b three yes", "D3a=yes; " + three("D3b", "no", "yes", "yes", "yes"), TOWARDS, "D3-working-towards"),
    ("D3b all yes", "D3a=yes; " + three("D3b", *["yes"] * 4), DONE, "D3-achieved"),
    *(
        case
        for step in ("D4", "E1", "E2", "E3")
        for case in (
            (f"{step}a all no or dk", three(f"{step}a", "no", "no", "dk"), NO, f"{step}-no"),
            (f"{step}a one no", three(f"{step}a", "yes", "yes", "no"), TOWARDS, f"{step}-working-towards"),
            (
                f"{step}a all working towards",
                three(f"{step}a", *["working_towards"] * 3),
                TOWARDS,
                f"{step}-working-towards",
            ),
            (f"{step}a all yes", three(f"{step}a", "yes", "yes", "yes"), DONE, f"{step}-achieved"),
        )
    ),
    ("E4a own secure network", "E4a=no_secure_la_intranet", NO, "E4-no"),
    *(
        case
        for step in ("E4", "E5", "E6")
        for case in (
            (f"{step}a no", f"{step}a=no", NO, f"{step}-no"),
            (f"{step}a dk", f"{step}a=dk", NO, f"{step}-no"),
            (f"{step}a being developed", f"{step}a=being_developed", TOWARDS, f"{step}-working-towards"),
            (f"{step}a claimed", f"{step}a=claimed_no_evidence", TOWARDS, f"{step}-working-towards"),
            (f"{step}a yes", f"{step}a=yes", DONE, f"{step}-achieved"),
        )
    ),
]


@pytest.mark.parametrize(("said", "level", "rule"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_printed_rule_gives_the_level(request: pytest.FixtureRequest, said: str, level: Level, rule: str) -> None:
    step = request.node.callspec.id[:2]

    found = result(step, answers(said))

    assert (found.level, found.rule) == (level, rule)


EMBEDDING = [item.key for item in items().values() if item.asks_whether_embedded]


@pytest.mark.parametrize("item", EMBEDDING)
def test_both_ticks_make_an_achieved_step_embedded_and_anything_less_does_not(item: str) -> None:
    step = items()[item].step
    achieved = answers(ACHIEVED[step])
    if step == "B4":  # its first tick is copied from B3b
        achieved = achieved.plus("B3b", "", "in_place_6_months", "reviewed_since")

    def level(*ticks: str) -> Level:
        return result(step, achieved.plus(item, "", *ticks)).level

    assert level("in_place_6_months", "reviewed_since") is EMBEDDED
    assert level("in_place_6_months") is DONE
    assert level("neither") is DONE
    assert level("claimed_no_evidence") is DONE
    assert level("in_place_6_months", "reviewed_since", "claimed_no_evidence") is DONE
    assert result(step, answers(ACHIEVED[step])).level is DONE


RESULTS = [item.key for item in items().values() if item.kind is Kind.RESULT]


@pytest.mark.parametrize("item", RESULTS)
def test_a_coded_result_never_changes_what_the_rule_says(item: str) -> None:
    step = items()[item].step

    for coded in items()[item].options:
        assert result(step, answers(ACHIEVED[step]).plus(item, "", coded)).level is DONE
    assert "dont_know" not in result(step, answers(ACHIEVED[step]).plus(item, "", "dk")).flags


def test_every_item_that_decides_a_result_has_a_case_named_by_it() -> None:
    named = {case[0][:3] for case in CASES} | {"A1b", "A1c"} | set(EMBEDDING) | set(RESULTS)

    asked = {item.key for item in items().values() if item.step in checklist.steps()}

    assert asked - named == set()


def test_every_step_has_a_case_for_each_printed_level() -> None:
    levels = {(case[0][:2], case[2]) for case in CASES}

    missing = {(step, level) for step in checklist.steps() for level in (NO, TOWARDS, DONE)} - levels

    assert missing == set()


def test_an_unanswered_step_needs_a_person() -> None:
    found = results(answers("B1a=all"))

    assert found["B1"].level is DONE
    assert {each.rule for step, each in found.items() if step != "B1"} == {
        f"{step}-unanswered" for step in checklist.steps() if step != "B1"
    }


def test_answers_that_contradict_each_other_need_a_person() -> None:
    found = result("B1", answers("B1a=all+some"))

    assert (found.level, found.rule) == (PERSON, "B1-contradiction")


def test_a_contradiction_about_six_months_leaves_the_step_achieved() -> None:
    assert result("B1", answers("B1a=all; B1b=in_place_6_months+reviewed_since+neither")).level is DONE


def test_a_result_carries_the_words_of_the_printed_rule() -> None:
    assert result("B1", answers("B1a=some")).words == "list not complete (some)"
    assert result("A2", answers("A2a documented_ways=working_towards")).words == "no printed rule covers these answers"


def test_lines_left_open_do_not_lift_a_no() -> None:
    assert result("C4", answers("C4a method_of_identifying=no")).level is NO
