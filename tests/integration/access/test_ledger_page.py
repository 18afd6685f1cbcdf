"""The ledger as an auditor reads it: who sees what, filters, pages, and whether the chain holds."""

import dataclasses
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from onroll.access import actions, queries
from onroll.access.events import EstablishmentsLoaded, PersonAdded, SignedIn, SignInFailed
from onroll.audit import ledger, triggers
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from tests.cast import Cast, Member

PAGE = "/ledger/"
COUNTS = ("new", "changed", "unchanged", "refused", "new_authorities")


@transaction.atomic
def happens(member: Member, at: datetime | None = None) -> LedgerEntry:
    """Record that a member signed in."""
    act = member.act("sign in")
    act = dataclasses.replace(act, at=at) if at else act
    return ledger.record(act, SignedIn(person_id=member.person.pk))


@pytest.fixture
def a_day(cast: Cast) -> dict[str, LedgerEntry]:
    """One entry of each of the cast, and one of the system."""
    entries = {name: happens(member) for name, member in cast.members().items()}
    system = by_the_system(at=datetime(2026, 9, 7, 9, tzinfo=UTC), purpose="test")
    with transaction.atomic():
        entries["system"] = ledger.record(system, PersonAdded(person_id=cast.clerk.person.pk))
    return entries


def seen_by(member: Member, **filters: object) -> set[int]:
    found = queries.ledger_entries(member.act(), filters=queries.LedgerFilters(**filters))
    return {entry.sequence for entry in found}


def test_the_departments_auditor_sees_everything(cast: Cast, a_day: dict[str, LedgerEntry]) -> None:
    assert seen_by(cast.national_auditor) == {entry.sequence for entry in a_day.values()}


def test_an_authoritys_auditor_sees_what_was_done_in_its_area(cast: Cast, a_day: dict[str, LedgerEntry]) -> None:
    own = ("clerk", "other_clerk", "approver", "safeguarding_lead", "officer", "administrator", "auditor")

    assert seen_by(cast.auditor) == {a_day[name].sequence for name in own}


def test_everyone_else_is_refused_by_query_and_page(cast: Cast, a_day: dict[str, LedgerEntry], signed_in) -> None:
    for name, member in cast.members().items():
        if name in {"auditor", "national_auditor"}:
            continue
        with pytest.raises(NotAllowed):
            seen_by(member)
        assert signed_in(member).get(PAGE).status_code == 403
        assert signed_in(member).post(f"{PAGE}check/").status_code == 403


def test_an_auditor_of_a_school_would_see_only_its_own(cast: Cast, a_day: dict[str, LedgerEntry]) -> None:
    act = dataclasses.replace(cast.clerk.act(), role="auditor")

    found = queries.ledger_entries(act, filters=queries.LedgerFilters())

    at_school = {a_day[name].sequence for name in ("clerk", "approver", "safeguarding_lead")}
    assert {entry.sequence for entry in found} == at_school


def test_a_row_says_who_for_whom_when_what_why_and_about_whom(cast: Cast, signed_in) -> None:
    happens(cast.clerk, at=datetime(2026, 7, 7, 14, 4, tzinfo=UTC))

    page = signed_in(cast.auditor).get(PAGE).content.decode()

    for words in (
        "7 July 2026, 3:04pm",
        "Someone signed in",
        "Clerk Invented, Admissions and transfer",
        "Fixture Primary School (8201234)",
        "Sign in",
        f"?about=person-{cast.clerk.person.pk}",
    ):
        assert words in page


def test_reading_the_ledger_is_in_the_ledger_with_what_was_asked(cast: Cast, signed_in) -> None:
    signed_in(cast.auditor).get(f"{PAGE}?organisation=8201234&about=person-7")

    entry = LedgerEntry.objects.get()
    assert (entry.name, entry.actor_id, entry.organisation_id) == (
        "access.LedgerRead",
        cast.auditor.person.pk,
        cast.exampleton.pk,
    )
    assert entry.details["filters"] == ["organisation", "about person 7"]


def test_days_are_days_in_england_and_both_count(cast: Cast) -> None:
    last_minute = happens(cast.clerk, at=datetime(2026, 7, 7, 22, 59, tzinfo=UTC))
    next_day = happens(cast.clerk, at=datetime(2026, 7, 7, 23, 0, tzinfo=UTC))
    seventh = datetime(2026, 7, 7, tzinfo=UTC).date()

    assert seen_by(cast.auditor, from_on=seventh, until_on=seventh) == {last_minute.sequence}
    assert seen_by(cast.auditor, from_on=datetime(2026, 7, 8, tzinfo=UTC).date()) == {next_day.sequence}


def test_the_filters_narrow_what_is_shown(cast: Cast, a_day: dict[str, LedgerEntry], signed_in) -> None:
    client = signed_in(cast.national_auditor)

    of_school = client.get(f"{PAGE}?organisation=8201234").content.decode()
    of_kind = client.get(f"{PAGE}?event=access.PersonAdded").content.decode()
    about = client.get(f"{PAGE}?about=person-{cast.officer.person.pk}").content.decode()

    assert "Clerk Invented" in of_school
    assert "Officer Invented" not in of_school
    assert "An account was made" in of_kind
    assert "OnRoll itself" in of_kind
    assert "Someone signed in</td>" not in of_kind
    assert "Officer Invented" in about
    assert "Clerk Invented" not in about


