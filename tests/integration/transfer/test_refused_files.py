"""Bad input: what is wrong is said, where and what to do; nothing half-done stays."""

from collections.abc import Iterator

import pytest

from onroll.audit.models import LedgerEntry
from onroll.transfer import actions
from onroll.transfer.actions.sending import CannotBeSent
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault.actions import FileTooLarge
from onroll.vault.models import StoredFile
from tests.integration.transfer import steps
from tests.integration.transfer.files import Child, name_of, transfer_file

ADMISSIONS = b'<?xml version="1.0"?><Invoice><Total>4</Total></Invoice>'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a "b">]>'
TWO_CHILDREN = (Child(), Child(upn="", surname="Otherby"))


def upload(cast, content: bytes, *, name: str | None = None) -> Message:
    return actions.receive_file(cast.clerk.act(), name=name or name_of(), pieces=[content])


def codes(message: Message) -> set[str]:
    return {problem["code"] for problem in message.problems}


def words(message: Message, code: str) -> str:
    return next(f"{problem['message']} {problem['action']}" for problem in message.problems if problem["code"] == code)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"Dear school, please find attached", "xml-", id="not XML"),
        pytest.param(b"", "file-empty", id="an empty file"),
        pytest.param(ADMISSIONS, "root-unknown", id="XML of another kind"),
        pytest.param(transfer_file(prologue=DOCTYPE), "xml-doctype", id="a DOCTYPE with an entity"),
        pytest.param(transfer_file()[:-60], "xml-", id="cut off"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(cast, content: bytes, code: str) -> None:
    message = upload(cast, content)

    assert message.state == State.REFUSED
    assert any(found.startswith(code) for found in codes(message))
    assert message.stored_file.destroyed_at is not None
    assert LedgerEntry.objects.get(name="transfer.FileReceived").details["state"] == "refused"


def test_a_name_that_disagrees_with_the_header_is_refused_with_both_values(cast) -> None:
    message = upload(cast, transfer_file(), name="8201234_CTF_8384001_001.xml")

    assert message.state == State.REFUSED
    said = words(message, "name-destination-differs")
    assert "8384001" in said
    assert "8205678" in said


def test_a_file_from_another_school_is_refused_with_both_values(cast) -> None:
    message = upload(cast, transfer_file(source="8384001"), name=name_of(source="8384001"))

    assert message.state == State.REFUSED
    said = words(message, "source-not-yours")
    assert "8384001" in said
    assert "Fixture Primary School (8201234)" in said


def test_an_unknown_destination_is_refused(cast) -> None:
    message = upload(cast, transfer_file(destination="8209999"), name=name_of(destination="8209999"))

    assert message.state == State.REFUSED
    assert "no school or authority with that number" in words(message, "destination-unknown")


def test_a_closed_destination_is_refused_and_says_when_it_closed(cast) -> None:
    message = upload(cast, transfer_file(destination="8202222"), name=name_of(destination="8202222"))

    assert message.state == State.REFUSED
    said = words(message, "destination-closed")
    assert "Mockham Old School, which closed on 31 August 2021" in said


def test_a_school_that_closes_between_check_and_sending_is_refused(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    cast.other_school.closed_on = cast.clerk.act().on
    cast.other_school.status = "closed"
    cast.other_school.save()

    with pytest.raises(CannotBeSent, match="which closed on"):
        actions.send_file(cast.clerk.act(), message=message, expected_version=1)


@pytest.mark.parametrize(("destination", "code"), [("XXXXXXX", "lost-many-pupils"), ("MMMMMMM", "outside-many-pupils")])
def test_two_pupils_in_one_lost_pupil_file_are_never_filed_together(cast, destination: str, code: str) -> None:
    message = steps.receive(cast.clerk, destination, children=TWO_CHILDREN)
    act = cast.clerk.act()

    assert message.state == State.CHECKED
    assert "one file for each" in words(message, code)
    with pytest.raises(CannotBeSent, match="Split this file first"):
        actions.file_as_lost(act, message=message, enquiries=[steps.enquiry(act)], expected_version=1)


def test_a_wrong_check_letter_is_a_warning_not_a_refusal(cast) -> None:
    message = steps.receive(cast.clerk, "8205678", children=(Child(upn="A820123415001"),))

    assert message.state == State.CHECKED
    (problem,) = [problem for problem in message.problems if problem["code"] == "upn-check-letter"]
    assert problem["severity"] == "warning"
    actions.send_file(cast.clerk.act(), message=message, expected_version=1)


def test_a_file_that_a_browser_renamed_is_taken_under_its_right_name(cast) -> None:
    message = upload(cast, transfer_file(), name="8201234_ctf_8205678_001 (1).XML")

    assert message.state == State.CHECKED
    assert message.file_name == "8201234_CTF_8205678_001.xml"
    assert "name-repaired" in codes(message)


def test_a_file_with_a_useless_name_gets_its_name_from_the_header(cast) -> None:
    message = upload(cast, transfer_file(), name="leaver Quillfeather.xml")

    assert message.state == State.CHECKED
    assert message.file_name == "8201234_CTF_8205678_001.xml"
    assert "name-unlike" in codes(message)
    assert "Quillfeather" not in str(message.problems)


@pytest.mark.parametrize("version", ["12.0", "99.0"])
def test_an_unusual_version_is_a_warning_only(cast, version: str) -> None:
    message = upload(cast, transfer_file(version=version))

    assert message.state == State.CHECKED
    assert "header-version-unusual" in codes(message)


def test_a_pupil_with_a_serious_problem_is_sent_only_when_the_sender_says_it_is_known(cast) -> None:
    message = steps.receive(cast.clerk, "8205678", children=(Child(upn=""),))

    with pytest.raises(CannotBeSent, match="say that you know of them"):
        actions.send_file(cast.clerk.act(), message=message, expected_version=1)
    actions.send_file(cast.clerk.act(), message=message, expected_version=1, are_problems_known=True)
    assert message.state == State.WAITING


def test_a_huge_upload_is_refused_while_it_streams_and_leaves_nothing(cast, settings) -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        for number in range(80_000):  # 5 GB in pieces of 64 KB, were it read to its end
            taken.append(number)
            yield b"x" * 65_536

    with pytest.raises(FileTooLarge, match="larger than 2 MB"):
        actions.receive_file(cast.clerk.act(), name=name_of(), pieces=endless(), limit=2 * 1024 * 1024)

    assert len(taken) == 33
    assert not StoredFile.objects.exists()
    assert not Message.objects.exists()
    assert list(settings.VAULT_FOLDER.rglob("*.part")) == []


def test_the_same_file_sent_twice_is_refused_and_points_to_the_first(cast) -> None:
    first = steps.send(cast.clerk, "8205678")

    with pytest.raises(actions.AlreadySent, match="already sent this file") as refused:
        upload(cast, transfer_file(), name=name_of(number=2))

    assert refused.value.reference == first.reference
    assert "“Waiting”" in refused.value.words
    assert Message.objects.count() == 1


def test_a_withdrawn_file_may_be_sent_again(cast) -> None:
    first = steps.send(cast.clerk, "8205678")
    actions.withdraw_file(cast.clerk.act(), message=first, reason="Too early", expected_version=first.version)

    second = steps.send(cast.clerk, "8205678")

    assert second.state == State.WAITING
    assert second != first


def test_the_same_pupils_may_go_to_another_school(cast) -> None:
    steps.send(cast.clerk, "8205678")

    assert steps.send(cast.clerk, "8384001").state == State.WAITING


def test_long_values_are_cut_for_the_registry_and_kept_in_the_file(cast) -> None:
    child = Child(surname="Quillfeather" * 20, upn="not a number")

    message = steps.send(cast.clerk, "8205678", children=(child,))

    sighting = message.pupils.get().sighting
    assert len(sighting.surname) == 100
    assert sighting.upn == ""
    assert b"Quillfeather" * 20 in steps.collect(cast.other_clerk, message)


def test_a_file_addressed_to_the_school_that_sends_it_is_refused_with_what_to_do_instead(cast) -> None:
    message = upload(cast, transfer_file(destination="8201234"), name=name_of(destination="8201234"))

    assert message.state == State.REFUSED
    assert message.recipient is None
    said = words(message, "destination-own")
    assert "addressed to your own school" in said
    assert "load it in your own system" in said


def test_a_refused_file_without_a_readable_header_keeps_its_name_where_it_has_the_grammar_of_one(cast) -> None:
    assert upload(cast, b"not a file", name="8201234_ctf_8205678_004 (1).xml").file_name == name_of(number=4)
    assert upload(cast, b"no file either", name="Leaver from class 6.xml").file_name == ""


def test_what_is_wrong_with_source_and_destination_is_said_with_its_line(cast) -> None:
    closed = transfer_file(source="8384001", destination="8299999")
    message = upload(cast, closed, name=name_of(source="8384001", destination="8299999"))

    lines = {problem["code"]: problem["line"] for problem in message.problems}
    whole = closed.decode().splitlines()
    assert "<SourceSchool>" in whole[lines["source-not-yours"] - 1]
    assert "<DestSchool>" in whole[lines["destination-unknown"] - 1]
