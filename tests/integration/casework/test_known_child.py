"""Existing child? Likely records are offered with reasons; several notifications of one child make one case."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, queries
from onroll.casework.models import Case, Notification
from onroll.casework.stages import NotificationState, StageMoveNotAllowed
from onroll.casework.telling import Route, Told
from tests.cast import Cast, Member
from tests.integration.casework.tellers import reporter

SignIn = Callable[[Member], Client]
MARISOL = Told(words="Not in school", forename="Marisol", surname="Qvoxcanary", birth_date=date(2015, 3, 14))
SAME = Told(words="Seen again", forename="Marisol", surname="Qvoxcanari", birth_date=date(2015, 3, 14))


def tell(cast: Cast, told: Told, name: str = "teller", authority=None) -> Notification:
    member = reporter(name)
    authority = authority or cast.exampleton
    return actions.receive_notification(member.act(), told=told, authority=authority, route=Route.AGENCY).notification


def test_a_child_of_an_open_case_is_offered_with_reasons(cast: Cast, signed_in: SignIn) -> None:
    act = cast.officer.act()
    case = actions.open_case(act, notification=tell(cast, MARISOL), expected_version=1)
    again = tell(cast, SAME, "other")

    [likely] = queries.likely_children(act, again)

    assert likely.cases == (case,)
    assert likely.reasons
    page = signed_in(cast.officer).get(f"/cases/notifications/{again.reference}/").content.decode()
    assert "Is it a child you know already?" in page
    assert case.reference in page


def test_the_notification_itself_is_not_offered(cast: Cast) -> None:
    assert queries.likely_children(cast.officer.act(), tell(cast, MARISOL)) == ()


def test_another_authoritys_child_is_offered_to_nobody_here(cast: Cast) -> None:
    tell(cast, MARISOL, authority=cast.testbury)
    here = tell(cast, SAME, "other")

    assert queries.likely_children(cast.officer.act(), here) == ()


def test_nobody_is_offered_where_nothing_is_known_to_look_by(cast: Cast, signed_in: SignIn) -> None:
    nameless = tell(cast, Told(words="boy, about 8, red coat, Mill Lane"))

    assert queries.likely_children(cast.officer.act(), nameless) == ()
    page = signed_in(cast.officer).get(f"/cases/notifications/{nameless.reference}/").content.decode()
    assert "No name was given" in page


def test_a_second_notification_joins_the_one_case(cast: Cast, signed_in: SignIn) -> None:
    case = actions.open_case(cast.officer.act(), notification=tell(cast, MARISOL), expected_version=1)
    again = tell(cast, SAME, "other")

    signed_in(cast.officer).post(
        f"/cases/notifications/{again.reference}/say-known-child/", {"of": case.reference.lower(), "version": "1"}
    )

    again.refresh_from_db()
    assert (again.state, again.joined_case, again.child) == (NotificationState.CASE_OPENED, case, case.child)
    assert Case.objects.count() == 1
    assert again.reference in " ".join(step.words for step in queries.case_story(cast.officer.act(), case))


def test_three_notifications_of_one_child_without_a_case_make_one_case(cast: Cast) -> None:
    act = cast.officer.act()
    told = [tell(cast, MARISOL), tell(cast, SAME, "other"), tell(cast, Told(words="red coat"), "third")]
    for each in told[1:]:
        assert actions.say_known_child(act, notification=each, of=told[0].reference, expected_version=1) is None
    case = actions.open_case(act, notification=told[0], expected_version=1)

    for each in told[1:]:
        joined = actions.join_notification(act, notification=each, expected_version=2)
        assert joined == case

    assert Case.objects.count() == 1


def test_that_it_is_a_new_child_can_be_said_and_takes_back_what_was_said_before(cast: Cast) -> None:
    act = cast.officer.act()
    known, told = tell(cast, MARISOL), tell(cast, SAME, "other")
    actions.say_known_child(act, notification=told, of=known.reference, expected_version=1)

    actions.say_new_child(act, notification=told, expected_version=2)

    assert told.child_id == told.sighting.child_id
    assert (told.child_said_by, told.state) == (cast.officer.person, NotificationState.NEW)


def test_a_reference_of_another_authority_is_as_unknown_as_none(cast: Cast) -> None:
    theirs, told = tell(cast, MARISOL, authority=cast.testbury), tell(cast, SAME, "other")
    for reference in (theirs.reference, theirs.child.reference, "K-0000-0000"):
        with pytest.raises(actions.NobodyKnownAs):
            actions.say_known_child(cast.officer.act(), notification=told, of=reference, expected_version=1)


@pytest.mark.parametrize("say", [actions.say_known_child, actions.say_new_child])
def test_only_the_authoritys_officer_says_it_and_never_over_another_change(cast: Cast, say: Callable) -> None:
    known, told = tell(cast, MARISOL), tell(cast, SAME, "other")
    more = {"of": known.reference} if say is actions.say_known_child else {}

    with pytest.raises(NotAllowed):
        say(cast.clerk.act(), notification=told, expected_version=1, **more)
    with pytest.raises(Hidden):
        say(cast.neighbour_officer.act(), notification=told, expected_version=1, **more)
    with pytest.raises(Stale):
        say(cast.officer.act(), notification=told, expected_version=7, **more)
    actions.open_case(cast.officer.act(), notification=told, expected_version=1)
    with pytest.raises(StageMoveNotAllowed):
        say(cast.officer.act(), notification=told, expected_version=2, **more)


def test_the_page_takes_both_answers(cast: Cast, signed_in: SignIn) -> None:
    known, told = tell(cast, MARISOL), tell(cast, SAME, "other")
    client = signed_in(cast.officer)
    here = f"/cases/notifications/{told.reference}/"

    assert client.get(f"{here}say-known-child/").status_code == 200
    refused = client.post(f"{here}say-known-child/", {"of": "K-1", "version": "1"}).content.decode()
    assert "with this reference that you can see" in refused
    client.post(f"{here}say-known-child/", {"of": known.reference, "version": "1"})
    assert "is about a child who is known" in client.get(here).content.decode()
    client.post(f"{here}say-new-child/", {"version": "2"})
    assert "is about a new child" in client.get(here).content.decode()
