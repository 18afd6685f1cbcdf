"""Named cover: by whom, for whom, until when, and what the ledger says of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from onroll.access import acting, actions, queries
from onroll.access.models import Cover, Membership, Person, Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from tests.cast import Cast, Member, make_member


@pytest.fixture
def colleague(cast: Cast) -> Member:
    """Somebody who works at the clerk's school."""
    return make_member("colleague", cast.school, Role.ATTENDANCE)


def cover(cast: Cast, by: Member, *, giver: Member | None = None, days: int = 7) -> Cover:
    act = (giver or cast.approver).act()
    return actions.give_cover(
        act, membership=cast.clerk.membership, by=by.person, from_on=act.on, until_on=act.on + timedelta(days=days)
    )


def standings(client: Client, member: Member) -> list[acting.Standing]:
    request = RequestFactory().get("/")
    request.session, request.user = client.session, member.person
    return acting.standings_today(request)


def test_cover_is_given_by_the_approver_or_by_the_person_covered_and_nobody_else(cast: Cast, colleague: Member) -> None:
    givers = {*cast.members().values()} - {cast.clerk, cast.approver}

    for member in givers:
        with pytest.raises(NotAllowed):
            cover(cast, colleague, giver=member)
    assert cover(cast, colleague, giver=cast.clerk).by == colleague.person
    actions.end_cover(cast.clerk.act(), membership=cast.clerk.membership)
    assert cover(cast, colleague, giver=cast.approver).by == colleague.person


def test_the_ledger_says_who_covers_whom_and_until_when(cast: Cast, colleague: Member) -> None:
    given = cover(cast, colleague)

    entry = LedgerEntry.objects.get()
    assert str(given) == f"cover {given.pk} of membership {cast.clerk.membership.pk}"
    assert (entry.name, entry.subject_id) == ("access.CoverGiven", str(colleague.person.pk))
    assert entry.details["covered_person_id"] == cast.clerk.person.pk
    assert (entry.details["role"], entry.details["until_on"]) == ("admissions", given.until_on.isoformat())


def test_whoever_covers_acts_in_that_role_under_her_own_name(cast: Cast, colleague: Member, signed_in) -> None:
    given = cover(cast, colleague)
    client = signed_in(colleague)

    client.post("/acting-for/", {"standing": f"cover-{given.pk}"})
    page = client.get("/files/").content.decode()

    entry = LedgerEntry.objects.get(name="access.ActingChanged")
    assert (entry.actor_id, entry.role, entry.details["covers"]) == (colleague.person.pk, "admissions", True)
    assert entry.purpose == "choose whom to act for, covering for a colleague"
    assert "covering for Admissions and transfer" in page
    assert "Waiting for you" in page


def test_the_choice_names_the_cover_and_its_last_day(cast: Cast, colleague: Member, signed_in) -> None:
    cover(cast, colleague)

    page = signed_in(colleague).get("/acting-for/").content.decode()

    assert "Covering for Admissions and transfer, School 8201234, until" in page


@pytest.mark.parametrize("what", ["over", "to come", "the covered role ended", "she works there no more", "ended"])
def test_a_cover_ends_by_itself(cast: Cast, colleague: Member, signed_in, what: str) -> None:
    given = cover(cast, colleague)
    yesterday, tomorrow = (timezone.localdate() + timedelta(days=step) for step in (-1, 1))
    client = signed_in(colleague)
    before = len(standings(client, colleague))

    if what == "over":
        Cover.objects.filter(pk=given.pk).update(from_on=yesterday, until_on=yesterday)
    elif what == "to come":
        Cover.objects.filter(pk=given.pk).update(from_on=tomorrow)
    elif what == "the covered role ended":
        actions.end_role(cast.approver.act(), membership=cast.clerk.membership)
    elif what == "she works there no more":
        make_other_role(cast, colleague)
        actions.end_role(cast.approver.act(), membership=colleague.membership)
    else:
        actions.end_cover(cast.clerk.act(), membership=cast.clerk.membership)

    assert before == 2
    assert [one.cover for one in standings(client, colleague)] == [None]
    standing = acting.Standing(membership=cast.clerk.membership, person_id=colleague.person.pk, cover=given)
    with pytest.raises(Hidden):
        actions.choose_acting(colleague.act(), standing=standing)


