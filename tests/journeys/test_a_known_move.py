"""Story 2: a school sends a leaver's file to the next school, which confirms the child on its roll."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.cast import Cast, Member
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import CANARY, KNOWN_PLACE, Child, name_of, school_system_file, transfer_file
from tests.journeys.signing_in import notices

A_MOMENT = re.compile(r"^\d{1,2} [A-Z][a-z]+ \d{4}, (\d{1,2}:\d\d[ap]m|midday|midnight)$")


def test_a_file_goes_to_the_next_school_and_everybody_sees_the_child_arrive(cast: Cast, signed_in: SignedIn) -> None:
    content = transfer_file()
    sender, receiver, officer = (signed_in(member) for member in (cast.clerk, cast.other_clerk, cast.officer))

    when_a_clerk_drops_the_file(sender, name_of(), content)
    then_she_sees_in_plain_words_what_is_in_it(sender)
    reference = when_she_sends_it_to(sender, "Placeholder Academy")
    then_it_stands_at(sender, "Sent", "Waiting")
    then_only_the_new_school_was_told_without_personal_data()

    when_the_new_school_reads_it(receiver, reference)
    then_it_collects_the_same_bytes_under_the_right_name(receiver, name_of(), content)
    then_it_stands_at(receiver, "Sent", "Waiting", "Collected")
    when_it_confirms_the_child_since_yesterday(receiver, cast.other_clerk)

    then_it_stands_at(receiver, "Sent", "Waiting", "Collected", "On roll")
    for onlooker, list_page in ((sender, "Sent"), (officer, "Files in our area")):
        onlooker.follow(list_page)
        onlooker.follow(reference)
        then_it_stands_at(onlooker, "Sent", "Waiting", "Collected", "On roll")
    officer.does_not_see(CANARY)


def test_a_file_of_a_school_system_crosses_into_another_authority(cast: Cast, signed_in: SignedIn) -> None:
    name = name_of(destination="8384001")
    content = school_system_file(KNOWN_PLACE, source="8201234", destination="8384001")
    sender, receiver = signed_in(cast.clerk), signed_in(cast.neighbour_clerk)

    when_a_clerk_drops_the_file(sender, name, content)
    sender.sees("Testan Larchfen")
    reference = when_she_sends_it_to(sender, "Testbury High School")
    receiver.follow("Waiting for you")
    receiver.follow(reference)
    receiver.follow("Read the file on screen")
    receiver.sees_heading("Testan Larchfen")
    receiver.follow("Back to the file")
    then_it_collects_the_same_bytes_under_the_right_name(receiver, name, content)
    when_it_confirms_the_child_since_yesterday(receiver, cast.neighbour_clerk)

    for member in (cast.officer, cast.neighbour_officer):
        officer = signed_in(member)
        officer.follow("Files in our area")
        officer.follow(reference)
        then_it_stands_at(officer, "Sent", "Waiting", "Collected", "On roll")
        officer.does_not_see("Larchfen")


def test_a_browser_without_scripts_sends_and_confirms_as_well(cast: Cast, signed_in: SignedIn) -> None:
    content = transfer_file()
    sender = signed_in(cast.clerk, has_scripts=False)
    receiver = signed_in(cast.other_clerk, has_scripts=False)

    sender.follow("Send a file")
    sender.upload(name_of(), content)
    sender.press("Check this file")
    then_she_sees_in_plain_words_what_is_in_it(sender)
    reference = when_she_sends_it_to(sender, "Placeholder Academy")
    when_the_new_school_reads_it(receiver, reference)
    then_it_collects_the_same_bytes_under_the_right_name(receiver, name_of(), content)
    when_it_confirms_the_child_since_yesterday(receiver, cast.other_clerk)

    then_it_stands_at(receiver, "Sent", "Waiting", "Collected", "On roll")


def test_error_links_lead_into_the_fields_they_are_about(cast: Cast, signed_in: SignedIn) -> None:
    sender, receiver = signed_in(cast.clerk), signed_in(cast.other_clerk)

    sender.follow("Send a file")
    sender.press("Check this file")
    sender.follows_error_to("Choose a file", "Transfer file")

    sender.upload(name_of(), transfer_file(children=(Child(), Child(upn="", surname="Otherby"))))
    sender.press("Check this file")
    sender.press("Send to Placeholder Academy")
    known = "I know of the problems marked “error” and want to send the file as it is"
    sender.follows_error_to("This file has problems with a pupil", known)
    sender.choose(known)
    reference = when_she_sends_it_to(sender, "Placeholder Academy")

    receiver.page.reload()
    receiver.follow(reference)
    receiver.download("Collect the file")
    receiver.follow("Go on when you have it")
    receiver.press("Confirm that the child is on our roll")
    receiver.press("Confirm")
    receiver.follows_error_to("Choose at least one child", "Marisol Quillfeather")
    receiver.follows_error_to("Enter on our roll from", "Day")


def when_a_clerk_drops_the_file(clerk: Person, name: str, content: bytes) -> None:
    clerk.follow("Send a file")
    clerk.drop(name, content)
    expect(clerk.page.locator(".govuk-file-upload-button__status")).to_have_text(name)
    clerk.press("Check this file")


def then_she_sees_in_plain_words_what_is_in_it(clerk: Person) -> None:
    clerk.sees_heading("Check the file before you send it")
    clerk.sees("Ready to send")
    assert clerk.facts() == {
        "File": "8201234_CTF_8205678_001.xml",
        "From": "Fixture Primary School (8201234)",
        "To": "Placeholder Academy (8205678)",
        "Pupils": "1 pupil",
        "Version": "25.0",
    }
    clerk.sees("1. Marisol Quillfeather")
    clerk.sees("Born 14 March 2015. UPN D820123415001.")


def when_she_sends_it_to(clerk: Person, school: str) -> str:
    clerk.press(f"Send to {school}")
    clerk.sees(f"The file was sent. {school}")
    return clerk.heading().removeprefix("File ")


def then_it_stands_at(person: Person, *reached: str) -> None:
    """The way so far, each step with the time it was reached; those still to come have none."""
    steps = person.page.locator(".onroll-progress__step").all()
    told = [step.inner_text().split("\n") for step in steps]
    with_time = [words[0].split(":")[0] for words in told if A_MOMENT.match(words[-1])]
    assert with_time == list(reached), told


def then_only_the_new_school_was_told_without_personal_data() -> None:
    (notice,) = notices()
    assert notice.subject == "A file waits for Placeholder Academy"
    assert notice.recipients() == ["office@8205678.example"]
    for personal in (CANARY, "Marisol", "D820123415001", "2015", "14 March"):
        assert personal not in f"{notice.subject}\n{notice.body}"


def when_the_new_school_reads_it(clerk: Person, reference: str) -> None:
    clerk.follow("Waiting for you")
    ((file, name, sender, *_),) = clerk.rows()
    assert (file, name) == (reference, f"{name_of()}, 1 pupil")
    assert sender == "Fixture Primary School (8201234)"
    clerk.follow(reference)
    clerk.follow("Read the file on screen")
    clerk.sees_heading("Marisol Quillfeather")
    assert clerk.facts()["Unique pupil number"] == "D820123415001"
    clerk.follow("Back to the file")


def then_it_collects_the_same_bytes_under_the_right_name(clerk: Person, name: str, content: bytes) -> None:
    download = clerk.download("Collect the file")
    assert download.suggested_filename == name
    assert download.path().read_bytes() == content
    clerk.follow("Go on when you have it")


def when_it_confirms_the_child_since_yesterday(clerk: Person, member: Member) -> None:
    yesterday = member.act().on - timedelta(days=1)
    clerk.press("Confirm that the child is on our roll")
    clerk.fill_date("On our roll from", yesterday)
    clerk.press("Confirm")
    clerk.sees("Thank you. The school that sent the file has been told.")
