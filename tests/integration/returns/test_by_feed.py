"""Returns that a feed makes by itself, and what stands where it lacks what the law asks."""

from datetime import date, datetime

import pytest

from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.returns import actions, permissions, queries
from onroll.returns.models import HomeEducation, Return
from onroll.returns.queries import WhichReturns
from onroll.rolls import actions as rolls_actions
from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import TODAY, at

FIRST = date(2026, 10, 1)
HEAD = (
    "pupil_key,surname,forename,born_on,sex,address,from_on,last_school,boarder,parent_name,parent_telephone,"
    "leaving_on,destination,deletion_ground,deletion_facts\n"
)
STAYS = [
    f"{n},Stays{n},Ada,2014-05-1{n},F,{n} Invented Lane,2019-09-01,none,no,A Parent,01632 960000,,,,\n"
    for n in range(6)
]
JOINS = (
    "77,Qvoxcanary,Zelphine,2014-05-17,F,1 Invented Lane,2026-10-08,Some Primary,no,Ottoline Qvoxcanary,01632 960001,"
    ",,,\n"
)
HOME = (
    "has_notice=yes; notice_on=2026-10-01; educated_from=2026-10-09; has_stopped=yes; order_in_force=no; "
    "is_special_place=no"
)


def feed(cast: Cast, rows: list[str], day: date, *, hour: int = 12) -> rolls_actions.Outcome:
    """A file that the school's own system sends on a day."""
    act = at(cast.clerk, datetime(day.year, day.month, day.day, hour, tzinfo=LONDON))
    outcome = rolls_actions.load_roll(
        act, school=cast.school, as_on=day, content=(HEAD + "".join(rows)).encode(), form="csv"
    )
    assert [one for one in outcome.problems if one.is_error] == []
    return outcome


def leaver(ground: str = "", facts: str = "", leaving_on: str = "2026-10-09", destination: str = "") -> str:
    return STAYS[1].replace(",,,,\n", f",{leaving_on},{destination},{ground},{facts}\n")


def without(number: int) -> list[str]:
    return [row for n, row in enumerate(STAYS) if n != number]


def test_a_joiner_of_a_feed_that_carries_everything_makes_the_new_pupil_return_by_itself(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, JOINS], TODAY)

    made = Return.objects.get()
    assert (made.kind, made.state, made.route, made.made_on) == ("new_pupil", "made", "feed", TODAY)
    assert (made.trigger_on, made.due_on) == (date(2026, 10, 8), date(2026, 10, 13))
    assert (made.last_school, made.is_boarder, made.lacks) == ("Some Primary", False, [])
    parent = made.contacts.get()
    assert (parent.name, parent.telephone, parent.address) == ("Ottoline Qvoxcanary", "01632 960001", "1 Invented Lane")
    assert queries.name_of(made) == "Zelphine Qvoxcanary"
    (read,) = actions.read_returns(at(cast.officer), which=WhichReturns(show="made"))
    assert read == made
    assert LedgerEntry.objects.filter(name="returns.ReturnMade", details__route="feed").count() == 1


def test_a_joiner_of_a_feed_that_lacks_something_is_listed_incomplete_until_a_later_file_gives_it(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, JOINS.replace("Some Primary,no", ",").replace("01632 960001", "")], TODAY)

    owed = Return.objects.get()
    assert (owed.state, owed.due_on) == ("owed", date(2026, 10, 13))
    assert owed.lacks == ["last_school", "boarder", "parent_telephone"]
    assert actions.read_returns(at(cast.officer), which=WhichReturns(show="incomplete")) == [owed]
    feed(cast, [*STAYS, JOINS], date(2026, 10, 12))
    made = Return.objects.get()
    assert (made.pk, made.state, made.lacks, made.made_on) == (owed.pk, "made", [], date(2026, 10, 12))
    assert actions.read_returns(at(cast.officer), which=WhichReturns(show="incomplete")) == []


def test_a_feed_that_tells_of_a_joiner_after_the_fifth_day_makes_the_return_late(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*STAYS, JOINS.replace("2026-10-08", "2026-10-02")], TODAY)

    made = Return.objects.get()
    assert (made.state, made.due_on, made.made_on) == ("made", date(2026, 10, 7), TODAY)
    assert list(Return.objects.late()) == [made]


def test_a_leaver_whose_ground_and_facts_stand_in_the_feed_by_the_last_day_is_told_of_in_time(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*without(1), leaver("F", HOME)], TODAY)

    made = Return.objects.get()
    assert (made.kind, made.state, made.route, made.deletion.letter) == ("deletion", "made", "feed", "F")
    assert (made.made_on, made.due_on, made.deletion.was_done_before) == (TODAY, TODAY, False)
    assert HomeEducation.objects.get().authority == cast.exampleton
    feed(cast, without(1), date(2026, 10, 12))
    assert Return.objects.get() == made
    assert RollEntry.objects.get(pupil_key="1").until_on == TODAY


