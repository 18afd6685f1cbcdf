"""Opening a closed case again: with a reason, its earlier ending kept in the story."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.casework import actions
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from tests.cast import Cast, Member
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture
def closed(cast: Cast) -> Case:
    case = world.opened_case(cast, when=FILED_AT)
    world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 12),
        when=FILED_AT + timedelta(days=12),
    )
    case.refresh_from_db()
    return actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=Outcome.ON_ROLL,
        evidence="The school wrote to us",
        expected_version=case.version,
    )


def reopen(cast: Cast, case: Case, reason: str = "Never came to the school") -> Case:
    return actions.reopen_case(cast.officer.act(), case=case, reason=reason, expected_version=case.version)


def test_a_closed_case_opens_again_at_locating_with_its_earlier_ending_in_the_story(cast: Cast, closed: Case) -> None:
    case = reopen(cast, closed)

    assert case.stage == Stage.LOCATE
    assert (case.outcome, case.evidence, case.closed_at, case.confirmed_by) == ("", "", None, None)
    assert (case.provision_determined_on, case.provision_accessed_on) == (None, None)
    assert [step.kind for step in case.events.all()] == ["opened", "confirmed", "closed", "reopened"]
    assert case.events.get(kind="closed").words.endswith("The school wrote to us")
    assert case.events.last().words == "Never came to the school"
    details = LedgerEntry.objects.get(name="casework.CaseReopened").details
    assert (details["outcome_before"], details["provision_accessed_on_before"]) == ("on_roll", "2026-10-12")


def test_a_case_is_not_opened_again_without_a_reason_twice_or_from_a_stale_page(cast: Cast, closed: Case) -> None:
    seen_earlier = Case.objects.get(pk=closed.pk)
    with pytest.raises(actions.NoteMissing):
        reopen(cast, closed, " ")
    with pytest.raises(Stale):
        actions.reopen_case(cast.officer.act(), case=closed, reason="x", expected_version=closed.version - 1)
    reopen(cast, closed)

    with pytest.raises(actions.CaseNotClosed):
        reopen(cast, seen_earlier)

    assert LedgerEntry.objects.filter(name="casework.CaseReopened").count() == 1


def test_a_case_is_not_opened_again_where_another_case_of_the_child_is_open(cast: Cast, closed: Case) -> None:
    again = world.file_as_lost(cast, clerk=cast.other_clerk, sighting=closed.child.sightings.get())
    actions.open_case(cast.officer.act(), notification=again, expected_version=1)

    with pytest.raises(actions.CaseAlreadyOpen, match="another open case"):
        reopen(cast, closed)

    closed.refresh_from_db()
    assert closed.stage == Stage.CLOSED


def test_the_closed_case_leads_to_the_page_that_opens_it_again(
    cast: Cast, signed_in: Callable[[Member], Client], closed: Case
) -> None:
    officer = signed_in(cast.officer)
    address = reverse("casework:reopen-case", args=[closed.reference])
    case_address = reverse("casework:case", args=[closed.reference])
    assert address in officer.get(case_address).content.decode()
    assert world.CANARY_SURNAME not in officer.get(address).content.decode()

    response = officer.post(address, {"version": closed.version, "reason": "Never came"}, follow=True)

    assert response.redirect_chain == [(case_address, 302)]
    assert "The case is open again." in response.content.decode()
    assert address not in response.content.decode()
    assert signed_in(cast.neighbour_officer).get(address).status_code == 404
