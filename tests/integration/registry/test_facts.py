"""The facts of a child: every one with its source, true then and known then, and nothing overwritten."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from onroll.registry import actions, queries
from onroll.registry.actions import Facts, OtherName, OtherNumber
from onroll.registry.models import (
    AddressCertainty,
    BirthDateCertainty,
    Child,
    IdentifierKind,
    NameKind,
    ShieldReason,
    Sighting,
)
from tests.cast import Cast, Member

MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
UPN, TEMPORARY, PERMANENT = "R201100018042", "H82012342600A", "R820123426001"
FIRST = Facts(surname="Hussein", forename="Yusuf", upn=UPN, birth_date=date(2014, 5, 17), sex="M")


def sight(member: Member, facts: Facts = FIRST, *, at: datetime = MONDAY, **changes: object) -> Sighting:
    act = dataclasses.replace(member.act(), at=at)
    facts = dataclasses.replace(facts, **changes)
    return actions.note_sighting(act, facts=facts, source="transfer file", source_reference="F-1")


def test_every_fact_keeps_its_source_who_told_it_and_when_it_became_known(cast: Cast) -> None:
    first = sight(cast.clerk, address="1 Invented Lane", postcode="ZZ1 1ZZ")
    sight(cast.other_clerk, at=MONDAY + timedelta(days=30), surname="Hossain", birth_date=date(2014, 5, 18))

    known = queries.facts_of(first.child, known_at=MONDAY + timedelta(days=60))

    assert [(fact.value, fact.told_by_id) for fact in known.names] == [
        ("Yusuf Hossain", cast.other_school.pk),
        ("Yusuf Hussein", cast.school.pk),
    ]
    assert [fact.value for fact in known.birth_dates] == ["2014-05-18", "2014-05-17"]
    assert {(fact.source, fact.source_reference) for fact in known.names} == {("transfer file", "F-1")}
    assert [fact.value for fact in known.addresses] == ["1 Invented Lane, ZZ1 1ZZ"]
    assert known.names[1].known_at == MONDAY


def test_what_was_known_at_an_earlier_moment_is_what_had_been_said_by_then(cast: Cast) -> None:
    first = sight(cast.clerk)
    sight(cast.clerk, at=MONDAY + timedelta(days=30), surname="Hossain")

    then = queries.facts_of(first.child, known_at=MONDAY + timedelta(days=1))

    assert [fact.value for fact in then.names] == ["Yusuf Hussein"]


def test_what_was_true_on_a_day_leaves_out_names_and_addresses_of_other_times(cast: Cast) -> None:
    names = (
        OtherName(kind=NameKind.FORMER, surname="Osman", until_on=date(2020, 8, 31)),
        OtherName(kind=NameKind.PREFERRED, forename="Yus", surname="Hussein", from_on=date(2024, 1, 1)),
    )
    first = sight(
        cast.clerk,
        other_names=names,
        address="1 Old Lane",
        address_from=date(2019, 1, 1),
        address_until=date(2022, 1, 1),
    )

    in_2020 = queries.facts_of(first.child, known_at=MONDAY, true_on=date(2020, 8, 31))
    in_2026 = queries.facts_of(first.child, known_at=MONDAY, true_on=date(2026, 1, 1))

    assert [(fact.kind, fact.value) for fact in in_2020.names] == [("legal", "Yusuf Hussein"), ("former", "Osman")]
    assert [fact.value for fact in in_2020.addresses] == ["1 Old Lane"]
    assert [fact.kind for fact in in_2026.names] == ["legal", "preferred"]
    assert in_2026.addresses == ()


def test_certainty_seals_and_kinds_of_number_are_kept(cast: Cast) -> None:
    first = sight(
        cast.clerk,
        upn=TEMPORARY,
        former_upn=UPN,
        other_numbers=(OtherNumber(kind=IdentifierKind.LEARNER_NUMBER, value="1234567890"),),
        birth_date=date(2014, 1, 1),
        birth_date_certainty=BirthDateCertainty.STAND_IN,
        address="2 Invented Lane",
        address_certainty=AddressCertainty.DOUBTED,
        is_address_sealed=True,
    )

    known = queries.facts_of(first.child, known_at=MONDAY)

    assert [(fact.kind, fact.value) for fact in known.numbers] == [
        ("temporary_upn", TEMPORARY),
        ("former_upn", UPN),
        ("learner_number", "1234567890"),
    ]
    assert known.birth_dates[0].certainty == "stand_in"
    assert (known.addresses[0].certainty, known.addresses[0].is_sealed) == ("doubted", True)


def test_a_correction_of_a_known_child_is_a_new_fact_beside_the_old_one(cast: Cast) -> None:
    first = sight(cast.clerk)
    later = dataclasses.replace(cast.officer.act(), at=MONDAY + timedelta(days=2))

    corrected = actions.note_sighting_of(
        later,
        child=first.child,
        facts=dataclasses.replace(
            FIRST, birth_date=date(2013, 5, 17), birth_date_certainty=BirthDateCertainty.DOCUMENT_SEEN
        ),
        source="officer",
        source_reference="K-1",
    )

    assert corrected.child == first.child
    known = queries.facts_of(first.child, known_at=later.at).birth_dates
    assert [(fact.value, fact.certainty) for fact in known] == [
        ("2013-05-17", "document_seen"),
        ("2014-05-17", "stated"),
    ]
    first.refresh_from_db()
    assert first.birth_date == date(2014, 5, 17)


@pytest.mark.parametrize(
    "arrival",
    [
        pytest.param(
            {"upn": PERMANENT, "former_upn": TEMPORARY}, id="the temporary number comes back as the former one"
        ),
        pytest.param({"upn": TEMPORARY}, id="the same temporary number"),
    ],
)
def test_a_temporary_or_former_upn_joins_only_where_name_and_birth_date_both_agree(
    cast: Cast, arrival: dict[str, str]
) -> None:
    first = sight(cast.clerk, upn=TEMPORARY)

    other_date = sight(cast.other_clerk, **arrival, birth_date=date(2011, 2, 3))
    both_agree = sight(cast.neighbour_clerk, **arrival | {"former_upn": TEMPORARY, "upn": UPN})

    assert other_date.child != first.child
    assert other_date.disputes is None
    assert both_agree.child == first.child


def test_a_second_former_upn_is_found_too(cast: Cast) -> None:
    first = sight(cast.clerk, upn=UPN)
    numbers = (OtherNumber(kind=IdentifierKind.FORMER_UPN, value=UPN),)

    moved = sight(cast.other_clerk, upn=PERMANENT, former_upn=UPN, other_numbers=numbers)

    assert moved.child == first.child


@pytest.mark.parametrize(
    "who_she_is_now",
    [
        pytest.param({"surname": "Placeholder"}, id="another surname"),
        pytest.param({"forename": "Daniel"}, id="another forename"),
        pytest.param({"surname": "Placeholder", "forename": "Daniel"}, id="another name"),
        pytest.param({"birth_date": date(2014, 5, 18)}, id="another birth date"),
        pytest.param(
            {"upn": PERMANENT, "former_upn": UPN, "surname": "Placeholder"}, id="the old number as the former"
        ),
    ],
)
def test_a_shielded_child_is_never_linked_to_another_identity_that_carries_her_number(
    cast: Cast, who_she_is_now: dict[str, object]
) -> None:
    today = cast.clerk.act().at
    first = sight(cast.clerk)
    shield(cast, first.child)

    now = sight(cast.other_clerk, at=today, **who_she_is_now)

    assert now.child != first.child
    assert now.disputes is None
    assert sight(cast.clerk, at=today).child == first.child


def shield(cast: Cast, child: Child) -> None:
    actions.shield_child(
        cast.safeguarding_lead.act(),
        child=child,
        reason_code=ShieldReason.ADOPTED,
        officer=cast.safeguarding_lead.person,
        until_on=None,
    )
