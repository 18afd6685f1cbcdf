"""`./run` as a person meets it: what it knows, what it refuses, what it leaves out."""

import os
import subprocess
import sys

import pytest

from tools import browser, packages, testing
from tools.machine import ROOT

KNOWN = (
    "setup",
    "serve",
    "reset",
    "demo",
    "fix",
    "check",
    "test",
    "journeys",
    "crawl",
    "bench",
    "fuzz",
    "lock",
    "help",
)


def run(*words):
    return subprocess.run(
        [sys.executable, ROOT / "run", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        env={name: value for name, value in os.environ.items() if name != "ONROLL_VAR"},
    )


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_lists_every_command_in_plain_words(word):
    done = run(word)

    assert done.returncode == 0
    told = {line.split()[1]: line.split()[2:] for line in done.stdout.splitlines()[1:]}
    assert tuple(told) == KNOWN
    assert all(len(words) > 2 for words in told.values())


def test_a_word_it_does_not_know_is_refused_and_told_where_the_list_is():
    done = run("sreve")

    assert done.returncode == 2
    assert "does not know 'sreve'" in done.stderr
    assert "`./run help` lists" in done.stderr


@pytest.mark.parametrize("words", [(), ("--help",), ("--yes", "now")])
def test_reset_deletes_nothing_unless_it_is_told_to(words):
    canary = ROOT / "var" / "canary-of-the-reset-test"
    canary.parent.mkdir(exist_ok=True)
    canary.touch()
    try:
        done = run("reset", *words)

        assert done.returncode == 2
        assert done.stderr
        assert canary.exists()
    finally:
        canary.unlink(missing_ok=True)


def test_it_is_the_only_thing_the_build_machine_calls():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert [line for line in lines if line.startswith("./")] == ["./run check", "./run test"]


def test_the_journeys_are_a_suite_of_their_own_when_there_is_a_browser(monkeypatch):
    monkeypatch.setenv("ONROLL_CHROMIUM", sys.executable)

    suites, left_out = testing.journeys()

    assert [suite.paths for suite in suites] == [("tests/journeys",)]
    assert left_out == []


def test_a_browser_that_is_named_but_not_there_is_not_found(monkeypatch):
    monkeypatch.setenv("ONROLL_CHROMIUM", "/nowhere/chromium")

    assert browser.find() is None


def test_a_browser_without_windows_is_taken_before_one_with_them(monkeypatch, tmp_path):
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.delenv("ONROLL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert browser.find() == str(tmp_path / "chromium-headless-shell")


def test_where_a_browser_without_windows_is_not_packaged_the_whole_one_is_installed(monkeypatch):
    asked = []
    monkeypatch.setattr(packages, "install", lambda names: asked.append(names[0]) or names[0] == "chromium")
    monkeypatch.setattr(browser, "ready", lambda: "/usr/bin/chromium")

    assert browser.install() == "/usr/bin/chromium"
    assert asked == ["chromium-headless-shell", "chromium"]


def test_a_database_that_does_not_answer_is_left_out_with_the_reason(monkeypatch):
    monkeypatch.setenv("ONROLL_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:1/postgres")

    address, reason = testing.postgresql()

    assert address is None
    assert reason == testing.CLOSED_POSTGRESQL


def test_clients_that_are_neither_here_nor_can_be_installed_are_left_out_with_the_reason(monkeypatch):
    monkeypatch.setattr(packages, "is_installed", lambda _: False)
    monkeypatch.setattr(testing, "journeys", lambda: ([], []))
    monkeypatch.setenv("ONROLL_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:1/postgres")

    _, left_out = testing.all_suites()

    assert testing.NO_SFTP_CLIENTS in left_out
    assert "apt install openssh-client rclone" in testing.NO_SFTP_CLIENTS


def test_what_is_left_out_is_said_and_the_worst_exit_code_kept(capsys, tmp_path):
    (tmp_path / "test_failing.py").write_text("def test_that_fails():\n    assert False\n", encoding="utf-8")
    failing = testing.Suite(name="One", paths=(str(tmp_path),), env={})

    worst = testing.run_suites([failing], ["PostgreSQL: none here"], ["-n", "0"])

    told = capsys.readouterr().out
    assert worst != 0
    assert "One: FAILED" in told
    assert "LEFT OUT - PostgreSQL: none here" in told
