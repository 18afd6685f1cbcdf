import pytest

from onroll.selfeval.contradictions import contradictions
from onroll.selfeval.notation import answers


@pytest.mark.parametrize(
    "said",
    [
        "A1a=yes+no",
        "A1b health=yes+no",
        "A1e=no+achieved",
        "A3a=senior_management+no",
        "B4a=none+contactable",
        "C1b=accurate_verifiable+neither",
        "C2a=date_notified+none",
        "C3a=no+dk",
        "A1d=in_place_6_months+neither",
        "F1=emailed+refused",
    ],
)
def test_answers_that_exclude_each_other_are_shown_together(said: str) -> None:
    (found,) = contradictions(answers(said))

    assert len(found.shown) == 2
    assert not found.is_doubt


@pytest.mark.parametrize(
    "said",
    [
        "A3a=senior_management+elected_members",
        "A3a=senior_management+working_towards",
        "C3a=monitored+claimed_no_evidence",
        "B4a=contactable+dk",
        "A1d=in_place_6_months+claimed_no_evidence",
        "G1b=first remark+second remark",
        "SF identifying=tick; SF logging=tick",
    ],
)
def test_ticks_that_can_stand_together_are_no_contradiction(said: str) -> None:
    assert contradictions(answers(said)) == []


def test_b4b_cannot_be_in_place_longer_than_the_contact_itself() -> None:
    (found,) = contradictions(answers("B3b=reviewed_since; B4b=in_place_6_months"))

    assert found.shown == (("B3b", "", "reviewed_since"), ("B4b", "", "in_place_6_months"))
    assert contradictions(answers("B4b=in_place_6_months")) == []
    assert contradictions(answers("B3b=in_place_6_months; B4b=in_place_6_months+reviewed_since")) == []


@pytest.mark.parametrize(
    "said",
    [
        "D1a clear_process=no; D1a known_in_la=yes",
        "D2a agreed_process=no; D2a confident_cases_follow=yes",
        "E2a follow_up_until_registered=no; E2a at_least_monthly=yes",
        "E3a agreed_system=no; E3a staff_familiar=yes",
    ],
)
def test_a_line_without_its_ground_is_a_doubt(said: str) -> None:
    (found,) = contradictions(answers(said))

    assert found.is_doubt


def test_contradictions_come_in_the_order_of_the_questionnaire() -> None:
    found = contradictions(answers("E6a=yes+no; A1a=yes+no"))

    assert [each.shown[0][0] for each in found] == ["A1a", "E6a"]
