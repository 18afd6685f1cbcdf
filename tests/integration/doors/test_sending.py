"""Sending and receiving at the message door, whole messages."""

import gzip
import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.models import MeshNote
from onroll.transfer import actions
from onroll.transfer.events import ReminderDue
from onroll.transfer.models import Message
from tests.cast import Cast
from tests.integration.doors.caller import Software, codes, content_of, operator, reference_of
from tests.integration.transfer.files import Child, name_of, transfer_file
from tests.integration.transfer.steps import enquiry, send

pytestmark = pytest.mark.django_db
CTF = "ONROLL_CTF"


def test_a_document_goes_from_software_to_software_and_is_tracked(sender: Software, receiver: Software) -> None:
    reference = reference_of(
        sender.send(
            "8205678",
            b"five words of plain text",
            mex_filename="note.txt",
            mex_localid="mine-1",
            mex_subject="About café",
            content_type="text/plain",
        )
    )

    assert receiver.inbox() == [reference]
    fetched = receiver.call("GET", f"/inbox/{reference}")
    assert (fetched.status_code, content_of(fetched)) == (200, b"five words of plain text")
    assert fetched.headers["mex-From"] == "8201234"
    assert fetched.headers["mex-FileName"] == "note.txt"
    assert fetched.headers["Content-Type"] == "text/plain"
    assert sender.call("GET", "/outbox/tracking?localID=mine-1").json()["status"] == "accepted"
    assert receiver.call("PUT", f"/inbox/{reference}/status/acknowledged").status_code == 200
    assert receiver.inbox() == []
    tracked = sender.call("GET", f"/outbox/tracking?messageID={reference}").json()
    assert (tracked["status"], tracked["state"], tracked["on_roll"]) == ("acknowledged", "collected", False)


def test_each_step_of_a_document_stands_in_the_ledger_and_in_its_life(sender: Software, receiver: Software) -> None:
    reference = reference_of(sender.send("8205678", b"x"))
    receiver.call("GET", f"/inbox/{reference}")
    receiver.call("PUT", f"/inbox/{reference}/status/acknowledged")

    names = list(LedgerEntry.objects.filter(subject_kind="message").order_by("sequence").values_list("name", flat=True))
    assert names == ["transfer.DocumentSent", "transfer.FileFetched", "transfer.FileCollected"]
    states = list(Message.objects.get(reference=reference).events.values_list("state", flat=True))
    assert states == ["received", "checked", "waiting", "waiting", "collected"]


def test_a_transfer_file_is_checked_sent_and_confirmed_on_roll_by_a_call_of_its_own(
    cast: Cast, sender: Software, receiver: Software
) -> None:
    answer = sender.send(
        "8205678", transfer_file(), workflow=CTF, mex_filename=name_of(), mex_onroll_problems_known="Y"
    )
    reference = reference_of(answer)
    day = (timezone.localdate() - timedelta(days=2)).isoformat()
    confirm = {"data": f'{{"pupil": 1, "from": "{day}"}}', "content_type": "application/json"}

    too_early = receiver.call("POST", f"/inbox/{reference}/onroll", **confirm)
    assert (too_early.status_code, codes(too_early)) == (409, ["NotAcknowledged"])
    receiver.call("PUT", f"/inbox/{reference}/status/acknowledged")
    assert sender.call("GET", f"/outbox/tracking?messageID={reference}").json()["on_roll"] is False

    confirmed = receiver.call("POST", f"/inbox/{reference}/onroll", **confirm)
    again = receiver.call("POST", f"/inbox/{reference}/onroll", **confirm)

    assert (confirmed.status_code, confirmed.json()["state"], confirmed.json()["pupils_left"]) == (200, "confirmed", 0)
    assert again.status_code == 200
    assert LedgerEntry.objects.filter(name="transfer.ArrivalConfirmed").count() == 1
    assert sender.call("GET", f"/outbox/tracking?messageID={reference}").json()["on_roll"] is True


