"""The register of home education: decisions by date, unsuitable counts as missing from its day, moves are told."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child
from onroll.returns import actions, queries
from onroll.returns.actions import Notified
from onroll.returns.forms import registers
from onroll.returns.models import HomeEducation, HomeEnd, ToldBy
from onroll.rules.missing import RuleName, Suitability, answer
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import NOW, PUPIL, TODAY, at

BEGAN = date(2026, 9, 7)


def registered(cast: Cast, **change: object) -> HomeEducation:
    given = {
        "notified_on": date(2026, 9, 10),
        "from_on": BEGAN,
        "told_by": ToldBy.PARENT,
        "reason": "MENTAL_HEALTH",
        **change,
    }
    return actions.register_home_education(at(cast.officer), facts=PUPIL, notified=Notified(**given))


def decided(
    cast: Cast, home: HomeEducation, day: date, suitability: Suitability, words: str = "Visit and work"
) -> None:
    actions.decide_suitability(
        at(cast.officer),
        home=home,
        decided_on=day,
        suitability=suitability,
        words=words,
        expected_version=home.version,
    )


def is_missing(home: HomeEducation, day: date) -> bool:
    (known,) = registry_queries.education_known(Child.objects.filter(pk=home.child_id).values("pk"), known_by=NOW)
    return answer(known.facts, on=day, rule=RuleName.RETURN_2025, known_by=NOW).is_missing


def test_unsuitable_education_moves_the_child_to_missing_education_from_that_date(cast: Cast) -> None:
    home = registered(cast)
    assert not is_missing(home, date(2026, 10, 1))

    decided(cast, home, date(2026, 10, 5), Suitability.UNSUITABLE)

    assert not is_missing(home, date(2026, 10, 4))
    assert is_missing(home, date(2026, 10, 5))


def test_a_later_suitable_decision_takes_the_child_off_the_list_again(cast: Cast) -> None:
    home = registered(cast)
    decided(cast, home, date(2026, 10, 5), Suitability.UNSUITABLE)
    decided(cast, home, date(2026, 10, 8), Suitability.SUITABLE)

    assert is_missing(home, date(2026, 10, 7))
    assert not is_missing(home, date(2026, 10, 8))


@pytest.mark.parametrize(
    ("day", "suitability", "words", "refusal"),
    [
        (date(2026, 9, 9), Suitability.SUITABLE, "Seen", "before the authority was told"),
        (TODAY + timedelta(days=1), Suitability.SUITABLE, "Seen", "has not come"),
        (date(2026, 10, 1), Suitability.NOT_ASSESSED, "Seen", "Choose what was decided"),
        (date(2026, 10, 1), Suitability.SUITABLE, " ", "Write what was decided on"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    cast: Cast, day: date, suitability: Suitability, words: str, refusal: str
) -> None:
    home = registered(cast)

    with pytest.raises(actions.HomeEducationNotPossible, match=refusal):
        decided(cast, home, day, suitability, words)


def test_decisions_stand_in_the_order_of_their_days_and_a_stale_tab_decides_nothing(cast: Cast) -> None:
    home = registered(cast)
    stale = HomeEducation.objects.get(pk=home.pk)
    decided(cast, home, date(2026, 10, 5), Suitability.SUITABLE)

    with pytest.raises(actions.HomeEducationNotPossible, match="later decision"):
        decided(cast, home, date(2026, 10, 4), Suitability.UNSUITABLE)
    with pytest.raises(Stale):
        decided(cast, stale, date(2026, 10, 6), Suitability.UNSUITABLE)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, "has not come"),
        ({"from_on": date(2013, 1, 1)}, "before the child was born"),
        ({"reason": "WEATHER"}, "from the list"),
        ({"words": "x" * 2000}, "no more than"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(cast: Cast, change: dict, refusal: str) -> None:
    with pytest.raises(actions.HomeEducationNotPossible, match=refusal):
        registered(cast, **change)


def test_a_child_never_on_a_roll_is_marked_and_counted(cast: Cast) -> None:
    home = registered(cast, was_never_on_roll=True)

    with pytest.raises(actions.HomeEducationNotPossible, match="never on a roll"):
        registered(cast, was_never_on_roll=True, last_school=cast.school)
    rows = actions.read_home_register(at(cast.officer))
    assert rows == [home]
    assert queries.home_figures(at(cast.officer), rows).never_on_roll == 1
    assert LedgerEntry.objects.filter(name="returns.HomeRegisterRead").exists()


def test_pressure_from_a_school_is_reported_by_school(cast: Cast) -> None:
    registered(cast, last_school=cast.school, reason="SCHOOL_PRESSURE")
    actions.register_home_education(
        at(cast.officer),
        facts=dataclasses.replace(PUPIL, forename="Second"),
        notified=Notified(
            notified_on=TODAY,
            from_on=BEGAN,
            told_by=ToldBy.SCHOOL,
            reason="LIFESTYLE",
            last_school=cast.school,
            reasons_beside=("RISK_OF_EXCLUSION",),
        ),
    )

    (report,) = queries.reports_by_school(at(cast.officer))

    assert (report.school, report.children, report.school_began_it) == (cast.school, 2, 2)
    assert queries.reports_by_school(at(cast.neighbour_officer)) == []


def test_the_authority_to_which_a_home_educated_family_moves_is_told(cast: Cast) -> None:
    home = registered(cast)
    decided(cast, home, date(2026, 10, 5), Suitability.SUITABLE)

    there = actions.tell_of_move(
        at(cast.officer),
        home=home,
        to_authority=cast.testbury,
        moved_on=date(2026, 10, 8),
        address="2 New Street",
        expected_version=home.version,
    )

    home.refresh_from_db()
    assert (home.ended_as, home.ended_on, home.moved_to) == ("moved", date(2026, 10, 8), cast.testbury)
    assert (there.authority, there.told_by, there.from_on) == (cast.testbury, "authority", date(2026, 10, 8))
    assert there.decisions.count() == 0
    assert "found suitable" in there.words
    assert there.sighting.address == "2 New Street"
    assert HomeEducation.objects.visible_to(at(cast.neighbour_officer)).get() == there
    assert not HomeEducation.objects.visible_to(at(cast.neighbour_officer)).filter(pk=home.pk).exists()


def test_a_move_within_the_own_authority_or_to_a_school_is_refused(cast: Cast) -> None:
    home = registered(cast)

    for wrong in (cast.exampleton, cast.school):
        with pytest.raises(actions.HomeEducationNotPossible, match="other local authority"):
            actions.tell_of_move(
                at(cast.officer), home=home, to_authority=wrong, moved_on=TODAY, address="", expected_version=1
            )


def test_an_entry_ends_once_and_not_before_it_began(cast: Cast) -> None:
    home = registered(cast)
    for day, words in ((BEGAN - timedelta(days=1), "before the first one"), (TODAY + timedelta(days=1), "not come")):
        with pytest.raises(actions.HomeEducationNotPossible, match=words):
            actions.end_home_education(
                at(cast.officer), home=home, ended_on=day, ended_as=HomeEnd.SCHOOL, expected_version=home.version
            )

    actions.end_home_education(
        at(cast.officer), home=home, ended_on=TODAY, ended_as=HomeEnd.SCHOOL, expected_version=home.version
    )

    with pytest.raises(actions.HomeEducationNotPossible, match="ended already"):
        actions.end_home_education(
            at(cast.officer), home=home, ended_on=TODAY, ended_as=HomeEnd.OTHER, expected_version=home.version
        )
    assert actions.read_home_register(world.on(cast.officer, TODAY + timedelta(days=1))) == []


def test_only_officers_of_the_authority_keep_its_register(cast: Cast) -> None:
    home = registered(cast)

    with pytest.raises(NotAllowed):
        actions.register_home_education(
            at(cast.clerk),
            facts=PUPIL,
            notified=Notified(notified_on=TODAY, from_on=TODAY, told_by=ToldBy.PARENT, reason="OTHER"),
        )
    with pytest.raises(NotAllowed):
        actions.open_home_education(at(cast.neighbour_officer), home=home)


def test_no_authority_stands_chosen_before_somebody_chooses_one(cast: Cast) -> None:
    choices = registers.Move(act=cast.officer.act()).fields["to_authority"].choices

    assert choices[0] == ("", "Choose an authority")
    assert "820" not in dict(choices)
