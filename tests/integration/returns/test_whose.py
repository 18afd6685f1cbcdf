"""A return typed in whole, without a number, is about the pupil of the school's own register, and is made once."""

import dataclasses
from datetime import timedelta

import pytest
from django.urls import reverse

from onroll.registry.models import Child
from onroll.returns import actions
from onroll.returns.models import Return
from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import PUPIL, TODAY, at


def delete(cast: Cast, **facts: object) -> Return:
    given = dataclasses.replace(PUPIL, **facts)
    return actions.make_deletion_return(at(cast.clerk), facts=given, given=world.leaving())


def test_a_deletion_without_a_number_is_about_the_pupil_of_that_name_and_birth_date_on_the_roll(cast: Cast) -> None:
    row = world.entry(cast)

    made = delete(cast, surname=" QVOXCANARY")

    row.refresh_from_db()
    assert (made.child_id, row.until_on) == (row.child_id, TODAY)
    assert Child.objects.count() == 1


def test_a_pupil_whom_nobody_has_linked_yet_is_linked_before_the_deletion(cast: Cast) -> None:
    row = world.entry(cast)
    RollEntry.objects.filter(pk=row.pk).update(child=None)

    made = delete(cast)

    row.refresh_from_db()
    assert (row.child_id, row.until_on) == (made.child_id, TODAY)
    assert Return.objects.filter(kind="deletion").count() == 1


def test_the_same_deletion_sent_twice_is_made_once_and_the_second_is_told_so(cast: Cast) -> None:
    world.entry(cast)
    made = delete(cast)

    with pytest.raises(actions.ReturnMadeAlready, match="Nothing was kept twice"):
        delete(cast)

    assert list(Return.objects.all()) == [made]
    assert Child.objects.count() == 1


def test_the_same_deletion_sent_twice_by_a_school_that_sends_no_roll_is_made_once(cast: Cast) -> None:
    made = delete(cast)

    with pytest.raises(actions.ReturnMadeAlready):
        delete(cast)

    assert list(Return.objects.all()) == [made]
    assert Child.objects.count() == 1


def test_two_pupils_of_one_name_and_birth_date_are_never_guessed_between(cast: Cast) -> None:
    rows = [world.entry(cast), world.entry(cast)]

    made = delete(cast)

    assert made.child_id not in {row.child_id for row in rows}
    assert RollEntry.objects.current().count() == 2


def test_another_number_is_another_pupil_however_alike(cast: Cast) -> None:
    row = world.entry(cast, facts=dataclasses.replace(PUPIL, upn="A820100112001"))

    made = delete(cast, upn="B820100112002")

    row.refresh_from_db()
    assert made.child_id != row.child_id
    assert row.until_on is None


def test_another_schools_pupil_of_the_same_name_is_left_alone(cast: Cast) -> None:
    row = world.entry(cast, school=cast.other_school)

    made = delete(cast)

    row.refresh_from_db()
    assert made.child_id != row.child_id
    assert row.until_on is None


def test_what_a_feed_asked_for_is_made_by_the_page_even_where_it_was_opened_without_it(cast: Cast) -> None:
    row = world.entry(cast)
    world.left(cast, row, TODAY - timedelta(days=1))
    owed = Return.objects.get()

    made = delete(cast)

    assert (made.pk, made.state, made.trigger_on) == (owed.pk, "made", TODAY)
    assert Return.objects.count() == 1


def test_a_page_sent_twice_says_in_words_that_it_was_made_already(cast: Cast, signed_in) -> None:
    page = signed_in(cast.clerk)
    answers = {
        "forename": "Zelphine",
        "surname": "Qvoxcanary",
        "birth_date_day": "17",
        "birth_date_month": "5",
        "birth_date_year": "2014",
        "started_on_day": "1",
        "started_on_month": "9",
        "started_on_year": "2025",
        "parent_name": "Ottoline Qvoxcanary",
        "parent_telephone": "01632 960001",
        "version": "0",
    }

    first = page.post(reverse("returns:new-pupil"), answers)
    second = page.post(reverse("returns:new-pupil"), answers)

    assert first.status_code == 302
    assert second.status_code in (200, 422)
    assert "This return was made already. Nothing was kept twice." in second.content.decode()
    assert Return.objects.count() == 1
