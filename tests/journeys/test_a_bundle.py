"""A safeguarding file goes with the transfer file: the lead alone opens it, and both receipts show."""

from onroll.access.models import Role
from tests.cast import Cast, make_member
from tests.journeys.browser import Person
from tests.journeys.conftest import SignedIn
from tests.journeys.files import name_of, transfer_file
from tests.journeys.signing_in import notices

PLAN = "Quillfeather plan.txt"
CONTENT = b"A plan, invented."
ADD = "Add a document (SEN, safeguarding, attendance or other)"


def test_a_safeguarding_part_reaches_the_lead_and_nobody_else(cast: Cast, signed_in: SignedIn) -> None:
    lead_member = make_member("otherlead", cast.other_school, Role.SAFEGUARDING)
    sender, clerk = signed_in(cast.clerk), signed_in(cast.other_clerk)

    reference = when_a_file_is_sent_with_a_plan_for_the_lead(sender)

    clerk.follow("Waiting for you")
    clerk.follow(reference)
    then_the_clerk_sees_that_it_waits_and_never_its_name(clerk)
    lead = signed_in(lead_member)
    when_the_lead_collects_it(lead)
    lead.page.reload()
    lead.sees("The document has been downloaded by somebody in its role.")
    clerk.download("Collect the file")

    sender.page.reload()
    ((role, state, _, known),) = sender.rows("Documents that went with it")
    assert (role, state) == ("Safeguarding lead", "Collected")
    assert known.startswith("Collected by safeguarding lead, ")
    sender.does_not_see(PLAN)
    sender.check_fits_a_phone()
    assert sender.page.locator(".onroll-progress__step--current").inner_text().startswith("Collected")
    assert all("Quillfeather" not in f"{one.subject}{one.body}" for one in notices())


def test_without_scripts_a_document_is_added_and_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    sender = signed_in(cast.clerk, has_scripts=False)
    upload_file(sender)

    add_plan(sender)
    sender.follow("Take it back (document for Safeguarding lead)")
    sender.press("Take the document back")

    sender.sees("The document was taken back and deleted here.")
    ((_, state, _, _),) = sender.rows("Documents that go with it")
    assert state == "Withdrawn"


def test_a_message_is_written_from_a_template_read_and_answered(cast: Cast, signed_in: SignedIn) -> None:
    sender, receiver = signed_in(cast.clerk), signed_in(cast.other_clerk)

    sender.follow("Messages")
    sender.press("Write a message")
    sender.press("Continue")
    sender.follows_error_to("Enter whom to write to", "School, authority, provider or Department")
    sender.fill("School, authority, provider or Department", "8205678")
    sender.choose("Admissions and transfer")
    sender.choose("Is this child with you?")
    sender.check_fits_a_phone()
    sender.press("Continue")
    sender.sees("Is the child on your roll")
    sender.check_fits_a_phone()
    sender.press("Send the message")

    receiver.follow("Messages")
    ((_, _, state, _),) = receiver.rows()
    assert state == "New"
    receiver.check_fits_a_phone()
    receiver.follow("Is this child with you?", exact=False)
    receiver.fill("Message", "Yes, since Monday.")
    receiver.press("Send your answer")
    receiver.check_fits_a_phone()
    receiver.press("Close the conversation")
    receiver.sees("The conversation was closed.")
    sender.page.reload()
    sender.sees("Yes, since Monday.")


def when_a_file_is_sent_with_a_plan_for_the_lead(clerk: Person) -> str:
    upload_file(clerk)
    add_plan(clerk)
    clerk.sees("The document for the safeguarding lead was added.")
    clerk.check_fits_a_phone()
    clerk.press("Send to Placeholder Academy")
    clerk.sees("The file was sent.")
    return clerk.heading().removeprefix("File ")


def upload_file(clerk: Person) -> None:
    clerk.follow("Send a file")
    clerk.upload(name_of(), transfer_file())
    clerk.press("Check this file")


def add_plan(clerk: Person) -> None:
    clerk.follow(ADD)
    clerk.choose("Safeguarding lead")
    clerk.upload(PLAN, CONTENT)
    clerk.press("Add this document")


def then_the_clerk_sees_that_it_waits_and_never_its_name(clerk: Person) -> None:
    ((role, state, _, known),) = clerk.rows("Documents that went with it")
    assert (role, state, known) == ("Safeguarding lead", "Waiting", "Waits for safeguarding lead")
    clerk.does_not_see(PLAN)


def when_the_lead_collects_it(lead: Person) -> None:
    lead.sees_heading("Documents for you")
    lead.check_fits_a_phone()
    lead.follow(PLAN)
    lead.check_fits_a_phone()
    download = lead.download("Collect the document")
    assert download.suggested_filename == PLAN
    assert download.path().read_bytes() == CONTENT
    lead.follow("Go on when you have it")
