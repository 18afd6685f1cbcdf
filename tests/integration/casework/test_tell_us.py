"""The public page: anybody tells of a child, without signing in; what is kept, what is refused, and in which words."""

import logging
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from onroll.access import limits
from onroll.audit.models import LedgerEntry
from onroll.casework import actions
from onroll.casework.models import Notification, Telling
from tests.cast import Cast

MILL_LANE = "boy, about 8, red coat, Mill Lane"
ANSWERS: dict[str, dict[str, str]] = {
    "danger": {"danger": "none"},
    "place": {"place": "Mill Lane, by the bakery", "postcode": ""},
    "council": {"council": "820"},
    "child": {"words": MILL_LANE},
    "name": {},
    "age": {"age_words": "about 8", "sex": "M"},
    "seen": {},
    "you": {},
}


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client(REMOTE_ADDR="198.51.100.7")


def answer_all(visitor: Client, **other: dict[str, str]) -> None:
    for name, answers in (ANSWERS | other).items():
        response = visitor.post(f"/tell-us/{name}/", answers)
        assert response.status_code == 302, response.content.decode()


def send(visitor: Client, **other: dict[str, str]) -> str:
    """Answer everything and send it; return the receipt's page."""
    answer_all(visitor, **other)
    return visitor.post("/tell-us/check/", {"website": ""}, follow=True).content.decode()


def test_a_child_without_any_name_is_kept(visitor: Client, cast: Cast) -> None:
    page = send(visitor)

    kept = Notification.objects.get()
    assert kept.authority == cast.exampleton
    assert (kept.sighting.surname, kept.sighting.forename, kept.sighting.sex) == ("", "", "M")
    assert kept.telling.words == MILL_LANE
    assert kept.reference in page


def test_nothing_that_tells_who_told_is_kept(visitor: Client) -> None:
    send(visitor)

    rows = [*Telling.objects.values(), *Notification.objects.values(), *LedgerEntry.objects.values()]
    assert "198.51.100.7" not in str(rows)
    telling = Telling.objects.get()
    assert (telling.person, telling.organisation, telling.teller_name, telling.teller_contact) == (None, None, "", "")
    assert "tell_us" not in visitor.session


def test_no_table_session_or_log_holds_where_an_anonymous_notifier_came_from(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onroll_cache"}
    }
    call_command("createcachetable")
    traces = ("198.51.100.7", "Canarybrowser", "canary.example")
    visitor = Client(
        REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="Canarybrowser/9", HTTP_REFERER="https://canary.example/"
    )

    with caplog.at_level(logging.INFO):
        send(visitor)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            rows = str(cursor.fetchall())
            assert [each for each in traces if each in rows] == [], table
            if table != "casework_telling":
                assert "red coat" not in rows, table
        cursor.execute("SELECT count(*) FROM onroll_cache")
        assert cursor.fetchone()[0] > 0
    sessions = str([each.get_decoded() for each in Session.objects.all()])
    for words in (sessions, caplog.text):
        assert [each for each in (*traces, "red coat", "Mill Lane") if each in words] == []


