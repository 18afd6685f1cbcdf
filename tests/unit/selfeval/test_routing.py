"""Every printed jump, by item."""

import pytest

from onroll.selfeval import checklist
from onroll.selfeval.answers import Answers
from onroll.selfeval.interview import next_item
from onroll.selfeval.levels import Level
from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import Kind, items
from onroll.selfeval.routing import JUMPS, skipped, taken
from onroll.selfeval.rules import result

# The answer (the id), what it leads past, where one lands, and the steps it codes.
JUMPED = [
    ("A1a=no", "A1b A1c A1d", "A2a", {"A1": Level.NO}),
    ("A1a=dk", "A1b A1c A1d", "A2a", {"A1": Level.NO}),
    ("A3a=no", "A3b A3c A3d", "B1a", {"A3": Level.NO}),
    ("A3a=dk", "A3b A3c A3d", "B1a", {"A3": Level.NO}),
    ("B1a=some", "B1b", "B2a", {"B1": Level.WORKING_TOWARDS}),
    ("B1a=no", "B1b", "B2a", {"B1": Level.NO}),
    ("B1a=dk", "B1b", "B2a", {"B1": Level.NO}),
    ("B2a=working_towards", "B2b", "B3a", {"B2": Level.WORKING_TOWARDS}),
    ("B2a=no", "B2b", "B3a", {"B2": Level.NO}),
    ("B2a=dk", "B2b", "B3a", {"B2": Level.NO}),
    ("B3a=working_towards", "B3b B4a B4b", "C1a", {"B3": Level.WORKING_TOWARDS, "B4": Level.NO}),
    ("B3a=no", "B3b B4a B4b", "C1a", {"B3": Level.NO, "B4": Level.NO}),
    ("B3a=dk", "B3b B4a B4b", "C1a", {"B3": Level.NO, "B4": Level.NO}),
    ("C1a=no", "C1b C1c C2a C2b", "C3a", {"C1": Level.NO, "C2": Level.NO}),
    ("C1a=dk", "C1b C1c C2a C2b", "C3a", {"C1": Level.NO, "C2": Level.NO}),
    ("C2a=none", "C2b", "C3a", {"C2": Level.NO}),
    ("C2a=dk", "C2b", "C3a", {"C2": Level.NO}),
    ("C3a=working_towards", "C3b", "C4a", {"C3": Level.WORKING_TOWARDS}),
    ("C3a=no", "C3b", "C4a", {"C3": Level.NO}),
    ("C3a=dk", "C3b", "C4a", {"C3": Level.NO}),
    ("C5a=working_towards", "C5b C5c", "D1a", {"C5": Level.WORKING_TOWARDS}),
    ("C5a=no", "C5b C5c", "D1a", {"C5": Level.NO}),
    ("C5a=dk", "C5b C5c", "D1a", {"C5": Level.NO}),
    ("D3a=no", "D3b D3c", "D4a", {"D3": Level.NO}),
    ("D3a=dk", "D3b D3c", "D4a", {"D3": Level.NO}),
    ("E4a=being_developed", "E4b", "E5a", {"E4": Level.WORKING_TOWARDS}),
    ("E4a=no", "E4b", "E5a", {"E4": Level.NO}),
    ("E4a=no_secure_la_intranet", "E4b", "E5a", {"E4": Level.NO}),
    ("E4a=dk", "E4b", "E5a", {"E4": Level.NO}),
    ("E5a=being_developed", "E5b", "E6a", {"E5": Level.WORKING_TOWARDS}),
    ("E5a=no", "E5b", "E6a", {"E5": Level.NO}),
    ("E5a=dk", "E5b", "E6a", {"E5": Level.NO}),
    ("E6a=being_developed", "E6b", "F1", {"E6": Level.WORKING_TOWARDS}),
    ("E6a=no", "E6b", "F1", {"E6": Level.NO}),
    ("E6a=dk", "E6b", "F1", {"E6": Level.NO}),
    ("G1a=no", "G1b", "G2a", {}),
    ("G2a=no", "G2b", "G3a", {}),
    ("G3a=no", "G3b", "G4a", {}),
]


def up_to(item: str) -> Answers:
    """Return answers to all that comes before an item, each the one that leads on."""
    given = Answers()
    for each in items().values():
        if each.key == item:
            break
        if each.kind is not Kind.RESULT:
            for line in each.lines or ("",):
                given = given.plus(each.key, line, each.options[0] if each.options else "words")
    return given


@pytest.mark.parametrize(("answer", "past", "to", "codes"), [pytest.param(*each, id=each[0]) for each in JUMPED])
def test_an_answer_leads_past_what_is_printed(answer: str, past: str, to: str, codes: dict[str, Level]) -> None:
    item, option = answer.split("=")
    given = up_to(item).plus(item, "", option)

    assert " ".join(key for key in skipped(given) if skipped(given)[key].item == item) == past
    upcoming = next_item(given)
    assert upcoming is not None
    assert upcoming.key == to
    assert {step: result(step, given).level for step in codes} == codes


def test_every_jump_of_the_table_has_its_case() -> None:
    tested = {each[0] for each in JUMPED}

    in_table = {f"{jump.item}={answer}" for jump in JUMPS for answer in jump.answers if jump.item != "B3c"}

    assert in_table == tested


@pytest.mark.parametrize("jump", [jump for jump in JUMPS if jump.codes], ids=lambda jump: jump.item)
def test_a_jump_codes_its_steps_as_the_rules_do(jump) -> None:
    for answer in jump.answers:
        given = answers(f"{jump.item}={answer}")
        if jump.item == "B3c":
            given = given.plus("B3a", "", "claimed_no_evidence")
        assert {step: result(step, given).level for step in jump.codes} == dict(jump.codes)


def test_b3c_a_person_coding_no_where_the_rule_is_silent_leads_past_b4() -> None:
    assert set(skipped(answers("B3a=claimed_no_evidence; B3c=no"))) == {"B4a", "B4b"}
    assert set(skipped(answers("B3a=claimed_no_evidence; B3c=achieved"))) == set()
    assert set(skipped(answers("B3a=yes; B3c=no"))) == set()


def test_an_answer_that_leads_on_takes_no_jump() -> None:
    for step in checklist.steps():
        given = answers(f"{step}a=yes")
        assert taken(given) == ()


def test_c3a_a_tick_beside_working_towards_takes_no_jump() -> None:
    assert taken(answers("C3a=monitored+working_towards")) == ()