def test_a_day_before_the_child_left_is_taken_only_where_the_header_says_that_it_is_meant(
    sender: Software, receiver: Software
) -> None:
    reference = reference_of(
        sender.send("8205678", transfer_file(), workflow=CTF, mex_filename=name_of(), mex_onroll_problems_known="Y")
    )
    receiver.call("PUT", f"/inbox/{reference}/status/acknowledged")
    confirm = {"data": '{"pupil": 1, "from": "2026-07-01"}', "content_type": "application/json"}

    not_meant = receiver.call("POST", f"/inbox/{reference}/onroll", **confirm)
    header = {"headers": {"mex-onroll-early-date-meant": "Y"}}
    meant = receiver.call("POST", f"/inbox/{reference}/onroll", **confirm, **header)

    assert (not_meant.status_code, codes(not_meant)) == (422, ["RuleBroken", "early_date_not_meant"])
    assert (meant.status_code, meant.json()["state"]) == (200, "confirmed")


def test_a_refused_transfer_file_is_answered_with_its_problems_and_nothing_is_sent(
    sender: Software, receiver: Software
) -> None:
    answer = sender.send("8205678", b"<CTfile><Header>", workflow=CTF, mex_filename=name_of())

    assert answer.status_code == 417
    assert codes(answer)[0] == "InvalidFileFormat"
    assert len(codes(answer)) > 1
    assert receiver.inbox() == []


def test_a_problem_with_a_pupil_stops_a_file_until_the_software_says_that_it_is_known(
    sender: Software, receiver: Software
) -> None:
    child = Child(birth_date="")

    refused = sender.send("8205678", transfer_file(children=(child,)), workflow=CTF, mex_filename=name_of())
    assert codes(refused) == ["RuleBroken", "problems_not_known"]
    assert Message.objects.count() == 0

    known = sender.send(
        "8205678",
        transfer_file(children=(child,)),
        workflow=CTF,
        mex_filename=name_of(),
        mex_onroll_problems_known="Y",
    )
    assert receiver.inbox() == [reference_of(known)]


def test_a_file_for_another_destination_than_the_header_says_is_refused_and_not_kept(sender: Software) -> None:
    answer = sender.send(
        "8384001", transfer_file(), workflow=CTF, mex_filename=name_of(), mex_onroll_problems_known="Y"
    )

    assert (answer.status_code, codes(answer)) == (417, ["12"])
    assert Message.objects.count() == 0


@pytest.mark.parametrize("destination", ["XXXXXXX", "MMMMMMM"])
def test_a_lost_pupils_file_is_held_until_a_person_records_the_enquiries(sender: Software, destination: str) -> None:
    content = transfer_file(destination=destination)

    reference = reference_of(
        sender.send(destination, content, workflow=CTF, mex_filename=name_of(destination=destination))
    )

    held = Message.objects.get(reference=reference)
    assert held.state == "held"
    assert "record the enquiries" in held.events.last().why


def test_a_retry_with_the_same_local_id_and_bytes_is_the_first_message(sender: Software, receiver: Software) -> None:
    first = reference_of(sender.send("8205678", b"same", mex_localid="a"))
    again = reference_of(sender.send("8205678", b"same", mex_localid="a"))
    other = reference_of(sender.send("8205678", b"other", mex_localid="a"))

    assert first == again != other
    assert receiver.inbox() == [first, other]


def test_an_idempotency_key_stands_for_one_message_for_ever(sender: Software, receiver: Software) -> None:
    first = reference_of(sender.send("8205678", b"same", idempotency_key="k"))
    again = reference_of(sender.send("8205678", b"same", idempotency_key="k"))
    reused = sender.send("8205678", b"other", idempotency_key="k")

    assert first == again
    assert (reused.status_code, codes(reused)) == (422, ["RuleBroken", "key_used_before"])
    assert receiver.inbox() == [first]


