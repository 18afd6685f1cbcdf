"""A pupil who left comes back as a new row: the same child where that is sure, else a question for a person."""

from datetime import date, timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from onroll.registry.models import Child, Enrolment, PairReview, Sighting
from onroll.rolls import actions
from onroll.rolls.models import EventKind, RollEntry
from tests.cast import Cast
from tests.integration.rolls.files import TITLES, load, pupil, pupils, table
from tests.integration.rolls.test_any_sequence import undone

FIRST, SECOND, THIRD = date(2026, 9, 7), date(2026, 9, 8), date(2026, 10, 5)
OTHERS = pupils(range(2, 8))
NO_UPN = {"UPN": ""}
BACK = {"DOA": "05/10/2026"}


def gone_and_back(cast: Cast, first: dict[str, str], later: dict[str, str]) -> tuple[RollEntry, RollEntry]:
    """A pupil is on the first file, not on the second, and a row that may be the same is on the third."""
    load(cast.clerk, [first, *OTHERS], FIRST)
    load(cast.clerk, OTHERS, SECOND)
    outcome = load(cast.clerk, [later, *OTHERS], THIRD)
    assert outcome.errors == ()
    gone, here = RollEntry.objects.exclude(pupil_key__in=[one["Adno"] for one in OTHERS]).order_by("pk")
    assert (gone.until_on, here.until_on) == (FIRST, None)
    return gone, here


def test_a_pupil_without_upn_who_comes_back_under_the_schools_number_is_the_same_child(cast: Cast) -> None:
    gone, here = gone_and_back(cast, pupil(1, **NO_UPN), pupil(1, **NO_UPN, **BACK, Postcode="ZZ9 9ZZ"))

    assert here.child_id == gone.child_id
    assert here.events.get().kind == EventKind.CAME_BACK
    assert Enrolment.objects.filter(child_id=gone.child_id, until_on=None, from_on=THIRD).exists()
    assert Sighting.objects.filter(child_id=gone.child_id).order_by("-pk")[0].postcode == "ZZ9 9ZZ"
    assert not PairReview.objects.exists()
    assert Child.objects.count() == 7


def test_a_pupil_whose_upn_is_lost_from_the_file_comes_back_as_the_same_child(cast: Cast) -> None:
    numberless = {"Adno": ""}
    gone, here = gone_and_back(cast, pupil(1, **numberless), pupil(1, **numberless, **NO_UPN, **BACK))

    assert (gone.upn != "", here.upn, here.child_id) == (True, "", gone.child_id)
    assert not PairReview.objects.exists()


def test_a_pupil_who_was_never_gone_keeps_her_time_on_the_roll_though_her_number_is_lost(cast: Cast) -> None:
    load(cast.clerk, [pupil(1, Adno=""), *OTHERS], FIRST)
    load(cast.clerk, OTHERS, SECOND)
    load(cast.clerk, [pupil(1, Adno="", UPN=""), *OTHERS], THIRD)

    here = RollEntry.objects.get(forename="Bo", until_on=None, surname="MadeupBa")
    assert [event.kind for event in here.events.order_by("pk")][-1] != EventKind.JOINED
    assert here.events.filter(kind=EventKind.CAME_BACK).exists()
    assert RollEntry.objects.count() == 7


def test_a_new_number_of_the_school_is_a_question_with_both_rows_beside_each_other(cast: Cast) -> None:
    load(cast.clerk, [pupil(1, **NO_UPN), *OTHERS], FIRST)
    load(cast.clerk, OTHERS, SECOND)
    outcome = load(cast.clerk, [pupil(1, **NO_UPN, **BACK, Adno="000099"), *OTHERS], THIRD)

    assert [(one.code, one.row, one.is_error) for one in outcome.problems] == [("R54", 2, False)]
    gone, here = RollEntry.objects.get(pupil_key="000001"), RollEntry.objects.get(pupil_key="000099")
    assert here.child_id != gone.child_id
    review = PairReview.objects.get()
    assert {review.first_id, review.second_id} == {gone.child_id, here.child_id}
    assert {review.first_sighting.child_id, review.second_sighting.child_id} == {gone.child_id, here.child_id}


def test_a_twin_of_a_pupil_who_left_is_another_child(cast: Cast) -> None:
    gone, here = gone_and_back(
        cast, pupil(1, **NO_UPN), pupil(1, **NO_UPN, **BACK, Adno="", **{"Legal forename": "Tam"})
    )

    assert here.child_id != gone.child_id
    assert here.events.get().kind == EventKind.JOINED


def test_on_a_page_a_pupil_who_comes_back_without_a_upn_is_the_same_child(cast: Cast) -> None:
    values = {"surname": "Quillon", "forename": "Zelphine", "born_on": "2015-03-14", "sex": "F", "status": "main"}
    act = cast.clerk.act()
    first = actions.add_pupil(act, school=cast.school, values={**values, "from_on": "2025-09-01"})
    version = RollEntry.objects.get(pk=first.pk).version
    actions.say_left(act, entry=first, last_on=date(2026, 3, 2), destination="", expected_version=version)
    again = actions.add_pupil(act, school=cast.school, values={**values, "from_on": "2026-09-01"})

    assert again.pk != first.pk
    assert RollEntry.objects.get(pk=again.pk).child_id == RollEntry.objects.get(pk=first.pk).child_id


names = st.tuples(st.sampled_from(["Pip", "Pat", "P"]), st.sampled_from(["", "Ann", "Bea"]), st.sampled_from("FM"))
days = st.lists(st.sets(st.sampled_from([0, 1]), max_size=2), min_size=2, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(twins=st.lists(names, min_size=2, max_size=2, unique=True), days=days, has_numbers=st.booleans())
def test_two_twins_are_never_joined_however_they_come_and_go(
    cast: Cast, twins: list[tuple[str, str, str]], days: list[set[int]], has_numbers: bool
) -> None:
    """Of one surname, birth date and home; something that is said of both tells them apart."""
    is_told_apart = twins[0][0] != twins[1][0] or twins[0][2] != twins[1][2] or (twins[0][1] and twins[1][1])
    if not (is_told_apart or has_numbers):
        return

    def row(which: int) -> dict[str, str]:
        forename, middle, sex = twins[which]
        own = {"Adno": f"00010{which}" if has_numbers else "", "UPN": "", "Middle names": middle, "Gender": sex}
        return pupil(1, **own, **{"Legal surname": "Alike", "Legal forename": forename})

    with undone():
        for number, present in enumerate(days):
            rows = [*(row(which) for which in sorted(present)), *OTHERS]
            content = table(rows, titles=(*TITLES, "Middle names"))
            load(cast.clerk, content, FIRST + timedelta(days=number))
        children: list[set[int | None]] = [set(), set()]
        for entry in RollEntry.objects.filter(surname="Alike"):
            said = (entry.forename, entry.middle_names, entry.sex)
            children[twins.index(said)].add(entry.child_id)

    assert not children[0] & children[1]
