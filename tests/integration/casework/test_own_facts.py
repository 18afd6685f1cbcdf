"""A case and its notification say what their own file says, and which file was confirmed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from onroll.registry.models import Sighting
from tests.cast import Cast
from tests.integration.casework import world
from tests.integration.casework.test_pages import FILED_AT, SignIn, address, confirmed_case, text


@pytest.fixture
def officer(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.officer)


def test_pages_show_the_facts_of_their_own_file_and_only_that_others_came_later(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    elsewhere = Sighting.objects.create(
        child=case.child,
        source="transfer file",
        source_reference="F-ELSEWHERE",
        seen_at=FILED_AT + timedelta(days=20),
        surname="Hiddenson",
        forename="Newname",
        address="9 Refuge Street",
        postcode="ZZ1 1ZZ",
        year_group="9",
    )

    for name, row in (("notification", case.notification), ("case", case)):
        response = officer.get(address(name, row))
        page = text(response)
        assert "1 Invented Lane, Exampleton" in page
        assert "A file about the child, sent through the exchange 21 October 2026" in page
        for hidden in ("Hiddenson", "Newname", "Refuge", "ZZ1 1ZZ", elsewhere.source_reference):
            assert hidden not in response.content.decode()
    assert "Hiddenson" not in text(officer.get(reverse("casework:work-list")))


def test_the_evidence_names_the_file_that_was_confirmed_and_not_the_one_that_was_lost(
    cast: Cast, officer: Client
) -> None:
    case = confirmed_case(cast)
    case.confirmed_by.source_reference = "F-CONFIRMED"
    case.confirmed_by.save()

    form = html.fromstring(officer.get(address("close-case", case)).content).forms[-1]

    assert form.fields["evidence"].endswith("File F-CONFIRMED.")
    assert case.notification.message.reference not in form.fields["evidence"]
