"""Two records that may be one child: two people make them one, one keeps them apart, and nothing does it by itself."""

import dataclasses
from datetime import timedelta

import pytest

from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry import actions, permissions, queries
from onroll.registry.models import Cause, Child, Merge, PairReview, ShieldReason
from onroll.registry.review_states import ReviewMoveNotAllowed, ReviewState
from tests.cast import Cast, Member
from tests.integration.registry.pairs import TWIN, YOUSEF, YUSUF, pair, pair_of, second_officer, sight


def agreed(cast: Cast, review: PairReview) -> PairReview:
    return actions.say_same(cast.officer.act(), review=review, words="Same address.", expected_version=review.version)


def merged(cast: Cast, review: PairReview, by: Member | None = None) -> PairReview:
    review = agreed(cast, review)
    act = (by or second_officer(cast)).act()
    actions.merge_pair(act, review=review, expected_version=review.version)
    review.refresh_from_db()
    return review


def test_a_merge_needs_a_second_person(cast: Cast) -> None:
    review = agreed(cast, pair(cast))

    with pytest.raises(actions.SecondPersonNeeded):
        actions.merge_pair(cast.officer.act(), review=review, expected_version=review.version)

    assert queries.one_with(review.first_id) == [review.first_id]
    assert not Merge.objects.exists()


def test_two_people_make_two_records_one_child_and_move_nothing(cast: Cast) -> None:
    review = merged(cast, pair(cast))

    assert review.state == ReviewState.MERGED
    assert queries.one_with(review.second_id) == [review.first_id, review.second_id]
    assert Child.objects.get(pk=review.second_id).known_as_id == review.first_id
    assert [row.child_id for row in (review.first_sighting, review.second_sighting)] == [
        review.first_id,
        review.second_id,
    ]
    entry = LedgerEntry.objects.get(name="registry.ChildrenMerged")
    assert entry.details["decided_first_id"] != entry.details["decided_second_id"]


def test_a_split_gives_back_exactly_what_was_there_and_keeps_the_history(cast: Cast) -> None:
    review = merged(cast, pair(cast))
    during = Merge.objects.get().from_at
    officer = dataclasses.replace(cast.officer.act(), at=during + timedelta(days=1))

    actions.split_pair(officer, review=review, reason="Two boys, I met both.", expected_version=review.version)

    assert queries.one_with(review.first_id) == [review.first_id]
    assert queries.one_with(review.second_id) == [review.second_id]
    assert not Child.objects.filter(known_as__isnull=False).exists()
    assert queries.records_then(review.first_id, during) == [review.first_id, review.second_id]
    assert queries.records_then(review.first_id, officer.at) == [review.first_id]
    assert [step.state for step in review.steps.all()] == ["waiting", "agreed_once", "merged", "split"]


def test_a_no_by_one_person_with_a_reason_is_kept_whatever_comes_later(cast: Cast) -> None:
    review = pair(cast)
    with pytest.raises(actions.ReasonMissing):
        actions.keep_apart(cast.officer.act(), review=review, reason=" ", expected_version=review.version)

    actions.keep_apart(cast.officer.act(), review=review, reason="Cousins.", expected_version=review.version)

    again = sight(cast.clerk, YOUSEF, "F-9")
    raised = actions.raise_pair(
        cast.clerk.act(), first=review.first_sighting, second=review.second_sighting, cause=Cause.LIKENESS, score=0.99
    )
    assert raised is None
    assert again.child_id not in {review.first_id, review.second_id}
    review.refresh_from_db()
    assert review.state == ReviewState.KEPT_APART


def test_a_no_cannot_be_got_round_by_way_of_a_third_record(cast: Cast) -> None:
    """Yusuf and Bilal are kept apart; nobody can make both the same as a third record."""
    apart = pair(cast, YUSUF, TWIN)
    actions.keep_apart(cast.officer.act(), review=apart, reason="Twins.", expected_version=apart.version)
    third = sight(cast.other_clerk, YOUSEF, "F-3")
    merged(cast, pair_of(cast, apart.first_sighting, third))
    round_about = PairReview.objects.of_children([third.child_id]).of_children([apart.second_id]).first()

    if round_about is None:  # no score brings it up: the no holds for every record of the two
        raised = actions.raise_pair(
            cast.clerk.act(), first=third, second=apart.second_sighting, cause=Cause.LIKENESS, score=0.9
        )
        assert raised is None
    else:
        with pytest.raises(actions.DecidedApart):
            agreed(cast, round_about)


