"""Every question, line and option of the questionnaire has words, and a checklist is kept and compared whole."""

import pytest

from onroll.evaluation.frozen import SetChange, change, frozen, thawed
from onroll.evaluation.round_states import RoundMoveNotAllowed, RoundState, check_move
from onroll.evaluation.wording import ITEMS, LINES, OPTIONS, cell_words, item_words
from onroll.selfeval.checklist import steps
from onroll.selfeval.questionnaire import Item, Kind, items

ASKED = [
    item
    for item in items().values()
    if item.step in steps() and item.kind is not Kind.RESULT and not item.asks_whether_embedded
]


@pytest.mark.parametrize("item", ASKED, ids=lambda item: item.key)
def test_every_question_line_and_option_has_words(item: Item) -> None:
    assert item.key in ITEMS
    assert set(item.lines) <= set(LINES)
    assert set(item.options) <= set(OPTIONS)


def test_no_words_are_left_over_for_a_question_that_is_not_asked() -> None:
    assert set(ITEMS) == {item.key for item in ASKED}


def test_an_answer_is_shown_with_its_question_and_line() -> None:
    shown = cell_words("A1b", "police", "claimed_no_evidence")

    assert "key staff in: The police: Yes, but we have no evidence" in shown
    assert item_words("no such item") == "no such item"


@pytest.mark.parametrize(("set_key", "number"), [("2006", 22), ("2026", 25)])
def test_a_set_is_kept_whole_and_in_its_order(set_key: str, number: int) -> None:
    kept = thawed(frozen(set_key))

    assert len(kept) == number
    assert list(kept) == sorted(kept, key=lambda key: (kept[key].area, int(key.rpartition("-")[2][1:])))
    assert all(step.question and step.evidence and step.source for step in kept.values())


def test_a_set_that_has_not_changed_says_nothing() -> None:
    kept = thawed(frozen("2006"))

    assert not change(kept, kept)
    without = {key: step for key, step in kept.items() if key != "A1"}
    assert change(kept, without) == SetChange(gone=("A1",))
    assert change(without, kept) == SetChange(added=("A1",))


def test_a_signed_round_moves_no_more() -> None:
    with pytest.raises(RoundMoveNotAllowed, match="“Signed”; it cannot become “Open”"):
        check_move(RoundState.SIGNED, RoundState.OPEN)
