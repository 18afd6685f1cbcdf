"""How each school of an authority used the exchange in a month, as at any day, with those named that did not at all."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from onroll.access.models import EstablishmentLink, Organisation
from onroll.audit.act import LONDON, by_the_system
from onroll.audit.refusals import NotAllowed
from onroll.transfer import actions, commands, presenters, queries
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.months import Month
from onroll.transfer.report_forms import end_of
from tests.cast import Cast, make_school
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child
from tests.integration.transfer.test_pages import text_of

OCTOBER = Month(2026, 10)
TUESDAY = datetime(2026, 10, 6, 10, tzinfo=LONDON)
OTHER = (Child(upn="", surname="Otherby"), Child(upn="", surname="Thirdly"))


def moved(message: Message, *moments: datetime) -> Message:
    """Let the newest steps of a file have happened at other moments, the oldest first."""
    rows = list(message.events.order_by("-pk")[: len(moments)])[::-1]
    for row, at in zip(rows, moments, strict=True):
        MessageEvent.objects.filter(pk=row.pk).update(at=at)
    first = message.events.order_by("pk").first()
    Message.objects.filter(pk=message.pk).update(received_at=first.at, sent_at=message.sent_at and moments[-1])
    message.refresh_from_db()
    return message


def sent(cast: Cast, at: datetime, *, to: str = "8205678", children: tuple[Child, ...] = (Child(),)) -> Message:
    return moved(steps.send(cast.clerk, to, children=children), at, at, at)


def collected(cast: Cast, message: Message, at: datetime) -> None:
    sent_at = message.sent_at
    steps.collect(cast.other_clerk, message)
    moved(message, at)
    Message.objects.filter(pk=message.pk).update(sent_at=sent_at)


def report(cast: Cast, *, until: datetime = OCTOBER.ends_at, days: int = 5) -> queries.SessionReport:
    system = by_the_system(at=cast.officer.act().at, purpose="test")
    return queries.session_report(system, authority=cast.exampleton, month=OCTOBER, until=until, days=days)


def row_of(found: queries.SessionReport, school: Organisation) -> queries.EstablishmentMonth:
    return next(row for row in found.rows if row.code == school.code)


def test_uploads_and_downloads_are_counted_by_school_with_pupils_and_sessions(cast: Cast) -> None:
    first = sent(cast, TUESDAY)
    sent(cast, TUESDAY + timedelta(minutes=10), children=OTHER)
    late = TUESDAY + timedelta(hours=2)
    moved(steps.receive(cast.clerk, "8209999"), late, late)
    collected(cast, first, TUESDAY + timedelta(days=1))
    steps.collect(cast.other_clerk, first)  # again, today: no second download

    found = report(cast)

    sender, recipient = row_of(found, cast.school), row_of(found, cast.other_school)
    assert (sender.uploads.files, sender.refused, sender.uploads.pupils, sender.uploads.sessions) == (3, 1, 3, 2)
    assert (sender.downloads.files, sender.waiting, sender.is_used) == (0, 0, True)
    assert (recipient.downloads.files, recipient.downloads.pupils, recipient.downloads.sessions) == (1, 1, 1)
    assert (recipient.waiting, recipient.waiting_long, recipient.uploads.files) == (1, 1, 0)
    assert found.unused == ()


def test_the_same_report_as_at_an_earlier_day_says_what_stood_then(cast: Cast) -> None:
    message = sent(cast, TUESDAY)
    collected(cast, message, TUESDAY + timedelta(days=6))

    monday, tuesday, friday = (
        row_of(report(cast, until=end_of((TUESDAY + timedelta(days=days)).date()), days=2), cast.other_school)
        for days in (-1, 0, 3)
    )

    assert (monday.waiting, monday.downloads.files) == (0, 0)
    assert (tuesday.waiting, tuesday.waiting_long) == (1, 0)
    assert (friday.waiting, friday.waiting_long, friday.downloads.files) == (1, 1, 0)
    assert row_of(report(cast), cast.other_school).downloads.files == 1


def test_a_file_that_went_on_since_waited_then_for_the_school_it_was_made_for(cast: Cast) -> None:
    message = sent(cast, TUESDAY)
    EstablishmentLink.objects.create(urn=cast.other_school.urn, link_urn=cast.neighbour_school.urn, words="Successor")
    Organisation.objects.filter(pk=cast.other_school.pk).update(status="closed", closed_on="2026-11-01")
    actions.redirect_file(
        cast.clerk.act(), message=message, successor=cast.neighbour_school, expected_version=message.version
    )

    assert row_of(report(cast), cast.other_school).waiting == 1


def test_a_claimed_file_that_was_given_back_since_waited_then_for_the_school_of_the_claim(cast: Cast) -> None:
    claimed = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))
    moved(claimed, TUESDAY, TUESDAY, TUESDAY)
    LostPupil.objects.update(filed_at=TUESDAY)
    claimed.refresh_from_db()
    actions.return_lost_pupil(
        cast.neighbour_clerk.act(), message=claimed, reason="Another child", expected_version=claimed.version
    )

    system = by_the_system(at=cast.officer.act().at, purpose="test")
    found = queries.session_report(system, authority=cast.testbury, month=OCTOBER, until=OCTOBER.ends_at, days=5)

    assert row_of(found, cast.neighbour_school).waiting == 1


def test_schools_that_did_nothing_are_named_and_make_the_share(cast: Cast) -> None:
    silent = make_school("Quiet Infants School", "8203333", "990009")
    sent(cast, TUESDAY, to="8384001")

    found = report(cast)

    assert [row.code for row in found.unused] == [cast.other_school.code, silent.code]
    shares = {row.key: row.value for row in presenters.sessions.share_rows(found)}
    assert shares["Used the exchange at all"] == "1 of 3 schools (33%)"
    assert shares["Downloaded at least one file"] == "0 of 3 schools (0%)"
    assert "Mockham Old School" not in [row.name for row in found.rows]  # closed for years


def test_a_report_asks_the_database_a_fixed_number_of_questions(cast: Cast, django_assert_num_queries) -> None:
    for number in range(3):
        sent(cast, TUESDAY, children=(Child(upn="", forename=f"Number{number}"),))

    with django_assert_num_queries(4):
        report(cast)


def test_only_the_authority_itself_and_the_operator_see_its_report(cast: Cast) -> None:
    allowed = set()
    for name, member in cast.members().items():
        try:
            queries.session_report(
                member.act(), authority=cast.exampleton, month=OCTOBER, until=OCTOBER.ends_at, days=5
            )
        except NotAllowed:
            continue
        allowed.add(name)

    assert allowed == {"officer", "administrator"}


def test_the_page_and_its_table_name_who_did_nothing_and_how_each_figure_was_made(cast: Cast, signed_in) -> None:
    sent(cast, TUESDAY, to="8384001")
    client = signed_in(cast.officer)

    assert "/files/area/sessions/" in client.get("/files/area/").content.decode()
    shown = text_of(client.get("/files/area/sessions/?month=2026-10&days=7"))
    assert "Schools that did not use the exchange at all (1)" in shown
    assert "Placeholder Academy (8205678)" in shown
    assert "“Waiting long” is more than 7 days" in shown
    assert "Uploads: transfer_message by sender_id" in shown
    assert CANARY not in shown
    answer = client.get("/files/area/sessions.csv?month=2026-10&as_at_day=6&as_at_month=10&as_at_year=2026")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    school = next(row for row in rows if row["code"] == "8201234")
    assert (school["uploads"], school["upload_sessions"], school["used"]) == ("1", "1", "yes")
    assert school["as_at"] == "2026-10-07T00:00:00+01:00"


def test_what_was_mistyped_is_said_and_the_rest_still_counts(cast: Cast, signed_in) -> None:
    shown = text_of(signed_in(cast.officer).get("/files/area/sessions/?month=2026-10&days=never&as_at_day=40"))

    assert "must be a number of days" in shown
    assert "Uploads and downloads in October 2026" in shown


@pytest.mark.parametrize("form", ["--csv", "--json", ""])
def test_the_operator_prints_the_same_report(cast: Cast, form: str) -> None:
    sent(cast, TUESDAY, to="8384001")
    asked = ["report", "--authority", "820", "--month", "2026-10", *([form] if form else [])]

    printed = CliRunner().invoke(commands.exchange, asked, catch_exceptions=False).output

    if form == "--json":
        data = json.loads(printed)
        assert data["not_used_at_all"] == [{"code": "8205678", "name": "Placeholder Academy"}]
        assert (data["schools"], data["schools_used"], data["share_used"]) == (2, 1, 0.5)
        assert set(data["figures"]) <= set(data["establishments"][0])
        assert data["as_at"] == "2026-11-01T00:00:00+00:00"
    else:
        assert "Fixture Primary School" in printed
        assert ("Not at all: Placeholder Academy (8205678)" in printed) is (form == "")


@pytest.mark.parametrize(
    "asked", [("--authority", "999", "--month", "2026-10"), ("--authority", "820", "--month", "x")]
)
def test_the_operator_is_told_what_does_not_exist(cast: Cast, asked: tuple[str, ...]) -> None:
    result = CliRunner().invoke(commands.exchange, ["report", *asked])

    assert result.exit_code == 2
    assert "There is no authority" in result.output or "Give a month" in result.output