def test_a_gzip_body_is_unpacked_and_its_checksum_is_that_of_the_content(sender: Software, receiver: Software) -> None:
    data = b"many words " * 10_000
    reference = reference_of(
        sender.send(
            "8205678",
            gzip.compress(data, mtime=0),
            content_encoding="gzip",
            mex_content_checksum="SHA256 " + hashlib.sha256(data).hexdigest(),
        )
    )

    fetched = receiver.call("GET", f"/inbox/{reference}")
    assert content_of(fetched) == data
    assert fetched.headers["mex-Content-Checksum"].startswith("SHA256 ")
    assert MeshNote.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "headers", "status", "code"),
    [
        (b"", {}, 417, "02"),
        (b"x", {"mex_workflowid": "OTHER"}, 417, "17"),
        (b"x", {"mex_to": ""}, 400, "08"),
        (b"x", {"mex_to": "9999999"}, 417, "12"),
        (b"x", {"mex_to": "8202222"}, 417, "12"),
        (b"x", {"mex_to": "XXXXXXX"}, 417, "12"),
        (b"x", {"mex_chunk_range": "2:2"}, 417, "InvalidHeaderChunks"),
        (b"x", {"mex_chunk_range": "one"}, 417, "InvalidHeaderChunks"),
        (b"x", {"mex_content_checksum": "d41d8cd98f00b204e9800998ecf8427e"}, 417, "InvalidChecksum"),
        (b"x", {"mex_content_checksum": "crc7 1234"}, 417, "InvalidChecksum"),
        (b"x", {"mex_filename": "n" * 256}, 400, "06"),
        (b"x", {"mex_subject": "bell \x07"}, 400, "06"),
        (b"x", {"content_encoding": "br"}, 422, "UnsupportedContentEncoding"),
        (b"not gzip", {"content_encoding": "gzip"}, 422, "DamagedContentEncoding"),
        (gzip.compress(b"cut short" * 99, mtime=0)[:-9], {"content_encoding": "gzip"}, 422, "DamagedContentEncoding"),
    ],
)
def test_bad_input_is_answered_from_the_table_and_leaves_nothing(
    sender: Software, data: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = sender.send("8205678", data, **headers)

    assert (answer.status_code, codes(answer)[0]) == (status, code)
    assert Message.objects.count() == 0


def test_an_email_goes_only_where_nobodys_software_collects(
    cast: Cast, sender: Software, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sender.send("8205678", b"first")
    told = len(mail.outbox)
    Software(cast.other_school)
    with django_capture_on_commit_callbacks(execute=True):
        sender.send("8205678", b"second")

    assert (told, len(mail.outbox)) == (1, 1)


def test_a_message_that_is_withdrawn_is_gone_for_the_receiver(cast: Cast, sender: Software, receiver: Software) -> None:
    reference = reference_of(sender.send("8205678", b"x"))
    message = Message.objects.get(reference=reference)
    actions.withdraw_file(cast.clerk.act(), message=message, reason="Sent too early", expected_version=message.version)

    assert receiver.inbox() == []
    assert codes(receiver.call("GET", f"/inbox/{reference}")) == ["MessageGone"]
    assert sender.call("GET", f"/outbox/tracking?messageID={reference}").json()["status"] == "undeliverable"


def test_a_report_waits_in_the_senders_inbox_until_it_is_acknowledged(sender: Software, receiver: Software) -> None:
    message = Message.objects.get(reference=reference_of(sender.send("8205678", b"x", mex_localid="mine")))
    report = mesh_actions.make_report(operator(), message=message, code="14", words="Not collected after 5 days")
    assert mesh_actions.make_report(operator(), message=message, code="14", words="again") is None

    assert sender.inbox() == [report.reference]
    read = sender.call("GET", f"/inbox/{report.reference}")
    assert read.headers["mex-MessageType"] == "REPORT"
    assert read.headers["mex-LinkedMsgID"] == message.reference
    assert read.headers["mex-LocalID"] == "mine"
    assert read.headers["mex-StatusCode"] == "14"
    assert receiver.call("PUT", f"/inbox/{report.reference}/status/acknowledged").status_code == 404
    assert sender.call("PUT", f"/inbox/{report.reference}/status/acknowledged").status_code == 200
    assert sender.inbox() == []


def test_the_inbox_is_paged_without_a_gap_or_a_repeat(sender: Software, receiver: Software) -> None:
    sent = [reference_of(sender.send("8205678", str(number).encode())) for number in range(23)]
    found, address, pages = [], f"/messageexchange/{receiver.mailbox}/inbox?max_results=10", 0
    while address:
        page = receiver.client.get(address, headers={"Authorization": receiver.token()}).json()
        found, address, pages = found + page["messages"], page["links"].get("next"), pages + 1

    assert (found, pages) == (sent, 3)
    assert page["approx_inbox_count"] == 23
    assert receiver.call("GET", "/count").json() == {"count": 23}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ONROLL_DOCUMENT", 1),
        ("!ONROLL_DOCUMENT", 1),
        ("ONROLL*", 2),
        ("!ONROLL*", 0),
        ("*CTF*", 1),
        ("!*CTF*", 1),
        ("OTHER", 0),
    ],
)
def test_the_inbox_is_filtered_by_workflow(sender: Software, receiver: Software, wanted: str, found: int) -> None:
    sender.send("8205678", b"x")
    sender.send("8205678", transfer_file(), workflow=CTF, mex_filename=name_of(), mex_onroll_problems_known="Y")

    assert len(receiver.inbox(f"?workflow_filter={wanted}")) == found


