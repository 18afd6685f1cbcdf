"""Confirming on screen: a day that is most likely a slip, several children one after another, and who sees the day."""

from datetime import date, timedelta

from onroll.transfer.states import State
from onroll.web import words
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, LEFT_ON, Child
from tests.integration.transfer.test_pages import boxes, text_of

EARLY = "The child was on our roll before leaving the last school"


def confirm_form(message, day: date, *pupils: str) -> dict[str, object]:
    return {"version": message.version, "pupils": pupils, **boxes("on_roll_from", day)}


def test_a_day_before_the_leaving_date_asks_whether_it_is_meant(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    message.refresh_from_db()
    client, address = signed_in(cast.other_clerk), f"/files/{message.reference}/confirm/"
    given = confirm_form(message, LEFT_ON - timedelta(days=1), "1")

    assert EARLY not in text_of(client.get(address))
    asked = text_of(client.post(address, given))
    assert "17 July 2026" in asked
    assert EARLY in asked
    confirmed = client.post(address, {**given, "is_early_date_meant": "on"}, follow=True)
    assert "The school that sent the file has been told" in text_of(confirmed)


def test_confirming_one_of_two_does_not_say_that_the_sender_has_been_told(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8205678", children=(Child(), Child(upn="", surname="Otherby")))
    steps.collect(cast.other_clerk, message)
    message.refresh_from_db()
    yesterday = cast.other_clerk.act().on - timedelta(days=1)

    answer = text_of(
        signed_in(cast.other_clerk).post(
            f"/files/{message.reference}/confirm/", confirm_form(message, yesterday, "2"), follow=True
        )
    )

    assert "has been told" not in answer
    assert "Confirm the others" in answer
    shown = text_of(signed_in(cast.officer).get(f"/files/{message.reference}/"))
    assert "Pupil 1 Not confirmed yet" in " ".join(shown.split())
    assert f"Pupil 2 On roll from {words.day_words(yesterday)}" in " ".join(shown.split())


def test_sender_recipient_and_both_authorities_read_from_which_day_the_child_is_on_roll(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    steps.confirm(cast.neighbour_clerk, message)
    since = words.day_words(cast.clerk.act().on - timedelta(days=1))

    assert message.state == State.CONFIRMED
    for member in (cast.clerk, cast.neighbour_clerk, cast.officer, cast.neighbour_officer):
        shown = text_of(signed_in(member).get(f"/files/{message.reference}/"))
        assert shown.count(since) >= 2  # once in the summary, once in the step's words
        assert f"On roll from {since}" in shown
        assert CANARY not in shown
