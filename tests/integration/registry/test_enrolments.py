"""Where a child is enrolled: what a file reports, and what a school itself confirms."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from onroll.audit.models import LedgerEntry
from onroll.registry import actions, queries
from onroll.registry.models import Child, Enrolment
from tests.cast import Cast, Member


@pytest.fixture
def child(cast: Cast) -> Child:
    facts = actions.Facts(surname="Invented", forename="Ada")
    return actions.note_sighting(cast.clerk.act(), facts=facts, source="file", source_reference="F-1").child


def enrol(member: Member, child: Child, *, is_confirmed: bool, until_on: date | None = None) -> Enrolment:
    return actions.record_enrolment(
        member.act(),
        child=child,
        organisation=member.organisation,
        from_on=date(2026, 9, 1),
        until_on=until_on,
        source="file",
        source_reference="F-1",
        is_confirmed=is_confirmed,
    )


def test_what_a_file_reports_is_not_confirmed(cast: Cast, child: Child) -> None:
    enrolment = enrol(cast.clerk, child, is_confirmed=False, until_on=date(2026, 10, 1))

    assert enrolment.confirmed_at is None
    assert str(enrolment) == f"enrolment {enrolment.pk} of child {child.pk}"
    assert queries.confirmed_enrolments(child).first() is None


def test_what_the_school_says_itself_is_confirmed_and_the_newest_counts(cast: Cast, child: Child) -> None:
    enrol(cast.clerk, child, is_confirmed=True)
    newest = enrol(cast.other_clerk, child, is_confirmed=True)

    assert queries.confirmed_enrolments(child).first() == newest
    entry = LedgerEntry.objects.filter(name="registry.EnrolmentRecorded").last()
    assert entry.details == {
        "child_id": child.pk,
        "enrolment_id": newest.pk,
        "organisation_id": cast.other_school.pk,
        "is_confirmed": True,
    }


def test_an_enrolment_cannot_end_before_it_begins(cast: Cast, child: Child) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        enrol(cast.clerk, child, is_confirmed=False, until_on=date(2026, 8, 31))

    assert not LedgerEntry.objects.filter(name="registry.EnrolmentRecorded").exists()
