from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.linkage import Candidate, Comparison, Field, Kind, Score, SearchQuery, score, score_candidate
from onroll.linkage.score import WEIGHTS, weight

BORN = date(2014, 5, 3)
FILED = Candidate("1", "Hussein", "Amira", BORN, "F", "ZZ9 9ZX", "H801200001001", "", "8205678", date(2026, 3, 6))


def asked(**facts: object) -> Score:
    return score_candidate(SearchQuery(**facts), FILED)  # type: ignore[arg-type]


def test_the_same_names_and_birth_date_are_strong() -> None:
    found = asked(surname="Hussein", forename="Amira", birth_date=BORN)

    assert found.band == "strong"
    assert found.reasons == ("born on the same day", "same surname Hussein", "same forename Amira")


def test_a_misspelt_surname_and_a_birth_date_a_day_out_are_good_and_say_why() -> None:
    found = asked(surname="Hossain", forename="Amira", birth_date=date(2014, 5, 4))

    assert found.band == "good"
    assert found.reasons == ("same forename Amira", "surname Hossain / Hussein sounds alike", "born one day apart")


def test_a_name_alone_is_weak() -> None:
    assert asked(surname="Hussein").band == "weak"


def test_a_missing_fact_weighs_nothing() -> None:
    with_name = asked(surname="Hussein", birth_date=BORN)
    without_sex = score_candidate(SearchQuery(surname="Hussein", birth_date=BORN, sex="U"), FILED)

    assert with_name == without_sex


@pytest.mark.parametrize("forename", ["Zahra", "Amir", "Tamira", "Omaira"])
@pytest.mark.parametrize("surname", ["Hussein", "Hossain", "Husseim"])
def test_a_twin_with_another_forename_is_neither_strong_nor_good(surname: str, forename: str) -> None:
    twin = asked(
        surname=surname, forename=forename, birth_date=BORN, postcode="ZZ9 9ZX", last_school="8205678", sex="F"
    )

    assert twin.band in {"possible", "weak"}
    assert twin.reasons[-1] == "may be a twin: same surname and birth date, but another forename"


def test_a_child_with_a_middle_name_more_is_no_twin() -> None:
    assert asked(surname="Hussein", forename="Amira Noor", birth_date=BORN).band == "strong"


def test_a_twin_of_the_other_sex_with_a_like_name_is_neither_strong_nor_good() -> None:
    twin = asked(surname="Hussein", forename="Amirah", birth_date=BORN, sex="M", postcode="ZZ9 9ZX")

    assert twin.band == "possible"
    assert "but sex is different" in twin.reasons


def test_a_twin_with_the_number_of_the_other_still_goes_to_a_person() -> None:
    twin = asked(surname="Hussein", forename="Zahra", birth_date=BORN, upn="H801200001001")

    assert twin.band == "possible"
    assert "same UPN" in twin.reasons


def test_a_shared_upn_is_possible_whatever_disagrees_and_the_disagreement_is_named() -> None:
    found = asked(surname="Okafor", forename="Chidi", birth_date=date(2009, 11, 20), upn="H801200001001", sex="M")

    assert found.band == "possible"
    assert found.reasons[0] == "same UPN"
    assert "but birth date is different" in found.reasons
    assert "but surname Okafor / Hussein is different" in found.reasons


def test_a_shared_upn_with_another_surname_is_good_but_not_strong() -> None:
    found = asked(surname="Okafor", forename="Amira", birth_date=BORN, upn="H801200001001")

    assert found.band == "good"


def test_a_former_number_counts_as_the_number() -> None:
    assert asked(former_upn="H801200001001", birth_date=BORN).band == "strong"


def test_every_kind_that_a_comparison_can_have_has_a_weight() -> None:
    for field, weights in WEIGHTS.items():
        for kind in weights:
            assert weight(Comparison(field, kind, 0.0, "invented")) == weights[kind]
        assert weight(Comparison(field, Kind.MISSING, 0.5, "invented")) == 0.0


def test_a_kind_that_a_field_does_not_have_is_a_fault() -> None:
    with pytest.raises(KeyError):
        weight(Comparison(Field.SEX, Kind.SWAPPED, 0.0, "invented"))


pairs = st.dictionaries(st.sampled_from(list(Field)), st.integers(0, 20)).map(
    lambda chosen: [
        Comparison(field, list(WEIGHTS[field])[n % len(WEIGHTS[field])], 0.0, f"{field} {n}")
        for field, n in chosen.items()
    ]
)


@given(pairs)
def test_the_value_is_a_share_and_every_fact_is_named_once(comparisons: list[Comparison]) -> None:
    found = score(comparisons)

    assert 0.0 <= found.value <= 1.0
    assert len([reason for reason in found.reasons if not reason.startswith("may be")]) == len(comparisons)


@given(pairs)
def test_the_order_of_the_facts_changes_no_score(comparisons: list[Comparison]) -> None:
    assert score(reversed(comparisons)).value == pytest.approx(score(comparisons).value)
    assert score(reversed(comparisons)).band == score(comparisons).band