def test_a_filter_for_another_area_shows_nothing(cast: Cast, a_day: dict[str, LedgerEntry], signed_in) -> None:
    page = signed_in(cast.auditor).get(f"{PAGE}?organisation=8384001").content.decode()

    assert "No entry fits." in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("organisation=8209999", "There is no organisation with this code"),
        ("from_on_day=31&from_on_month=2&from_on_year=2026", "real date"),
        ("event=access.Nothing", "Select a valid choice"),
        ("older_than=x", "Enter a whole number"),
        ("older_than=99999999999999999999999", "less than or equal"),
    ],
)
def test_a_filter_that_means_nothing_is_an_error_and_nothing_is_read(
    cast: Cast, signed_in, query: str, words: str
) -> None:
    answer = signed_in(cast.auditor).get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert LedgerEntry.objects.count() == 0


def test_an_entry_about_nobody_known_says_so(cast: Cast, signed_in) -> None:
    act = dataclasses.replace(cast.clerk.act("sign in"), actor_id=None, role="")
    with transaction.atomic():
        ledger.record(act, SignInFailed(person_id=0, step="password"))
        ledger.record(act, EstablishmentsLoaded(**dict.fromkeys(COUNTS, 0), register_id="27725e71"))

    page = signed_in(cast.national_auditor).get(PAGE).content.decode()

    assert "An unknown address" in page
    assert "Somebody not signed in" in page
    assert "Register extract 27725e71" in page


def test_long_ledgers_come_in_pages_without_a_gap(cast: Cast, signed_in) -> None:
    with transaction.atomic():
        made = [happens(cast.clerk).sequence for _ in range(120)]
    act, filters, seen, older_than = cast.auditor.act(), queries.LedgerFilters(event="access.SignedIn"), [], None

    for _ in range(3):
        page = actions.read_ledger(act, filters=filters, older_than=older_than)
        seen += [entry.sequence for entry in page.entries]
        older_than = page.older_than

    assert seen == made[::-1]
    assert older_than is None


def test_the_way_to_older_entries_keeps_the_filter(cast: Cast, signed_in) -> None:
    with transaction.atomic():
        oldest = [happens(cast.clerk).sequence for _ in range(51)][1]

    first = signed_in(cast.auditor).get(f"{PAGE}?event=access.SignedIn").content.decode()
    second = signed_in(cast.auditor).get(f"{PAGE}?event=access.SignedIn&older_than={oldest}").content.decode()

    assert f"?event=access.SignedIn&amp;older_than={oldest}" in first
    assert "Newest entries" in second
    assert "Older entries" not in second


def test_the_page_asks_the_same_few_questions_however_many_entries(
    cast: Cast, a_day: dict[str, LedgerEntry], signed_in, django_assert_num_queries
) -> None:
    with transaction.atomic():
        for _ in range(45):
            happens(cast.clerk)
    client = signed_in(cast.auditor)
    client.get("/schools/")  # the first page of a session notes when it was last used

    # session, person, roles, covers; savepoint, entries, ledger head, insert, head, release; last check;
    # names of people and of organisations
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_the_chain_is_checked_on_demand_and_the_page_says_so(cast: Cast, signed_in) -> None:
    happens(cast.clerk)
    client = signed_in(cast.auditor)

    before = client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}check/")
    after = client.get(PAGE).content.decode()

    assert "The chain has not been checked yet." in before
    assert answer["Location"] == PAGE
    assert "all 2 entries hold." in after
    assert LedgerEntry.objects.get(name="access.LedgerVerified").details["broken"] == []


def test_an_entry_changed_behind_our_back_is_found_and_said_loudly(cast: Cast, signed_in) -> None:
    happens(cast.clerk)
    tampered = happens(cast.officer)
    happens(cast.clerk)
    triggers.unguard(connection)
    LedgerEntry.objects.filter(pk=tampered.pk).update(actor_id=cast.clerk.person.pk)
    triggers.guard(connection)
    client = signed_in(cast.auditor)

    client.post(f"{PAGE}check/")
    page = client.get(PAGE).content.decode()

    assert "It does not hold at entry 2 of 3 entries." in page
    assert "changed from outside OnRoll" in page


def test_the_chain_cannot_be_checked_over_and_over(cast: Cast, signed_in) -> None:
    client = signed_in(cast.auditor)

    answers = [client.post(f"{PAGE}check/").status_code for _ in range(7)]

    assert answers == [302] * 6 + [429]


def test_checking_is_no_matter_of_following_a_link(cast: Cast, signed_in) -> None:
    assert signed_in(cast.auditor).get(f"{PAGE}check/").status_code == 405


def test_the_check_is_for_auditors_and_operators_only(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.verify_ledger(cast.officer.act())
    with pytest.raises(NotAllowed):
        queries.last_verification(cast.officer.act())


def test_the_title_and_addresses_of_the_page_name_nobody(cast: Cast, a_day: dict[str, LedgerEntry], signed_in) -> None:
    page = signed_in(cast.national_auditor).get(PAGE).content.decode()

    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title == "Ledger - OnRoll"
    assert "nvented" not in "".join(part.partition('"')[0] for part in page.split('href="')[1:])
