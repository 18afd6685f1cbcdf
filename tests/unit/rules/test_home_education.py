"""Home education: what counts on a day, and the register of children not in school that waits for its day."""

from datetime import date
from decimal import Decimal

from onroll.rules import home_education
from onroll.rules.home_education import Decided
from onroll.rules.missing import Suitability
from onroll.rules.rulesets import Mark, Setting

DECISIONS = [Decided(date(2026, 3, 1), Suitability.UNSUITABLE), Decided(date(2026, 1, 10), Suitability.SUITABLE)]


def test_the_latest_decision_by_the_day_counts() -> None:
    def on(day: date) -> Suitability | None:
        return home_education.suitability_on(date(2026, 1, 1), DECISIONS, day)

    assert on(date(2025, 12, 31)) is None
    assert on(date(2026, 1, 9)) is Suitability.NOT_ASSESSED
    assert on(date(2026, 2, 28)) is Suitability.SUITABLE
    assert on(date(2026, 3, 1)) is Suitability.UNSUITABLE


def test_the_register_of_children_not_in_school_is_off_until_its_day() -> None:
    assert home_education.NOT_IN_SCHOOL_REGISTER.mark is Mark.UNCERTAIN
    assert not home_education.is_register_kept(date(2036, 1, 1))
    dated = Setting("register", (1,), Mark.KNOWN, "a test", in_force_from=date(2027, 9, 1))
    assert not home_education.is_register_kept(date(2027, 8, 31), dated)
    assert home_education.is_register_kept(date(2027, 9, 1), dated)


def test_fields_that_must_be_held_are_named_while_they_are_empty() -> None:
    codes = [field.code for field in home_education.missing_fields({"name": "A name", "birth_date": date(2015, 1, 1)})]

    assert codes == ["home_address", "parents", "educating_parents", "parents_hours", "others_hours"]
    assert not home_education.missing_fields({field.code: "x" for field in home_education.register_fields()})


def test_reasons_are_the_departments_and_say_where_a_school_began_it() -> None:
    assert len(home_education.reasons()) == 17
    assert set(home_education.reasons()) >= home_education.SCHOOL_BEGAN_IT


def test_the_dates_of_the_act_are_counted_from_the_table() -> None:
    assert home_education.parent_information_due(date(2027, 9, 1)) == date(2027, 9, 16)
    assert home_education.home_visit_until(date(2027, 9, 1)) == date(2027, 9, 16)
    assert home_education.may_ask_again_on(date(2027, 11, 30)) == date(2028, 2, 29)
    assert home_education.review_due(date(2026, 1, 10)) == date(2027, 1, 10)


def test_the_fields_are_those_of_the_reference_each_as_far_as_it_must_be_held() -> None:
    """Set against ehe-cme-collection.md, "436C must hold" and "436C must hold if known", read in full."""
    must = {"name", "birth_date", "home_address", "parents", "educating_parents", "parents_hours", "others_hours"}
    if_any = {"previous_address", "further_addresses", "providers"}
    prescribed = {"protected_characteristics", "sen", "child_protection", "child_in_need", "looked_after"}
    fields = home_education.register_fields()

    assert {field.code for field in fields if field.must} == must
    assert {field.code for field in fields if field.is_if_any} == if_any
    assert {field.code for field in fields} == must | if_any | prescribed | {"why_registered"}
    of_provider = {field.code for field in home_education.provider_fields() if field.must}
    assert of_provider == {"name", "address", "kind", "place", "hours", "hours_alone"}
    assert set(home_education.register_grounds()) == {"not_on_roll", "elsewhere", "part_time_independent"}


def test_every_provider_is_held_while_no_number_of_hours_is_prescribed() -> None:
    assert home_education.PROVIDER_HOURS.mark is Mark.UNCERTAIN
    assert home_education.is_provider_held(Decimal("0.25"))
    prescribed = Setting("hours", (6,), Mark.KNOWN, "a test")
    assert not home_education.is_provider_held(Decimal(6), prescribed)
    assert home_education.is_provider_held(Decimal("6.5"), prescribed)
