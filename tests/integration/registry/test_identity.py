"""Which child a sighting is about: agreement on the UPN is strong, never final."""

import dataclasses
from datetime import date

import pytest

from onroll.audit.models import LedgerEntry
from onroll.registry import actions, queries
from onroll.registry.models import Child, Sighting
from tests.cast import Cast

UPN = "R201100018042"
CANARY = "Qvoxcanary"
FIRST = actions.Facts(surname="Hussein", forename="Yusuf", upn=UPN, birth_date=date(2014, 5, 17), sex="M")


def sight(cast: Cast, facts: actions.Facts = FIRST, **changes: object) -> Sighting:
    return actions.note_sighting(
        cast.clerk.act(), facts=dataclasses.replace(facts, **changes), source="file", source_reference="F-1"
    )


def test_a_child_not_known_before_is_new(cast: Cast) -> None:
    sighting = sight(cast)

    assert sighting.child.reference.startswith("C-")
    assert sighting.disputes is None
    entry = LedgerEntry.objects.get(name="registry.ChildSighted")
    assert (entry.subject_kind, entry.subject_id) == ("child", str(sighting.child_id))
    assert entry.details == {
        "child_id": sighting.child_id,
        "sighting_id": sighting.pk,
        "source": "file",
        "source_reference": "F-1",
        "is_new": True,
        "disputes_child_id": None,
    }


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="everything agrees"),
        pytest.param({"surname": "Hossain"}, id="surname spelt another way"),
        pytest.param({"forename": "Yousef"}, id="forename spelt another way"),
        pytest.param({"surname": "Hussein-Clarke"}, id="second surname added"),
        pytest.param({"surname": "Okonkwo"}, id="new surname, same forename and birth date"),
        pytest.param({"forename": "Y"}, id="forename only an initial"),
        pytest.param({"surname": "Yusuf", "forename": "Hussein"}, id="names changed round"),
        pytest.param({"birth_date": date(2014, 5, 18)}, id="born a day later"),
        pytest.param({"birth_date": date(2015, 5, 17)}, id="born a year later"),
        pytest.param({"birth_date": date(1999, 1, 2)}, id="another birth date, same name"),
        pytest.param({"birth_date": None}, id="birth date not given"),
        pytest.param({"surname": "HUSSEIN", "forename": "YUSUF"}, id="capitals"),
    ],
)
def test_the_same_upn_with_one_difference_is_the_same_child(cast: Cast, changes: dict[str, object]) -> None:
    first = sight(cast)

    second = sight(cast, **changes)

    assert second.child == first.child
    assert second.disputes is None
    assert LedgerEntry.objects.filter(name="registry.ChildSighted").last().details["is_new"] is False


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"surname": "Kowalska", "forename": "Maja", "birth_date": date(2011, 2, 3)},
            id="other name, other birth date",
        ),
        pytest.param({"surname": "Kowalska", "forename": "Maja"}, id="other name altogether, same birth date"),
        pytest.param(
            {"surname": "Kowalska", "forename": "Maja", "birth_date": None}, id="other name, birth date not given"
        ),
        pytest.param({"forename": "Bilal"}, id="a twin: other forename, same surname and birth date"),
        pytest.param({"surname": "Kowalska", "birth_date": None}, id="other surname, birth date not given"),
        pytest.param({"surname": "Kowalska", "birth_date": date(2011, 2, 3)}, id="other surname and other birth date"),
        pytest.param(
            {"surname": "Husband", "birth_date": date(2011, 2, 3)}, id="a surname not alike, other birth date"
        ),
    ],
)
def test_the_same_upn_with_a_contradiction_is_a_new_child_for_a_person_to_look_at(
    cast: Cast, changes: dict[str, object]
) -> None:
    first = sight(cast)

    second = sight(cast, **changes)

    assert second.child != first.child
    assert second.disputes == first.child
    details = LedgerEntry.objects.filter(name="registry.ChildSighted").last().details
    assert (details["is_new"], details["disputes_child_id"]) == (True, first.child_id)


def test_a_third_sighting_goes_to_whichever_of_two_disputed_children_it_agrees_with(cast: Cast) -> None:
    first = sight(cast)
    other = sight(cast, surname="Kowalska", forename="Maja", birth_date=date(2011, 2, 3))

    assert sight(cast).child == first.child
    assert sight(cast, surname="Kowalska", forename="Maja", birth_date=date(2011, 2, 3)).child == other.child


def test_two_contradictions_dispute_the_child_seen_last(cast: Cast) -> None:
    sight(cast)
    other = sight(cast, surname="Kowalska", forename="Maja", birth_date=date(2011, 2, 3))

    third = sight(cast, surname="Nguyen", forename="Thanh", birth_date=date(2009, 8, 9))

    assert third.disputes == other.child


def test_without_a_upn_every_sighting_is_a_new_child(cast: Cast) -> None:
    first, second = sight(cast, upn=""), sight(cast, upn="")

    assert first.child != second.child
    assert second.disputes is None


def test_a_sighting_is_never_changed_and_the_newest_is_what_is_known(cast: Cast) -> None:
    first = sight(cast)
    second = sight(cast, surname="Hossain")

    assert queries.sightings_after(first) == [second]
    assert queries.sighting_known_at(first.child, second.seen_at) == second
    assert queries.sighting_known_at(first.child, first.seen_at) == first
    first.refresh_from_db()
    assert first.surname == "Hussein"


def test_references_tell_nothing_and_do_not_repeat(cast: Cast) -> None:
    references = {sight(cast, upn="").child.reference for _ in range(50)}

    assert len(references) == 50
    assert all(CANARY not in reference and len(reference) == 11 for reference in references)


def test_names_do_not_reach_the_ledger_or_what_a_row_calls_itself(cast: Cast) -> None:
    sighting = sight(cast, surname=CANARY, forename=CANARY)

    assert CANARY not in str(sighting) + str(sighting.child) + repr(sighting)
    assert not any(CANARY in str(entry.details) for entry in LedgerEntry.objects.all())
    assert Child.objects.count() == 1
