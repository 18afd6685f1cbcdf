"""Each sweep rule finds what it names, once for each cause, and lets go when the cause is gone."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from onroll.rules.attendance import Day
from onroll.rules.attendance_codes import codes_on
from onroll.rules.school_days import england
from onroll.rules.sweeps import FINDERS, OF_MARKS, Finding, Kind, Place, Watched, every_rule, findings, rule_named
from onroll.rules.sweeps import rules_on as rules_in_force

MONDAY = date(2026, 9, 7)
SCHOOL_DAYS = [day for day in england().school_days if day >= MONDAY]


def marked(*marks: str, first: int = 0) -> list[Day]:
    """Return school days in a row from the first Monday: "N" for both sessions, "N/O" for two; "P" is present."""
    pairs = [("/", "\\") if text == "P" else tuple((text.split("|") * 2)[:2]) for text in marks]
    return [Day(SCHOOL_DAYS[first + n], am, pm) for n, (am, pm) in enumerate(pairs)]


def ask(code: str, days: Sequence[Day] = (), *, on: date | None = None, places: Sequence[Place] = (), **totals: float):
    """Return what a rule finds on the day of the last mark."""
    day = on or (days[-1].on if days else MONDAY)
    return findings(rule_named(code), Watched(day, days, places, england(), totals))


def place(**given: object) -> Place:
    """Return a place from the first Monday, twelve hours there and ten at school, heard of every day."""
    values = {"key": "P1", "from_on": MONDAY, "until_on": None, "hours": 12.0, "main_hours": 10.0, "heard_until": None}
    return Place(**{**values, **given})  # type: ignore[arg-type]


def test_ten_school_days_are_found_and_nine_are_not() -> None:
    assert ask("TEN_DAYS", marked(*["N"] * 9)) == []
    (found,) = ask("TEN_DAYS", marked(*"NNNNNNNNN", "O|U"))
    assert found == Finding(
        rule="TEN_DAYS",
        cause="2026-09-07",
        since=MONDAY,
        until=SCHOOL_DAYS[9],
        number=10,
        facts=(("N", "18 sessions"), ("O", "1 sessions"), ("U", "1 sessions")),
    )


def test_the_cause_stays_the_same_while_the_run_grows() -> None:
    assert ask("TEN_DAYS", marked(*["N"] * 10))[0].cause == ask("TEN_DAYS", marked(*["N"] * 19))[0].cause


def test_a_run_that_is_over_says_so() -> None:
    (found,) = ask("TEN_DAYS", marked(*["G"] * 10, "P"))

    assert found.is_over


def test_late_after_the_register_counts_for_ten_days_and_breaks_twenty() -> None:
    days = marked(*["N"] * 19, "U")

    assert ask("TEN_DAYS", days)
    assert ask("TWENTY_DAYS", days) == []
    assert ask("TWENTY_DAYS", marked(*["N"] * 20))


def test_the_sixth_day_of_e_is_found() -> None:
    assert ask("SIXTH_DAY", marked(*"EEEEE")) == []
    assert ask("SIXTH_DAY", marked(*"EEEEEE"))[0].number == 6


def test_not_back_from_a_suspension_is_found_after_two_days_unseen() -> None:
    assert ask("NOT_BACK", marked("E", "E", "N")) == []
    (found,) = ask("NOT_BACK", marked("E", "E", "N", "N"))
    assert (found.cause, found.number) == (SCHOOL_DAYS[1].isoformat(), 2)
    assert ask("NOT_BACK", marked("E", "E", "N", "N", "N"))[0].cause == found.cause


def test_somebody_seen_once_after_the_suspension_is_back() -> None:
    assert ask("NOT_BACK", marked("E", "N|L", "N", "N")) == []
    assert ask("NOT_BACK", marked("E", "E", "N", "N", "E")) == []
    assert ask("NOT_BACK", marked("N", "N")) == []


def test_a_reason_not_established_is_found_after_five_school_days() -> None:
    days = marked("N|\\", *["P"] * 6)

    assert ask("N_UNRESOLVED", days[:6], on=SCHOOL_DAYS[5]) == []
    (found,) = ask("N_UNRESOLVED", days, on=SCHOOL_DAYS[6])
    assert (found.number, found.since) == (1, MONDAY)


def test_weekends_are_no_school_days_for_the_five() -> None:
    friday = marked("N", first=4)

    assert ask("N_UNRESOLVED", friday, on=friday[0].on + timedelta(days=7)) == []
    assert ask("N_UNRESOLVED", friday, on=friday[0].on + timedelta(days=10))


def test_fifteen_days_of_illness_count_in_a_row_or_not() -> None:
    assert ask("SICK_15", marked("P"), I=14.5) == []
    (found,) = ask("SICK_15", marked("P"), I=15)
    assert found.cause == "year-2026"


def test_a_drop_after_a_placement_is_found_with_both_percentages() -> None:
    days = marked(*["P"] * 20, *["P", "N"] * 5)

    (found,) = ask("DROP", days, places=[place(from_on=SCHOOL_DAYS[20])])

    assert found.number == 50
    assert dict(found.facts) == {"before": "100.0% of 20 days", "after": "50.0% of 10 days"}


def test_no_drop_is_found_on_a_few_days_or_once_the_place_has_ended() -> None:
    days = marked(*["P"] * 20, *["N"] * 9)
    assert ask("DROP", days, places=[place(from_on=SCHOOL_DAYS[20])]) == []
    ended = place(from_on=SCHOOL_DAYS[20], until_on=SCHOOL_DAYS[25])
    assert ask("DROP", marked(*["P"] * 20, *["N"] * 12), places=[ended]) == []
    assert ask("DROP", marked(*["P"] * 40), places=[place(from_on=SCHOOL_DAYS[20])]) == []


def test_a_drop_of_twenty_points_is_found_and_one_of_fifteen_is_not() -> None:
    begun = [place(from_on=SCHOOL_DAYS[20])]
    twenty = marked(*["P"] * 20, *["P", "P", "P", "P", "N"] * 2)
    fifteen = marked(*["P"] * 20, *["P", "P", "P", "P", "N"], *["P", "P", "P", "P", "P|N"])

    assert ask("DROP", twenty, places=begun)[0].number == 20
    assert ask("DROP", fifteen, places=begun) == []


def test_twenty_four_and_a_half_hours_are_too_few_and_twenty_five_are_enough() -> None:
    assert ask("UNDER_25", places=[place(hours=14.5)])[0].number == 24.5
    assert ask("UNDER_25", places=[place(hours=15.0)]) == []


def test_a_holiday_is_no_school_day_for_the_five() -> None:
    last = max(day for day in SCHOOL_DAYS if day.year == 2026 and day.month == 12)
    after = [day for day in SCHOOL_DAYS if day > last]
    friday = [Day(last, "N", "N")]

    assert (after[0] - last).days > 10
    assert ask("N_UNRESOLVED", friday, on=after[4]) == []
    assert ask("N_UNRESOLVED", friday, on=after[5])


def test_all_places_together_must_give_twenty_five_hours() -> None:
    (found,) = ask("UNDER_25", places=[place()])

    assert (found.number, found.cause) == (22, "P1")
    assert ask("UNDER_25", places=[place(hours=15.0)]) == []
    assert ask("UNDER_25", places=[place(), place(key="P2", hours=3.0)]) == []
    assert ask("UNDER_25", places=[place(main_hours=None)]) == []
    assert ask("UNDER_25") == []


def test_a_place_that_says_nothing_for_three_school_days_is_found() -> None:
    on = SCHOOL_DAYS[2]
    assert ask("PLACE_SILENT", on=on, places=[place()])[0].number == 3
    assert ask("PLACE_SILENT", on=on, places=[place(heard_until=SCHOOL_DAYS[0])]) == []
    assert ask("PLACE_SILENT", on=on, places=[place(until_on=SCHOOL_DAYS[1])]) == []


def test_a_placement_that_ends_within_ten_school_days_is_found() -> None:
    assert ask("PLACE_ENDING", on=MONDAY, places=[place(until_on=SCHOOL_DAYS[10])])[0].number == 10
    assert ask("PLACE_ENDING", on=MONDAY, places=[place(until_on=SCHOOL_DAYS[11])]) == []
    assert ask("PLACE_ENDING", on=MONDAY, places=[place()]) == []


def test_days_that_no_table_knows_are_counted_five_of_seven() -> None:
    far = date(2050, 1, 3)

    assert ask("PLACE_SILENT", on=far, places=[place(from_on=far - timedelta(days=6))])[0].number == 5


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.code)
def test_every_rule_is_whole(rule) -> None:
    assert rule.kind in FINDERS
    assert rule.goes_to <= {"school", "authority", "commissioner"}
    assert rule.goes_to
    assert rule.words.endswith((".", "?"))
    assert bool(rule.ends_when) is rule.is_alert
    assert rule.letters <= set(codes_on(MONDAY))
    assert bool(rule.letters) is (rule.kind in OF_MARKS)


def test_rules_are_those_in_force_on_the_day() -> None:
    assert rules_in_force(date(2024, 8, 18)) == ()
    assert set(rules_in_force(MONDAY)) == set(every_rule())
    assert {rule.kind for rule in every_rule()} == set(Kind)
