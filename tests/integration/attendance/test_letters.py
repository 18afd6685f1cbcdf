"""Letters about attendance: by the school's own text with its history, as PDF and Word, kept as they were given."""

import io
from collections.abc import Callable
from datetime import timedelta

import docx
import pytest
from django.test import Client
from django.utils import timezone

from onroll.attendance import actions, letter_texts
from onroll.attendance.actions.lettering import AttendanceLetterTextWrong
from onroll.attendance.models import AttendanceLetterText, LetterMade
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.rolls.models import RollEntry
from onroll.rules.school_days import england
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import mark, pupil

SignIn = Callable[[Member], Client]


@pytest.fixture
def entry(cast: Cast) -> RollEntry:
    """A pupil who missed half of the last twelve school days."""
    today = timezone.localdate()
    entry = pupil(cast.school, 1, from_on=today - timedelta(days=90))
    recent = [day for day in england().school_days if day <= today][-12:]
    mark(world.system(today), entry, [world.Day(day, "O", "\\") for day in recent])
    return entry


def test_a_letter_is_made_from_a_page_and_comes_as_pdf_and_word(
    newcomers: Newcomers, signed_in: SignIn, entry: RollEntry
) -> None:
    client = signed_in(newcomers.attendance_clerk)
    answer = client.post(f"/attendance/letters/{entry.reference}/")
    made = LetterMade.objects.get()

    assert answer["Location"] == f"/attendance/letters/made/{made.reference}/"
    assert "To the parents or carers of Zelb Marchbank" in client.get(answer["Location"]).content.decode()
    pdf = client.get(f"{answer['Location']}pdf/")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Zelb" not in pdf["Content-Disposition"]
    word = client.get(f"{answer['Location']}docx/")
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "24 possible sessions, 12 missed, of these 12 without permission" in words
    assert client.get(f"{answer['Location']}exe/").status_code == 404
    assert LedgerEntry.objects.filter(name="attendance.AttendanceLetterRead").count() == 3

    again = client.post(f"/attendance/letters/{entry.reference}/", follow=True)
    assert "Nobody gets the same one twice" in again.content.decode()
    assert LetterMade.objects.count() == 1


def test_a_letter_about_a_name_in_another_script_is_a_word_document_only(
    newcomers: Newcomers, signed_in: SignIn, entry: RollEntry
) -> None:
    RollEntry.objects.filter(pk=entry.pk).update(surname="李")
    client = signed_in(newcomers.attendance_clerk)
    address = client.post(f"/attendance/letters/{entry.reference}/")["Location"]

    page = client.get(address).content.decode()

    assert f"{address}docx/" in page
    assert f"{address}pdf/" not in page
    assert "There is no PDF of this letter" in page
    assert client.get(f"{address}pdf/").status_code == 422


def test_a_school_changes_a_text_and_a_letter_made_before_keeps_its_own(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, entry: RollEntry
) -> None:
    act = newcomers.attendance_clerk.act()
    before = actions.make_letter(act, reference=entry.reference)
    client = signed_in(newcomers.attendance_clerk)
    path = "/attendance/letters/texts/SEVERE/"
    text = "Come and talk\n\nDear family of {{ pupil }}, {{ missed }} of {{ possible }}: {{ attendance }}."

    preview = client.post(path, {"text": text, "version": 0, "do": "preview"}).content.decode()
    assert "Dear family of Zelphine Placeholder, 12 of 90: 86.7%." in preview
    assert not AttendanceLetterText.objects.exists()
    client.post(path, {"text": text, "version": 0, "do": "save"})
    assert client.post(path, {"text": "Other", "version": 0, "do": "save"}).status_code == 409

    shown = client.get(path).content.decode()
    assert "Version 1" in shown
    assert "To the parents or carers of" in client.get(f"{path}?from=0").content.decode()
    assert "your own, version 1" in client.get("/attendance/letters/texts/").content.decode().casefold()
    LetterMade.objects.filter(pk=before.pk).update(made_at=act.at - timedelta(days=500))
    after = actions.make_letter(act, reference=entry.reference)
    assert (after.template_number, after.text.splitlines()[0]) == (1, "Come and talk")
    assert "Dear family of Zelb Marchbank, 12 of 24: 50.0%." in after.text
    before.refresh_from_db()
    assert (before.template_number, "Come and talk" in before.text) == (0, False)


@pytest.mark.parametrize("text", ["", "  ", "Dear {{ nobody }}", "Dear {{ pupil.upn }}", "x" * 20_001])
def test_a_text_that_no_letter_can_be_made_of_is_refused(newcomers: Newcomers, text: str) -> None:
    act = newcomers.attendance_clerk.act()

    with pytest.raises(AttendanceLetterTextWrong):
        actions.change_attendance_letter_text(act, code="FIRST", text=text, expected_number=0)


def test_of_two_who_change_a_text_the_second_is_told(newcomers: Newcomers) -> None:
    act = newcomers.attendance_clerk.act()
    actions.change_attendance_letter_text(act, code="FIRST", text="One", expected_number=0)

    with pytest.raises(Stale):
        actions.change_attendance_letter_text(act, code="FIRST", text="Two", expected_number=0)
    with pytest.raises(Hidden):
        actions.change_attendance_letter_text(act, code="NONE", text="Two", expected_number=0)


def test_a_letter_and_a_text_are_the_schools_own(cast: Cast, newcomers: Newcomers, entry: RollEntry) -> None:
    made = actions.make_letter(newcomers.attendance_clerk.act(), reference=entry.reference)
    elsewhere = world.clerk_of(cast.other_school)

    with pytest.raises(Hidden):
        actions.read_letter(elsewhere, reference=made.reference)
    with pytest.raises(Hidden):
        actions.open_letter_file(elsewhere, reference=made.reference, form="pdf")
    for member in (cast.officer, cast.clerk, newcomers.provider_clerk, cast.auditor):
        with pytest.raises(NotAllowed):
            actions.read_letter(member.act(), reference=made.reference)
        with pytest.raises(NotAllowed):
            actions.change_attendance_letter_text(member.act(), code="FIRST", text="Mine", expected_number=0)


@pytest.mark.parametrize("code", ["FIRST", "PERSISTENT", "TEN_SESSIONS", "SEVERE"])
def test_every_text_that_onroll_brings_has_only_fields_that_are_known(newcomers: Newcomers, code: str) -> None:
    actions.check_attendance_letter_text(newcomers.attendance_clerk.act(), code, letter_texts.standard_text(code))
