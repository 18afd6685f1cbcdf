"""The 15-school-day duty on every leaver; what waits in an area; and the certificates."""

import csv
import dataclasses
import io
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.registry import actions as registry_actions
from onroll.registry.models import Child, Enrolment
from onroll.transfer import actions, queries
from onroll.transfer.models import Destruction
from tests.integration.transfer import steps
from tests.integration.transfer.clock import moment, tick_two_days
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.files import Child as Pupil
from tests.integration.transfer.test_pages import text_of
from tests.integration.transfer.test_timing import send_on, tick


def leave(member, left_on: date, *, forename: str = "Marisol", surname: str = CANARY, entry_on: date | None = None):
    """Let a school report, by something other than a file, that a child has left."""
    act = member.act()
    reference = f"R-{forename}"
    facts = registry_actions.Facts(surname=surname, forename=forename)
    sighting = registry_actions.note_sighting(act, facts=facts, source="return", source_reference=reference)
    registry_actions.record_enrolment(
        act,
        child=sighting.child,
        organisation=member.organisation,
        from_on=entry_on,
        until_on=left_on,
        source="return",
        source_reference=reference,
        is_confirmed=True,
    )
    return sighting.child


def on(cast) -> date:
    return cast.clerk.act().on


def names(cast) -> list[str]:
    return [each.name for each in queries.leavers_of_school(cast.clerk.act())]


def test_a_leaver_without_a_file_is_due_and_what_is_late_stands_first(cast) -> None:
    leave(cast.clerk, on(cast) - timedelta(days=2), forename="Tam")
    leave(cast.clerk, on(cast) - timedelta(days=90), forename="Ola")

    found = queries.leavers_of_school(cast.clerk.act())

    assert [each.name for each in found] == [f"Ola {CANARY}", f"Tam {CANARY}"]
    assert [each.is_late(on(cast)) for each in found] == [True, False]


def test_the_file_is_due_15_school_days_after_leaving(cast) -> None:
    leave(cast.clerk, date(2026, 9, 14))

    (leaver,) = queries.leavers_of_school(cast.clerk.act())

    assert leaver.due_on == date(2026, 10, 5)


