"""Undoing a wrong join: the notification leaves the case, both stories say so, and nothing that was told is lost."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, queries, tables
from onroll.casework.actions.working import NoteMissing
from onroll.casework.models import Case, Notification, Outcome, Separation
from onroll.casework.stages import NotificationState
from onroll.casework.telling import Route, Told
from tests.cast import Cast, Member
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import errors, text

SignIn = Callable[[Member], Client]
MARISOL = Told(words="Not in school", forename="Marisol", surname="Qvoxcanary", birth_date=date(2015, 3, 14))
TWIN = Told(words="Seen in the park", forename="Mirabel", surname="Qvoxcanary", birth_date=date(2015, 3, 14))
REASON = "The grandmother says that they are twins"


def told(cast: Cast, what: Told, name: str) -> Notification:
    receipt = actions.receive_notification(
        reporter(name).act(), told=what, authority=cast.exampleton, route=Route.AGENCY
    )
    return receipt.notification


@pytest.fixture
def case(cast: Cast) -> Case:
    return actions.open_case(cast.officer.act(), notification=told(cast, MARISOL, "first"), expected_version=1)


@pytest.fixture
def wrong(cast: Cast, case: Case) -> Notification:
    """The twin's notification, joined to her sister's case."""
    notification = told(cast, TWIN, "second")
    actions.say_known_child(cast.officer.act(), notification=notification, of=case.reference, expected_version=1)
    return notification


def separate(member: Member, notification: Notification, **change: object) -> Case:
    given = {"reason": REASON, "expected_version": notification.version, **change}
    return actions.separate_notification(member.act(), notification=notification, **given)


def words_of(cast: Cast, case: Case) -> str:
    return " ".join(step.words for step in queries.case_story(cast.officer.act(), case))


def test_it_waits_again_about_the_child_whom_its_teller_named(cast: Cast, case: Case, wrong: Notification) -> None:
    assert wrong.child == case.child

    assert separate(cast.officer, wrong) == case

    wrong.refresh_from_db()
    assert (wrong.state, wrong.joined_case, wrong.child_said_by) == (NotificationState.NEW, None, None)
    assert wrong.child == wrong.sighting.child != case.child
    assert wrong.telling.words == TWIN.words
    listed = queries.work_list(cast.officer.act(), queries.Filters())
    assert listed.notification_count == 1
    assert not case.joined_notifications.exists()


def test_who_did_it_when_and_why_is_kept_and_in_the_ledger(cast: Cast, case: Case, wrong: Notification) -> None:
    separate(cast.officer, wrong)

    kept = Separation.objects.get()
    assert (kept.notification, kept.case, kept.separated_by, kept.reason) == (wrong, case, cast.officer.person, REASON)
    (entry,) = LedgerEntry.objects.filter(name="casework.NotificationSeparated")
    assert (entry.actor_id, entry.details["case_id"]) == (cast.officer.person.pk, case.pk)
    assert (entry.details["child_id_before"], entry.details["child_id"]) == (case.child_id, wrong.sighting.child_id)
    assert REASON not in str(entry.details)


def test_the_stories_of_both_cases_say_so(cast: Cast, case: Case, wrong: Notification) -> None:
    separate(cast.officer, wrong)
    wrong.refresh_from_db()

    hers = actions.open_case(cast.officer.act(), notification=wrong, expected_version=wrong.version)

    left = words_of(cast, case)
    assert f"Notification {wrong.reference}" in left
    assert "was taken out of this case: it was joined by mistake" in left
    assert REASON in left
    assert "told you of this child on" in left  # the join itself stays in the story
    assert f"had been joined to case {case.reference} by mistake" in words_of(cast, hers)
    assert hers.child == wrong.sighting.child


def test_joined_again_to_the_right_case_that_case_says_so(cast: Cast, case: Case, wrong: Notification) -> None:
    hers = actions.open_case(cast.officer.act(), notification=told(cast, TWIN, "third"), expected_version=1)
    separate(cast.officer, wrong)
    wrong.refresh_from_db()

    actions.say_known_child(cast.officer.act(), notification=wrong, of=hers.reference, expected_version=wrong.version)

    assert f"had been joined to case {case.reference} by mistake" in words_of(cast, hers)


def test_a_join_is_undone_after_the_case_was_closed_too(cast: Cast, case: Case, wrong: Notification) -> None:
    actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=Outcome.NOT_MISSING,
        evidence="Seen in the register",
        evidence_kind=tables.kinds_for(Outcome.NOT_MISSING)[0].code,
        expected_version=case.version,
    )

    separate(cast.officer, wrong)

    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("closed", Outcome.NOT_MISSING)
    assert REASON in words_of(cast, case)


def test_putting_papers_right_is_not_following_up(cast: Cast, case: Case, wrong: Notification) -> None:
    case.refresh_from_db()
    before = case.last_worked_at

    separate(cast.officer, wrong)

    case.refresh_from_db()
    assert case.last_worked_at == before


def test_a_stale_tab_and_a_second_time_change_nothing(cast: Cast, wrong: Notification) -> None:
    with pytest.raises(Stale):
        separate(cast.officer, wrong, expected_version=wrong.version - 1)
    separate(cast.officer, wrong)

    with pytest.raises(actions.NotJoined, match="not joined to a case"):
        separate(cast.officer, wrong)
    assert Separation.objects.count() == 1


def test_what_the_case_was_opened_from_cannot_be_taken_out(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.NotJoined):
        separate(cast.officer, case.notification)


def test_without_a_reason_nothing_is_undone(cast: Cast, wrong: Notification) -> None:
    with pytest.raises(NoteMissing):
        separate(cast.officer, wrong, reason="  ")

    wrong.refresh_from_db()
    assert wrong.joined_case is not None


def test_an_accepted_hand_over_stays_in_its_case(cast: Cast, case: Case) -> None:
    sent = actions.open_case(
        cast.neighbour_officer.act(), notification=notification_there(cast, case), expected_version=1
    )
    offer = actions.offer_case(
        cast.neighbour_officer.act(), case=sent, receiver=cast.exampleton, why="She lives there", expected_version=1
    )
    assert actions.accept_case(cast.officer.act(), hand_over=offer, expected_version=1) == case
    joined = case.joined_notifications.get()

    with pytest.raises(actions.HandOverNotSeparated, match="sender closed its own"):
        separate(cast.officer, joined)


def notification_there(cast: Cast, case: Case) -> Notification:
    """The neighbour was told of the same child."""
    there = actions.receive_notification(
        reporter("there").act(), told=MARISOL, authority=cast.testbury, route=Route.AGENCY
    ).notification
    Notification.objects.filter(pk=there.pk).update(child=case.child)
    there.refresh_from_db()
    return there


@pytest.mark.parametrize("who", ["clerk", "administrator", "auditor", "neighbour_officer"])
def test_nobody_but_the_authoritys_officer_undoes_a_join(cast: Cast, wrong: Notification, who: str) -> None:
    with pytest.raises((NotAllowed, Hidden)):
        separate(cast.members()[who], wrong)

    assert not Separation.objects.exists()


def test_the_page_asks_for_the_reason_and_both_pages_show_what_was_done(
    cast: Cast, signed_in: SignIn, case: Case, wrong: Notification
) -> None:
    client = signed_in(cast.officer)
    here = reverse("casework:notification", args=[wrong.reference])
    address = reverse("casework:separate-notification", args=[wrong.reference])
    assert address in client.get(here).content.decode()

    refused = client.post(address, {"version": wrong.version, "reason": ""})
    assert errors(refused) == ["Enter how you know that it is about another child"]
    after = client.post(address, {"version": wrong.version, "reason": REASON}, follow=True)

    assert "It was joined to case" in text(after)
    assert REASON in text(after)
    assert address not in after.content.decode()
    shown = text(client.get(reverse("casework:case", args=[case.reference])))
    assert "A wrong join undone" in shown
    assert REASON in shown


def test_what_was_known_at_a_moment_stays_so_after_a_wrong_join_and_its_undoing(cast: Cast, case: Case) -> None:
    twin = told(cast, TWIN, "second")
    before, joined, undone = (timezone.now() + timedelta(minutes=minutes) for minutes in (1, 20, 40))

    def known(at: datetime) -> dict[tuple[int, ...], int]:
        """Return how often each child had been told of, as it was known at a moment."""
        return {each.child_ids: len(each.ties) for each in queries.followed_children(["820"], known_by=at)}

    as_told = known(before)
    act = dataclasses.replace(cast.officer.act(), at=joined)
    actions.say_known_child(act, notification=twin, of=case.reference, expected_version=1)
    assert known(before) == as_told
    as_joined = known(joined)
    assert as_joined != as_told

    act = dataclasses.replace(cast.officer.act(), at=undone)
    actions.separate_notification(act, notification=twin, reason=REASON, expected_version=twin.version)

    assert (known(before), known(joined), known(undone)) == (as_told, as_joined, as_told)


def test_whom_an_officer_said_and_took_back_is_kept_with_its_moments(cast: Cast, case: Case) -> None:
    twin = told(cast, TWIN, "second")
    own = twin.child
    other = told(cast, Told(words="A third", forename="Oswin", birth_date=date(2014, 1, 1)), "third").child
    officer = cast.officer.act()
    actions.say_known_child(officer, notification=twin, of=other.reference, expected_version=1)
    actions.say_new_child(officer, notification=twin, expected_version=twin.version)

    assert [(each.child_before, each.child) for each in twin.children_said.order_by("pk")] == [
        (own, other),
        (other, own),
    ]
