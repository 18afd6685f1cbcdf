"""A school's file becomes its roll, and what it changes becomes events."""

from datetime import date

from onroll.audit.models import LedgerEntry
from onroll.registry.models import Enrolment
from onroll.rolls.models import EventKind, RollEntry, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotState
from tests.cast import Cast
from tests.integration.rolls.files import load, pupil, pupils

FIRST, SECOND, THIRD = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9)


def kinds() -> list[str]:
    return list(RollEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_first_file_makes_the_roll_and_children_of_the_registry(cast: Cast) -> None:
    outcome = load(cast.clerk, pupils(range(1, 6)), FIRST)

    assert outcome.problems == ()
    assert outcome.counts == {"joined": 5, "unchanged": 0}
    assert RollEntry.objects.filter(until_on=None, child__isnull=False).count() == 5
    assert Enrolment.objects.filter(organisation=cast.school, confirmed_at__isnull=False).count() == 5
    assert LedgerEntry.objects.filter(name="rolls.PupilJoined", details__is_taking_on=True).count() == 5


def test_each_difference_of_the_next_file_is_an_event(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 8)), FIRST)

    outcome = load(
        cast.clerk,
        [
            pupil(2),
            pupil(3, Year="7"),
            pupil(4, **{"Reg group": "6B"}),
            pupil(5, **{"Legal surname": "Newname"}),
            pupil(6, Postcode="ZZ9 9ZZ"),
            pupil(7, UPN=""),
            pupil(8, DOA="08/09/2026"),
        ],
        SECOND,
    )

    assert outcome.counts == {
        "changed_address": 1,
        "changed_name": 1,
        "changed_upn": 1,
        "joined": 1,
        "left": 1,
        "moved_form": 1,
        "moved_year": 1,
        "unchanged": 1,
    }
    left = RollEvent.objects.get(kind=EventKind.LEFT)
    assert (left.on, left.entry.until_on) == (FIRST, FIRST)
    moved = RollEvent.objects.get(kind=EventKind.MOVED_YEAR)
    assert (moved.before, moved.after) == ({"year_group": "6"}, {"year_group": "7"})
    assert Enrolment.objects.filter(until_on=FIRST).count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 6)), FIRST)

    outcome = load(cast.clerk, pupils(range(2, 7)), SECOND, dry_run=True)

    assert outcome.counts == {"joined": 1, "left": 1, "unchanged": 4}
    assert outcome.snapshot is None
    assert Snapshot.objects.count() == 1
    assert RollEntry.objects.filter(until_on=None).count() == 5


def test_a_pupil_who_is_in_the_next_file_again_was_never_gone(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 6)), FIRST)
    load(cast.clerk, pupils(range(1, 5)), SECOND)

    load(cast.clerk, pupils(range(1, 6)), THIRD)

    assert RollEntry.objects.count() == 5
    assert RollEntry.objects.filter(until_on=None).count() == 5
    assert kinds()[5:] == [EventKind.LEFT, EventKind.CAME_BACK]


def test_a_pupil_who_comes_back_with_a_later_first_day_has_two_times_on_the_roll(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 6)), FIRST)
    load(cast.clerk, pupils(range(1, 5)), SECOND)

    load(cast.clerk, [*pupils(range(1, 5)), pupil(5, DOA="09/09/2026")], THIRD)

    times = RollEntry.objects.filter(pupil_key="000005").order_by("pk")
    assert [(one.from_on, one.until_on) for one in times] == [(date(2019, 9, 1), FIRST), (THIRD, None)]
    assert len({one.child_id for one in times}) == 1


def test_a_new_system_at_the_school_makes_nobody_leave(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 6)), FIRST)

    outcome = load(cast.clerk, [pupil(number, Adno=f"N{number}") for number in range(1, 6)], SECOND)

    assert outcome.counts == {"changed_number": 5, "unchanged": 0}


def test_a_stated_last_day_counts_as_on_roll_and_ends_the_time_after_it(cast: Cast) -> None:
    rows = [*pupils(range(1, 5)), {**pupil(5), "DOL": "08/09/2026"}]
    titles = ("DOL", *pupil(1))
    from tests.integration.rolls.files import table

    load(cast.clerk, table(rows, titles=titles), FIRST)
    assert RollEntry.objects.get(pupil_key="000005").leaving_on == SECOND

    load(cast.clerk, table(rows, titles=titles), SECOND)
    assert RollEntry.objects.get(pupil_key="000005").until_on is None

    load(cast.clerk, table(rows, titles=titles), THIRD)
    assert RollEntry.objects.get(pupil_key="000005").until_on == SECOND


def test_a_file_of_less_than_half_a_roll_is_held_and_changes_nothing(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 21)), FIRST)

    outcome = load(cast.clerk, pupils(range(1, 10)), SECOND)

    assert outcome.state is SnapshotState.HELD
    assert outcome.counts["left"] == 11
    assert RollEntry.objects.filter(until_on=None).count() == 20