def test_a_leaver_with_a_ground_in_a_file_after_the_last_day_is_kept_as_late(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    facts = HOME.replace("2026-10-09", "2026-10-07")
    feed(cast, [*without(1), leaver("F", facts, leaving_on="2026-10-07")], TODAY)

    made = Return.objects.get()
    assert (made.state, made.due_on, made.made_on) == ("made", date(2026, 10, 7), TODAY)
    assert made.deletion.was_done_before is True
    assert list(Return.objects.late()) == [made]


def test_a_leaver_without_a_ground_stands_under_left_without_a_return(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, without(1), TODAY)

    owed = Return.objects.get()
    assert (owed.kind, owed.state, owed.due_on) == ("deletion", "owed", date(2026, 10, 8))
    for reader in (cast.officer, cast.clerk):
        assert actions.read_returns(at(reader), which=WhichReturns(show="left")) == [owed]
    records = {each.school.pk: each for each in queries.school_records(at(cast.officer))}
    assert records[cast.school.pk].missing == 1


@pytest.mark.parametrize(
    ("ground", "facts", "why"),
    [
        ("F", HOME.replace("has_notice=yes", "has_notice=no"), "Spoken notice is not enough"),
        ("F", "", "has not been answered"),
        ("I", "", "together, signed by both"),
        ("Z", HOME, "no ground"),
        ("d", HOME, "Ground D cannot be used"),
    ],
)
def test_a_ground_of_a_feed_that_is_not_met_stops_the_return_and_says_why(
    cast: Cast, ground: str, facts: str, why: str
) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*without(1), leaver(ground, facts)], TODAY)

    owed = Return.objects.get()
    assert (owed.state, owed.due_on) == ("owed", TODAY)
    assert why in owed.stopped
    assert not HomeEducation.objects.exists()
    feed(cast, without(1), date(2026, 10, 12))
    assert list(Return.objects.missing(date(2026, 10, 12))) == [owed]


def test_a_last_day_that_the_feed_takes_back_owes_nothing_any_more(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*without(1), leaver("I", leaving_on="2026-10-20")], TODAY)
    assert Return.objects.get().state == "owed"

    feed(cast, STAYS, date(2026, 10, 12))

    assert Return.objects.get().state == "not_needed"


def test_a_leaver_earlier_than_announced_is_owed_from_the_real_day(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*without(1), leaver("I", leaving_on="2026-10-30")], TODAY)

    feed(cast, without(1), date(2026, 10, 13))

    owed = Return.objects.get()
    assert (owed.trigger_on, owed.due_on) == (date(2026, 10, 12), date(2026, 10, 12))


def test_nothing_that_a_feed_gave_of_a_parent_reaches_the_ledger(cast: Cast) -> None:
    feed(cast, STAYS, FIRST)
    feed(cast, [*without(1), leaver("F", "has_notice=no"), JOINS], TODAY)

    kept = " ".join(str(each.details) for each in LedgerEntry.objects.all())
    assert "Ottoline" not in kept
    assert "Qvoxcanary" not in kept


def _chosen(cast: Cast, **kinds: bool) -> None:
    choice = {"attendance": False, "sickness": False, **kinds}
    actions.choose_absence_by_feed(at(cast.clerk), **choice, expected_version=0)


@pytest.mark.parametrize(("rule", "kind", "days"), [("TEN_DAYS", "attendance", 10), ("SICK_15", "sickness", 16)])
def test_marks_make_the_return_of_absence_where_the_school_has_chosen_so(
    cast: Cast, rule: str, kind: str, days: int
) -> None:
    _chosen(cast, **{kind: True})
    row = world.entry(cast)

    world.alerted(cast, row, rule, days=days)

    made = Return.objects.get()
    assert (made.kind, made.state, made.route, made.school_days) == (kind, "made", "feed", days)
    assert (made.period_from, made.period_until) == (date(2026, 9, 25), date(2026, 10, 8))
    assert queries.name_of(made) == "Zelphine Qvoxcanary"


def test_marks_only_owe_the_return_where_the_school_has_not_chosen_that_kind(cast: Cast) -> None:
    _chosen(cast, sickness=True)

    world.alerted(cast, world.entry(cast), "TEN_DAYS", days=10)

    assert Return.objects.get().state == "owed"


def test_only_the_school_chooses_for_itself_and_a_stale_tab_changes_nothing(cast: Cast) -> None:
    _chosen(cast, sickness=True)

    with pytest.raises(permissions.OnlySchools):
        actions.choose_absence_by_feed(at(cast.officer), attendance=True, sickness=True, expected_version=0)
    with pytest.raises(Stale):
        actions.choose_absence_by_feed(at(cast.clerk), attendance=True, sickness=True, expected_version=0)
    world.alerted(cast, world.entry(cast, school=cast.other_school), "SICK_15", days=15)
    assert Return.objects.get().state == "owed"


def test_a_pupil_of_whom_somebody_said_never_left_and_who_then_leaves_is_asked_for(cast: Cast) -> None:
    feed(cast, STAYS, date(2026, 9, 21))
    feed(cast, without(1), date(2026, 9, 23))
    wrong = Return.objects.get(kind="deletion")
    act = at(cast.clerk, datetime(2026, 9, 23, 13, tzinfo=LONDON))
    actions.say_not_needed(act, law_return=wrong, why="Left out of the file.", expected_version=wrong.version)
    feed(cast, STAYS, date(2026, 9, 24))

    feed(cast, without(1), TODAY)

    assert [each.state for each in Return.objects.filter(kind="deletion").order_by("pk")] == ["not_needed", "owed"]
