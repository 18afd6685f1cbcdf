"""The command line: what it prints, where, and with which exit code."""

import errno
import json
import os
import runpy
import socket
import sys
import zipfile

import pytest
from click.testing import CliRunner

from onroll.ctf.command import ctf
from tests.unit.ctf.files import DATA, NAME, OTHER_PUPIL, PUPIL, text

DAY = ("--on", "2025-11-20")


def run(*arguments):
    return CliRunner().invoke(ctf, [str(each) for each in arguments])


@pytest.fixture
def clean(tmp_path):
    path = tmp_path / NAME
    path.write_text(text())
    return path


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.xml"
    path.write_text(text(("<Surname>Dunmere</Surname>", "")))
    return path


def test_check_says_that_a_clean_file_is_fine(clean):
    result = run("check", clean, *DAY)

    assert result.exit_code == 0
    assert result.output == f"{clean}: 1 pupil, version 25.0, from 9994001 to 9994002: no problems\n"


def test_check_groups_problems_by_pupil_and_says_what_to_do(bad):
    result = run("check", bad, *DAY)

    assert result.exit_code == 1
    assert "  Pupil 1\n    pupil    The pupil has no surname.  [surname-missing, Pupil/Surname, line" in result.output
    assert "Add it in your school system." in result.output


def test_check_allows_warnings(tmp_path):
    (tmp_path / "CTF.xml").write_text(text())

    assert run("check", tmp_path / "CTF.xml", *DAY).exit_code == 0


def test_check_leaves_notes_out_when_asked(tmp_path):
    path = tmp_path / NAME
    path.write_text(text(("<Sex>F</Sex>", "<Sex>F</Sex><House>Red</House>")))

    assert "element-unknown" in run("check", path, *DAY).output
    assert "element-unknown" not in run("check", path, "--no-notes", *DAY).output


def test_check_of_one_file_prints_one_json_document(bad):
    result = run("check", bad, "--json", *DAY)

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (report["worst"], report["pupils"], report["header"]["source"]["code"]) == ("pupil", 1, "9994001")
    assert {problem["code"] for problem in report["problems"]} == {"name-unlike", "surname-missing"}
    assert set(report["problems"][0]) == {
        "code", "severity", "path", "line", "column", "pupil", "message", "action", "source",
    }  # fmt: skip


def test_check_of_a_file_that_cannot_be_read_prints_json_too(tmp_path):
    (tmp_path / "x.xml").write_text("nothing")

    report = json.loads(run("check", tmp_path / "x.xml", "--json").stdout)

    assert (report["readable"], report["header"], report["name"]) == (False, None, None)


def test_of_a_thousand_files_one_bad_one_does_not_spoil_the_rest(tmp_path):
    for number in range(1, 1_000):
        (tmp_path / f"9994001_CTF_9994002_{number:03d}.xml").write_text(text())
    (tmp_path / "bad.xml").write_text("<CTfile>")

    result = run("check", tmp_path, "--quiet", *DAY)

    assert result.exit_code == 1
    assert result.output.endswith("1,000 files checked: 999 good, 1 with problems that stop it.\n")
    document = json.loads(run("check", tmp_path, "--json", *DAY).stdout)
    assert sum(report["worst"] is None for report in document["files"]) == 999


def test_check_reads_an_archive(tmp_path, clean):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(clean, NAME)

    result = run("check", tmp_path / "all.zip", *DAY)

    assert result.exit_code == 0
    assert f"all.zip!{NAME}: 1 pupil" in result.output


def test_check_stops_at_the_limits_it_is_given(clean):
    assert "limit-bytes" in run("check", clean, "--max-bytes", "10").output


def test_check_of_a_path_that_is_not_there_is_wrong_use(tmp_path):
    result = run("check", tmp_path / "nothing.xml")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "is not there" in result.stderr


@pytest.mark.parametrize("command", ["show", "name"])
def test_a_folder_is_not_a_file(tmp_path, command):
    result = run(command, tmp_path)

    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_show_prints_a_pupil_in_words():
    result = run("show", DATA / "constructed-ctf25-full-unknown-destination.xml")

    assert result.exit_code == 0
    assert "=== Pupil 1 of 1 ===" in result.output
    assert "Female (F)" in result.output
    assert "Name: Ms Sampla Dunmere; Relationship: Mother" in result.output


def test_show_prints_json(clean):
    document = json.loads(run("show", clean, "--json").stdout)

    assert document["pupils"][0]["sections"][0]["title"] == "Pupil"
    assert document["header"]["title"] == "Transfer file"