def test_the_first_signer_may_take_it_back_and_a_question_sets_it_aside(cast: Cast) -> None:
    review = agreed(cast, pair(cast))
    act = cast.officer.act()

    review = actions.look_again(act, review=review, reason="I mixed up two files.", expected_version=review.version)
    assert (review.state, review.agreed_by) == ("waiting", None)
    review = actions.set_aside(act, review=review, question="Which school?", expected_version=review.version)

    assert review.state == ReviewState.SET_ASIDE
    assert review in queries.waiting_pairs(act)


def test_what_was_decided_meanwhile_is_not_overwritten(cast: Cast) -> None:
    review = pair(cast)
    seen = review.version
    actions.keep_apart(cast.officer.act(), review=review, reason="Cousins.", expected_version=seen)

    with pytest.raises(ReviewMoveNotAllowed):
        actions.say_same(cast.officer.act(), review=review, words="", expected_version=seen)
    with pytest.raises(Stale):
        actions.look_again(cast.officer.act(), review=review, reason="New papers.", expected_version=seen)


def test_between_two_authorities_the_other_ones_officer_signs_second(cast: Cast) -> None:
    review = agreed(cast, pair(cast, then_by=cast.neighbour_clerk))

    with pytest.raises(actions.SecondPersonNeeded):
        actions.merge_pair(second_officer(cast).act(), review=review, expected_version=review.version)
    actions.merge_pair(cast.neighbour_officer.act(), review=review, expected_version=review.version)

    assert queries.one_with(review.first_id) == [review.first_id, review.second_id]


def test_who_may_know_of_a_pair_and_review_it(cast: Cast) -> None:
    review = pair(cast)
    seen = {name for name, member in cast.members().items() if _sees(member, review)}
    may = {name for name, member in cast.members().items() if permissions.may_review(member.act())}

    assert seen == {"officer"}
    assert may == {"officer", "neighbour_officer", "administrator"}
    with pytest.raises(Hidden):
        actions.keep_apart(cast.neighbour_officer.act(), review=review, reason="No.", expected_version=1)
    with pytest.raises(NotAllowed):
        actions.keep_apart(cast.clerk.act(), review=review, reason="No.", expected_version=1)


def _sees(member: Member, review: PairReview) -> bool:
    return PairReview.objects.visible_to(member.act()).filter(pk=review.pk).exists()


def test_what_nobody_answers_is_told_of_escalated_and_never_decided(cast: Cast) -> None:
    review = pair(cast)

    def tick(days: int) -> actions.Reminded:
        return actions.remind_unanswered(by_the_system(at=review.raised_at + timedelta(days=days), purpose="tick"))

    told = [tick(days) for days in (4, 5, 5, 10, 400, 4000)]

    assert [(each.reminded, each.escalated) for each in told] == [(0, 0), (1, 0), (0, 0), (0, 1), (0, 0), (0, 0)]
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING
    assert _sees(cast.administrator, review)
    assert not Merge.objects.exists()
    with pytest.raises(NotAllowed):
        actions.remind_unanswered(cast.officer.act())


def test_the_queue_is_ordered_by_escalation_then_by_what_an_answer_is_worth_then_by_age(cast: Cast) -> None:
    reviews = [pair(cast, dataclasses.replace(YUSUF, postcode=f"ZZ1 {n}DE"), YOUSEF) for n in (2, 3, 4)]
    for review, score in zip(reviews, (0.2, 0.4, 0.3), strict=True):
        PairReview.objects.filter(pk=review.pk).update(score=score, expected=score)
    actions.set_worth(cast.clerk.act(), pair_id=reviews[0].pk, at_least=10)
    actions.set_worth(cast.clerk.act(), pair_id=reviews[0].pk, at_least=2)
    PairReview.objects.filter(pk=reviews[2].pk).update(escalated_at=cast.clerk.act().at)

    waiting = [each for each in queries.waiting_pairs(cast.officer.act()) if each in reviews]

    assert waiting == [reviews[2], reviews[0], reviews[1]]


def test_a_shielded_child_is_in_no_pair(cast: Cast) -> None:
    review = pair(cast)
    _shield(cast, review.first)

    assert not _sees(cast.officer, review)
    with pytest.raises(Hidden):
        agreed(cast, review)
    later = sight(cast.other_clerk, YOUSEF, "F-7")
    assert not PairReview.objects.of_children([later.child_id]).of_children([review.first_id]).exists()


def test_a_shield_covers_every_record_of_a_child_and_ends_for_all(cast: Cast) -> None:
    review = merged(cast, pair(cast))

    shield = _shield(cast, review.second)

    on = cast.officer.act().on
    assert {row["child_id"] for row in queries.shielded_children(on)} == {review.first_id, review.second_id}
    actions.end_shield(cast.officer.act(), shield=shield, why="The danger is over")
    assert not queries.shielded_children(on).exists()


def _shield(cast: Cast, child: Child):
    return actions.shield_child(
        cast.officer.act(),
        child=child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )
