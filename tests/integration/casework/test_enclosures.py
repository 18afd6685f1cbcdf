"""A document that comes with a notification: looked into before it is kept, opened by officers with a trace."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onroll.audit import act as acts
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden
from onroll.casework import actions, tables
from onroll.casework.models import Enclosure, Notification, Outcome
from onroll.vault.models import StoredFile
from tests.cast import Cast, Member
from tests.integration.casework import world
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import errors, text

SignIn = Callable[[Member], Client]
NAME = "Referral of Zelphine Qvoxcanary.pdf"
TOLD_AT = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)
PDF = b"%PDF-1.4 invented referral"


def tell(client: Client, name: str, content: bytes):
    return client.post(
        reverse("telling:tell-of-child", args=["none"]),
        {"words": "A family in the hostel", "council": "820", "document": SimpleUploadedFile(name, content)},
        follow=True,
    )


def opened(notification: Notification) -> str:
    return reverse("casework:enclosure", args=[notification.reference, Enclosure.objects.get().pk])


@pytest.mark.parametrize("who", ["agency", "school"])
def test_a_document_of_an_agency_or_school_reaches_the_officer_as_it_was_sent(
    cast: Cast, signed_in: SignIn, who: str
) -> None:
    teller = reporter() if who == "agency" else cast.clerk
    tell(signed_in(teller), NAME, PDF)
    notification = Notification.objects.get()
    officer = signed_in(cast.officer)

    assert NAME in text(officer.get(reverse("casework:notification", args=[notification.reference])))
    answer = officer.get(opened(notification))

    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    (read,) = LedgerEntry.objects.filter(name="casework.EnclosureOpened")
    assert read.actor_id == cast.officer.person.pk
    assert not any(world.CANARY_SURNAME in str(entry.details) for entry in LedgerEntry.objects.all())
    assert world.CANARY_SURNAME not in opened(notification)


@pytest.mark.parametrize("who", ["clerk", "neighbour_officer", "administrator", "auditor", "safeguarding_lead"])
def test_nobody_but_an_officer_who_was_told_opens_a_document(cast: Cast, signed_in: SignIn, who: str) -> None:
    tell(signed_in(reporter()), NAME, PDF)

    answer = signed_in(cast.members()[who]).get(opened(Notification.objects.get()))

    assert answer.status_code in {403, 404}
    assert not LedgerEntry.objects.filter(name="casework.EnclosureOpened").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("referral.pdf", b"MZ\x90\x00 a program", "This file is a program, or holds one."),
        ("photograph.jpg", PDF, "The name of this file says that it is of one kind, but its content is of another."),
        ("letter.txt", b"<html><script>", "can run commands"),
        ("setup.exe", b"MZ", "This kind of file is not taken. Send one of these: PDF, DOCX"),
        ("page.svg", b"<svg onload=alert(1)>", "This kind of file is not taken."),
        ("empty.pdf", b"", "The file you chose is empty"),
    ],
)
def test_an_upload_that_is_not_what_it_says_is_refused_with_words_and_nothing_is_kept(
    cast: Cast, signed_in: SignIn, name: str, content: bytes, said: str
) -> None:
    answer = tell(signed_in(reporter()), name, content)

    assert said in errors(answer)[0]
    assert "A family in the hostel" in text(answer)
    assert not (Notification.objects.exists())
    assert not (Enclosure.objects.exists())
    assert not (StoredFile.objects.exists())


def test_a_document_beyond_the_limit_is_refused(cast: Cast, signed_in: SignIn) -> None:
    answer = tell(signed_in(reporter()), "scan.pdf", PDF + b"x" * actions.ENCLOSURE_BYTES)

    assert errors(answer) == ["The file must be no larger than 10 MB"]
    assert not Notification.objects.exists()


def test_a_telling_that_is_refused_keeps_no_document(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.clerk).post(
        reverse("telling:tell-of-child", args=["none"]),
        {"words": "x", "council": "820", "upn": "A123", "document": SimpleUploadedFile("a.pdf", PDF)},
    )

    assert errors(answer)
    assert not (Enclosure.objects.exists())
    assert not (StoredFile.objects.exists())


def test_the_public_page_takes_no_file(cast: Cast, client: Client) -> None:
    for name in ("", "place/", "council/", "child/", "name/", "age/", "seen/", "you/"):
        assert b'type="file"' not in client.get(f"/tell-us/{name}").content
    with pytest.raises(Hidden):
        actions.take_enclosure(cast.auditor.act(), name="a.pdf", pieces=BytesIO(PDF))


def kept(cast: Cast, signed_in: SignIn) -> Enclosure:
    """A document of an agency, told in November 2026."""
    with time_machine.travel(TOLD_AT, tick=False):
        tell(signed_in(reporter()), NAME, PDF)
    return Enclosure.objects.get()


def destroyed(moment: datetime) -> int:
    return actions.destroy_enclosures(acts.by_the_system(at=moment, purpose="test"))


def test_a_document_is_never_destroyed_while_the_case_is_open(cast: Cast, signed_in: SignIn) -> None:
    enclosure = kept(cast, signed_in)
    assert destroyed(TOLD_AT + timedelta(days=3000)) == 0
    notification = Notification.objects.get()
    actions.open_case(world.at(cast.officer, TOLD_AT), notification=notification, expected_version=notification.version)

    assert destroyed(TOLD_AT + timedelta(days=3000)) == 0
    enclosure.stored_file.refresh_from_db()
    assert enclosure.stored_file.destroyed_at is None


def test_a_document_is_destroyed_with_its_name_a_year_after_the_case_closed(cast: Cast, signed_in: SignIn) -> None:
    enclosure = kept(cast, signed_in)
    notification = Notification.objects.get()
    act = world.at(cast.officer, TOLD_AT)
    case = actions.open_case(act, notification=notification, expected_version=notification.version)
    closed_at = TOLD_AT + timedelta(days=10)
    actions.close_case(
        world.at(cast.officer, closed_at),
        case=case,
        outcome=Outcome.NOT_MISSING,
        evidence="Seen at school",
        evidence_kind=tables.kinds_for(Outcome.NOT_MISSING)[0].code,
        expected_version=case.version,
    )

    assert destroyed(datetime(2027, 11, 12, 23, 0, tzinfo=LONDON)) == 0
    assert [destroyed(datetime(2027, 11, 13, 1, 0, tzinfo=LONDON)) for _ in range(2)] == [1, 0]

    enclosure.refresh_from_db()
    stored = StoredFile.objects.get(pk=enclosure.stored_file_id)
    assert (enclosure.name, stored.content, stored.sealed_key, stored.path) == ("", None, b"", "")
    (entry,) = LedgerEntry.objects.filter(name="casework.EnclosureDestroyed")
    assert (entry.organisation_id, entry.details["enclosure_id"]) == (cast.exampleton.pk, enclosure.pk)


def test_a_document_of_an_answered_notification_is_destroyed_a_year_after_the_answer(
    cast: Cast, signed_in: SignIn
) -> None:
    kept(cast, signed_in)
    notification = Notification.objects.get()
    actions.answer_notification(
        world.at(cast.officer, TOLD_AT + timedelta(days=60)),
        notification=notification,
        words="On roll at the hostel’s school",
        expected_version=notification.version,
    )

    assert destroyed(TOLD_AT + timedelta(days=370)) == 0
    assert destroyed(TOLD_AT + timedelta(days=427)) == 1


def test_a_case_that_opens_again_keeps_the_document_that_is_left(cast: Cast, signed_in: SignIn) -> None:
    kept(cast, signed_in)
    notification = Notification.objects.get()
    act = world.at(cast.officer, TOLD_AT)
    case = actions.open_case(act, notification=notification, expected_version=notification.version)
    case = actions.close_case(
        act,
        case=case,
        outcome=Outcome.NOT_MISSING,
        evidence="Seen at school",
        evidence_kind=tables.kinds_for(Outcome.NOT_MISSING)[0].code,
        expected_version=case.version,
    )
    actions.reopen_case(
        world.at(cast.officer, TOLD_AT + timedelta(days=300)),
        case=case,
        reason="Seen again in the street",
        expected_version=case.version,
    )

    assert destroyed(TOLD_AT + timedelta(days=1000)) == 0


def test_the_page_says_that_a_document_is_destroyed_and_the_link_answers_so(cast: Cast, signed_in: SignIn) -> None:
    kept(cast, signed_in)
    notification = Notification.objects.get()
    address = opened(notification)
    Notification.objects.update(state="answered", dealt_with_at=TOLD_AT, answer="Known")
    assert destroyed(TOLD_AT + timedelta(days=400)) == 1

    officer = signed_in(cast.officer)
    shown = text(officer.get(reverse("casework:notification", args=[notification.reference])))
    answer = officer.get(address)

    assert "Destroyed on 7 December 2027: its time was over" in shown
    assert "kept as long as it may be, and is destroyed" in text(answer)
    assert answer.status_code in {404, 409, 410, 422}
    assert not LedgerEntry.objects.filter(name="casework.EnclosureOpened").exists()