def test_show_prints_one_pupil_of_several(tmp_path):
    (tmp_path / NAME).write_text(text(pupils=PUPIL + OTHER_PUPIL))

    result = run("show", tmp_path / NAME, "--pupil", "2")

    assert "Testan" in result.output
    assert "Trialla" not in result.output
    assert run("show", tmp_path / NAME, "--pupil", "3").exit_code == 2


def test_show_of_a_broken_file_says_why_and_shows_what_is_there(tmp_path):
    (tmp_path / "cut.xml").write_text(text(pupils=PUPIL * 2)[:-200])

    result = run("show", tmp_path / "cut.xml")

    assert result.exit_code == 1
    assert "part of it is missing" in result.stderr
    assert "Trialla" in result.stdout


def test_show_of_something_else_says_why(tmp_path):
    (tmp_path / "x.xml").write_text("hello")

    result = run("show", tmp_path / "x.xml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "This is not an XML file." in result.stderr


def test_diff_tells_what_changed(tmp_path, clean):
    (tmp_path / "new.xml").write_text(text(("Trialla", "Triala"), ("<Sex>F</Sex>", ""), ("2025-11-10", "2025-11-11")))

    result = run("diff", clean, tmp_path / "new.xml")

    assert result.exit_code == 1
    assert "  ~ Forename: Trialla -> Triala" in result.output
    assert "  - Sex: F" in result.output
    assert "  + School: " in result.output
    document = json.loads(run("diff", clean, tmp_path / "new.xml", "--json").stdout)
    assert document["pupils"][0]["changes"][0]["label"] == "Forename"


def test_diff_of_the_same_files_says_so(clean):
    result = run("diff", clean, clean)

    assert (result.exit_code, result.output) == (0, "No pupil differs.\n")


def test_diff_tells_who_is_in_one_file_only(tmp_path, clean):
    (tmp_path / "new.xml").write_text(text(pupils=OTHER_PUPIL))

    output = run("diff", clean, tmp_path / "new.xml").output

    assert "Pupil 1 is only in the second file." in output
    assert "Pupil 1 of the first file is not in the second." in output


def test_write_gives_the_file_back(tmp_path, clean):
    result = run("write", clean, "-o", tmp_path / "out.xml")

    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "out.xml").read_text().startswith('<?xml version="1.0" encoding="utf-8"?>\n<CTfile>\n')


def test_write_to_standard_output(clean):
    assert "<CTfile>" in run("write", clean, "-o", "-").stdout


def test_write_of_a_broken_file_leaves_nothing_behind(tmp_path):
    (tmp_path / "cut.xml").write_text(text()[:-200])
    (tmp_path / "out.xml").write_text("before")

    result = run("write", tmp_path / "cut.xml", "-o", tmp_path / "out.xml")

    assert result.exit_code == 1
    assert "Nothing was written." in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.xml", "out.xml"]
    assert (tmp_path / "out.xml").read_text() == "before"


def test_write_to_a_folder_that_is_not_there_is_wrong_use(tmp_path, clean):
    result = run("write", clean, "-o", tmp_path / "no" / "out.xml")

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_convert_says_what_it_renamed(tmp_path, clean):
    result = run("convert", clean, "--to", "24.0", "-o", tmp_path / "out.xml")

    assert result.exit_code == 0
    assert "note: <Sex> was written as <Gender> (in this file: 1)." in result.stderr
    assert "<Gender>F</Gender>" in (tmp_path / "out.xml").read_text()


def test_convert_to_a_version_that_cannot_be_written_is_wrong_use(tmp_path, clean):
    assert run("convert", clean, "--to", "11.0", "-o", tmp_path / "out.xml").exit_code == 2


def test_split_writes_one_pupil_a_file(tmp_path):
    (tmp_path / "in.xml").write_text(text(pupils=PUPIL + OTHER_PUPIL))

    result = run("split", tmp_path / "in.xml", "-d", tmp_path / "out")

    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [NAME, NAME.replace("001.xml", "002.xml")]


def test_split_of_a_file_for_nobody_says_so(tmp_path):
    (tmp_path / "in.xml").write_text(text(("<DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool>", "")))

    result = run("split", tmp_path / "in.xml", "-d", tmp_path / "out")

    assert result.exit_code == 1
    assert "does not give the parts" in result.stderr


def test_name_makes_a_name_from_the_header(tmp_path, clean):
    other = tmp_path / "leaver.xml"
    other.write_text(text())

    assert run("name", other, "--sequence", "7").output == "9994001_CTF_9994002_007.xml\n"
    assert run("name", clean).output == f"{NAME}\n"