def test_a_sent_file_ends_the_duty_and_a_withdrawn_one_does_not(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    assert names(cast) == []

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong school", expected_version=message.version)

    assert names(cast) == [f"Marisol {CANARY}"]


def test_a_lost_pupils_file_is_a_sent_one(cast) -> None:
    steps.file_lost(cast.clerk)

    assert names(cast) == []


def test_a_file_of_an_earlier_stay_does_not_end_the_duty_of_a_later_one(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    child = Child.objects.get()
    Enrolment.objects.create(
        child=child,
        organisation=cast.school,
        from_on=on(cast) + timedelta(days=1),
        until_on=on(cast) + timedelta(days=2),
        source="return",
        source_reference=message.reference,
        recorded_at=moment(0),
    )

    found = queries.leavers_of_school(dataclasses.replace(cast.clerk.act(), at=moment(5)))

    assert [each.left_on for each in found] == [on(cast) + timedelta(days=2)]


def test_a_child_who_came_back_is_no_leaver(cast) -> None:
    child = leave(cast.clerk, on(cast) - timedelta(days=40))
    Enrolment.objects.create(
        child=child,
        organisation=cast.school,
        from_on=on(cast) - timedelta(days=10),
        until_on=None,
        source="return",
        source_reference="R-BACK",
        recorded_at=moment(0),
    )

    assert names(cast) == []


def test_a_leaving_outside_the_known_school_days_has_no_due_day(cast) -> None:
    leave(cast.clerk, date(1999, 7, 1))

    (leaver,) = queries.leavers_of_school(cast.clerk.act())

    assert leaver.due_on is None
    assert not leaver.is_late(on(cast))


def test_what_others_learned_of_a_child_since_is_not_shown_to_the_old_school(cast) -> None:
    child = leave(cast.clerk, on(cast) - timedelta(days=40))
    child.sightings.create(
        source="transfer file", source_reference="F-OTHER", seen_at=moment(1), surname="Newname", forename="Newly"
    )

    assert names(cast) == [f"Marisol {CANARY}"]


def test_a_school_sees_its_leavers_and_that_it_looked_is_kept(cast, signed_in) -> None:
    leave(cast.clerk, on(cast) - timedelta(days=90))

    shown = text_of(signed_in(cast.clerk).get("/files/leavers/"))

    assert f"Marisol {CANARY}" in shown
    assert "Late" in shown
    assert CANARY not in text_of(signed_in(cast.other_clerk).get("/files/leavers/"))
    entries = LedgerEntry.objects.filter(name="transfer.LeaversListed")
    assert [entry.details["listed"] for entry in entries.order_by("sequence")] == [1, 0]


def test_the_authority_sees_how_many_files_a_school_owes_and_no_name(cast, signed_in) -> None:
    leave(cast.clerk, on(cast) - timedelta(days=90))
    leave(cast.clerk, on(cast) - timedelta(days=1), forename="Tam")

    shown = text_of(signed_in(cast.officer).get("/files/area/leavers/"))

    assert "Fixture Primary School (8201234) 1 1" in shown
    assert CANARY not in shown
    assert "No school of our area owes a file" in text_of(signed_in(cast.neighbour_officer).get("/files/area/leavers/"))


def test_the_area_page_shows_what_waits_with_whom_how_long_and_what_was_reported(cast, signed_in) -> None:
    reported = send_on(cast, moment(-30))
    fresh = steps.send(cast.clerk, "8384001", children=(Pupil(upn="", birth_date="2012-01-02"),))
    steps.send(cast.neighbour_clerk, "8201234")
    tick(0)

    shown = text_of(signed_in(cast.neighbour_officer).get("/files/area/waiting/"))

    assert shown.index(reported.reference) < shown.index(fresh.reference)
    assert "Testbury High School 2" in shown
    assert "Not delivered" in shown
    assert "2 files, the longest waiting first" in shown
    assert CANARY not in shown


def test_a_held_file_stands_among_what_waits_with_a_way_to_decide(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    tick_two_days(61)
    client = signed_in(cast.neighbour_officer)

    assert "Held for a person" in text_of(client.get("/files/area/waiting/"))
    shown = text_of(client.get(f"/files/{message.reference}/"))
    assert "Let the school collect it after all" in shown
    assert "then destroyed" in shown
    message.refresh_from_db()
    done = client.post(f"/files/{message.reference}/release/", {"version": message.version}, follow=True)
    assert "The file waits for Testbury High School (8384001) again" in text_of(done)


def test_the_table_for_a_spreadsheet_holds_no_child_and_no_formula(cast, signed_in) -> None:
    cast.school.name = "=HYPERLINK(1)"
    cast.school.save()
    message = send_on(cast, moment(-30))
    tick(0)

    response = signed_in(cast.neighbour_officer).get("/files/area/waiting.csv")

    text = response.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert (row["Reference"], row["With"], row["Reported as not delivered"]) == (
        message.reference,
        "Testbury High School",
        "yes",
    )
    assert row["From"] == "'=HYPERLINK(1)"
    assert CANARY not in text


@pytest.mark.parametrize("address", ["/files/area/waiting/", "/files/area/leavers/", "/files/area/waiting.csv"])
def test_a_school_sees_no_page_of_its_authority(cast, signed_in, address: str) -> None:
    assert signed_in(cast.clerk).get(address).status_code == 403


@pytest.mark.parametrize("member", ["officer", "auditor", "national_auditor"])
def test_nobody_but_a_school_lists_leavers_by_name(cast, signed_in, member: str) -> None:
    assert signed_in(getattr(cast, member)).get("/files/leavers/").status_code == 403


def test_sender_recipient_and_authorities_find_the_certificate_and_nobody_else_does(cast, signed_in) -> None:
    steps.send(cast.clerk, "8384001")
    tick_two_days(61)
    tick_two_days(93)
    reference = Destruction.objects.get().reference

    for name in ("clerk", "neighbour_clerk", "officer", "neighbour_officer"):
        client = signed_in(getattr(cast, name))
        assert reference in text_of(client.get("/files/certificates/"))
        shown = text_of(client.get(f"/files/certificates/{reference}/"))
        assert "kept 30 days after it was no longer waiting for the school" in shown
        assert CANARY not in shown
    stranger = signed_in(cast.other_clerk)
    assert reference not in text_of(stranger.get("/files/certificates/"))
    assert stranger.get(f"/files/certificates/{reference}/").status_code == 404


def test_the_page_of_a_destroyed_file_says_so_and_offers_no_download(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    tick_two_days(31)

    shown = text_of(signed_in(cast.neighbour_clerk).get(f"/files/{message.reference}/"))

    assert "Content Destroyed" in shown
    assert "Download it again" not in shown


@pytest.mark.parametrize(
    ("address", "member", "most"),
    [
        ("/files/area/waiting/", "neighbour_officer", 11),
        ("/files/certificates/", "neighbour_officer", 10),
        ("/files/leavers/", "clerk", 17),
        ("/files/area/leavers/", "officer", 10),
    ],
)
def test_an_overview_takes_the_same_few_queries_however_long_it_is(
    cast, signed_in, django_assert_max_num_queries, address: str, member: str, most: int
) -> None:
    for year in range(2010, 2016):
        steps.send(cast.clerk, "8384001", children=(Pupil(upn="", birth_date=f"{year}-01-02"),))
        leave(cast.clerk, on(cast) - timedelta(days=9), forename=f"Ola {year}")
    client = signed_in(getattr(cast, member))

    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200
