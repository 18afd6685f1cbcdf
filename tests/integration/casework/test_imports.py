"""Notifications that came by email or as a list: a dry run, problems by line, and nothing twice."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onroll.casework.import_commands import notifications
from onroll.casework.models import Notification, Telling
from tests.cast import Cast

# Anybody can send these: what Python's library raises at them must not keep the other emails from being read.
HOSTILE = (
    b"From: =?utf-8?q?a=0Ab?= <landlord@letting.example>\nSubject: x\n\nAt home all day\n",
    b"From: a@b.example\nContent-Type: text/plain; charset=idna\n\nAt home all day\n",
    b"From: a@b.example\nContent-Type: text/plain; charset=undefined\n\nAt home all day\n",
    b"From: a@b.example\nContent-Type: text/plain; charset=unicode_escape\n\nAt \\ud800 home\n",
    b"From: a@b.example\nContent-Type: text/plain; charset=\x00\n\nAt home all day\n",
    b"From: =?utf-8?q?=00?= <a@b.example>\nSubject: =?utf-8?q?=00?=\n\nAt home all day\n",
)
LIST = (
    "What you know,First name,Date of birth,Place,Your reference\n"
    '"No school known, arrived in May",Ada,14/03/2015,1 Invented Lane,H 1\n'
    ",,,,\n"
    "boy in a red coat,,,Mill Lane,H 2\n"
)
MAIL = (
    b"From: Invented Landlord <landlord@letting.example>\r\nSubject: A family in the flat\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nTwo boys, about 8 and 10, at home all day.\r\n"
)


def run(tmp_path: Path, content: bytes, name: str = "told.csv", *more: str, area: str = "820") -> Result:
    file = tmp_path / name
    file.write_bytes(content)
    return CliRunner().invoke(notifications, ["import", str(file), "--area", area, *more])


def test_a_list_becomes_notifications_and_is_not_kept_twice(cast: Cast, tmp_path: Path) -> None:
    first = run(tmp_path, LIST.encode())
    again = run(tmp_path, LIST.encode())

    assert first.exit_code == again.exit_code == 0, first.output
    assert "2 can be kept, 0 cannot. New: 2." in first.output
    assert "New: 0." in again.output
    assert {one.source for one in Notification.objects.all()} == {"list"}
    assert str(Notification.objects.order_by("pk")[0].sighting.birth_date) == "2015-03-14"


def test_a_dry_run_says_what_is_wrong_and_keeps_nothing(cast: Cast, tmp_path: Path) -> None:
    bad = LIST + "x,,31/02/2015,,\n" + "y,,2999-01-01,,\n" + ",Ada,,,\n" + "z,,,,,too many\n"

    result = run(tmp_path, bad.encode(), "told.csv", "--dry-run")

    assert result.exit_code == 1
    for words in ("Line 5  N12", "Line 6  N07", "Line 7  N01", "Line 8  N13", "2 can be kept, 4 cannot"):
        assert words in result.output
    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Surname,Forename\nA,B\n", "The first line must name the columns"),
        (b"What you know,Colour\nA,B\n", "These columns are not known: Colour"),
        (b"", "The first line must name the columns"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(cast: Cast, tmp_path: Path, content: bytes, words: str) -> None:
    result = run(tmp_path, content)

    assert result.exit_code == 1
    assert words in result.output


def test_a_text_of_200_kb_in_a_list_is_left_out_with_its_code(cast: Cast, tmp_path: Path) -> None:
    result = run(tmp_path, f"What you know\n{'x' * 200_000}\n".encode())

    assert "Line 2  N02" in result.output
    assert Notification.objects.count() == 0


def test_an_email_becomes_a_notification_with_who_wrote_it(cast: Cast, tmp_path: Path) -> None:
    result = run(tmp_path, MAIL, "told.eml")

    telling = Telling.objects.get()
    assert result.exit_code == 0, result.output
    assert (telling.teller_name, telling.teller_contact) == ("Invented Landlord", "landlord@letting.example")
    assert telling.words == "A family in the flat\n\nTwo boys, about 8 and 10, at home all day."
    assert telling.notification.source == "email"


def test_a_mailbox_gives_each_of_its_emails(cast: Cast, tmp_path: Path) -> None:
    box = b"".join(b"From x@example Sun Nov 22 12:00:00 2026\n" + MAIL + b"\n" for _ in range(2))

    result = run(tmp_path, box, "told.mbox")

    assert "2 can be kept, 0 cannot. New: 2." in result.output


def test_an_email_without_text_is_left_to_a_person(cast: Cast, tmp_path: Path) -> None:
    html = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>hello</p>"

    assert "Email 1  N01" in run(tmp_path, html, "told.eml").output


def test_what_is_no_email_is_refused(cast: Cast, tmp_path: Path) -> None:
    assert "neither an email (.eml) nor a mailbox" in run(tmp_path, b"\x89PNG\r\n\x1a\n", "told.eml").output


def test_an_authority_where_nobody_reads_takes_no_import(cast: Cast, tmp_path: Path) -> None:
    result = run(tmp_path, LIST.encode(), area="999")

    assert result.exit_code == 1
    assert "No officer of an authority 999" in result.output


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_email_that_cannot_be_read_keeps_no_other_from_being_taken(
    cast: Cast, tmp_path: Path, hostile: bytes
) -> None:
    mailbox = b"From a\n" + hostile + b"\nFrom b\n" + MAIL.replace(b"\r\n", b"\n")

    result = run(tmp_path, mailbox, "told.mbox")

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert Telling.objects.filter(words__contains="Two boys").count() == 1
    assert Telling.objects.count() == 2 or "Email 1  N14" in result.output


def test_a_year_beyond_all_calendars_is_no_date(cast: Cast, tmp_path: Path) -> None:
    result = run(tmp_path, LIST.encode() + b"x,,14/03/99999999999999999999,,\n")

    assert "Line 5  N12" in result.output
