"""An officer adds what she knows of a child, with source and certainty; what was said before stays, by day."""

from datetime import timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.registry import actions
from onroll.registry.actions import Facts
from onroll.registry.models import ShieldReason, Sighting
from tests.cast import Cast
from tests.integration.registry.pairs import YUSUF, sight

GIVEN = {
    "surname": "Husseini",
    "forename": "Yusuf",
    "middle_names": "",
    "birth_date_day": "18",
    "birth_date_month": "5",
    "birth_date_year": "2014",
    "birth_date_certainty": "document_seen",
    "upn": "",
    "address": "7 Canary Close",
    "postcode": "zz1 3ab",
    "address_certainty": "visited",
    "seen_in": "certificate",
}


def page_of(reference: str) -> str:
    return f"/children/{reference}/"


def test_an_officer_corrects_a_child_and_what_was_said_before_stays(cast: Cast, signed_in) -> None:
    child = sight(cast.clerk, YUSUF).child
    client = signed_in(cast.officer)
    form = client.get(f"{page_of(child.reference)}correct/").content.decode()

    answer = client.post(f"{page_of(child.reference)}correct/", GIVEN)

    assert 'value="Hussein"' in form
    assert answer.status_code == 302
    shown = client.get(page_of(child.reference)).content.decode()
    for words in ("Yusuf Husseini", "Yusuf Hussein", "18 May 2014", "17 May 2014", "birth certificate", "ZZ1 3AB"):
        assert words in shown
    said = Sighting.objects.latest("pk")
    assert (said.child, said.source, said.birth_date_certainty) == (child, "officer", "document_seen")
    recorded = LedgerEntry.objects.filter(name="registry.ChildSighted").latest("pk")
    assert "Husseini" not in str(recorded.details)


def test_the_page_shows_what_was_known_on_an_earlier_day(cast: Cast, signed_in) -> None:
    child = sight(cast.clerk, YUSUF).child
    Sighting.objects.update(seen_at=cast.officer.act().at - timedelta(days=400))
    client = signed_in(cast.officer)
    client.post(f"{page_of(child.reference)}correct/", GIVEN)
    day = (cast.officer.act().at - timedelta(days=300)).date()

    asked = {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    shown = client.get(page_of(child.reference), asked).content.decode()

    assert "as they were known at the end of" in shown
    assert "Yusuf Hussein" in shown
    assert "Husseini" not in shown
    wrong = client.get(page_of(child.reference), asked | {"day_month": "13"}).content.decode()
    assert "There is a problem" in wrong


@pytest.mark.parametrize(
    ("field", "value"), [("seen_in", ""), ("surname", " "), ("upn", "12"), ("postcode", "nowhere")]
)
def test_a_correction_that_says_too_little_or_nonsense_is_refused(cast: Cast, signed_in, field, value) -> None:
    child = sight(cast.clerk, YUSUF).child

    answer = signed_in(cast.officer).post(f"{page_of(child.reference)}correct/", GIVEN | {field: value})

    assert "There is a problem" in answer.content.decode()
    assert Sighting.objects.count() == 1


def test_only_an_officer_whose_area_knows_the_child_may_correct_her_and_nobody_a_shielded_one(cast: Cast) -> None:
    child = sight(cast.clerk, YUSUF).child
    facts = Facts(surname="Other", forename="Name")
    for member, refusal in ((cast.neighbour_officer, Hidden), (cast.clerk, NotAllowed), (cast.auditor, NotAllowed)):
        with pytest.raises(refusal):
            actions.correct_child(member.act(), child=child, facts=facts, seen_in="family")

    actions.shield_child(
        cast.officer.act(), child=child, reason_code=ShieldReason.AT_RISK, officer=cast.officer.person, until_on=None
    )
    with pytest.raises(Hidden):
        actions.correct_child(cast.officer.act(), child=child, facts=facts, seen_in="family")
