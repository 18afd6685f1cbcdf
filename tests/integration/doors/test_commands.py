"""An operator's commands for the doors."""

import pytest
from click.testing import CliRunner

from onroll.doors.commands import doors
from onroll.doors.models import MachineKey
from tests.cast import Cast
from tests.integration.doors.caller import Software

pytestmark = pytest.mark.django_db


def test_a_key_is_made_listed_and_ended(cast: Cast) -> None:
    made = CliRunner().invoke(doors, ["key", "add", "8201234", "--kind", "mesh"])
    key = MachineKey.objects.get()
    listed = CliRunner().invoke(doors, ["key", "list"]).stdout
    ended = CliRunner().invoke(doors, ["key", "end", key.reference.lower()])
    again = CliRunner().invoke(doors, ["key", "end", key.reference])

    assert (made.exit_code, ended.exit_code, again.exit_code) == (0, 0, 1)
    assert "Mailbox   8201234" in made.stdout
    password = made.stdout.split("Password  ")[1].strip()
    assert len(password) >= 32
    assert key.reference in listed
    assert password not in listed
    assert "ended" in CliRunner().invoke(doors, ["key", "list"]).stdout


@pytest.mark.parametrize(("arguments", "code"), [(["9999999", "--kind", "mesh"], 1), (["8201234"], 2)])
def test_a_key_for_nobody_or_of_no_kind_is_refused(cast: Cast, arguments: list[str], code: int) -> None:
    assert CliRunner().invoke(doors, ["key", "add", *arguments]).exit_code == code


def test_tidying_says_what_it_did(sender: Software) -> None:
    sender.send("8205678", b"x", mex_chunk_range="1:2")

    assert CliRunner().invoke(doors, ["tidy"]).stdout == "0 uploads ended, 0 tokens forgotten.\n"
