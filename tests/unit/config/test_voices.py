"""Each voice of 2006 is answered, and what is called built is shown by a test that exists."""

import dataclasses

import pytest

from onroll.config import voices


def test_every_voice_is_answered_and_every_named_test_exists() -> None:
    assert voices.problems(voices.voices()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"tests": ("unit/config/test_voices.py::test_that_nobody_wrote",)}, "there is no test"),
        ({"tests": ("unit/config/nowhere.py::test_that_nobody_wrote",)}, "there is no test"),
        ({"tests": ()}, "nothing shows that it is built"),
        ({"answer": "perhaps"}, "is no answer"),
        ({"how": " "}, "not said how"),
    ],
)
def test_a_row_that_claims_too_much_is_found(change: dict[str, object], fault: str) -> None:
    found = voices.voices()
    assert found[0].answer == voices.BUILT

    problems = voices.problems([dataclasses.replace(found[0], **change), *found[1:]])

    assert [fault in problem for problem in problems] == [True]


def test_a_row_that_is_left_out_is_missed() -> None:
    assert voices.problems(voices.voices()[1:]) != []
