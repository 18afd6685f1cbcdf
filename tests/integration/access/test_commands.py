"""An operator's commands: what they print, where, and with which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from onroll.access.commands import establishments, ledger, users
from onroll.access.models import Membership, Person
from onroll.audit import triggers
from onroll.audit.models import LedgerEntry
from tests.cast import Cast
from tests.integration.access.test_load_establishments import FIRST, SECOND, extract, with_


def run(group, *arguments: str) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def test_a_register_is_loaded_with_counts_on_standard_output(db: None, tmp_path: Path) -> None:
    result = run(establishments, "load", extract(tmp_path, FIRST, SECOND, with_(FIRST, place_3="")))

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2 new, 0 changed, 0 unchanged schools",
        "3 new authorities",
        "1 row left out, 0 warnings",
    ]
    assert (
        result.stderr
        == "line 4: R03 The row has no establishment number, so no file can be sent to it; it is left out.\n"
    )


def test_of_many_problems_only_the_first_are_shown_unless_all_are_wanted(db: None, tmp_path: Path) -> None:
    path = extract(tmp_path, *[with_(FIRST, place_3="")] * 25)

    some, everything = run(establishments, "load", path), run(establishments, "load", path, "--all-problems")

    assert some.stderr.endswith("and 5 more (--all-problems shows them)\n")
    assert len(everything.stderr.splitlines()) == 25


def test_a_long_load_says_on_standard_error_how_far_it_has_come(db: None, tmp_path: Path) -> None:
    rows = [with_(FIRST, place_0=str(900000 + number)) for number in range(10_000)]

    result = run(establishments, "load", extract(tmp_path, *rows))

    assert result.stderr == "10,000 rows read\n"


def test_a_wrong_file_is_exit_1_with_plain_words(db: None, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague\n")

    result = run(establishments, "load", path)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: This is no extract of the register of schools")
    assert "Nothing was changed." in result.stderr


def test_a_missing_file_is_exit_2(db: None, tmp_path: Path) -> None:
    assert run(establishments, "load", tmp_path / "nowhere.csv").exit_code == 2


def test_a_code_is_shown_with_all_who_hold_it(cast: Cast) -> None:
    result = run(establishments, "show", "820/2222")

    assert result.stdout == "8202222  990004  Mockham Old School  Closed\n"
    assert run(establishments, "show", "8209999").exit_code == 1


def test_the_address_for_notices_is_set(cast: Cast) -> None:
    result = run(establishments, "notices", "8201234", "new@onroll.example")

    cast.school.refresh_from_db()
    assert result.exit_code == 0
    assert cast.school.notices_to == "new@onroll.example"


def test_a_person_is_added_and_given_a_role_that_ends(cast: Cast) -> None:
    added = run(users, "add", "new@onroll.example", "--name", "New Invented")
    given = run(users, "role", "new@onroll.example", "8201234", "admissions", "--from", "2026-09-01")
    person = Person.objects.get(email="new@onroll.example")
    held = person.memberships.get()
    ended = run(users, "end", "new@onroll.example", "8201234", "admissions", "--last", "2026-10-01")

    assert (added.exit_code, given.exit_code, ended.exit_code) == (0, 0, 0)
    assert (held.from_on.isoformat(), held.until_on) == ("2026-09-01", None)
    assert Membership.objects.get(pk=held.pk).until_on.isoformat() == "2026-10-01"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("add", "clerk@onroll.example", "--name", "Clerk"), 1),
        (("add", "new@onroll.example"), 2),
        (("role", "nobody@onroll.example", "8201234", "admissions"), 1),
        (("role", "clerk@onroll.example", "8209999", "admissions"), 1),
        (("role", "clerk@onroll.example", "8201234", "admissions"), 1),
        (("role", "clerk@onroll.example", "8201234", "king"), 2),
        (("end", "clerk@onroll.example", "8201234", "auditor"), 1),
        (("list", "--organisation", "8209999"), 1),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error(cast: Cast, arguments: tuple[str, ...], exit_code: int) -> None:
    result = run(users, *arguments)

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert "Error: " in result.stderr
    assert LedgerEntry.objects.count() == 0


def test_people_are_listed_with_their_roles(cast: Cast) -> None:
    everybody, of_school = run(users, "list"), run(users, "list", "--organisation", "8201234")

    assert "officer@onroll.example  Officer Invented" in everybody.stdout
    assert of_school.stdout.splitlines()[2:4] == [
        "clerk@onroll.example  Clerk Invented",
        "    admissions for Fixture Primary School (8201234) from 01-01-2020",
    ]


def test_the_ledger_is_listed_oldest_first_and_the_listing_is_recorded(cast: Cast) -> None:
    run(users, "add", "new@onroll.example", "--name", "Zyxcanary Invented")

    first, second = run(ledger, "list"), run(ledger, "list")

    assert [line.split("  ")[2] for line in first.stdout.splitlines()] == ["access.PersonAdded"]
    assert [line.split("  ")[2] for line in second.stdout.splitlines()] == ["access.PersonAdded", "access.LedgerRead"]
    assert "Zyxcanary" not in second.stdout
    assert "new@" not in second.stdout


def test_the_ledger_is_listed_for_machines(cast: Cast) -> None:
    run(users, "role", "clerk@onroll.example", "8205678", "admissions")

    result = run(ledger, "list", "--json", "--about", "person", cast.clerk.person.pk, "--since", "2020-01-01")

    entry = json.loads(result.stdout)
    assert (entry["name"], entry["details"]["role"]) == ("access.RoleGiven", "admissions")
    assert run(ledger, "list", "--about", "person", 0).stdout == ""
    assert run(ledger, "list", "--organisation", "8209999").exit_code == 1


def test_a_whole_chain_is_exit_0_and_a_broken_one_exit_1(cast: Cast) -> None:
    run(users, "add", "new@onroll.example", "--name", "New Invented")
    whole = run(ledger, "verify")
    triggers.unguard(connection)
    LedgerEntry.objects.filter(sequence=1).update(purpose="something else")
    triggers.guard(connection)

    broken = run(ledger, "verify")

    assert (whole.exit_code, whole.stdout) == (0, "The chain holds: 1 entry.\n")
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert broken.stderr == "The chain does not hold at: 1\n"
