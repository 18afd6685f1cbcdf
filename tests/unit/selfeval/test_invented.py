"""The invented authorities give the printed figures, wherever the report agrees with itself."""

import pytest

from onroll.selfeval import invented, survey
from onroll.selfeval.baseline import Figure, figures
from onroll.selfeval.checking import check
from onroll.selfeval.documentation import our_count, verdict
from onroll.selfeval.questionnaire import items

OURS = survey.national([answers for _name, answers in invented.authorities()])
COUNTED = [each for each in figures() if each.scope in {"item", "level", "score", "section_g", "section_f"}]
# Figures that no answers can give, since the report gives another one that excludes them: the number printed beside
# the percentage, or for D1, D3 and E4 the numbers of the step's levels.
IMPOSSIBLE = {
    ("A1", "achieved_or_embedded"),
    ("B2", "achieved_or_embedded"),
    ("C2", "embedded"),
    ("C2", "not_started"),
    ("C3", "achieved"),
    ("C3", "achieved_or_embedded"),
    ("D1", "clear_process_working_towards"),
    ("D3", "monitor_no_plans"),
    ("D3", "working_towards"),
    ("E2", "working_towards"),
    ("E2", "dont_know"),
    ("E4", "encourage_yes"),
    ("E4", "achieved"),
}


@pytest.mark.parametrize("figure", COUNTED, ids=lambda each: f"{each.step} {each.scope} {each.item}")
def test_a_printed_figure_comes_out(figure: Figure) -> None:
    count = our_count(figure, OURS)

    assert count is not None
    expected = "report contradicts itself" if (figure.step, figure.item) in IMPOSSIBLE else "same"
    assert verdict(figure, count) == expected


def test_every_printed_number_of_authorities_comes_out() -> None:
    numbered = [each for each in COUNTED if each.n is not None]

    assert [each for each in numbered if our_count(each, OURS).n != each.n] == []
    assert len(numbered) == 117


def test_there_are_129_with_different_names_and_no_problem() -> None:
    found = invented.authorities()

    assert len({name for name, _answers in found}) == 129
    assert [problem for _name, answers in found for problem in check(answers)] == []


def test_their_totals_are_as_planned() -> None:
    planned = sorted(total for total, number in invented.TOTALS.items() for _ in range(number))

    assert sorted(each.total for each in OURS.scores) == planned


def test_their_answers_are_written_in_the_terms_of_the_questionnaire() -> None:
    for _name, answers in invented.authorities():
        for (item, line), ticked in answers.ticks.items():
            assert line in (items()[item].lines or ("",))
            assert ticked <= set(items()[item].options)
