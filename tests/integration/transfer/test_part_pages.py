"""The pages of documents that travel with a file, and of those that are kept apart."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.transfer import actions
from onroll.transfer.actions import bundles
from onroll.transfer.models import Message, Notice
from onroll.transfer.states import State
from tests.cast import Cast, make_member
from tests.integration.transfer import clock, parts, steps
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.test_pages import text_of

NAMELESS = "Quillfeather"


def add(client, message: Message, *, role: str = "safeguarding", content: bytes = parts.PDF, name: str = parts.NAME):
    given = {"role": role, "file": SimpleUploadedFile(name, content)}
    return client.post(f"/files/{message.reference}/documents/add/", given, follow=True)


def test_a_clerk_adds_a_document_on_the_page_where_she_sends_the_file(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    message = steps.receive(cast.clerk, "8205678")

    before = text_of(client.get(f"/files/{message.reference}/check/"))
    shown = text_of(add(client, message))

    assert "Add a document" in before
    assert "The document for the safeguarding lead was added." in shown
    assert "Documents that go with it" in shown
    assert "Plan" not in shown
    assert "plan.pdf" not in shown


def test_a_form_without_a_document_or_a_role_says_so(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    message = steps.receive(cast.clerk, "8205678")

    shown = text_of(client.post(f"/files/{message.reference}/documents/add/", {}))

    assert "Choose who may open the document" in shown
    assert "Choose a file" in shown


def test_a_dangerous_document_is_an_error_that_says_what_to_do(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    message = steps.receive(cast.clerk, "8205678")

    shown = text_of(add(client, message, name="setup.exe", content=b"MZ\0\0"))

    assert "There is a problem" in shown
    assert "Send the document itself, for example as a PDF." in shown
    assert "Refused" in text_of(client.get(f"/files/{message.reference}/check/"))


def test_the_lead_finds_collects_and_the_clerk_reads_the_receipt(cast: Cast, signed_in) -> None:
    lead = parts.lead_of(cast.other_school)
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    reader, receiver, sender = signed_in(lead), signed_in(cast.other_clerk), signed_in(cast.clerk)

    listed = text_of(reader.get("/", follow=True))
    opened = text_of(reader.get(f"/files/{part.reference}/document/"))
    hidden = receiver.get(f"/files/{part.reference}/document/").status_code
    waits = text_of(receiver.get(f"/files/{message.reference}/"))
    got = reader.post(f"/files/{part.reference}/document/collect/")
    receipt = text_of(sender.get(f"/files/{message.reference}/"))

    assert "Documents for you" in listed
    assert parts.NAME in listed
    assert parts.NAME in opened
    assert "Collect the document" in opened
    assert hidden == 404
    assert "Waits for safeguarding lead" in waits
    assert NAMELESS not in waits
    assert b"".join(got.streaming_content) == parts.PDF
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert "attachment" in got.headers["Content-Disposition"]
    assert "Collected by safeguarding lead" in receipt
    assert NAMELESS not in receipt
    assert receiver.get(f"/files/{message.reference}/document/").status_code == 302


def test_a_document_is_no_row_of_a_clerk_s_lists(cast: Cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message, role=Role.ADMISSIONS)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    for member, address in (
        (cast.clerk, "/files/sent/"),
        (cast.other_clerk, "/files/waiting/"),
        (cast.officer, "/files/area/"),
        (cast.officer, "/files/area/waiting/"),
    ):
        shown = text_of(signed_in(member).get(address))
        assert message.reference in shown
        assert part.reference not in shown


def test_a_document_is_taken_back_on_a_page_of_its_own(cast: Cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    address = f"/files/{message.reference}/documents/{part.reference}/take-back/"

    asked = text_of(client.get(address))
    done = text_of(client.post(address, follow=True))
    again = text_of(client.post(address))

    assert "Take the document back" in asked
    assert "The document was taken back and deleted here." in done
    assert "cannot become" in again
    assert signed_in(cast.other_clerk).get(address).status_code == 404


def test_the_administrator_s_page_of_what_is_kept_apart(cast: Cast, signed_in) -> None:
    administrator = make_member("schooladministrator", cast.school, Role.EXCHANGE_ADMINISTRATOR)
    client = signed_in(administrator)
    message = steps.receive(cast.clerk, "8205678")
    empty = text_of(client.get("/files/kept-apart/"))
    part = parts.add(cast.clerk, message, name="Quillfeather.docm", content=parts.with_macros())
    address = f"/files/kept-apart/{part.reference}/"

    listed, opened = text_of(client.get("/files/kept-apart/")), text_of(client.get(address))
    wordless = text_of(client.post(f"{address}open/", {}))
    got = client.post(f"{address}open/", {"reason": "Is it ours?"})
    client.get(f"{address}let-go/")
    gone_on = client.post(f"{address}let-go/", {"reason": "It is ours", "version": part.version}, follow=True)

    assert "Nothing is kept apart" in empty
    assert "holds macros" in listed
    assert NAMELESS not in listed
    assert "Let it go on" in opened
    assert NAMELESS not in opened
    assert "Say why you need to look into it" in wordless
    assert b"".join(got.streaming_content) == parts.with_macros()
    assert "The document goes on." in text_of(gone_on)
    assert parts.fresh(part).state == State.CHECKED


@pytest.mark.parametrize("address", ["/files/kept-apart/", "/files/documents/"])
def test_an_auditor_and_an_approver_open_neither_list(cast: Cast, signed_in, address: str) -> None:
    assert {signed_in(member).get(address).status_code for member in (cast.auditor, cast.approver)} == {403}


def test_the_page_of_a_file_asks_the_database_no_more_for_many_documents(
    cast: Cast, signed_in, django_assert_max_num_queries
) -> None:
    message = steps.receive(cast.clerk, "8205678")
    for number in range(12):
        parts.add(cast.clerk, message, content=parts.PDF + bytes([number]))
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    client = signed_in(cast.clerk)
    client.get(f"/files/{message.reference}/")

    with django_assert_max_num_queries(30):
        client.get(f"/files/{message.reference}/")


def test_the_authority_releases_one_held_document_unread_and_nobody_else_can(cast: Cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    steps.collect(cast.other_clerk, message)
    clock.tick_two_days(61)
    held = parts.fresh(part).state
    address = f"/files/{message.reference}/documents/{part.reference}/release/"
    officer = signed_in(cast.officer)

    assert held == State.HELD
    assert address in officer.get(f"/files/{message.reference}/").content.decode()
    assert "Quillfeather" not in officer.get(address).content.decode()
    for member in (cast.clerk, cast.other_clerk, cast.neighbour_officer, cast.auditor):
        assert signed_in(member).post(address, {"version": 3}).status_code in (302, 403, 404)
        assert parts.fresh(part).state == State.HELD
    stale = signed_in(cast.officer).post(address, {"version": 1})
    signed_in(cast.officer).post(address, {"version": parts.fresh(part).version})

    assert stale.status_code == 409
    assert parts.fresh(part).state == State.WAITING
    newest = Notice.objects.filter(message=part, organisation=cast.other_school).order_by("-pk").first()
    assert (newest.kind, newest.role) == ("part_waits", "safeguarding")


def test_the_page_of_what_waits_in_the_area_shows_a_document_left_behind_until_it_is_collected(
    cast: Cast, signed_in
) -> None:
    message = steps.receive(cast.clerk, "8205678")
    part = parts.add(cast.clerk, message)
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    steps.collect(cast.other_clerk, message)
    officer = signed_in(cast.officer)

    before = text_of(officer.get("/files/area/waiting/"))
    table = officer.get("/files/area/waiting.csv").content.decode()
    steps.collect(parts.lead_of(cast.other_school), parts.fresh(part))
    after = text_of(officer.get("/files/area/waiting/"))

    assert message.reference in before
    assert "A document that went with it, for one role, was not" in before
    assert "Document left" in table
    assert part.reference not in before + table
    assert "Quillfeather" not in before + table
    assert message.reference not in after


def test_a_lead_lets_her_own_document_travel_with_a_file_that_she_may_not_open(cast: Cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "8205678")
    lead = signed_in(cast.safeguarding_lead)

    listed = text_of(lead.get("/files/documents/with/"))
    asked = text_of(lead.get(f"/files/documents/with/{message.reference}/"))
    given = {"file": SimpleUploadedFile(parts.NAME, parts.PDF)}
    added = lead.post(f"/files/documents/with/{message.reference}/", given, follow=True)

    assert "Send a document with a file" in text_of(lead.get("/files/documents/"))
    assert message.reference in listed
    assert CANARY not in listed
    assert CANARY in asked
    assert LedgerEntry.objects.filter(name="transfer.NamesInFileRead", subject_id=str(message.pk)).count() == 1
    assert added.status_code == 200
    (part,) = message.parts.all()
    assert (part.part_role, part.state) == (Role.SAFEGUARDING, State.CHECKED)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    waiting = text_of(signed_in(parts.lead_of(cast.other_school)).get("/files/documents/"))
    assert parts.NAME in waiting


def test_nobody_adds_for_another_role_nor_to_another_schools_file_that_way(cast: Cast, signed_in) -> None:
    message, foreign = steps.receive(cast.clerk, "8205678"), steps.receive(cast.other_clerk, "8201234")
    act = cast.safeguarding_lead.act()

    with pytest.raises(NotAllowed):
        bundles.check_part(act, message, Role.ATTENDANCE)
    with pytest.raises(NotAllowed):
        bundles.check_part(act, foreign, Role.SAFEGUARDING)
    assert signed_in(cast.safeguarding_lead).get(f"/files/documents/with/{foreign.reference}/").status_code == 404
    assert signed_in(cast.clerk).get(f"/files/documents/with/{message.reference}/").status_code == 403
    assert signed_in(cast.approver).get("/files/documents/with/").status_code == 403
