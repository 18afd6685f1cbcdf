"""How the repository is searched shows in a monthly report, to auditors alone."""

import dataclasses
from datetime import date, datetime

import pytest
from click.testing import CliRunner
from django.core import mail

from onroll import linkage
from onroll.access.models import Membership
from onroll.audit.act import LONDON, by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.transfer import actions, commands, months, queries
from onroll.transfer.models import Notice
from onroll.transfer.months import Month
from tests.cast import Cast, Member, make_member
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.test_pages import text_of

QUERY = linkage.SearchQuery(surname=CANARY, forename="Marisol", birth_date=date(2015, 3, 14))
MONDAY_MORNING = datetime(2026, 11, 16, 10, tzinfo=LONDON)


def search(member: Member, at: datetime = MONDAY_MORNING, code: str = "open_case") -> None:
    act = dataclasses.replace(member.act(), at=at)
    actions.search_repository(act, query=QUERY, reason_code=code, reason="Why.")


def test_searches_openings_claims_hours_and_reasons_are_counted(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    search(cast.neighbour_officer)
    search(cast.neighbour_officer, datetime(2026, 11, 15, 10, tzinfo=LONDON), "other")
    search(cast.neighbour_officer, datetime(2026, 11, 30, 23, 59, tzinfo=LONDON))
    search(cast.neighbour_officer, datetime(2026, 12, 1, 0, 0, tzinfo=LONDON))
    opening = dataclasses.replace(cast.neighbour_officer.act(), at=MONDAY_MORNING.replace(minute=20))
    reference = lost_pupil.message.reference
    actions.open_lost_pupil(opening, reference=reference, reason_code="open_case", reason="Why.")

    (officer,) = queries.patterns(cast.national_auditor.act(), Month(2026, 11)).officers

    assert (officer.searches, officer.without_opening) == (3, 2)
    assert (officer.openings, officer.without_claim) == (1, 1)
    assert (officer.out_of_hours, officer.reasons) == (2, 2)


def test_a_child_whom_many_people_searched_for_shows_by_the_files_reference(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    for member in (cast.officer, cast.neighbour_officer, make_member("third", cast.exampleton, "cme_officer")):
        search(member)

    found = queries.patterns(cast.national_auditor.act(), Month(2026, 11))
    assert found.shown_to_many == ((lost_pupil.message.reference, 3),)
    assert len(queries.patterns(cast.auditor.act(), Month(2026, 11)).officers) == 2


def test_only_auditors_of_authorities_and_the_department_read_it_and_that_is_recorded(cast: Cast, signed_in) -> None:
    readers = set()
    for name, member in cast.members().items():
        try:
            actions.open_patterns(member.act(), month=Month(2026, 11))
            readers.add(name)
        except NotAllowed:
            continue

    assert readers == {"auditor", "national_auditor"}
    assert LedgerEntry.objects.filter(name="transfer.PatternsRead").count() == 2
    search(cast.officer)
    shown = text_of(signed_in(cast.auditor).get("/files/patterns/?month=2026-11"))
    assert "Officer Invented" in shown
    assert CANARY not in shown
    assert signed_in(cast.officer).get("/files/patterns/").status_code == 403


def test_the_command_prints_a_month_and_refuses_any_other_text(cast: Cast) -> None:
    search(cast.officer)

    told = CliRunner().invoke(commands.exchange, ["patterns", "--month", "2026-11"])
    wrong = CliRunner().invoke(commands.exchange, ["patterns", "--month", "2026-13"])

    assert "Officer Invented\tExampleton (820LLLL)\t1\t1\t0\t0\t0\t1\t0\t0" in told.output
    assert (told.exit_code, wrong.exit_code) == (0, 2)


@pytest.mark.parametrize("text", ["", "2026-00", "2026-1", "1999-12", "2026-11-01", "x"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert months.parse(text) is None


def test_december_ends_with_the_year() -> None:
    assert Month(2026, 12).ends_at == datetime(2027, 1, 1, tzinfo=LONDON)
    assert Month(2027, 1).before == Month(2026, 12)


FIRST_OF_DECEMBER = datetime(2026, 12, 1, 6, tzinfo=LONDON)


def tick(at: datetime) -> None:
    actions.tick(by_the_system(at=at, purpose="tick"), is_clock_right=True)


def test_the_auditors_are_told_once_of_the_report_of_a_month_that_is_over(cast: Cast) -> None:
    tick(FIRST_OF_DECEMBER)
    tick(FIRST_OF_DECEMBER.replace(day=2))

    told = [mail_ for mail_ in mail.outbox if "Month: 2026-11" in mail_.body]
    assert sorted(address for one in told for address in one.bcc) == [
        cast.auditor.person.email,
        cast.national_auditor.person.email,
    ]
    assert Notice.objects.filter(kind="patterns_ready", sent_at__isnull=True).count() == 0


def test_an_auditor_who_came_after_the_month_is_not_told_of_it(cast: Cast) -> None:
    Membership.objects.filter(role="auditor").update(from_on=date(2026, 12, 1))

    tick(FIRST_OF_DECEMBER)

    assert Notice.objects.filter(kind="patterns_ready").count() == 0
