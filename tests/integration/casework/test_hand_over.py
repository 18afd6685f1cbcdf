"""Handing a case over to another authority: offered, accepted, declined, withdrawn, timed out; and who is told what."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Refusal, Stale
from onroll.casework import actions, queries
from onroll.casework.border_states import HandOverState
from onroll.casework.models import Case, DeclineReason, HandOver, Notification, Outcome
from onroll.casework.stages import Stage
from onroll.registry import actions as registry_actions
from onroll.registry.models import ShieldReason, Sighting
from onroll.rules import borders
from tests.cast import Cast, Member, make_authority, make_cast, make_member
from tests.integration.casework import world


def offer(cast: Cast, case: Case | None = None, why: str = "An aunt in Testbury says so.") -> HandOver:
    case = case or world.opened_case(cast)
    return actions.offer_case(
        cast.officer.act(), case=case, receiver=cast.testbury, why=why, expected_version=case.version
    )


def accept(cast: Cast, hand_over: HandOver) -> Case:
    return actions.accept_case(cast.neighbour_officer.act(), hand_over=hand_over, expected_version=hand_over.version)


def decline(cast: Cast, hand_over: HandOver) -> HandOver:
    return actions.decline_case(
        cast.neighbour_officer.act(),
        hand_over=hand_over,
        reason_code=DeclineReason.NOT_HERE,
        reason="The aunt lives in Mockham.",
        expected_version=hand_over.version,
    )


def withdraw(cast: Cast, hand_over: HandOver) -> HandOver:
    return actions.withdraw_offer(
        cast.officer.act(), hand_over=hand_over, reason="Found at home.", expected_version=hand_over.version
    )


def tick_after(hand_over: HandOver, days: int) -> actions.TimedOut:
    at = hand_over.offered_at + timedelta(days=days)
    return actions.time_out_hand_overs(by_the_system(at=at, purpose="test"))


def stories(case: Case) -> list[str]:
    return [event.words for event in case.events.filter(kind="hand_over")]


def test_an_accepted_case_is_the_other_authoritys_and_closed_here_with_the_evidence(cast: Cast) -> None:
    hand_over = offer(cast)

    taken = accept(cast, hand_over)

    sent = Case.objects.get(pk=hand_over.case_id)
    assert (sent.stage, sent.outcome) == (Stage.CLOSED, Outcome.OTHER_AUTHORITY)
    assert sent.evidence.startswith("Testbury accepted the case on")
    assert (taken.authority, taken.child_id, taken.stage) == (cast.testbury, sent.child_id, Stage.CHECK)
    assert taken.responsible == cast.neighbour_officer.person
    assert taken.last_in_education_on == sent.last_in_education_on
    assert any("An aunt in Testbury says so." in words for words in stories(taken))
    assert hand_over.state == HandOverState.ACCEPTED


def test_the_receiver_gets_the_story_it_may_have_and_none_of_the_notes(cast: Cast) -> None:
    case = world.opened_case(cast)
    actions.add_note(cast.officer.act(), case=case, words="A worry that stays here")

    taken = accept(cast, offer(cast, case))

    told = queries.case_story(cast.neighbour_officer.act(), taken)
    assert not any("A worry that stays here" in step.words for step in told)
    with pytest.raises(Hidden):
        queries.case(cast.neighbour_officer.act(), case.reference)


def test_a_sealed_address_is_not_handed_over(cast: Cast) -> None:
    case = world.opened_case(cast)
    Sighting.objects.filter(pk=case.notification.sighting_id).update(is_address_sealed=True)
    case = Case.objects.get(pk=case.pk)

    taken = accept(cast, offer(cast, case))

    assert (taken.notification.sighting.address, taken.notification.sighting.postcode) == ("", "")
    assert taken.notification.sighting.surname == world.CANARY_SURNAME


def test_where_the_receiver_works_on_the_child_already_the_offer_joins_that_case(cast: Cast) -> None:
    hand_over = offer(cast)
    theirs = _own_case_of(cast, hand_over.case)

    assert accept(cast, hand_over) == theirs
    assert Notification.objects.get(joined_case=theirs).source == "hand_over"


def _own_case_of(cast: Cast, case: Case) -> Case:
    act = cast.neighbour_officer.act()
    told = Notification.objects.create(
        reference="N-OWN", authority=cast.testbury, source="referral", child=case.child,
        sighting=case.notification.sighting, notified_on=act.on, received_at=act.at,
    )  # fmt: skip
    return actions.open_case(act, notification=told, expected_version=1)


def test_the_sender_is_told_how_the_other_case_ended_and_sees_nothing_else_of_it(cast: Cast) -> None:
    hand_over = offer(cast)
    taken = accept(cast, hand_over)
    actions.close_case(
        cast.neighbour_officer.act(), case=taken, outcome=Outcome.NOT_MISSING, evidence_kind="REGISTER_ENTRY",
        evidence="Seen in class by us", expected_version=taken.version,
    )  # fmt: skip

    assert stories(hand_over.case)[-1] == "Testbury closed its case: Was never missing education."
    with pytest.raises(Hidden):
        queries.case(cast.officer.act(), taken.reference)


def test_a_declined_case_stays_and_the_reason_is_told(cast: Cast) -> None:
    hand_over = decline(cast, offer(cast))

    assert Case.objects.get(pk=hand_over.case_id).stage != Stage.CLOSED
    expected = "Testbury declined: The child does not live in our area. The aunt lives in Mockham."
    assert stories(hand_over.case)[-1] == expected


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_case_is_not_declined_without_a_reason(cast: Cast, reason: str) -> None:
    hand_over = offer(cast)

    with pytest.raises(actions.NoteMissing):
        actions.decline_case(
            cast.neighbour_officer.act(), hand_over=hand_over, reason_code=DeclineReason.OTHER,
            reason=reason, expected_version=1,
        )  # fmt: skip


def test_a_case_can_be_offered_again_once_it_was_declined_or_withdrawn(cast: Cast) -> None:
    case = world.opened_case(cast)
    decline(cast, offer(cast, case))
    case.refresh_from_db()
    withdraw(cast, offer(cast, case))
    case.refresh_from_db()

    assert offer(cast, case).state == HandOverState.OFFERED


def test_one_request_at_a_time_is_pending_for_a_case(cast: Cast) -> None:
    hand_over = offer(cast)
    case = Case.objects.get(pk=hand_over.case_id)

    with pytest.raises(actions.AlreadyOffered, match=rf"already offered to Testbury .{hand_over.reference}"):
        offer(cast, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            reference="H-TWO", case=case, sender=cast.exampleton, receiver=cast.testbury, why="x",
            offered_by=cast.officer.person, offered_at=hand_over.offered_at, due_on=hand_over.due_on,
        )  # fmt: skip


def test_a_double_send_of_one_page_offers_once_and_says_so(cast: Cast) -> None:
    case = world.opened_case(cast)
    seen_in_another_tab = Case.objects.get(pk=case.pk)
    offer(cast, case)

    with pytest.raises(actions.AlreadyOffered):
        offer(cast, seen_in_another_tab)

    assert HandOver.objects.count() == 1


def test_a_stale_tab_offers_nothing(cast: Cast) -> None:
    case = world.opened_case(cast)
    seen_earlier = Case.objects.get(pk=case.pk)
    actions.move_stage(cast.officer.act(), case=case, stage=Stage.LOCATE, note="x", expected_version=1)

    with pytest.raises(Stale):
        offer(cast, seen_earlier)


def test_the_loser_between_accepting_and_withdrawing_is_told_who_was_first(cast: Cast) -> None:
    withdrawn = offer(cast)
    seen_by_them = HandOver.objects.get(pk=withdrawn.pk)
    withdraw(cast, withdrawn)

    with pytest.raises(actions.HandOverIsOver, match=r"Exampleton withdrew this offer on .* Nothing"):
        accept(cast, seen_by_them)

    accepted = offer(cast)
    seen_by_us = HandOver.objects.get(pk=accepted.pk)
    accept(cast, accepted)
    with pytest.raises(actions.HandOverIsOver, match="Testbury accepted this case on"):
        withdraw(cast, seen_by_us)


def test_closing_the_case_takes_its_offer_back(cast: Cast) -> None:
    hand_over = offer(cast)
    case = Case.objects.get(pk=hand_over.case_id)
    actions.close_case(
        cast.officer.act(), case=case, outcome=Outcome.NOT_MISSING, evidence="Seen in class",
        evidence_kind="REGISTER_ENTRY",
        expected_version=case.version,
    )  # fmt: skip

    hand_over.refresh_from_db()
    assert (hand_over.state, hand_over.reason) == (HandOverState.WITHDRAWN, "The case was closed.")
    with pytest.raises(actions.HandOverIsOver, match="Exampleton withdrew"):
        accept(cast, hand_over)


def test_an_offer_nobody_answers_is_escalated_once_and_lapses_in_the_end(cast: Cast) -> None:
    hand_over = offer(cast)
    in_time = (hand_over.due_on - hand_over.offered_at.date()).days

    assert tick_after(hand_over, in_time) == actions.TimedOut(escalated=0, lapsed=0)
    assert tick_after(hand_over, in_time + 1) == actions.TimedOut(escalated=1, lapsed=0)
    assert tick_after(hand_over, in_time + 1) == actions.TimedOut(escalated=0, lapsed=0)
    hand_over.refresh_from_db()
    assert hand_over.state == HandOverState.ESCALATED
    assert "Testbury did not answer in time." in stories(hand_over.case)[-1]

    assert tick_after(hand_over, 60) == actions.TimedOut(escalated=0, lapsed=1)
    hand_over.refresh_from_db()
    assert hand_over.state == HandOverState.LAPSED
    with pytest.raises(actions.HandOverIsOver, match="lapsed"):
        accept(cast, hand_over)


def test_an_answer_begun_before_the_escalation_still_counts(cast: Cast) -> None:
    hand_over = offer(cast)
    on_her_screen = HandOver.objects.get(pk=hand_over.pk)
    tick_after(hand_over, 30)

    assert accept(cast, on_her_screen).authority == cast.testbury


def test_the_days_for_an_answer_are_a_setting_marked_as_proposed(cast: Cast) -> None:
    hand_over = offer(cast)

    assert hand_over.due_on == borders.hand_over_due(cast.officer.act().on)
    assert borders.HAND_OVER_WORKING_DAYS[0].mark == "P"


def test_a_case_is_offered_only_to_another_authority(cast: Cast) -> None:
    case = world.opened_case(cast)
    for wrong in (cast.exampleton, cast.neighbour_school):
        with pytest.raises(actions.NotToThisAuthority):
            actions.offer_case(cast.officer.act(), case=case, receiver=wrong, why="x", expected_version=1)


def test_a_shielded_child_is_not_handed_over_and_the_words_do_not_say_why(cast: Cast) -> None:
    case = world.opened_case(cast)
    _shield(cast, case)

    with pytest.raises(actions.NotHandedOverHere) as refused:
        offer(cast, case)

    assert "shield" not in refused.value.words


def test_an_offer_is_out_of_the_others_sight_once_the_child_is_shielded(cast: Cast) -> None:
    hand_over = offer(cast)
    _shield(cast, hand_over.case)

    with pytest.raises(Hidden):
        queries.borders.hand_over(cast.neighbour_officer.act(), hand_over.reference)
    assert queries.borders.hand_over(cast.officer.act(), hand_over.reference) == hand_over


def _shield(cast: Cast, case: Case) -> None:
    registry_actions.shield_child(
        cast.officer.act(), child=case.child, reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person, until_on=None,
    )  # fmt: skip


CHANGES: dict[str, Callable[[Member, HandOver], object]] = {
    "accept": lambda who, hand_over: actions.accept_case(who.act(), hand_over=hand_over, expected_version=1),
    "decline": lambda who, hand_over: actions.decline_case(
        who.act(), hand_over=hand_over, reason_code=DeclineReason.OTHER, reason="x", expected_version=1
    ),
    "withdraw": lambda who, hand_over: actions.withdraw_offer(
        who.act(), hand_over=hand_over, reason="x", expected_version=1
    ),
}
WHO_MAY = {"accept": "neighbour_officer", "decline": "neighbour_officer", "withdraw": "officer"}


@pytest.mark.parametrize("name", CHANGES)
def test_each_side_may_do_its_own_part_and_nobody_else_any(cast: Cast, name: str) -> None:
    hand_over = offer(cast)
    third = make_member("thirdofficer", make_authority("Mockham", "999"), cast.officer.membership.role)

    for who, member in {**cast.members(), "third": third}.items():
        if who != WHO_MAY[name]:
            with pytest.raises((Hidden, NotAllowed)):
                CHANGES[name](member, hand_over)
            assert queries.borders.border_work(third.act()).offered_to_us == ()
    entries = LedgerEntry.objects.count()
    CHANGES[name](cast.members()[WHO_MAY[name]], hand_over)
    assert LedgerEntry.objects.count() > entries


def test_only_the_clock_times_offers_out(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.time_out_hand_overs(cast.officer.act())


RACES = {
    "accept against withdraw": ("accept", "withdraw"),
    "accept against decline": ("accept", "decline"),
    "two tabs accept": ("accept", "accept"),
    "withdraw against the clock": ("withdraw", "lapse"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pair", RACES.values(), ids=RACES)
def test_of_two_answers_at_the_same_moment_one_wins_and_the_other_is_told(pair: tuple[str, str]) -> None:
    cast = make_cast()
    hand_over = offer(cast)
    if "lapse" in pair:
        tick_after(hand_over, 30)
    doing = {
        "accept": lambda row: accept(cast, row),
        "decline": lambda row: decline(cast, row),
        "withdraw": lambda row: withdraw(cast, row),
        "lapse": lambda row: tick_after(row, 90).lapsed,
    }
    won = _race(hand_over, [doing[name] for name in pair])

    hand_over.refresh_from_db()
    assert hand_over.ended_at is not None
    assert won in (["hand_over_is_over", "won"], ["lost quietly", "won"])
    still_open = Case.objects.filter(child_id=hand_over.case.child_id).exclude(stage=Stage.CLOSED)
    assert still_open.count() == 1  # exactly one authority is responsible, whoever won


@pytest.mark.django_db(transaction=True)
def test_of_two_offers_at_the_same_moment_one_stands() -> None:
    cast = make_cast()
    case = world.opened_case(cast)

    won = _race(case, [lambda row: offer(cast, row)] * 2)

    assert won == ["hand_over_already_offered", "won"]
    assert HandOver.objects.count() == 1


def _race(row: Case | HandOver, doing: list[Callable[[object], object]]) -> list[str]:
    """Do both at once, each in its own connection; return how each went."""
    start, outcomes = threading.Barrier(len(doing)), []

    def run(act: Callable[[object], object]) -> None:
        mine = type(row).objects.get(pk=row.pk)
        start.wait()
        try:
            outcomes.append("lost quietly" if act(mine) == 0 else "won")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[each]) for each in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_the_pages_lead_from_the_case_to_the_offer_and_back(cast: Cast, signed_in) -> None:
    case = world.opened_case(cast)
    officer, neighbour = signed_in(cast.officer), signed_in(cast.neighbour_officer)
    page = officer.get(reverse("casework:case", args=[case.reference])).content.decode()
    assert reverse("casework:offer-case", args=[case.reference]) in page

    given = {"version": case.version, "receiver": cast.testbury.pk, "why": "An aunt says so."}
    officer.post(reverse("casework:offer-case", args=[case.reference]), given)
    hand_over = HandOver.objects.get()
    shown = neighbour.get(reverse("casework:hand-over", args=[hand_over.reference])).content.decode()
    assert world.CANARY_SURNAME in shown
    assert LedgerEntry.objects.filter(name="casework.HandOverRead").count() == 1
    answered = neighbour.post(reverse("casework:accept-case", args=[hand_over.reference]), {"version": 1}, follow=True)
    assert "you are responsible for it" in answered.content.decode()
    assert "Work with other authorities" not in answered.content.decode()
    listed = officer.get(reverse("casework:border-work")).content.decode()
    assert "Hand-overs that ended" in listed
    assert world.CANARY_SURNAME not in listed


def test_the_loser_reads_on_the_page_what_happened(cast: Cast, signed_in) -> None:
    hand_over = offer(cast)
    neighbour = signed_in(cast.neighbour_officer)
    withdraw(cast, hand_over)

    answer = neighbour.post(reverse("casework:accept-case", args=[hand_over.reference]), {"version": 1})

    assert "Exampleton withdrew this offer on" in answer.content.decode()


def test_no_name_stands_in_the_ledger(cast: Cast) -> None:
    accept(cast, offer(cast))

    told = str(list(LedgerEntry.objects.values_list("details", "purpose")))
    assert world.CANARY_SURNAME not in told
