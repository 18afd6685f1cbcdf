import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onroll.selfeval.command import selfeval
from tests.unit.selfeval.cases import ACHIEVED, as_file, as_rows

WHOLE = as_file(*as_rows("Ashwick", "; ".join(ACHIEVED.values())))
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def run(*arguments: str, data: bytes = b"") -> Result:
        return CliRunner().invoke(selfeval, [*arguments], input=data)

    return run


def test_score_gives_json_in_the_promised_shape(run: Run) -> None:
    done = run("score", "-", "--json", data=WHOLE)

    (authority,) = json.loads(done.stdout)["authorities"]
    assert done.exit_code == 0
    assert list(authority) == ["authority", "steps", "total", "band"]
    assert (authority["authority"], authority["total"], authority["band"]) == ("Ashwick", 44, "medium")
    assert list(authority["steps"]) == list(ACHIEVED)
    assert authority["steps"]["A1"] == {
        "result": "achieved",
        "rule": "A1-achieved",
        "because": "all nine lines yes, at most one A1d tick",
        "points": 2,
        "counted": "achieved",
        "needs_a_person": False,
        "flags": [],
    }


def test_score_reads_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(WHOLE)

    assert run("score", str(file)).stdout.startswith("Ashwick: 44 of 66, medium band (partly achieved scores 1)\n")


def test_partly_achieved_scores_one_or_two(run: Run) -> None:
    data = as_file("Ashwick,B1a,,some", "Ashwick,B1c,,partly_achieved")

    totals = [
        json.loads(run("score", "-", "--json", *setting, data=data).stdout)["authorities"][0]["total"]
        for setting in ([], ["--partly", "1"], ["--partly", "2"])
    ]

    assert totals == [1, 1, 2]


def test_the_text_says_why_and_what_the_total_could_become(run: Run) -> None:
    data = as_file(
        "Ashwick,B1a,,some", "Ashwick,B1c,,achieved", "Ashwick,B2a,,claimed", "Ashwick,E4a,,no secure la intranet"
    )

    lines = run("score", "-", data=data).stdout.splitlines()

    assert (
        "  B1  Working towards  1  B1-working-towards: list not complete (some); interviewer differs: Achieved" in lines
    )
    assert "  B2  Needs a person   0  B2-gap: no printed rule covers these answers; claimed" in lines
    assert "  E4  Not started      0  E4-no: no (either kind) or DK; alternative_secure_route" in lines
    assert lines[-1].endswith("the total could become 61.")


def test_the_interviewers_result_is_shown_beside_the_rules(run: Run) -> None:
    done = run("score", "-", "--json", data=as_file("Ashwick,B1a,,some", "Ashwick,B1c,,achieved"))

    step = json.loads(done.stdout)["authorities"][0]["steps"]["B1"]
    assert (step["result"], step["interviewer"], step["counted"]) == ("working_towards", "achieved", "working_towards")
    assert step["needs_a_person"]


def test_an_agreeing_interviewer_is_named_too(run: Run) -> None:
    assert (
        "interviewer agrees"
        in run("score", "-", data=as_file("Ashwick,B1a,,some", "Ashwick,B1c,,working_towards")).stdout
    )


def test_problems_go_to_standard_error_with_row_and_code_and_the_command_fails(run: Run) -> None:
    done = run("score", "-", "--json", data=WHOLE + b"Ashwick,B1a,,perhaps\n,B1a,,all\n")

    row = WHOLE.count(b"\n") + 1
    assert done.exit_code == 1
    allowed = "Its answers are: all, some, no, dk."
    assert done.stderr.splitlines() == [
        f"row {row}: answer_unknown: Ashwick: Item B1a cannot be answered with perhaps. {allowed}",
        f"row {row + 1}: authority_missing: The row names no authority.",
    ]
    assert json.loads(done.stdout)["authorities"][0]["total"] == 44


def test_a_problem_of_no_single_row_is_said_without_one(run: Run) -> None:
    done = run("score", "-", data=as_file())

    assert (done.exit_code, done.stderr) == (1, "no_answers: The file holds no answers.\n")


def test_a_doubt_is_said_and_the_command_succeeds(run: Run) -> None:
    doubtful = WHOLE.replace(b"E3a,agreed_system,yes", b"E3a,agreed_system,no")

    done = run("score", "-", data=doubtful)

    assert done.exit_code == 0
    assert "doubt: Ashwick: These answers may both be true" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "data"),
    [
        (["score", "-"], b""),
        (["score", "-"], b"name,score\n"),
        (["tables", "-"], b"\x81\xff"),
        (["score", "no-such-file.csv"], b""),
        (["score", "."], b""),
        (["score", "-", "--partly", "3"], WHOLE),
        (["tables", "-", "--invited", "0"], WHOLE),
        (["tables", "-", "--invited", "1"], WHOLE + b"Elmdale,B1a,,all\n"),
        (["score"], b""),
    ],
)
def test_wrong_use_and_unreadable_files_give_two_and_print_nothing(run: Run, arguments: list[str], data: bytes) -> None:
    done = run(*arguments, data=data)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_tables_of_the_invented_authorities_give_the_report(run: Run) -> None:
    answers = run("invented").stdout.encode()

    done = run("tables", "-", "--json", "--invited", "149", data=answers)

    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (found["authorities"], found["partly"]) == (129, 1)
    assert found["response_rate"] == {"n": 129, "pct": 87}
    assert found["steps"]["A3"]["achieved_or_embedded"] == {"n": 32, "pct": 25}
    assert found["steps"]["A3"]["levels"]["partly_achieved"] == {"n": 83, "pct": 64}
    assert found["key_dates"]["date_notified"] == {"n": 96, "pct": 74}
    assert found["policy_shared_with"]["housing"] == {"n": 90, "pct": 70}
    assert found["scores"]["bands"]["low"] == {"n": 43, "pct": 33}
    assert found["scores"]["groups"]["44-54"] == {"n": 46, "pct": 36}


def test_tables_as_text_say_that_levels_overlap(run: Run) -> None:
    done = run("tables", "-", "--partly", "2", "--invited", "2", data=WHOLE)

    assert "1 authorities; partly achieved scores 2\nResponse rate: 1 of 2, 50%" in done.stdout
    assert "do not add them up" in done.stdout
    assert "response_rate" not in run("tables", "-", "--json", data=WHOLE).stdout
    assert "Response" not in run("tables", "-", data=WHOLE).stdout


def test_the_room_needs_no_django() -> None:
    code = "import sys, onroll.selfeval.command, onroll.selfeval.documentation; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
