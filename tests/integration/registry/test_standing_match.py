"""Each arrival is compared with all that is known, at once; the doubtful goes to people, and nothing is joined."""

import dataclasses
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onroll.registry import actions, queries
from onroll.registry.actions import Facts
from onroll.registry.models import Cause, Child, Merge, PairReview, ShieldReason, Sighting
from tests.cast import Cast
from tests.integration.registry.pairs import TWIN, YOUSEF, YUSUF, pair_of, sight

UPN, OTHER_UPN = "R201100018042", "R820123426001"


def between(one: Sighting, other: Sighting) -> PairReview | None:
    return queries.pair_between([one.child_id], [other.child_id])


def test_a_doubtful_arrival_is_put_before_people_and_joined_to_nobody(cast: Cast) -> None:
    known = sight(cast.clerk, YUSUF, "F-1")

    came = sight(cast.other_clerk, YOUSEF, "F-2")

    review = between(known, came)
    assert review is not None
    assert (review.cause, review.first_id, review.second_id) == (Cause.LIKENESS, known.child_id, came.child_id)
    assert (review.first_authority, review.second_authority) == (cast.exampleton, cast.exampleton)
    assert queries.one_with(came.child_id) == [came.child_id]


def test_a_sure_arrival_joins_by_upn_name_and_birth_date_and_asks_nobody(cast: Cast) -> None:
    known = sight(cast.clerk, dataclasses.replace(YUSUF, upn=UPN), "F-1")

    came = sight(cast.other_clerk, dataclasses.replace(YUSUF, upn=UPN), "F-2")

    assert came.child == known.child
    assert not PairReview.objects.exists()


def test_one_upn_on_two_children_goes_to_a_person(cast: Cast) -> None:
    known = sight(cast.clerk, dataclasses.replace(YUSUF, upn=UPN), "F-1")
    other = Facts(surname="Kowalska", forename="Maja", birth_date=date(2011, 2, 3), upn=UPN)

    came = sight(cast.other_clerk, other, "F-2")

    review = between(known, came)
    assert review is not None
    assert review.cause == Cause.UPN_DISPUTED


@pytest.mark.parametrize(
    ("twin", "is_raised"),
    [
        pytest.param({}, True, id="no number tells them apart: a person looks"),
        pytest.param({"upn": OTHER_UPN}, False, id="each with a UPN of her own: nobody is asked"),
    ],
)
def test_twins_are_never_joined_and_are_a_persons_question_only_without_two_upns(
    cast: Cast, twin: dict[str, str], is_raised: bool
) -> None:
    known = sight(cast.clerk, dataclasses.replace(YUSUF, upn=UPN), "F-1")

    came = sight(cast.other_clerk, dataclasses.replace(TWIN, **twin), "F-2")

    assert came.child != known.child
    assert (between(known, came) is not None) is is_raised


def test_two_pupils_of_one_file_are_two_children(cast: Cast) -> None:
    first, second = sight(cast.clerk, YUSUF, "F-1"), sight(cast.clerk, TWIN, "F-1")

    assert between(first, second) is None


def test_somebody_quite_other_is_no_pair(cast: Cast) -> None:
    sight(cast.clerk, YUSUF, "F-1")

    sight(cast.other_clerk, Facts(surname="Kowalska", forename="Maja", birth_date=date(2011, 2, 3)), "F-2")

    assert not PairReview.objects.exists()