def make_other_role(cast: Cast, member: Member) -> None:
    Membership.objects.create(
        person=member.person, organisation=cast.other_school, role=Role.ATTENDANCE, from_on="2020-01-01"
    )


def test_a_cover_of_somebody_else_cannot_be_chosen(cast: Cast, colleague: Member) -> None:
    given = cover(cast, colleague)
    standing = acting.Standing(membership=cast.clerk.membership, person_id=cast.approver.person.pk, cover=given)

    with pytest.raises(Hidden):
        actions.choose_acting(cast.approver.act(), standing=standing)


def test_a_role_has_at_most_one_cover_at_a_time(cast: Cast, colleague: Member) -> None:
    cover(cast, colleague)

    with pytest.raises(actions.AlreadyCovered):
        cover(cast, cast.safeguarding_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.create(
            membership=cast.clerk.membership,
            by=cast.safeguarding_lead.person,
            from_on="2020-01-01",
            until_on="2020-02-01",
        )


def test_a_cover_that_is_over_makes_room_for_the_next(cast: Cast, colleague: Member) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    first = cover(cast, colleague)
    Cover.objects.filter(pk=first.pk).update(from_on=yesterday, until_on=yesterday)

    second = cover(cast, cast.safeguarding_lead)

    assert (second.pk, second.by) == (first.pk, cast.safeguarding_lead.person)


def test_an_approver_cannot_name_herself(cast: Cast) -> None:
    with pytest.raises(actions.OwnRole):
        cover(cast, cast.approver)


@pytest.mark.parametrize("who", ["other_clerk", "officer", "clerk"])
def test_only_a_colleague_can_cover(cast: Cast, who: str) -> None:
    with pytest.raises(actions.NotAColleague):
        cover(cast, cast.members()[who])


def test_a_colleague_whose_account_is_closed_cannot_cover(cast: Cast, colleague: Member) -> None:
    Person.objects.filter(pk=colleague.person.pk).update(is_active=False)

    with pytest.raises(actions.NotAColleague):
        cover(cast, colleague)


def test_a_cover_needs_days_in_order_and_a_role_that_has_not_ended(cast: Cast, colleague: Member) -> None:
    with pytest.raises(actions.DaysOutOfOrder):
        cover(cast, colleague, days=-1)
    actions.end_role(cast.approver.act(), membership=cast.clerk.membership)
    with pytest.raises(actions.RoleNotHeld):
        cover(cast, colleague)


def test_ending_a_cover_is_recorded_and_cannot_be_done_twice(cast: Cast, colleague: Member) -> None:
    given = cover(cast, colleague)
    Cover.objects.filter(pk=given.pk).update(from_on="2020-01-01")
    with pytest.raises(NotAllowed):
        actions.end_cover(colleague.act(), membership=cast.clerk.membership)

    actions.end_cover(cast.approver.act(), membership=cast.clerk.membership)

    assert LedgerEntry.objects.filter(name="access.CoverEnded").count() == 1
    assert Cover.objects.get(pk=given.pk).until_on == timezone.localdate() - timedelta(days=1)
    with pytest.raises(actions.NotCovered):
        actions.end_cover(cast.approver.act(), membership=cast.clerk.membership)


def test_notices_reach_whoever_covers_and_safeguarding_notices_nobody_else(cast: Cast, colleague: Member) -> None:
    cover(cast, colleague)
    cast.school.notices_to = ""
    today = timezone.localdate()

    assert queries.people_to_notify(cast.school, today) == [cast.clerk.person.email, colleague.person.email]
    cast.school.notices_to = "office@8201234.example"
    safeguarding = queries.people_to_notify(cast.school, today, roles=frozenset({Role.SAFEGUARDING}))
    assert safeguarding == [cast.safeguarding_lead.person.email]
