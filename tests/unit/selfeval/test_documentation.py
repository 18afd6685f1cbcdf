from onroll.selfeval import documentation
from onroll.selfeval.checklist import sets
from onroll.selfeval.questionnaire import items

PAGES = documentation.pages()


def test_the_report_page_has_a_line_for_every_figure_and_no_number_that_differs() -> None:
    page = PAGES["reference/selfeval-report-2006.md"]

    assert page.count("| same |") == 204
    assert page.count("| report contradicts itself |") == 13
    assert "number differs" not in page
    assert "Of 217 figures that answers can give, 204 are the same" in page


def test_a_number_that_differs_would_be_called_so() -> None:
    figure = documentation.baseline.figure("A2", "level", "embedded")

    assert documentation.verdict(figure, documentation.Count(24, 129)) == "number differs"


def test_the_questionnaire_page_names_every_item() -> None:
    page = PAGES["reference/selfeval-questionnaire.md"]

    assert all(f"\n| {key} |" in page for key in items())


def test_the_checklist_page_names_every_step_of_every_set() -> None:
    page = PAGES["reference/selfeval-checklist.md"]

    assert all(f"\n| {key} |" in page for each in sets().values() for key in each.steps)
