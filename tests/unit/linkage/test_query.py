from datetime import date

import pytest

from onroll.linkage import FactKind, SearchQuery, is_specific_enough, kinds_of_fact

DAY = date(2014, 5, 3)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (SearchQuery(surname="Khan", forename="Ali"), {FactKind.NAME}),
        (SearchQuery(forename="Ali", birth_date=DAY), {FactKind.NAME, FactKind.BIRTH_DATE}),
        (SearchQuery(upn="H801200001001", former_upn="K801200001002"), {FactKind.UPN}),
        (SearchQuery(former_upn="K801200001002"), {FactKind.UPN}),
        (SearchQuery(postcode="ZZ9 9ZX", sex="F"), {FactKind.POSTCODE}),
        (SearchQuery(left_until=DAY, last_school="8205678"), {FactKind.LEAVING_DATE, FactKind.LAST_SCHOOL}),
        (SearchQuery(surname="  ", sex="F", birth_date_tolerance_days=30), set()),
    ],
)
def test_facts_are_counted_by_kind_and_sex_is_none(query: SearchQuery, kinds: set[FactKind]) -> None:
    assert kinds_of_fact(query) == kinds


@pytest.mark.parametrize(
    ("query", "enough"),
    [
        (SearchQuery(surname="Khan", forename="Ali"), False),
        (SearchQuery(surname="Khan", sex="M"), False),
        (SearchQuery(surname="Khan", last_school="8205678"), True),
        (SearchQuery(birth_date=DAY, postcode="ZZ9 9ZX"), True),
        (SearchQuery(last_school="8205678", left_from=DAY), False),
        (SearchQuery(), False),
    ],
)
def test_two_kinds_of_fact_are_needed_and_one_of_them_about_the_child(query: SearchQuery, enough: bool) -> None:
    assert is_specific_enough(query) is enough