@pytest.mark.parametrize(
    "query", ["?max_results=9", "?max_results=5001", "?max_results=x", "?continue_from=zz", "?continue_from=cjpx"]
)
def test_an_unreadable_page_of_the_inbox_is_refused(receiver: Software, query: str) -> None:
    answer = receiver.call("GET", f"/inbox{query}")

    assert (answer.status_code, codes(answer)) == (400, ["InvalidRequest"])


def test_listing_a_full_inbox_takes_as_many_queries_as_an_empty_one(
    sender: Software, receiver: Software, django_assert_num_queries
) -> None:
    for number in range(12):
        sender.send("8205678", str(number).encode())
    receiver.inbox()

    # The keys; the spent token between begin and end; reports and messages, each listed and counted.
    with django_assert_num_queries(8):
        receiver.call("GET", "/inbox?max_results=10")


def test_the_mailbox_of_an_open_organisation_is_found_by_its_code(sender: Software) -> None:
    def found(code: str, workflow: str) -> list:
        token = {"Authorization": sender.token()}
        return sender.client.get(f"/messageexchange/endpointlookup/{code}/{workflow}", headers=token).json()["results"]

    assert found("8205678", CTF) == [{"mailbox_id": "8205678", "mailbox_name": "Placeholder Academy"}]
    assert found("8202222", CTF) == []
    assert found("8205678", "OTHER") == []


def test_unreadable_confirmations_are_refused(sender: Software, receiver: Software) -> None:
    reference = reference_of(
        sender.send("8205678", transfer_file(), workflow=CTF, mex_filename=name_of(), mex_onroll_problems_known="Y")
    )
    bodies = (
        *(b"", b"[]", b"{" * 20_000, b'{"pupil": 0, "from": "2026-09-07"}', b'{"pupil": true, "from": "2026-09-07"}'),
        *(b'{"pupil": 1, "from": "7 September"}', b'{"pupil": 1, "from": "20260907"}'),
    )
    for body in bodies:
        answer = receiver.call("POST", f"/inbox/{reference}/onroll", data=body, content_type="application/json")
        assert (answer.status_code, codes(answer)) == (400, ["InvalidRequest"])


def test_a_transfer_file_for_a_closed_school_is_not_sent_to_it(sender: Software) -> None:
    content = transfer_file(destination="8202222")
    answer = sender.send(
        "8202222", content, workflow=CTF, mex_filename=name_of(destination="8202222"), mex_onroll_problems_known="Y"
    )

    assert answer.status_code in (417, 422)
    assert not Message.objects.exclude(state="refused").exists()


def test_a_held_lost_pupils_file_goes_to_the_repository_once_a_person_says_what_was_asked(
    cast: Cast, sender: Software
) -> None:
    content = transfer_file(destination="XXXXXXX")
    name = name_of(destination="XXXXXXX")
    message = Message.objects.get(
        reference=reference_of(sender.send("XXXXXXX", content, workflow=CTF, mex_filename=name))
    )
    act = cast.clerk.act()

    actions.file_as_lost(
        act,
        message=message,
        enquiries=[enquiry(act)],
        expected_version=message.version,
        are_problems_known=True,
    )

    assert Message.objects.get().state == "held_as_lost"


def test_a_non_delivery_of_a_machines_message_is_reported_to_the_machine_once(
    cast: Cast, sender: Software, receiver: Software
) -> None:
    message = Message.objects.get(reference=reference_of(sender.send("8205678", b"x")))
    by_page = send(cast.clerk, "8205678")

    with transaction.atomic():
        for one in (message, message, by_page):
            ledger.record(operator(), ReminderDue(message_id=one.pk, step="non_delivery", told_ids=()))
        ledger.record(operator(), ReminderDue(message_id=message.pk, step="reminder_5", told_ids=()))

    (report,) = sender.inbox()
    assert sender.call("GET", f"/inbox/{report}").headers["mex-LinkedMsgID"] == message.reference
