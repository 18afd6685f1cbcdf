"""Certificates for full attendance: a PDF with a page for each pupil, by the school's own words."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from onroll.attendance import actions, letter_texts
from onroll.attendance.actions.lettering import AttendanceLetterTextWrong
from onroll.attendance.certificate_files import Certificate, as_pdf
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, days, mark, pupil

SignIn = Callable[[Member], Client]
TODAY = SCHOOL_DAYS[14]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.fixture
def full(cast: Cast) -> list[RollEntry]:
    """Two pupils of 7A and one of 7B who missed nothing, and one of 7A who missed a day."""
    entries = [pupil(cast.school, number, form=form) for number, form in ((1, "7A"), (2, "7A"), (3, "7B"))]
    for entry in entries:
        mark(world.system(TODAY), entry, days(*["P"] * 12))
    mark(world.system(TODAY), pupil(cast.school, 4, form="7A"), days(*["P"] * 11, "I"))
    return entries


def test_a_form_and_a_child_and_the_school_get_their_pages(
    cast: Cast, newcomers: Newcomers, full: list[RollEntry]
) -> None:
    act = world.at(newcomers.attendance_clerk, TODAY)

    assert pages_of(actions.make_certificates(act).content) == 3
    assert pages_of(actions.make_certificates(act, form_group="7A").content) == 2
    assert pages_of(actions.make_certificates(act, reference=full[0].reference).content) == 1
    assert LedgerEntry.objects.filter(name="attendance.CertificatesMade").count() == 3
    for wrong in ({"form_group": "7C"}, {"reference": RollEntry.objects.get(pupil_key="K0004").reference}):
        with pytest.raises(Hidden):
            actions.make_certificates(act, **wrong)


def test_the_page_leads_to_a_form_and_to_each_child(
    newcomers: Newcomers, signed_in: SignIn, full: list[RollEntry]
) -> None:
    with time_machine.travel(world.system(TODAY).at, tick=False):
        client = signed_in(newcomers.attendance_clerk)
        text = client.get("/attendance/certificates/").content.decode()
        assert "3 pupils came to every session" in text
        for href in re.findall(r'href="(/attendance/certificates/[^"]*file/[^"]*)"', text):
            answer = client.get(href)
            assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
            assert full[0].surname not in answer["Content-Disposition"]
        assert len(re.findall(r'href="/attendance/certificates/[^"]*file/', text)) == 1 + 1 + 3


def test_a_school_changes_the_words(newcomers: Newcomers, signed_in: SignIn, full: list[RollEntry]) -> None:
    path = f"/attendance/letters/texts/{letter_texts.CERTIFICATE}/"
    text = "Bravo\n\n{{ pupil }}\n\n{{ term }} at {{ school }}"
    client = signed_in(newcomers.attendance_clerk)

    preview = client.post(path, {"text": text, "version": 0, "do": "preview"}).content.decode()
    assert "Autumn, first half at Fixture Primary School" in preview
    before = actions.make_certificates(world.at(newcomers.attendance_clerk, TODAY), form_group="7B").content
    client.post(path, {"text": text, "version": 0, "do": "save"})
    after = actions.make_certificates(world.at(newcomers.attendance_clerk, TODAY), form_group="7B").content
    assert before != after
    assert "Certificate for full attendance" in client.get("/attendance/letters/texts/").content.decode()


@pytest.mark.parametrize("text", ["", "{{ missed }}", "{{ pupil.upn }}", "x" * 801, "x\n" * 31])
def test_words_that_no_certificate_can_be_made_of_are_refused(newcomers: Newcomers, text: str) -> None:
    act = newcomers.attendance_clerk.act()

    with pytest.raises(AttendanceLetterTextWrong):
        actions.change_attendance_letter_text(act, code=letter_texts.CERTIFICATE, text=text, expected_number=0)


def test_only_the_schools_clerk_makes_them(cast: Cast, newcomers: Newcomers, full: list[RollEntry]) -> None:
    for member in (cast.officer, cast.clerk, cast.auditor, newcomers.provider_clerk):
        with pytest.raises(NotAllowed):
            actions.make_certificates(world.at(member, TODAY))
    with pytest.raises(Hidden):
        actions.make_certificates(world.clerk_of(cast.other_school), reference=full[0].reference)


@pytest.mark.parametrize("text", ["Heading", "x" * 800, "line\n" * 30, "Heading\n\nZelphine"])
def test_whatever_the_text_a_certificate_is_one_page(text: str) -> None:
    assert pages_of(as_pdf([Certificate(large="Zelphine", text=text)], "t")) == 1
