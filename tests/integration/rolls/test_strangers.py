"""A school's number stands beside another child: two children never become one, and nobody leaves unnoticed."""

from datetime import date

import pytest

from onroll.registry.models import Sighting
from onroll.rolls import actions
from onroll.rolls.models import EventKind, RollEntry, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotState
from tests.cast import Cast
from tests.integration.rolls.files import TITLES, load, pupil, pupils, table

FIRST, SECOND, THIRD = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9)
LEAVERS = (*TITLES, "Leaving date")


def test_a_number_given_to_another_child_makes_one_leave_and_one_join(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 8)), FIRST)
    before = RollEntry.objects.get(pupil_key="000001")
    newcomer = pupil(30, Adno="000001", DOA="08/09/2026")

    outcome = load(cast.clerk, [newcomer, *pupils(range(2, 8))], SECOND)

    assert outcome.counts == {"joined": 1, "left": 1, "unchanged": 6}
    assert [one.code for one in outcome.problems] == ["R52"]
    gone = RollEntry.objects.get(pk=before.pk)
    here = RollEntry.objects.get(pupil_key="000001", until_on=None)
    assert (gone.surname, gone.upn, gone.until_on) == (before.surname, before.upn, FIRST)
    assert here.child_id != gone.child_id
    assert not Sighting.objects.filter(child=gone.child_id, surname=newcomer["Legal surname"]).exists()


def test_a_number_of_a_pupil_who_left_does_not_bring_that_pupil_back(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 8)), FIRST)
    load(cast.clerk, pupils(range(2, 8)), SECOND)
    newcomer = pupil(30, Adno="000001", DOA="01/09/2026")

    load(cast.clerk, [newcomer, *pupils(range(2, 8))], THIRD)

    gone, here = RollEntry.objects.filter(pupil_key="000001").order_by("pk")
    assert (gone.until_on, here.until_on) == (FIRST, None)
    assert here.child_id != gone.child_id
    assert here.events.get().kind == EventKind.JOINED


def test_two_pupils_whose_numbers_change_places_stay_themselves(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 8)), FIRST)
    children = dict(RollEntry.objects.values_list("upn", "child_id"))

    swapped = [pupil(1, Adno="000002"), pupil(2, Adno="000001")]
    outcome = load(cast.clerk, [*swapped, *pupils(range(3, 8))], SECOND)

    assert outcome.counts == {"changed_number": 2, "unchanged": 5}
    assert dict(RollEntry.objects.values_list("upn", "child_id")) == children
    assert set(RollEntry.objects.values_list("pupil_key", flat=True)) == {f"{n:06d}" for n in range(1, 8)}


def shifted(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    """Return rows in which some columns stand one row lower, the last value on top: sorted without the others."""
    last = [rows[-1], *rows[:-1]]
    return [{**row, **{name: other[name] for name in columns}} for row, other in zip(rows, last, strict=True)]


def test_a_file_whose_numbers_were_sorted_alone_is_refused(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 13)), FIRST)

    outcome = load(cast.clerk, shifted(pupils(range(1, 13)), "Adno", "UPN"), SECOND)

    assert (outcome.state, [one.code for one in outcome.problems]) == (SnapshotState.REFUSED, ["R17"])
    assert not RollEvent.objects.exclude(kind=EventKind.JOINED).exists()


def test_without_upns_a_school_that_numbers_anew_keeps_every_child(cast: Cast) -> None:
    titles = tuple(title for title in TITLES if title != "UPN")
    load(cast.clerk, table(pupils(range(1, 13)), titles=titles), FIRST)

    outcome = load(cast.clerk, table(shifted(pupils(range(1, 13)), "Adno"), titles=titles), SECOND)

    assert outcome.counts == {"changed_number": 12, "unchanged": 0}


def test_a_message_of_changes_with_a_number_of_somebody_on_roll_is_refused(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 8)), FIRST)

    outcome = load(cast.clerk, [pupil(30, Adno="000001", DOA="08/09/2026")], SECOND, is_whole=False)

    assert (outcome.state, [one.code for one in outcome.problems]) == (SnapshotState.REFUSED, ["R30"])
    assert RollEntry.objects.count() == 7


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_file_in_which_everybody_has_a_last_day_waits_for_a_person(cast: Cast, is_whole: bool) -> None:
    load(cast.clerk, pupils(range(1, 30)), FIRST)
    rows = pupils(range(1, 30), **{"Leaving date": "07/09/2026"})

    outcome = load(cast.clerk, table(rows, titles=LEAVERS), SECOND, is_whole=is_whole)

    assert outcome.state is SnapshotState.HELD
    assert RollEntry.objects.filter(until_on=None).count() == 29


def test_a_file_of_as_many_others_waits_for_a_person(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 13)), FIRST)

    outcome = load(cast.clerk, pupils(range(101, 113), DOA="08/09/2026"), SECOND)

    assert outcome.state is SnapshotState.HELD
    assert RollEntry.objects.count() == 12


def test_a_held_file_that_can_no_longer_be_read_is_not_taken_as_if_it_changed_nothing(cast: Cast) -> None:
    load(cast.clerk, pupils(range(1, 13)), FIRST)
    titles = tuple("Family" if title == "Legal surname" else title for title in TITLES)
    columns = {"Adno": "pupil_key", "Family": "surname", "Legal forename": "forename", "DOB": "born_on"}
    actions.remember_columns(cast.clerk.act(), school=cast.school, fields=columns)
    rows = [{**row, "Family": row["Legal surname"]} for row in pupils(range(1, 4))]
    held = load(cast.clerk, table(rows, titles=titles), SECOND).snapshot
    columns = {"Adno": "pupil_key", "Family": "-", "Surname": "surname", "Legal forename": "forename"}
    actions.remember_columns(cast.clerk.act(), school=cast.school, fields=columns)

    with pytest.raises(actions.FileNotReadable):
        actions.release_snapshot(cast.clerk.act(), snapshot=held, why="They moved.", expected_version=held.version)

    held.refresh_from_db()
    assert held.state == SnapshotState.HELD
    assert Snapshot.objects.filter(state=SnapshotState.TAKEN).count() == 1
