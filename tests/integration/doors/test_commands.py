"""An operator's commands for the doors."""

import socket
from pathlib import Path

import asyncssh
import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from onroll.doors.commands import doors, sftp
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

    assert CliRunner().invoke(doors, ["tidy"]).stdout == (
        "0 uploads ended, 0 tokens forgotten.\n0 files under temporary names destroyed, 0 reports emptied.\n"
    )


def test_a_folder_key_is_made_of_a_public_key_alone(cast: Cast, tmp_path: Path) -> None:
    public, rubbish = tmp_path / "k.pub", tmp_path / "rubbish.pub"
    public.write_bytes(asyncssh.generate_private_key("ssh-ed25519", comment="Jane Invented").export_public_key())
    rubbish.write_text("words")
    asked = ["key", "add", "8201234", "--kind", "sftp"]

    made = CliRunner().invoke(doors, [*asked, "--public-key", str(public)])
    again = CliRunner().invoke(doors, [*asked, "--public-key", str(public)])
    without = CliRunner().invoke(doors, asked)
    unreadable = CliRunner().invoke(doors, [*asked, "--public-key", str(rubbish)])

    key = MachineKey.objects.get()
    assert (made.exit_code, again.exit_code, without.exit_code, unreadable.exit_code) == (0, 1, 1, 1)
    assert key.fingerprint in made.stdout
    assert "Password" not in made.stdout
    assert "Jane" not in key.public_key
    assert key.fingerprint in CliRunner().invoke(doors, ["key", "list"]).stdout


def test_a_port_that_is_taken_and_a_host_key_that_is_none_are_said_in_words(
    cast: Cast, tmp_path: Path, settings: LazySettings
) -> None:
    settings.SFTP_HOST_KEY = tmp_path / "host.key"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        in_use = CliRunner().invoke(sftp, ["--port", str(taken.getsockname()[1])])
    settings.SFTP_HOST_KEY.write_text("words")
    no_key = CliRunner().invoke(sftp, ["--port", "0"])

    assert (in_use.exit_code, no_key.exit_code) == (1, 1)
    assert "cannot be listened on" in in_use.output
    assert "is no host key" in no_key.output