names = st.sampled_from(["Hussein", "Hossain", "Placeholder", "Yusuf", "Yousef", "Daniel"])
identities = st.fixed_dictionaries(
    {
        "surname": names,
        "forename": names,
        "upn": st.sampled_from(["", UPN, OTHER_UPN]),
        "former_upn": st.sampled_from(["", UPN]),
        "birth_date": st.sampled_from([None, date(2014, 5, 17), date(2014, 5, 18)]),
        "postcode": st.sampled_from(["", "ZZ1 2DE"]),
    }
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(identities, min_size=1, max_size=4))
def test_a_shielded_child_is_in_no_pair_whatever_arrives(cast: Cast, arrivals: list[dict[str, object]]) -> None:
    """Nothing ties an old identity to a new one: no pair, no dispute, no join but under the very same facts."""
    sure = {"surname": "Hussein", "forename": "Yusuf", "birth_date": date(2014, 5, 17)}
    old = sight(cast.clerk, dataclasses.replace(YUSUF, upn=UPN, postcode="ZZ1 2DE"), "F-0").child
    if not queries.shields_by_child([old.pk], cast.officer.act().on):
        _shield(cast, old)

    came = [sight(cast.other_clerk, Facts(**each), f"F-{number}") for number, each in enumerate(arrivals, 1)]  # type: ignore[arg-type]

    assert not PairReview.objects.of_children([old.pk]).exists()
    for sighting, said in zip(came, arrivals, strict=True):
        assert sighting.disputes_id != old.pk
        assert sighting.child_id != old.pk or {name: said[name] for name in sure} == sure


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(st.sampled_from([YUSUF, YOUSEF, TWIN]), min_size=1, max_size=5))
def test_a_human_no_is_never_overturned_whatever_arrives_after_it(cast: Cast, arrivals: list[Facts]) -> None:
    first, second = sight(cast.clerk, YUSUF, "F-A"), sight(cast.other_clerk, YOUSEF, "F-B")
    review = pair_of(cast, first, second)
    actions.keep_apart(cast.officer.act(), review=review, reason="Cousins.", expected_version=review.version)

    for number, facts in enumerate(arrivals):
        sight(cast.neighbour_clerk, facts, f"F-{number}")

    review.refresh_from_db()
    assert review.state == "kept_apart"
    assert PairReview.objects.of_children([first.child_id]).of_children([second.child_id]).count() == 1
    assert not Merge.objects.exists()
    assert second.child_id not in queries.one_with(first.child_id)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_merging_and_splitting_in_any_order_gives_back_what_was_there(cast: Cast, data: st.DataObject) -> None:
    """What is one with what is always what the merges in force say, and nothing else of a record changes."""
    sightings = [sight(cast.clerk, dataclasses.replace(YUSUF, postcode=f"ZZ1 {n}DE"), f"F-{n}") for n in range(4)]
    before = list(Sighting.objects.order_by("pk").values())
    together: set[tuple[int, int]] = set()
    pairs = [(0, 1), (1, 2), (2, 3), (0, 3)]
    reviews = {(one, other): pair_of(cast, sightings[one], sightings[other]) for one, other in pairs}
    for one, other in data.draw(st.lists(st.sampled_from(pairs), max_size=6)):
        review = reviews[one, other]
        review.refresh_from_db()
        if (one, other) in together:
            actions.split_pair(cast.officer.act(), review=review, reason="Two.", expected_version=review.version)
            together.discard((one, other))
        else:
            _merge(cast, review)
            together |= {(one, other)} if _is_merged(review) else set()
        _check_known_as(sightings, together)

    assert list(Sighting.objects.order_by("pk").values()) == before


def _is_merged(review: PairReview) -> bool:
    review.refresh_from_db()
    return review.state == "merged"


def _merge(cast: Cast, review: PairReview) -> None:
    act = cast.officer.act()
    if review.state == "split":
        review = actions.look_again(act, review=review, reason="Again.", expected_version=review.version)
    try:
        actions.say_same(act, review=review, words="", expected_version=review.version)
    except actions.DecidedApart:
        return
    review.refresh_from_db()
    other = dataclasses.replace(act, actor_id=cast.administrator.person.pk)
    actions.merge_pair(other, review=review, expected_version=review.version)


def _check_known_as(sightings: list[Sighting], together: set[tuple[int, int]]) -> None:
    groups = [{number} for number in range(4)]
    for one, other in together:
        first = next(group for group in groups if one in group)
        second = next(group for group in groups if other in group)
        if first is not second:
            groups.remove(second)
            first |= second
    for group in groups:
        ids = sorted(sightings[number].child_id for number in group)
        assert queries.one_with(ids[0]) == ids
        assert {row.known_as_id for row in Child.objects.filter(pk__in=ids[1:])} <= {ids[0]}


def _shield(cast: Cast, child: Child) -> None:
    actions.shield_child(
        cast.officer.act(), child=child, reason_code=ShieldReason.ADOPTED, officer=cast.officer.person, until_on=None
    )
