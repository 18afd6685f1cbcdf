"""Every item can be read out, and every option of it is in words."""

from onroll.selfeval.questionnaire import Kind, items, question, screening, words_of
from onroll.selfeval.tables import rows

ASKED = [item for item in items().values() if item.kind is not Kind.RESULT and item.key != "SF"]


def test_every_question_has_its_words_and_no_words_are_left_over() -> None:
    assert [row["item"] for row in rows("questions")] == [item.key for item in ASKED]
    assert all(question(item.key).endswith("?") for item in ASKED)


def test_every_option_and_line_is_in_words_and_none_is_left_over() -> None:
    codes = {code for item in items().values() for code in (*item.lines, *item.options) if item.kind is not Kind.RESULT}

    assert {row["code"] for row in rows("option-words")} == codes
    assert words_of("partly_achieved") == "Partly achieved"


def test_the_screening_leads_to_every_outcome_of_a_call_that_reaches_somebody() -> None:
    outcomes = [outcome for step in screening() for _answer, outcome in step.answers]

    assert len(screening()) == 3
    assert set(outcomes) == {"", "not_the_one", "refused", "began", "later"}
