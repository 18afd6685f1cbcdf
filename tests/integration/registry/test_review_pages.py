"""The pages of the review: side by side, differences in words, least data across authorities, second proof."""

import dataclasses
from collections.abc import Callable

import pytest
from django.test import Client

from onroll.audit.models import LedgerEntry
from onroll.registry import actions, presenters, queries
from onroll.registry.likeness import likeness
from onroll.registry.models import Child, PairReview
from onroll.web.parts import Tag
from tests.cast import Cast, Member
from tests.integration.registry.pairs import TWIN, YOUSEF, YUSUF, pair, second_officer, sight

SignIn = Callable[[Member], Client]
QUEUE = "/children/pairs/"


def proven(client: Client) -> Client:
    """Give the password again, as before every signature that joins or parts records."""
    client.post("/sign-in/again/", {"password": "a long pass phrase"})
    return client


def address(review: PairReview, more: str = "") -> str:
    return f"{QUEUE}{review.reference}/{more}"


def test_the_queue_names_what_waits_and_why(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)

    shown = signed_in(cast.officer).get(QUEUE).content.decode()

    assert "Yusuf Hussein and Yousef Hossain" in shown
    assert "Nothing is ever joined without two people" in shown
    assert address(review) in shown


def test_a_pair_shows_differences_in_words_the_reasons_and_why_not_twins(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)

    shown = signed_in(cast.officer).get(address(review)).content.decode()

    assert "Sounds alike" in shown
    assert "surname Hussein / Hossain sounds alike" in shown
    assert "twins have different forenames, and here the forename agrees" in shown
    assert "decides nothing" in shown
    assert LedgerEntry.objects.filter(name="registry.PairOpened", subject_id=str(review.pk)).exists()


def test_twins_are_named_as_such(cast: Cast, signed_in: SignIn) -> None:
    shown = signed_in(cast.officer).get(address(pair(cast, YUSUF, TWIN))).content.decode()

    assert "They may be twins: surname and birth date agree, but the forename does not." in shown


def test_another_authoritys_record_is_shown_least(cast: Cast, signed_in: SignIn) -> None:
    moved = dataclasses.replace(YOUSEF, surname="Qvoxcanary", forename="Yusuf", address="9 Far Lane", upn="")
    review = pair(cast, YUSUF, moved, then_by=cast.neighbour_clerk)

    ours = signed_in(cast.officer).get(address(review)).content.decode()
    theirs = signed_in(cast.neighbour_officer).get(address(review)).content.decode()

    assert "Qvoxcanary" not in ours
    assert "9 Far Lane" not in ours
    assert "Q. (only the initial is shown to you)" in ours
    assert "In 2014" in ours
    assert "Qvoxcanary" in theirs
    assert "1 Canary Lane" not in theirs


def test_a_sealed_address_is_sealed_on_the_page_of_a_pair_for_every_officer(cast: Cast, signed_in: SignIn) -> None:
    sealed = dataclasses.replace(YOUSEF, address="3 Secret Lane", is_address_sealed=True)
    review = pair(cast, YUSUF, sealed, then_by=cast.neighbour_clerk)

    assert "3 Secret Lane" not in signed_in(cast.officer).get(address(review)).content.decode()
    assert "3 Secret Lane" not in signed_in(cast.neighbour_officer).get(address(review)).content.decode()


def test_no_is_said_with_a_reason_or_not_at_all(cast: Cast, signed_in: SignIn) -> None:
    review, client = pair(cast), signed_in(cast.officer)

    refused = client.post(address(review), {"decision": "apart", "words": " ", "version": review.version})
    done = client.post(address(review), {"decision": "apart", "words": "Cousins.", "version": review.version})

    assert "Enter your reason" in refused.content.decode()
    assert done.status_code == 302
    assert "Not the same child" in client.get(address(review)).content.decode()


def test_two_officers_merge_and_one_splits_again_and_the_old_reference_works(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)
    first, second = (proven(signed_in(member)) for member in (cast.officer, second_officer(cast)))
    first.post(address(review), {"decision": "same", "words": "", "version": 1})
    assert "You agreed first" in first.get(address(review)).content.decode()
    refused = first.post(address(review, "merge/"), {"is_sure": "on", "version": 2}).content.decode()
    assert "A second person has to agree" in refused

    second.post(address(review, "merge/"), {"is_sure": "on", "version": 2})

    old, new = Child.objects.get(pk=review.second_id), Child.objects.get(pk=review.first_id)
    answer = first.get(f"/children/{old.reference}/")
    assert answer.headers["Location"] == f"/children/{new.reference}/"
    shown = first.get(f"/children/{new.reference}/").content.decode()
    assert old.reference in shown
    assert "Yousef Hossain" in shown
    assert "were found to be one child" in shown
    assert first.post(address(review, "split/"), {"reason": "Two boys.", "version": 3}).status_code == 302
    assert first.get(f"/children/{old.reference}/").status_code == 200
    assert "were split again" in first.get(f"/children/{new.reference}/").content.decode()


