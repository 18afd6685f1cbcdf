"""Each row of the table in process.md section 2, by each rule set; and what was known when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules.missing import (
    Abroad,
    AttendanceConcern,
    Because,
    Elsewhere,
    Facts,
    List,
    OnRoll,
    Otherwise,
    RuleName,
    Spell,
    Suitability,
    Wait,
    Waiting,
    answer,
    out_since,
    turning_days,
)

BORN = date(2014, 5, 17)
ON = date(2026, 3, 2)
KNOWN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
OLD, SINCE_2007, RETURN = RuleName


def facts(**changes: object) -> Facts:
    return Facts(**{"is_identified": True, "born_on": BORN, **changes})  # type: ignore[arg-type]


def at_home(suitability: Suitability, *, from_on: date = date(2026, 1, 5), known_at: datetime = KNOWN) -> Otherwise:
    return Otherwise(kind=Elsewhere.AT_HOME, suitability=suitability, from_on=from_on, known_at=known_at)


def left(days_ago: int) -> OnRoll:
    return OnRoll(from_on=date(2021, 9, 1), until_on=ON - timedelta(days=days_ago), known_at=KNOWN)


FROM_TOMORROW = OnRoll(from_on=ON + timedelta(days=1), known_at=KNOWN)
ON_ROLL = OnRoll(from_on=date(2021, 9, 1), known_at=KNOWN)
CONCERN = AttendanceConcern(from_on=date(2026, 2, 1), known_at=KNOWN)


def alternative(suitability: Suitability) -> Otherwise:
    return Otherwise(kind=Elsewhere.ALTERNATIVE, suitability=suitability, from_on=date(2026, 1, 5), known_at=KNOWN)


def since(days_ago: int) -> Spell:
    return Spell(from_on=ON - timedelta(days=days_ago), known_at=KNOWN)


def waits(kind: Waiting, days_ago: int) -> Facts:
    return facts(rolls=(left(days_ago),), waits=(Wait(kind=kind, from_on=ON - timedelta(days=3), known_at=KNOWN),))


def abroad(*, is_confirmed: bool) -> Facts:
    return facts(
        rolls=(left(40),), abroad=(Abroad(from_on=date(2026, 1, 30), known_at=KNOWN, is_confirmed=is_confirmed),)
    )


NONE, MISSING, CONCERN_LIST, SUSPECTED = List.NONE, List.MISSING, List.ATTENDANCE_CONCERN, List.SUSPECTED
UNTOLD = {"is_identified": False, "born_on": None}

# The row of the table in process.md section 2, what is known, and the list by each of the three rule sets. Where the
# table says "unclear" of the guide of 2004, its four weeks alone decide.
ROWS = [
    ("compulsory school age: yes", facts(rolls=(left(29),)), MISSING, MISSING, MISSING),
    ("not a registered pupil: on a roll", facts(rolls=(ON_ROLL,)), NONE, NONE, NONE),
    ("not receiving suitable education otherwise", facts(rolls=(left(60),)), MISSING, MISSING, MISSING),
    ("out for a substantial time: four weeks", facts(rolls=(left(29),)), MISSING, MISSING, MISSING),
    ("out for a substantial time: a day less", facts(rolls=(left(28),)), NONE, MISSING, MISSING),
    ("out for a substantial time: since yesterday", facts(rolls=(left(1),)), NONE, MISSING, MISSING),
    ("waiting for the outcome: first 15 days", waits(Waiting.APPLIED, 5), NONE, MISSING, MISSING),
    ("waiting for the outcome: long", waits(Waiting.APPLIED, 40), MISSING, MISSING, MISSING),
    ("waiting for the outcome: refused", waits(Waiting.REFUSED, 40), MISSING, MISSING, MISSING),
    ("offered a place, not started", waits(Waiting.OFFERED, 40), MISSING, MISSING, MISSING),
    ("offered a place, start agreed", waits(Waiting.START_AGREED, 5), NONE, MISSING, MISSING),
    (
        "offered a place, on the roll from tomorrow",
        facts(rolls=(left(40), FROM_TOMORROW)),
        *(MISSING, MISSING, MISSING),
    ),
    ("EHE judged unsuitable", facts(otherwise=(at_home(Suitability.UNSUITABLE),)), NONE, MISSING, MISSING),
    ("EHE not yet assessed", facts(otherwise=(at_home(Suitability.NOT_ASSESSED),)), NONE, NONE, NONE),
    ("EHE that is suitable", facts(otherwise=(at_home(Suitability.SUITABLE),)), NONE, NONE, NONE),
    ("AP that is suitable", facts(otherwise=(alternative(Suitability.SUITABLE),)), NONE, NONE, NONE),
    ("AP that is unsuitable", facts(otherwise=(alternative(Suitability.UNSUITABLE),)), NONE, MISSING, MISSING),
    (
        "on roll, absent, however badly",
        facts(rolls=(ON_ROLL,), concerns=(CONCERN,)),
        *(CONCERN_LIST, CONCERN_LIST, CONCERN_LIST),
    ),
    (
        "on roll, whereabouts unknown",
        facts(rolls=(ON_ROLL,), unknown_whereabouts=(since(9),)),
        *(CONCERN_LIST, CONCERN_LIST, CONCERN_LIST),
    ),
    (
        "whereabouts unknown for a long time",
        facts(rolls=(left(900),), unknown_whereabouts=(since(800),)),
        *(MISSING, MISSING, MISSING),
    ),
    ("under school age", facts(born_on=date(2021, 1, 2)), NONE, NONE, NONE),
    ("over school age", facts(born_on=date(2009, 1, 2)), NONE, NONE, NONE),
    ("suspected: not identified", Facts(**UNTOLD), SUSPECTED, SUSPECTED, SUSPECTED),
    ("suspected: looked into, nobody is missing", Facts(**UNTOLD, looked_into=(since(1),)), NONE, NONE, NONE),
    ("suspected: birth date not known", facts(born_on=None), SUSPECTED, SUSPECTED, SUSPECTED),
    ("birth date not known, on a roll", facts(born_on=None, rolls=(ON_ROLL,)), NONE, NONE, NONE),
    ("known by name alone", facts(), NONE, NONE, NONE),
    ("on no roll, nobody knows since when", facts(unknown_whereabouts=(since(3),)), NONE, MISSING, MISSING),
    ("seen out five weeks ago", facts(seen_out_on=ON - timedelta(days=35)), MISSING, MISSING, MISSING),
    ("abroad, believed", abroad(is_confirmed=False), MISSING, MISSING, MISSING),
    ("abroad, confirmed", abroad(is_confirmed=True), NONE, NONE, NONE),
    ("looked into", facts(rolls=(left(60),), looked_into=(since(59),)), NONE, NONE, NONE),
    (
        "looked into, and left a roll since",
        facts(rolls=(left(30),), looked_into=(since(40),)),
        MISSING,
        MISSING,
        MISSING,
    ),
    ("file sent to a named school", facts(rolls=(left(30),), expected=(since(29),)), NONE, NONE, NONE),
    (
        "file sent to a named school, and somebody knows that she is out",
        facts(rolls=(left(30),), expected=(since(29),), seen_out_on=ON - timedelta(days=3)),
        *(MISSING, MISSING, MISSING),
    ),
    ("died", facts(rolls=(left(30),), died=(since(29),)), NONE, NONE, NONE),
]


@pytest.mark.parametrize(("row", "known", "old", "since_2007", "returned"), ROWS, ids=[row[0] for row in ROWS])
def test_each_row_of_the_table_by_each_rule_set(
    row: str, known: Facts, old: List, since_2007: List, returned: List
) -> None:
    answers = [answer(known, on=ON, rule=rule, known_by=NOW) for rule in (OLD, SINCE_2007, RETURN)]

    assert [each.list for each in answers] == [old, since_2007, returned]
    assert all(each.reasons and all(words.endswith(".") for words in each.reasons) for each in answers)


def test_the_reasons_say_what_the_answer_stands_on() -> None:
    found = answer(waits(Waiting.OFFERED, 40), on=ON, rule=RETURN, known_by=NOW)

    assert found.reasons == (
        "On no school’s roll.",
        "A place is offered; she has not started, so it counts.",
        "Counted from the first day; no time has to pass, and waiting for a place does not end it.",
    )
    assert (found.because, found.is_missing, found.out_since) == (Because.OUT, True, ON - timedelta(days=39))


def test_a_decision_takes_effect_on_its_day_and_not_before() -> None:
    known = facts(
        otherwise=(
            at_home(Suitability.NOT_ASSESSED),
            at_home(Suitability.UNSUITABLE, from_on=date(2026, 2, 10), known_at=KNOWN + timedelta(days=40)),
        )
    )

    before, after = (answer(known, on=day, rule=RETURN, known_by=NOW) for day in (date(2026, 2, 9), date(2026, 2, 10)))

    assert (before.list, after.list) == (List.NONE, List.MISSING)


def test_a_decision_stands_although_the_start_at_home_became_known_after_it() -> None:
    known = facts(
        otherwise=(
            at_home(Suitability.UNSUITABLE, from_on=date(2026, 2, 10), known_at=KNOWN),
            at_home(Suitability.NOT_ASSESSED, known_at=KNOWN + timedelta(days=9)),
        )
    )

    found = answer(known, on=ON, rule=RETURN, known_by=NOW)

    assert (found.list, found.out_since) == (List.MISSING, date(2026, 2, 10))


def test_an_old_question_has_its_old_answer_although_the_end_of_the_roll_became_known_later() -> None:
    told_at = datetime(2026, 2, 20, 9, tzinfo=UTC)
    until_now = OnRoll(from_on=date(2021, 9, 1), known_at=KNOWN, replaced_at=told_at)
    told_late = OnRoll(from_on=date(2021, 9, 1), until_on=date(2026, 1, 16), known_at=told_at)
    known = facts(rolls=(until_now, told_late))

    as_known_then = answer(known, on=date(2026, 2, 1), rule=RETURN, known_by=datetime(2026, 2, 1, 9, tzinfo=UTC))
    as_known_now = answer(known, on=date(2026, 2, 1), rule=RETURN, known_by=NOW)

    assert as_known_then.list is List.NONE
    assert (as_known_now.list, as_known_now.out_since) == (List.MISSING, date(2026, 1, 17))


def test_out_since_is_the_day_after_the_last_one_in_education() -> None:
    known = facts(
        rolls=(left(50),), otherwise=(at_home(Suitability.UNSUITABLE),), last_in_education_on=ON - timedelta(days=45)
    )

    assert out_since(known, on=ON, known_by=NOW) == ON - timedelta(days=44)
    assert out_since(facts(), on=ON, known_by=NOW) is None


DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2027, 1, 1))
MOMENTS = st.integers(min_value=0, max_value=1800).map(
    lambda days: datetime(2022, 1, 1, 9, tzinfo=UTC) + timedelta(days=days)
)
ROLLS = st.builds(OnRoll, from_on=DAYS, until_on=st.none() | DAYS, known_at=MOMENTS, replaced_at=st.none() | MOMENTS)


@given(st.lists(ROLLS, max_size=4), st.lists(ROLLS, max_size=3), DAYS, MOMENTS, st.sampled_from(RuleName))
def test_what_becomes_known_later_never_changes_an_earlier_answer(
    before: list[OnRoll], later: list[OnRoll], on: date, moment: datetime, rule: RuleName
) -> None:
    later = [each for each in later if each.known_at > moment]

    alone = answer(facts(rolls=tuple(before)), on=on, rule=rule, known_by=moment)
    together = answer(facts(rolls=(*before, *later)), on=on, rule=rule, known_by=moment)

    assert alone == together


@given(st.lists(ROLLS, max_size=4), DAYS, MOMENTS, st.sampled_from(RuleName))
def test_the_answer_changes_on_turning_days_only(
    rolls: list[OnRoll], on: date, moment: datetime, rule: RuleName
) -> None:
    known = facts(rolls=tuple(rolls), seen_out_on=date(2024, 3, 4))

    before, now = (answer(known, on=day, rule=rule, known_by=moment) for day in (on - timedelta(days=1), on))

    assert before.list is now.list or on in turning_days(known, moment)
