import pytest

from onroll.selfeval.answers import Answers
from onroll.selfeval.interview import next_item
from onroll.selfeval.notation import answers
from onroll.selfeval.questionnaire import Kind, items


def asked_in_order(first_options: dict[str, tuple[str, ...]]) -> list[str]:
    given, order = Answers(), []
    while item := next_item(given):
        order.append(item.key)
        for line in item.lines or ("",):
            said = first_options.get(item.key, item.options[:1] or ("words",))
            given = given.plus(item.key, line, *said)
    return order


def test_an_interview_in_which_all_is_achieved_asks_every_item_once() -> None:
    everything = {
        "A3a": ("senior_management", "elected_members"),
        "B4a": ("contactable", "explains_role", "refers_on"),
        "C1b": ("accurate_verifiable", "within_one_month"),
        "C2a": ("date_notified", "date_provision_determined", "date_provision_accessed"),
        "C3a": ("monitored", "updates_to_senior_officer"),
    }

    order = asked_in_order(everything)

    assert order == [key for key, item in items().items() if item.kind is not Kind.RESULT and key != "SF"]


def test_six_months_and_reviewed_is_not_asked_of_a_step_that_is_not_achieved() -> None:
    order = asked_in_order({"A2a": ("no",), "A1c": ("no",)})

    assert "A2b" not in order
    assert "A1d" not in order
    assert "B1b" in order


@pytest.mark.parametrize("line", items()["A2a"].lines)
def test_a2a_a_grid_is_asked_until_every_line_has_an_answer(line: str) -> None:
    given = answers("A1a=no")
    for other in items()["A2a"].lines:
        if other != line:
            given = given.plus("A2a", other, "yes")

    item = next_item(given)

    assert item is not None
    assert item.key == "A2a"


def test_an_item_can_be_passed_over_and_comes_back() -> None:
    given = answers("A1a=no")

    later, again = next_item(given, passed_over=frozenset({"A2a"})), next_item(given)

    assert (later and later.key, again and again.key) == ("A3a", "A2a")


def test_f1_and_g_are_asked_at_the_end_and_details_only_after_a_yes() -> None:
    order = asked_in_order({"G1a": ("no",), "G2a": ("yes",), "G3a": ("no",)})

    assert order[-7:] == ["F1", "G1a", "G2a", "G2b", "G3a", "G4a", "G4b"]
    assert "SF" not in order