def test_the_digest_of_an_address_goes_when_its_limit_has_ended(cast: Cast, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onroll_cache"}
    }
    call_command("createcachetable")
    limits.take_slot("tell-us:place:ended", (1, -1))
    limits.take_slot("tell-us:place:lasting", (1, 600))

    Client().post("/tell-us/danger/", {"danger": "none"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM onroll_cache")
        kept = str(cursor.fetchall())
    assert ("tell-us:place:lasting" in kept, "tell-us:place:ended" in kept) == (True, False)


def test_no_answer_stands_in_an_address(visitor: Client) -> None:
    addresses = [visitor.post(f"/tell-us/{name}/", answers)["Location"] for name, answers in ANSWERS.items()]

    assert set(addresses) == {
        *(f"/tell-us/{name}/" for name in list(ANSWERS)[1:]),
        "/tell-us/check/",
    }


@pytest.mark.parametrize(("answer", "words"), [("missing", "Call the police first"), ("harm", "Call for help first")])
def test_the_first_question_sends_to_the_police_before_anything_else(visitor: Client, answer: str, words: str) -> None:
    page = visitor.post("/tell-us/", {"danger": answer}, follow=True).content.decode()

    assert words in page
    assert "999" in page
    assert "101" in page
    assert Notification.objects.count() == 0


def test_nobody_comes_past_the_first_question(visitor: Client) -> None:
    for name in list(ANSWERS)[1:]:
        visitor.post(f"/tell-us/{name}/", ANSWERS[name])

    assert visitor.get("/tell-us/check/")["Location"] == "/tell-us/danger/"


def test_a_text_of_200_kb_is_refused_in_plain_words(visitor: Client) -> None:
    response = visitor.post("/tell-us/child/", {"words": "x" * 200_000})

    assert "Your text is 200 kB long. The most that fits is 20 kB" in response.content.decode()
    assert "child" not in visitor.session.get("tell_us", {})


def test_a_day_in_the_future_is_refused_before_anything_is_kept(visitor: Client) -> None:
    page = send(visitor, seen={"seen_on_day": "1", "seen_on_month": "1", "seen_on_year": "2099"})

    assert "The date must be today or in the past" in page
    assert Notification.objects.count() == 0


def test_five_hundred_notifications_in_a_minute_from_one_address(visitor: Client, cast: Cast) -> None:
    answer_all(visitor)
    draft = dict(visitor.session["tell_us"])
    statuses = []
    for _ in range(500):
        session = visitor.session
        session["tell_us"] = draft
        session.save()
        statuses.append(visitor.post("/tell-us/check/", {"website": ""}))

    assert [one.status_code for one in statuses].count(302) == 10
    assert [one.status_code for one in statuses].count(429) == 490
    assert Notification.objects.count() == 10
    assert "Wait ten minutes and send it again" in statuses[-1].content.decode()
    assert send(Client(REMOTE_ADDR="198.51.100.8")).count("We have your report") > 0


def test_a_program_that_fills_in_every_field_is_stopped(visitor: Client) -> None:
    answer_all(visitor)

    page = visitor.post("/tell-us/check/", {"website": "https://spam.example"}).content.decode()

    assert "Leave the last field empty" in page
    assert Notification.objects.count() == 0


def test_a_council_where_nobody_reads_is_not_offered_and_not_taken(visitor: Client, cast: Cast) -> None:
    cast.neighbour_officer.membership.delete()
    visitor.post("/tell-us/danger/", {"danger": "none"})

    assert "Testbury" not in visitor.get("/tell-us/council/").content.decode()
    assert visitor.post("/tell-us/council/", {"council": "838"}).status_code == 200


def test_the_postcode_brings_the_right_council_first(visitor: Client, cast: Cast) -> None:
    type(cast.school).objects.filter(pk=cast.neighbour_school.pk).update(postcode="ZZ9 4AB")
    visitor.post("/tell-us/place/", {"place": "x", "postcode": "zz9 4xy"})

    page = visitor.get("/tell-us/council/").content.decode()

    assert page.index(">Testbury<") < page.index(">Exampleton<")


def test_with_reference_and_secret_words_the_notifier_reads_how_far_it_is_and_no_more(
    visitor: Client, cast: Cast
) -> None:
    page = send(visitor)
    words = re.search(r">(\w{6}-\w{6})<", page)
    assert words is not None
    kept = Notification.objects.get()
    receipt = {"reference": kept.reference.lower(), "secret_words": words[1].upper().replace("-", " ")}

    assert "Received" in visitor.post("/tell-us/status/", receipt).content.decode()
    actions.answer_notification(
        cast.officer.act(), notification=kept, words="He is on the roll of a school", expected_version=1
    )
    told = visitor.post("/tell-us/status/", receipt).content.decode()
    assert "Finished" in told
    assert "roll of a school" not in told


def test_a_reference_without_its_secret_words_tells_nothing(visitor: Client) -> None:
    send(visitor)
    reference = Notification.objects.get().reference

    wrong = visitor.post("/tell-us/status/", {"reference": reference, "secret_words": "bababa-bababa"})
    unknown = visitor.post("/tell-us/status/", {"reference": "N-0000-0000", "secret_words": "bababa-bababa"})

    assert "do not belong together" in wrong.content.decode()
    assert wrong.content.decode().count("belong") == unknown.content.decode().count("belong")


def test_secret_words_cannot_be_guessed_for_long(visitor: Client) -> None:
    send(visitor)
    receipt = {"reference": Notification.objects.get().reference, "secret_words": "bababa-bababa"}

    answers = [visitor.post("/tell-us/status/", receipt).status_code for _ in range(21)]

    assert answers[-1] == 429


def test_what_was_typed_can_be_deleted(visitor: Client) -> None:
    answer_all(visitor)

    visitor.post("/tell-us/forget/")

    assert "tell_us" not in visitor.session


def test_the_limit_on_everybody_together_holds_from_many_addresses(cast: Cast, visitor: Client) -> None:
    for _ in range(200):
        limits.take_slot("tell", (200, 600))

    answer_all(visitor)

    assert visitor.post("/tell-us/check/", {"website": ""}).status_code == 429


def test_what_no_question_asks_is_not_kept(visitor: Client) -> None:
    """Else anybody could fill our disk: a draft is kept for an hour, and an answer has a longest length."""
    more = {"danger_note": "x" * 100_000, "seen_on_note": "x" * 100_000, "csrf": "x"}
    for name in ("danger", "seen"):
        visitor.post(f"/tell-us/{name}/", {**ANSWERS[name], **more})
    visitor.post("/tell-us/seen/", {"seen_on_day": "1", "seen_on_month": "11", "seen_on_year": "2026", **more})

    assert visitor.session["tell_us"] == {
        "danger": {"danger": "none"},
        "seen": {"seen_on_day": "1", "seen_on_month": "11", "seen_on_year": "2026"},
    }
