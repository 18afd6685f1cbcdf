"""Words of states, ages, reasons and problems, without a database."""

from datetime import UTC, date, datetime

import pytest

from onroll.access.models import Organisation
from onroll.ctf.problems import Severity
from onroll.transfer import problems, reasons, state_words, states
from onroll.transfer.models import Message
from onroll.transfer.presenters import problem_lines

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 22), "no school day yet"),
        (date(2026, 11, 23), "1 school day"),
        (date(2026, 12, 4), "10 school days"),
        (date(2090, 11, 20), "23,376 days"),
    ],
)
def test_an_age_is_told_in_school_days_where_they_are_known(on: date, words: str) -> None:
    assert state_words.age(FRIDAY, on) == words


@pytest.mark.parametrize("state", states.State)
def test_each_state_is_a_tag_with_a_meaning(state: states.State) -> None:
    tag = state_words.meaning_of(state)

    assert tag.words
    assert tag.meaning.endswith(".")


@pytest.mark.parametrize("state", states.State)
def test_of_each_state_it_is_said_whose_turn_it_is(state: states.State) -> None:
    message = Message(state=state, sender=Organisation(name="Fixture Primary School"))

    assert state_words.whose_turn(message).endswith(".")


def test_a_move_that_the_table_does_not_have_says_where_the_file_is() -> None:
    with pytest.raises(states.MoveNotAllowed, match="now “On roll”"):
        states.check_move(states.State.CONFIRMED, states.State.WITHDRAWN)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("XXXXXXX", "Not known: lost-pupil repository"),
        ("MMMMMMM", "Outside the maintained sector: lost-pupil repository"),
        ("", "Not said"),
        ("8209999", "8209999"),
    ],
)
def test_a_destination_without_an_organisation_is_told_in_words(code: str, words: str) -> None:
    assert state_words.destination(Message(destination_code=code)) == words


def test_a_file_without_a_usable_name_says_so() -> None:
    assert state_words.name(Message(file_name="")) == "File without a usable name"


def test_a_reason_is_trimmed_and_cut() -> None:
    assert reasons.check("other", "  " + "x" * 400) == "x" * reasons.LONGEST


def test_a_kept_problem_comes_back_as_it_was() -> None:
    problem = problems.make("destination-unknown", found="8209999")

    assert problems.from_kept(problems.to_keep([problem])) == [problem]


def test_of_too_many_problems_the_worst_are_kept() -> None:
    warning = problems.Problem("w", Severity.WARNING, "", None, None, 1, "w", "", "")
    error = problems.make("destination-unknown", found="8209999")

    kept = problems.to_keep([warning] * (problems.MOST_KEPT + 10) + [error])

    assert len(kept) == problems.MOST_KEPT
    assert kept[0]["code"] == "destination-unknown"


def test_a_problem_line_says_where_and_leaves_out_advice_to_do_nothing() -> None:
    problem = problems.Problem("c", Severity.PUPIL, "Pupil/UPN", 7, None, 1, "Wrong.", "Nothing.", "")

    line = problem_lines.line(problem)

    assert (line.severity, line.where, line.what_to_do) == ("error", "Line 7, Pupil/UPN", "")
    assert problem_lines.of_pupil([problem], 1) == (line,)
    assert problem_lines.of_file([problem]) == ()
    assert problem_lines.notes([problem]) == ()
