"""What a person is told when something is wrong: what, where, and the way on. Nothing half-done stays."""

import pytest
from django.conf import settings

from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import Child, name_of, transfer_file

MEGABYTE = 1024 * 1024
TWO_CHILDREN = (Child(), Child(upn="", surname="Otherby"))
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY a "b">]>'


def test_each_file_that_cannot_be_sent_is_refused_in_words(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk)
    refused = {
        "This is not an XML file.": (b"Dear school, please find attached", name_of()),
        "This is XML, but not a transfer file": (b"<?xml version='1.0'?><Invoice/>", name_of()),
        "its header says 8205678": (transfer_file(), name_of(destination="8384001")),
        "no school or authority with that number": (
            transfer_file(destination="8209999"),
            name_of(destination="8209999"),
        ),
        "Mockham Old School, which closed on 31 August 2021": (
            transfer_file(destination="8202222"),
            name_of(destination="8202222"),
        ),
        "The file holds a document type declaration": (transfer_file(prologue=DOCTYPE), name_of()),
        "The file stops before its end": (transfer_file()[:-60], name_of()),
    }

    for words, (content, name) in refused.items():
        when_she_uploads(clerk, name, content)
        clerk.sees_heading("This file was refused")
        clerk.sees(words)
        clerk.sees("Mend it in your school system, then send it again.")
        clerk.press("Send another file")

    assert set(Message.objects.values_list("state", flat=True)) == {State.REFUSED}


def test_two_children_in_one_file_for_the_repository_are_split_if_the_sender_agrees(
    cast: Cast, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk)

    when_she_uploads(clerk, name_of(destination="XXXXXXX"), transfer_file(destination="XXXXXXX", children=TWO_CHILDREN))
    clerk.sees("A file for an unknown destination holds one pupil; this one holds 2.")
    assert not Message.objects.exclude(pupil_count=2).exists()
    clerk.press("Split it into one file for each child")

    assert [state for _, _, state in clerk.rows("2 files")] == ["Ready to send", "Ready to send"]
    clerk.press("Say which enquiries were made for all")
    clerk.sees_heading("Say which enquiries were made")


def test_a_wrong_check_letter_is_a_warning_and_the_file_goes_all_the_same(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk)

    when_she_uploads(clerk, name_of(), transfer_file(children=(Child(upn="A820123415001"),)))
    clerk.sees("The first letter of the unique pupil number does not fit the rest")
    clerk.press("Send to Placeholder Academy")

    clerk.sees("The file was sent.")


def test_a_file_that_a_browser_renamed_goes_under_its_right_name(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk)

    when_she_uploads(clerk, "8201234_CTF_8205678_001 (1).xml", transfer_file())

    assert clerk.facts()["File"] == "8201234_CTF_8205678_001.xml"
    clerk.page.get_by_text("What was noted, and needs nothing from you").click()
    clerk.sees("The file name was changed on the way")
    clerk.press("Send to Placeholder Academy")
    clerk.sees("The file was sent.")


def test_the_same_file_twice_leads_to_the_first(cast: Cast, signed_in: SignedIn) -> None:
    first = steps.send(cast.clerk, "8205678")
    clerk = signed_in(cast.clerk)

    when_she_uploads(clerk, name_of(), transfer_file())
    clerk.sees("You already sent this file")
    clerk.follow("See the file you sent before")

    clerk.sees_heading(f"File {first.reference}")


def test_another_organisations_address_is_a_page_that_leads_back(cast: Cast, signed_in: SignedIn) -> None:
    reference = steps.send(cast.clerk, "8205678").reference
    stranger = signed_in(cast.neighbour_clerk)

    for path in (f"/files/{reference}/", f"/files/{reference}/pupils/", f"/files/{reference}/confirm/"):
        assert stranger.visit(path) == 404
        stranger.sees_heading("Page not found")
    stranger.follow("Go to your start page")

    stranger.sees_heading("Waiting for you")


def test_of_two_officers_who_claim_at_the_same_moment_one_is_told(cast: Cast, signed_in: SignedIn) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    officers = (
        (cast.officer, "Placeholder Academy (8205678)"),
        (cast.neighbour_officer, "Testbury High School (8384001)"),
    )
    people = []
    for member, school in officers:
        steps.open_lost(member, lost_pupil)
        person = signed_in(member)
        person.visit(f"/files/lost-pupils/{lost_pupil.message.reference}/claim/")
        person.select("School that has the child", school)
        person.fill("How do you know that this is the child?", "Name and birth date agree.")
        people.append(person)

    when_both_claim(*people)

    loser, winner = sorted(people, key=lambda person: person.heading().startswith("File "))
    loser.sees_heading("Changed by someone else")
    loser.sees("Another authority claimed this child a moment ago")
    loser.check_accessibility()
    loser.follow("Go to your start page")
    winner.sees("The file was claimed.")
    lost_pupil.refresh_from_db()
    assert lost_pupil.claimed_for is not None


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_file_over_the_limit_is_refused_with_the_limit(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, has_scripts: bool
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT_BYTES", MEGABYTE)
    clerk = signed_in(cast.clerk, has_scripts=has_scripts)
    content = transfer_file() + b" " * 2 * MEGABYTE

    clerk.follow("Send a file")
    clerk.sees("A file may be up to 1 MB.")
    clerk.upload(name_of(), content)
    clerk.page.get_by_role("button", name="Check this file", exact=True).click()

    clerk.sees("larger than 1 MB")
    clerk.check_accessibility()
    assert not Message.objects.exists()


def when_she_uploads(clerk: Person, name: str, content: bytes) -> None:
    clerk.visit("/files/send/")
    clerk.upload(name, content)
    clerk.press("Check this file")


def when_both_claim(one: Person, other: Person) -> None:
    """Press both buttons before either answer has come."""
    with one.page.expect_navigation(), other.page.expect_navigation():
        for person in (one, other):
            person.page.get_by_role("button", name="Claim the file").click(no_wait_after=True)
