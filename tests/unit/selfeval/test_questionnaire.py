from onroll.selfeval.checklist import steps
from onroll.selfeval.questionnaire import Kind, embedded_item, items, of_step, result_item
from onroll.selfeval.tables import rows


def test_every_row_of_the_printed_questionnaire_is_an_item_or_one_of_its_lines() -> None:
    assert len(rows("questionnaire-items")) == 118
    assert sum(max(len(item.lines), 1) for item in items().values()) == 118


def test_every_step_has_one_question_on_six_months_and_one_result() -> None:
    for step in steps():
        kinds = [item for item in of_step(step) if item.asks_whether_embedded or item.kind is Kind.RESULT]
        assert kinds == [embedded_item(step), result_item(step)]


def test_a_result_may_be_partly_achieved_though_no_box_is_printed_for_it() -> None:
    assert result_item("A1").options == ("no", "working_towards", "achieved", "embedded", "dk", "partly_achieved")


def test_a_grid_keeps_its_lines_in_order() -> None:
    assert items()["A1b"].lines == ("health", "education", "social_care", "police", "housing")
    assert items()["B1a"].lines == ()
