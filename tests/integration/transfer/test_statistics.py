"""Counts of the repository are published with small numbers hidden, beside how many schools use the exchange."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.test import Client

from onroll.audit.act import LONDON
from onroll.transfer import actions, months, queries
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.months import Month
from onroll.transfer.presenters.reports import shown, shown_ages
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child
from tests.integration.transfer.test_pages import text_of

OCTOBER = Month(2026, 10)
IN_OCTOBER = datetime(2026, 10, 6, 10, tzinfo=LONDON)


def counts(month: Month = OCTOBER) -> dict[str, queries.AuthorityMonth]:
    return {row.authority: row for row in queries.repository_statistics(month)}


def file_in_october(cast: Cast, number: int, destination: str = "XXXXXXX") -> None:
    for day in range(1, number + 1):
        child = Child(upn="", birth_date=f"2015-03-{day:02d}")
        steps.file_lost(cast.clerk, children=(child,), destination=destination)
    LostPupil.objects.update(filed_at=IN_OCTOBER)
    MessageEvent.objects.update(at=IN_OCTOBER)
    Message.objects.update(received_at=IN_OCTOBER)


def test_children_are_counted_for_the_authority_that_filed_them_with_the_two_kinds_apart(cast: Cast) -> None:
    file_in_october(cast, 2)
    file_in_october(cast, 1, "MMMMMMM")

    row = counts()["Exampleton"]
    assert (row.unknown, row.outside, row.filed, row.cleared, row.ages) == (2, 1, 3, 0, (3, 0, 0))
    assert (row.schools_active, row.schools) == (1, 2)
    assert counts()["Testbury"].filed == 0
    assert counts(OCTOBER.before)["Exampleton"].unknown == 0
    assert counts(Month(2027, 2))["Exampleton"].ages == (0, 3, 0)
    assert counts(Month(2027, 6))["Exampleton"].ages == (0, 0, 3)


def test_a_claimed_child_is_held_until_the_claim_and_cleared_in_its_month(cast: Cast) -> None:
    file_in_october(cast, 1)
    steps.claim(cast.neighbour_officer, cast, LostPupil.objects.get())
    this_month = months.month_of(cast.officer.act().on)

    assert (counts()["Exampleton"].unknown, counts()["Exampleton"].cleared) == (1, 0)
    assert (counts(this_month)["Exampleton"].unknown, counts(this_month)["Exampleton"].cleared) == (0, 1)


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_one_to_four_children_are_never_published_as_a_number(number: int, words: str) -> None:
    assert shown(number) == words


@pytest.mark.parametrize(
    ("ages", "beside", "words"),
    [
        ((8, 0, 6), (14, 0), ("8", "0", "6")),
        ((8, 2, 6), (16, 0), ("not shown",) * 3),  # with the total, the middle one could be worked out
        ((8, 0, 6), (12, 2), ("not shown",) * 3),  # and here the two outside the sector
        ((0, 0, 0), (0, 0), ("0",) * 3),
    ],
)
def test_no_small_number_can_be_worked_out_from_the_ages(
    ages: tuple[int, ...], beside: tuple[int, ...], words: tuple[str, ...]
) -> None:
    assert shown_ages(ages, beside=beside) == words


def test_the_days_until_a_child_was_claimed_are_those_of_the_middle_one(cast: Cast) -> None:
    file_in_october(cast, 3)
    for number, lost_pupil in enumerate(LostPupil.objects.order_by("pk")):
        steps.claim(cast.neighbour_officer, cast, lost_pupil)
        claims = MessageEvent.objects.filter(message=lost_pupil.message, state="waiting")
        claims.update(at=IN_OCTOBER + timedelta(days=3 * number + 1))

    row = counts()["Exampleton"]
    assert (row.cleared, row.cleared_days) == (3, 4)


def test_anybody_reads_a_month_that_is_over_and_takes_it_as_csv(cast: Cast) -> None:
    file_in_october(cast, 2)
    client = Client()

    page = text_of(client.get("/files/statistics/?month=2026-10"))
    assert "fewer than 5" in page
    assert "1 of 2" in page
    assert "Counted on" in page
    assert CANARY not in page
    rows = list(csv.reader(io.StringIO(client.get("/files/statistics/lost-pupils.csv?month=2026-10").content.decode())))
    exampleton = next(row for row in rows if row[1] == "Exampleton")
    assert exampleton[:12] == [
        *("2026-10", "Exampleton", "fewer than 5", "0", "not shown", "not shown", "not shown"),
        *("fewer than 5", "0", "not shown", "1 of 2", "50%"),
    ]


def test_a_month_that_is_not_over_is_not_published(cast: Cast) -> None:
    newest = months.month_of(cast.officer.act().on).before

    assert f"in {newest.words}" in text_of(Client().get("/files/statistics/?month=2099-01"))


def test_a_child_whose_claimed_file_came_back_is_held_again_and_was_not_cleared(cast: Cast) -> None:
    file_in_october(cast, 1)
    message = steps.claim(cast.neighbour_officer, cast, LostPupil.objects.get())
    actions.return_lost_pupil(
        cast.neighbour_clerk.act(), message=message, reason="Another child", expected_version=message.version
    )
    this_month = months.month_of(cast.officer.act().on)

    row = counts(this_month)["Exampleton"]
    assert (row.unknown, row.cleared) == (1, 0)


def test_a_month_that_is_over_keeps_its_figures_when_a_claimed_file_comes_back_later(cast: Cast) -> None:
    file_in_october(cast, 1)
    message = steps.claim(cast.neighbour_officer, cast, LostPupil.objects.get())
    MessageEvent.objects.filter(state="waiting").update(at=IN_OCTOBER + timedelta(days=2))
    actions.return_lost_pupil(
        cast.neighbour_clerk.act(), message=message, reason="Another child", expected_version=message.version
    )

    row = counts()["Exampleton"]
    assert (row.unknown, row.filed, row.cleared) == (0, 1, 1)


def test_every_page_leads_to_the_published_counts(cast: Cast) -> None:
    assert '/files/statistics/">Published counts' in Client().get("/sign-in/").content.decode()
