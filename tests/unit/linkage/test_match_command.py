"""`onroll match`: from files to pairs with reasons, children and a report; wrong use and bad lists are told plainly."""

import csv
import json
import subprocess
import sys

import duckdb
import pytest
from click.testing import CliRunner

from onroll.linkage.command import match
from tests.unit.linkage.lists_for_tests import world

HEADINGS = {
    "rid": "ID",
    "upn": "UPN",
    "forename": "Forename",
    "middle": "Middle name",
    "surname": "Surname",
    "dob": "Date of birth",
    "sex": "Sex",
    "postcode": "Postcode",
    "house": "House",
    "street": "Street",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three lists of a simulated world as CSV, and the same with the truth for `evaluate`."""
    made = tmp_path_factory.mktemp("lists")
    lists, _ = world(persons=160)
    for name in "ABC":
        rows = [each for each in lists.records if each["list"] == name]
        groups = [group for each, group in zip(lists.records, lists.name_groups, strict=True) if each["list"] == name]
        with (made / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([*HEADINGS.values(), "Ethnic group"])
            writer.writerows(
                [*(each[field] for field in HEADINGS), group] for each, group in zip(rows, groups, strict=True)
            )
    with (made / "records.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lists.records[0]))
        writer.writeheader()
        writer.writerows(lists.records)
    with (made / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["rid", "person", "household", "name_group"])
        rids = [each["rid"] for each in lists.records]
        writer.writerows(zip(rids, lists.persons, lists.households, lists.name_groups, strict=True))
    return made


def _run(*words, **more):
    return CliRunner().invoke(match, [str(word) for word in words], **more)


def test_lists_become_pairs_with_reasons_children_and_a_report_by_group(folder, tmp_path):
    done = _run(folder / "A.csv", folder / "B.csv", folder / "C.csv", "--yes", "--out", tmp_path)

    assert done.exit_code == 0, done.output
    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    assert len(pairs) > 130
    assert {each["answer"] for each in pairs} <= {"link", "for a person: likely", "for a person: unlikely"}
    assert all("born" in each["reasons"] or "name" in each["reasons"] for each in pairs)
    assert [float(each["probability"]) for each in pairs] == sorted(
        (float(each["probability"]) for each in pairs), reverse=True
    )
    with (tmp_path / "children.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == sum(
            len((folder / f"{name}.csv").read_text().splitlines()) - 1 for name in "ABC"
        )
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Expected precision" in page
    assert "pakistani" in page


def test_the_report_names_no_child(folder, tmp_path):
    _run(folder / "A.csv", folder / "B.csv", "--yes", "--out", tmp_path)

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    with (folder / "A.csv").open(encoding="utf-8") as file:
        upns = {each["UPN"] for each in csv.DictReader(file) if each["UPN"]}
    assert not [upn for upn in upns if upn in page]


def test_the_guess_is_shown_and_nothing_is_written_until_it_is_confirmed(folder, tmp_path):
    refused = _run(folder / "A.csv", folder / "B.csv", "--out", tmp_path / "out", input="n\n")

    assert refused.exit_code == 1
    assert "surname   Surname" in refused.output
    assert not (tmp_path / "out").exists()

    confirmed = _run(folder / "A.csv", folder / "B.csv", "--out", tmp_path / "out", input="y\n")
    assert confirmed.exit_code == 0


def test_one_list_is_searched_for_children_who_stand_in_it_twice(folder, tmp_path):
    done = _run(
        folder / "C.csv", "--dedupe", "--yes", "--out", tmp_path, "--format", "parquet", "--engine", "explainable"
    )

    assert done.exit_code == 0, done.output
    with duckdb.connect(":memory:") as database:
        pairs = database.read_parquet(str(tmp_path / "pairs.parquet"))
        lists = pairs.select("list_a", "list_b").distinct().fetchall()
    assert set(lists) <= {("C", "C")}


def test_the_explainable_engine_says_what_each_field_weighed(folder, tmp_path):
    _run(folder / "A.csv", folder / "B.csv", "--yes", "--out", tmp_path, "--engine", "explainable")

    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        weights = [each["weights"] for each in csv.DictReader(file)]
    assert all("birth date" in each and "." in each for each in weights[:50])


def test_what_a_person_decided_is_kept(folder, tmp_path):
    _run(folder / "A.csv", folder / "B.csv", "--yes", "--out", tmp_path)
    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))
    decided = tmp_path / "decided.csv"
    decided.write_text(
        f"list_a,id_a,list_b,id_b,same\n{first['list_a']},{first['id_a']},{first['list_b']},{first['id_b']},no\n"
    )

    _run(folder / "A.csv", folder / "B.csv", "--yes", "--out", tmp_path, "--decided", decided)

    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        again = {(each["id_a"], each["id_b"]) for each in csv.DictReader(file)}
    assert (first["id_a"], first["id_b"]) not in again


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["A.csv"], 2, "two lists or more"),
        (["A.csv", "gone.csv"], 1, "no file gone.csv"),
        (["A.csv", "B.csv", "--map", "surname"], 2, "FACT=COLUMN"),
        (["A.csv", "B.csv", "--map", "D:surname=Surname"], 2, "lists: A, B"),
        (["A.csv", "B.csv", "--map", "surname=Nom"], 2, "no column 'Nom'"),
        (["A.csv", "B.csv", "--map", "surname=", "--map", "forename=", "--yes"], 1, "no column with names"),
        (["A.csv", "B.csv", "--yes", "--decided", "B.csv"], 1, "the decisions need the columns"),
    ],
)
def test_wrong_use_and_bad_lists_are_told_plainly(folder, monkeypatch, words, code, told):
    monkeypatch.chdir(folder)

    done = _run(*words)

    assert done.exit_code == code
    assert told in done.output


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(tmp_path):
    for name in "AB":
        (tmp_path / f"{name}.csv").write_text(
            "ID,Forename,Surname,DOB,Postcode\n=1+1,Amina,Hussein,2014-03-05,BS5 1AA\n"
        )

    _run(tmp_path / "A.csv", tmp_path / "B.csv", "--yes", "--out", tmp_path / "out")

    with (tmp_path / "out" / "children.csv").open(encoding="utf-8") as file:
        assert {each["id"] for each in csv.DictReader(file)} == {"'=1+1"}


def test_evaluate_prints_every_figure_as_json_and_a_few_in_words(folder):
    done = _run("evaluate", "--records", folder / "records.csv", "--truth", folder / "truth.csv", "--json")
    words = _run("evaluate", "--records", folder / "records.csv", "--truth", folder / "truth.csv")

    figures = json.loads(done.stdout)
    assert figures["fixed"]["f1"] > 0.9
    assert {"by_threshold", "recall_at_99_precision", "by_name_group", "by_household", "calibration"} <= set(figures)
    assert f"F1 {figures['fixed']['f1']}" in words.stdout


@pytest.mark.parametrize(
    ("records", "truth", "told"),
    [
        ("A.csv", "truth.csv", "no column rid"),
        ("records.csv", "A.csv", "no column rid"),
        ("records.csv", "short.csv", "no person for"),
    ],
)
def test_evaluate_refuses_records_and_truths_that_do_not_fit(folder, records, truth, told):
    (folder / "short.csv").write_text("rid,person\nA0,1\n")

    done = _run("evaluate", "--records", folder / records, "--truth", folder / truth)

    assert done.exit_code == 1
    assert told in done.output


def test_importing_the_room_loads_neither_numpy_nor_duckdb():
    code = "import sys, onroll.linkage; print(sorted({'numpy', 'duckdb', 'lightgbm', 'django'} & set(sys.modules)))"

    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert asked.stdout.strip() == "[]"
