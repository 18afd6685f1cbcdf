"""The leader's page of letter texts: preview, save, history, and the way back to the text that OnRoll brings."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.casework import letters
from onroll.casework.models import LetterTemplate
from tests.cast import Cast, Member, Newcomers

ADDRESS = "/cases/letter-texts/notice/"
OURS = "Our own notice\n\nDear {{ parent }}, about {{ child }}."
SignIn = Callable[[Member], Client]


@pytest.fixture
def leader(newcomers: Newcomers, signed_in: SignIn) -> Client:
    return signed_in(newcomers.leader)


def send(client: Client, text: str = OURS, do: str = "save", version: int = 0):
    return client.post(ADDRESS, {"text": text, "do": do, "version": str(version)}, follow=True)


def test_a_preview_fills_in_somebody_invented_and_saves_nothing(leader: Client) -> None:
    shown = send(leader, do="preview").content.decode()

    assert "Dear Oona Placeholder, about Zelphine Placeholder." in shown
    assert not LetterTemplate.objects.exists()


def test_a_text_is_saved_as_the_next_version_with_a_trace(leader: Client, cast: Cast) -> None:
    listed = send(leader).content.decode()

    assert "Your own, version 1" in listed
    kept = LetterTemplate.objects.get()
    assert (kept.code, kept.number, kept.text, kept.authority) == ("notice", 1, OURS, cast.exampleton)
    assert LedgerEntry.objects.filter(name="casework.LetterTextChanged").count() == 1


def test_every_earlier_text_can_be_taken_into_the_box_and_onrolls_own_too(leader: Client) -> None:
    send(leader)
    send(leader, "Second\n\n{{ child }}", version=1)

    assert "Second" in leader.get(ADDRESS).content.decode()
    assert "Our own notice" in leader.get(f"{ADDRESS}?from=1").content.decode()
    standard = letters.standard_text("notice")
    assert standard.splitlines()[0] in leader.get(f"{ADDRESS}?from=0").content.decode()
    send(leader, standard, version=2)
    assert LetterTemplate.objects.get(number=3).text.strip() == standard.strip()


def test_a_stale_tab_saves_nothing(leader: Client) -> None:
    send(leader)

    late = send(leader, "Too late\n\n{{ child }}", version=0)

    assert late.status_code == 409
    assert LetterTemplate.objects.count() == 1


@pytest.mark.parametrize("text", ["{{ secret }}", "{{ child", " ", "{{{ child }}", "{{{{ child }}}}"])
def test_a_text_that_no_letter_can_be_made_of_is_shown_again_with_the_reason(leader: Client, text: str) -> None:
    for do in ("preview", "save"):
        assert "There is a problem" in send(leader, text, do).content.decode()
    assert not LetterTemplate.objects.exists()


def test_only_the_leader_comes_to_the_page(cast: Cast, signed_in: SignIn) -> None:
    for member in (cast.officer, cast.clerk, cast.auditor):
        assert signed_in(member).get(ADDRESS).status_code == 403


def test_a_letter_that_is_none_is_not_found(leader: Client) -> None:
    assert leader.get(reverse("casework:change-letter-text", args=["ransom"])).status_code == 404


def test_a_leader_of_another_authority_sees_none_of_our_texts(leader: Client, cast: Cast) -> None:
    LetterTemplate.objects.create(
        authority=cast.testbury,
        code="notice",
        number=1,
        text="Theirs {{ child }}",
        made_at=cast.officer.act().at,
        made_by=cast.neighbour_officer.person,
    )

    assert "Theirs" not in leader.get(ADDRESS).content.decode()


def test_a_version_that_nobody_wrote_shows_the_newest(leader: Client) -> None:
    for wanted in ("9" * 5000, "٣", "-1"):
        assert leader.get(ADDRESS, {"from": wanted}).status_code == 200