def test_name_repairs_a_renamed_file(tmp_path):
    path = tmp_path / NAME.replace(".xml", " (1).xml")
    path.write_text(text())

    assert run("name", path).output == f"{NAME}\n"


def test_name_of_a_file_for_nobody_says_so(tmp_path):
    (tmp_path / "x.xml").write_text("<CTfile><Header/></CTfile>")

    result = run("name", tmp_path / "x.xml")

    assert result.exit_code == 1
    assert "does not say who sends it to whom" in result.stderr


def test_explain_gives_words_action_source_and_mark():
    output = run("explain", "upn-check-letter").output

    assert "upn-check-letter (warning)" in output
    assert "What to do: " in output
    assert "Source: census check 1510. How sure: R, seen in real files." in output


def test_explain_alone_lists_all_codes():
    assert run("explain").output.count("\n") > 100


def test_explain_of_a_code_that_is_not_there_is_wrong_use():
    result = run("explain", "nothing")

    assert result.exit_code == 2
    assert "there is no problem with the code nothing" in result.stderr


def test_sample_writes_invented_pupils(tmp_path):
    path = tmp_path / "9994001_CTF_9994002_001.xml"

    assert run("sample", "-o", path, "--pupils", "3", "--seed", "5").exit_code == 0
    assert json.loads(run("check", path, "--json", *DAY).stdout)["pupils"] == 3


def test_sample_with_a_named_fault_puts_it_in_every_pupil(tmp_path):
    run("sample", "-o", tmp_path / "s.xml", "--pupils", "3", "--fault", "surname-missing")

    report = json.loads(run("check", tmp_path / "s.xml", "--json", *DAY).stdout)
    assert report["counts"]["surname-missing"] == 3


def test_sample_for_nobody_is_wrong_use(tmp_path):
    result = run("sample", "-o", tmp_path / "s.xml", "--to", "nowhere")

    assert result.exit_code == 2
    assert not (tmp_path / "s.xml").exists()


def test_the_module_runs_as_a_program(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["onroll ctf", "--help"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("onroll.ctf", run_name="__main__")

    assert ended.value.code == 0
    assert "Common transfer files" in capsys.readouterr().out


def test_show_passes_over_what_was_merely_noted(tmp_path):
    (tmp_path / NAME).write_bytes(b"\xef\xbb\xbf" + text().encode())

    result = run("show", tmp_path / NAME)

    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("command", [("show",), ("name",), ("split", "-d", "out"), ("diff",)])
def test_a_page_saved_by_mistake_is_said_to_be_no_transfer_file(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "page.xml"
    page.write_text("<html><body>Sign in</body></html>")

    result = run(command[0], page, *([page] if command == ("diff",) else command[1:]))

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "not a transfer file: its outermost element is <html>" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["page.xml"]


def test_write_over_a_folder_is_wrong_use(tmp_path, clean):
    result = run("write", clean, "-o", tmp_path)

    assert result.exit_code == 2
    assert result.stderr == f"Error: {tmp_path} cannot be written: it is a folder.\n"


def test_a_broken_file_written_to_standard_output_writes_nothing(tmp_path):
    (tmp_path / "cut.xml").write_text(text()[:-200])

    result = run("write", tmp_path / "cut.xml", "-o", "-")

    assert (result.exit_code, result.stdout) == (1, "")


def test_a_folder_that_cannot_be_opened_is_not_passed_over(tmp_path, clean, monkeypatch):
    (tmp_path / "locked").mkdir()
    open_folder = os.scandir

    def refusing(path):
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return open_folder(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root, who may run the tests, is refused nothing
    result = run("check", tmp_path, *DAY)

    assert result.exit_code == 2
    assert "locked cannot be read: Permission denied." in result.stderr


def test_a_file_that_cannot_be_opened_does_not_hide_the_others(tmp_path, clean):
    gone = tmp_path / "a-socket.xml"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(gone))
        result = run("check", gone, clean, *DAY)

    assert result.exit_code == 2
    assert f"{gone} cannot be read" in result.stderr
    assert f"{clean}: 1 pupil" in result.stdout


def test_only_transfer_files_and_archives_in_a_folder_are_checked(tmp_path, clean):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "SHOUTED.XML").write_text(text())
    (tmp_path / "inner" / "notes.txt").write_text("not a transfer file")

    assert "2 files checked: 2 good" in run("check", tmp_path, *DAY).stdout
