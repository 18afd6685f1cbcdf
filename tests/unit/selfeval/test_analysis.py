import pytest

from onroll.selfeval.analysis import levels
from onroll.selfeval.notation import answers

GRID = "D4a school_places={}; D4a alternative_provision={}; D4a within_one_month={}"


@pytest.mark.parametrize(
    ("step", "said", "at"),
    [
        pytest.param("B1", "B1a=all", "achieved", id="reached"),
        pytest.param("B1", "B1a=some", "working_towards", id="B1 some"),
        pytest.param("B1", "B1a=no", "no", id="a no that somebody knows"),
        pytest.param("B1", "B1a=dk", "dk", id="not known is not a no"),
        pytest.param("D4", GRID.format("yes", "no", "no"), "partly_achieved", id="part met, rest not planned"),
        pytest.param("D4", GRID.format("yes", "working_towards", "yes"), "working_towards", id="rest planned"),
        pytest.param("D4", GRID.format("yes", "working_towards", "no"), "partly_achieved working_towards", id="both"),
        pytest.param("D4", GRID.format("yes", "dk", "yes"), "dk", id="rest not known"),
        pytest.param("D4", GRID.format("no", "dk", "no"), "dk no", id="no and not known"),
        pytest.param("D4", GRID.format(*["claimed_no_evidence"] * 3), "", id="claims are at no level"),
        pytest.param(
            "A1", "A1a=working_towards; A1b health=yes; A1b police=no", "working_towards", id="A1 being written"
        ),
        pytest.param("A1", "A1a=yes; A1b health=yes; A1b police=no", "partly_achieved", id="A1 shared with some"),
        pytest.param(
            "A3", "A3a=senior_management; A3b=yes; A3c=once_a_term", "partly_achieved", id="A3 members left out"
        ),
        pytest.param(
            "A3",
            "A3a=senior_management; A3b=working_towards; A3c=once_a_term",
            "partly_achieved working_towards",
            id="A3 both",
        ),
        pytest.param(
            "A3", "A3a=senior_management+elected_members; A3b=laborious", "partly_achieved", id="A3 laborious"
        ),
        pytest.param("A3", "A3a=senior_management+dk; A3b=yes; A3c=once_a_term", "dk", id="A3 members not known"),
        pytest.param("B4", "B3a=yes; B4a=contactable", "working_towards", id="B4 some ticks"),
        pytest.param("B4", "B3a=yes; B4a=none", "no", id="B4 none"),
        pytest.param("B4", "B3a=working_towards", "working_towards", id="B4 follows B3"),
        pytest.param("B4", "B3a=no", "no", id="B4 follows B3 to no"),
        pytest.param("C1", "C1a=yes; C1b=neither", "partly_achieved", id="C1 not accurate"),
        pytest.param("C1", "C1a=working_towards; C1b=accurate_verifiable", "working_towards", id="C1 being built"),
        pytest.param("C2", "C1a=no", "no", id="C2 follows C1"),
        pytest.param("C2", "C1a=working_towards; C2a=none", "working_towards", id="C2 none in a database being built"),
        pytest.param("C2", "C1a=yes; C2a=none", "no", id="C2 none"),
        pytest.param("C3", "C3a=monitored", "partly_achieved", id="C3 without updates"),
        pytest.param("C3", "C3a=monitored+working_towards", "working_towards", id="C3 updates planned"),
        pytest.param("E4", "E4a=no_secure_la_intranet", "no", id="E4 own network"),
    ],
)
def test_chapter_4_counts_an_authority_at_these_levels(step: str, said: str, at: str) -> None:
    assert " ".join(sorted(levels(step, answers(said)))) == at
