"""`onroll returns list`, `owed` and `load`: references and days, exit codes, and never a name."""

import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result
from django.utils import timezone

from onroll.returns.commands import returns
from onroll.returns.models import Return
from tests.cast import Cast
from tests.integration.returns import world

TODAY = timezone.localdate()
HEAD = "forename,surname,date_of_birth,upn,started_on,parent_name,parent_telephone\n"
ROW = f"Zelphine,Qvoxcanary,17/05/2014,,{TODAY.isoformat()},Ottoline Qvoxcanary,01632 960001\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(returns, words)


def file(folder: Path, text: str = HEAD + ROW) -> str:
    path = folder / "returns.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_returns_are_loaded_by_file_for_a_school_from_the_command_line(cast: Cast, tmp_path: Path) -> None:
    done = run("load", file(tmp_path), "--school", cast.school.code, "--kind", "new_pupil")

    assert (done.exit_code, done.output) == (0, "1 return made.\n")
    made = Return.objects.get()
    assert (made.school, made.authority, made.route, made.made_by) == (cast.school, cast.exampleton, "file", None)


def test_a_dry_run_makes_nothing_and_a_wrong_file_says_row_and_reason(cast: Cast, tmp_path: Path) -> None:
    dry = run("load", file(tmp_path), "--school", cast.school.code, "--kind", "new_pupil", "--dry-run")
    late = HEAD + ROW.replace(TODAY.isoformat(), (TODAY + timedelta(days=9)).isoformat())
    wrong = run("load", file(tmp_path, late), "--school", cast.school.code, "--kind", "new_pupil", "--json")

    assert (dry.exit_code, "1 return would be made" in dry.output) == (0, True)
    assert wrong.exit_code == 1
    assert [(each["code"], each["row"]) for each in json.loads(wrong.output)["problems"]] == [
        ("return_not_possible", 2)
    ]
    assert not Return.objects.exists()


def test_what_schools_owe_is_listed_without_names_and_missing_ones_give_exit_code_one(cast: Cast) -> None:
    world.joined(cast, world.entry(cast), TODAY - timedelta(days=20))
    owed = Return.objects.get()

    listed = run("list", "--authority", "820", "--json")
    missing = run("owed", "--missing", "--school", cast.school.code)
    elsewhere = run("owed", "--missing", "--authority", "838")

    (one,) = json.loads(listed.output)["returns"]
    assert (one["reference"], one["kind"], one["stands"]) == (owed.reference, "new_pupil", "missing")
    assert (missing.exit_code, owed.reference in missing.output) == (1, True)
    assert (elsewhere.exit_code, elsewhere.output) == (0, "0 returns.\n")
    assert "Qvoxcanary" not in listed.output + missing.output


def test_a_wrong_number_of_a_school_or_authority_is_told_in_words(cast: Cast, tmp_path: Path) -> None:
    unknown = run("load", file(tmp_path), "--school", "9999999", "--kind", "new_pupil")
    misused = run("list", "--authority", "eight")

    assert unknown.exit_code == 1
    assert "no organisation with the code 9999999" in unknown.output
    assert misused.exit_code == 2


def test_a_file_of_two_gigabytes_is_refused_by_its_size_and_not_read(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "returns.csv"
    with path.open("wb") as out:
        out.truncate(2_000_000_000)  # a hole on the disc: nothing of it is written

    refused = run("load", str(path), "--school", cast.school.code, "--kind", "new_pupil")

    assert refused.exit_code == 1
    assert "file_too_large whole file: The file is larger than 5 MB." in refused.output
    assert not Return.objects.exists()


def test_a_number_that_no_authority_has_does_not_look_like_nothing_owed(cast: Cast) -> None:
    asked = run("owed", "--authority", "999")

    assert asked.exit_code == 1
    assert "No local authority has the number 999." in asked.output
    assert run("owed", "--authority", cast.exampleton.la_code).exit_code == 0