def test_signing_second_asks_for_the_password_again_when_it_was_long_ago(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)
    client = signed_in(cast.officer)

    for page in ("merge/", "split/"):
        answer = client.post(address(review, page), {"is_sure": "on", "reason": "Two.", "version": 1})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/again/")


def test_a_child_of_nobody_in_the_area_answers_as_none_at_all(cast: Cast, signed_in: SignIn) -> None:
    child = sight(cast.neighbour_clerk, YUSUF).child
    client = signed_in(cast.officer)

    hidden, none = (client.get(f"/children/{each}/") for each in (child.reference, "C-0000-0000"))

    assert (hidden.status_code, none.status_code) == (404, 404)
    with pytest.raises(Exception, match="not_found"):
        actions.open_child(cast.officer.act(), child=child)


def test_names_never_reach_an_address_or_a_title(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)

    shown = signed_in(cast.officer).get(address(review)).content.decode()

    title = shown.split("<title>")[1].split("</title>")[0]
    assert "Hussein" not in title + address(review)


def test_the_queue_takes_the_same_queries_however_many_pairs_wait(
    cast: Cast, signed_in: SignIn, django_assert_num_queries
) -> None:
    """One: the pairs with all that a line shows."""
    for number in (2, 3, 4):
        pair(cast, dataclasses.replace(YUSUF, postcode=f"ZZ1 {number}DE"), YOUSEF)
    act = cast.officer.act()
    waiting = queries.waiting_pairs(act)

    with django_assert_num_queries(1):
        shown = presenters.queue_page(act, list(waiting), 3, [])

    assert shown.waiting is not None
    assert len(shown.waiting.rows) >= 3


def test_an_exchange_administrator_sees_a_pair_only_once_it_is_escalated(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)
    client = signed_in(cast.administrator)

    before = client.get(address(review)).status_code
    PairReview.objects.filter(pk=review.pk).update(escalated_at=review.raised_at)

    assert (before, client.get(address(review)).status_code) == (404, 200)
    assert "Waits too long" in client.get(QUEUE).content.decode()


def test_every_page_is_closed_to_who_has_no_business_there(cast: Cast, signed_in: SignIn) -> None:
    review = pair(cast)
    pages = (QUEUE, address(review), address(review, "merge/"), address(review, "split/"), f"{QUEUE}audit/")

    for member in (cast.clerk, cast.auditor, cast.approver):
        client = signed_in(member)
        assert {client.get(page).status_code for page in pages} == {403}
    assert signed_in(cast.administrator).get(f"/children/{review.first.reference}/").status_code == 403


def compared(cast: Cast, first: dict[str, str], second: dict[str, str], fact: str) -> str:
    """Return what a pair's page says of one fact of two records."""
    review = pair(cast, dataclasses.replace(YUSUF, **first), dataclasses.replace(YOUSEF, **second))
    found = likeness(review.first_sighting, review.second_sighting)
    rows = {row[0]: row[3] for row in presenters.pair.records_table(cast.officer.act(), review, found).rows}
    said = rows[fact]
    return said.words if isinstance(said, Tag) else str(said)


@pytest.mark.parametrize(
    ("fact", "first", "second", "said"),
    [
        ("Year group", {}, {}, "Not known"),
        ("Year group", {"year_group": "7"}, {}, "Cannot be compared"),
        ("Year group", {"year_group": "7"}, {"year_group": "7"}, "Same"),
        ("Postcode", {"postcode": ""}, {"postcode": ""}, "Not known"),
        ("Postcode", {"postcode": "ZZ99 3VZ"}, {"postcode": "ZZ99 3VZ"}, "Same"),
        ("Postcode", {"postcode": "ZZ99 3VZ"}, {"postcode": "ZZ1 2DE"}, "Cannot be compared"),
        ("Postcode", {"postcode": "ZZ1 2DE"}, {"postcode": "ZZ1 2DE"}, "Same"),
        ("UPN", {}, {}, "Not known"),
        ("Told by", {}, {}, "Not compared"),
    ],
)
def test_the_words_for_how_a_fact_compares_are_true_of_what_is_shown(
    cast: Cast, fact: str, first: dict[str, str], second: dict[str, str], said: str
) -> None:
    assert compared(cast, first, second, fact) == said
