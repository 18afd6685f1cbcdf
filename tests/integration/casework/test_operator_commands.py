"""`onroll cases`: what an operator lists, shows and exports, and the trace of it."""

import csv
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.casework import actions
from onroll.casework.commands import cases
from onroll.casework.models import Case
from onroll.casework.queries import WhichCases
from tests.cast import Cast
from tests.integration.casework.world import CANARY_FORENAME, CANARY_SURNAME, opened_case


@pytest.fixture
def case(cast: Cast) -> Case:
    return opened_case(cast)


def run(*words: str) -> Result:
    return CliRunner().invoke(cases, list(words))


def newest() -> LedgerEntry:
    entry = LedgerEntry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def test_list_and_show_name_no_child_and_are_recorded(case: Case) -> None:
    listed = run("list", "--authority", "820")
    after_list = newest()
    shown = run("show", case.reference)

    assert case.reference in listed.output
    assert "Check whether a place is already known" in shown.output
    assert CANARY_SURNAME not in listed.output + shown.output
    assert (after_list.name, after_list.details["cases"]) == ("casework.CasesListed", 1)
    assert (newest().name, newest().role) == ("casework.CaseRecordOpened", "system")


def test_list_keeps_to_the_authority_and_state_that_are_asked_for(case: Case) -> None:
    assert run("list", "--authority", "838").output == ""
    assert run("list", "--state", "closed").output == ""
    assert case.reference in run("list", "--state", "all").output


@pytest.mark.parametrize("name", ["cases.csv", "cases.json"])
def test_export_writes_names_into_a_new_file_of_its_owner_alone(case: Case, tmp_path: Path, name: str) -> None:
    file = tmp_path / name

    done = run("export", "--to", str(file))

    text = file.read_text()
    (row,) = list(csv.DictReader(text.splitlines())) if name.endswith("csv") else json.loads(text)
    assert (row["reference"], row["surname"], row["forename"]) == (case.reference, CANARY_SURNAME, CANARY_FORENAME)
    assert CANARY_SURNAME not in done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (newest().name, newest().details["cases"]) == ("casework.CasesExported", 1)
    assert CANARY_SURNAME not in str(newest().details)


def test_export_of_nothing_says_so(db: None, tmp_path: Path) -> None:
    assert "0 cases written" in run("export", "--to", str(tmp_path / "cases.csv")).output


def test_export_overwrites_no_file_and_leaves_none_half_written(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("mine")
    assert run("export", "--to", str(file)).exit_code == 2
    assert file.read_text() == "mine"

    monkeypatch.setattr("onroll.casework.commands._cell", lambda value: 1 / 0)
    run("export", "--to", str(tmp_path / "other.csv"))

    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "K-0000-0000"), "There is no case K-0000-0000"),
        (("export", "--to", "cases.txt"), "end the file’s name in .csv or .json"),
        (("list", "--authority", "Kirklees"), "like 820"),
    ],
)
def test_wrong_use_is_told_in_plain_words(db: None, words: tuple[str, ...], said: str) -> None:
    assert said in run(*words).output


def test_nobody_who_signs_in_may_list_show_or_export_this_way(cast: Cast, case: Case) -> None:
    for member in cast.members().values():
        with pytest.raises(NotAllowed):
            actions.list_cases(member.act(), which=WhichCases())
        with pytest.raises(NotAllowed):
            actions.show_case(member.act(), reference=case.reference)
        with pytest.raises(NotAllowed):
            actions.export_cases(member.act(), which=WhichCases(), write=lambda rows: len(list(rows)), form="csv")
