"""Nothing due is ever hidden, and somebody is in charge of every open case, however the one who was has left."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onroll.access import actions as access_actions
from onroll.access.models import Cover, Membership, Person, Role
from onroll.audit import act as acts
from onroll.audit.act import Act
from onroll.casework import actions, queries
from onroll.casework.actions.reminding import overdue_in
from onroll.casework.models import Case
from onroll.casework.queries import Queue
from onroll.casework.risks import Risk
from onroll.casework.stages import WORKING
from onroll.registry.models import Enrolment
from tests.cast import Cast, Member, Newcomers, make_member
from tests.integration.casework import world
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import address, text

NOW = timezone.localtime().replace(hour=12)
TODAY = NOW.date()
SignIn = Callable[[Member], Client]


@pytest.fixture
def leaver(cast: Cast) -> Member:
    return make_member("leaver", cast.exampleton, Role.CME_OFFICER)


def now(member: Member) -> Act:
    return world.at(member, NOW)


def everybody(act: Act, **filters: object) -> list[Case]:
    """Every case of the work list, page after page, in its order."""
    first = queries.work_list(act, queries.Filters(**filters))
    pages = [queries.work_list(act, queries.Filters(**filters, page=n + 1)) for n in range(first.page_count)]
    return [line.case for page in pages for line in page.cases]


def test_whatever_is_due_stands_in_the_list_its_queue_and_an_email_in_every_state_of_a_case(
    cast: Cast, leaver: Member, newcomers: Newcomers
) -> None:
    template = world.opened_case(cast, when=NOW - timedelta(days=90))
    cases, due = [], set()
    states = product((False, True), (None, -1, 0, 1), (0, 20, 40), (cast.officer, leaver), (Risk.HIGH, Risk.LOW))
    for number, (is_confirmed, promised, since, officer, risk) in enumerate(states):
        case = world.opened_case(cast, when=NOW - timedelta(days=90)) if number else template
        place = None
        if is_confirmed:
            place = Enrolment.objects.create(
                child=case.child, organisation=cast.school, from_on=TODAY, source="confirmation",
                source_reference="x", recorded_at=NOW, confirmed_at=NOW,
            )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(
            confirmed_by=place,
            follow_up_by=None if promised is None else TODAY + timedelta(days=promised),
            last_worked_at=NOW - timedelta(days=since),
            responsible=officer.person,
            risk=risk,
            stage=WORKING[number % len(WORKING)],
        )
        cases.append(case.pk)
        if promised == -1 or (since == 40 and not is_confirmed):
            due.add(case.pk)
    Membership.objects.filter(pk=leaver.membership.pk).update(until_on=TODAY - timedelta(days=1))
    act = now(cast.officer)

    listed = everybody(act)
    assert sorted(each.pk for each in listed) == sorted(cases)
    assert {each.pk for each in everybody(act, overdue=True)} == due
    for risk in (Risk.HIGH, Risk.LOW):
        is_due = [each.pk in due for each in listed if each.risk == risk]
        assert is_due == sorted(is_due, reverse=True)
    counts = queries.queues(act).counts
    assert counts[Queue.ALL].overdue_count == len(due)
    assert counts[Queue.MINE].overdue_count + counts[Queue.UNATTENDED].overdue_count == len(due)
    told = overdue_in(acts.by_the_system(at=NOW, purpose="test"), cast.exampleton).follow_ups
    assert sum(told.values()) == len(due)
    assert set(told) == {cast.officer.person.pk, newcomers.leader.person.pk}


def test_a_day_that_an_officer_set_stays_due_after_a_school_has_confirmed_the_child(
    cast: Cast, signed_in: SignIn
) -> None:
    case = world.opened_case(cast, when=NOW - timedelta(days=3))
    actions.follow_up(
        world.at(cast.officer, NOW - timedelta(days=2)), case=case, words="Ask the mother on the day she named",
        next_by=TODAY - timedelta(days=1), expected_version=case.version,
    )  # fmt: skip
    world.confirm(case.notification, clerk=cast.other_clerk, on_roll_from=TODAY - timedelta(days=1))

    assert everybody(now(cast.officer), overdue=True) == [case]
    assert "Overdue 1 day" in text(signed_in(cast.officer).get(reverse("casework:work-list")))


def test_every_new_notification_can_be_reached_on_some_page_however_many_wait(cast: Cast, signed_in: SignIn) -> None:
    told = {world.file_as_lost(cast).reference for _ in range(52)}
    officer = signed_in(cast.officer)
    opened = world.opened_case(cast)

    first, second, beyond = (
        officer.get(reverse("casework:work-list"), {"told": number, "stage": opened.stage}).content.decode()
        for number in (1, 2, 9)
    )

    on_first, on_second = ({each for each in told if each in page} for page in (first, second))
    assert (len(on_first), len(on_second), on_first | on_second) == (50, 2, told)
    assert {each for each in told if each in beyond} == on_second
    assert f"?stage={opened.stage}&amp;told=2" in first
    assert 'aria-label="Pages of new notifications"' in first


def role_ended(cast: Cast, leaver: Member) -> None:
    access_actions.end_role(
        acts.by_the_system(at=timezone.now(), purpose="an operator ends a role"),
        membership=leaver.membership,
        last_on=None,
    )


def last_day_came(cast: Cast, leaver: Member) -> None:
    Membership.objects.filter(pk=leaver.membership.pk).update(until_on=TODAY - timedelta(days=1))


def account_closed(cast: Cast, leaver: Member) -> None:
    Person.objects.filter(pk=leaver.person.pk).update(is_active=False)


def role_in_another_authority_instead(cast: Cast, leaver: Member) -> None:
    Membership.objects.filter(pk=leaver.membership.pk).update(organisation=cast.testbury)


def another_role_instead(cast: Cast, leaver: Member) -> None:
    Membership.objects.filter(pk=leaver.membership.pk).update(role=Role.AUDITOR)


WAYS = [role_ended, last_day_came, account_closed, role_in_another_authority_instead, another_role_instead]


@pytest.mark.parametrize("leave", WAYS, ids=lambda way: way.__name__)
def test_somebody_acts_for_a_case_whichever_way_its_officer_leaves(
    cast: Cast, leaver: Member, newcomers: Newcomers, signed_in: SignIn, leave: Callable[[Cast, Member], None]
) -> None:
    case = world.opened_case(cast)
    case = actions.assign_case(cast.officer.act(), case=case, responsible=leaver.person, expected_version=case.version)
    officer = signed_in(cast.officer)
    assert "Responsible Leaver Invented Change" in text(officer.get(address("case", case)))

    leave(cast, leaver)

    gone = "until the case is given to an officer: Leaver Invented has left the team"
    assert f"Responsible Leader Invented, {gone}" in text(officer.get(address("case", case)))
    assert f"Leader Invented, {gone}" in text(officer.get(reverse("casework:work-list")))
    assert queries.queues(cast.officer.act()).counts[Queue.UNATTENDED].open_count == 1

    actions.name_deputy(cast.officer.act(), case=case, deputy=cast.officer.person, expected_version=case.version)
    assert f"Responsible Officer Invented, {gone}" in text(officer.get(address("case", case)))


def test_a_deputy_who_has_left_too_does_not_act_and_without_a_leader_the_team_does(cast: Cast, leaver: Member) -> None:
    case = world.opened_case(cast)
    case = actions.name_deputy(cast.officer.act(), case=case, deputy=leaver.person, expected_version=case.version)
    other = make_member("remaining", cast.exampleton, Role.CME_OFFICER)
    for member in (cast.officer, leaver):
        role_ended(cast, member)

    charge = queries.charge_of(cast.exampleton.pk, other.act().on)

    assert charge.leads(queries.case(other.act(), case.reference)) == "Remaining Invented"


def test_whoever_covers_today_acts_for_what_she_opened_and_no_more_when_the_cover_is_over(cast: Cast) -> None:
    stand_in = make_member("standin", cast.exampleton, Role.AUDITOR)
    case = world.opened_case(cast)
    Case.objects.filter(pk=case.pk).update(responsible=stand_in.person)
    Cover.objects.create(
        membership=cast.officer.membership, by=stand_in.person, from_on=TODAY, until_on=TODAY + timedelta(days=2)
    )
    here = queries.case(now(cast.officer), case.reference)

    during, after = (queries.charge_of(cast.exampleton.pk, TODAY + timedelta(days=days)) for days in (2, 3))

    assert (during.leads(here), after.leads(here)) == ("Standin Invented", "Officer Invented")
    assert queries.queues(now(cast.officer)).counts[Queue.UNATTENDED].open_count == 0


def test_where_the_whole_team_has_gone_who_gives_roles_is_told_and_the_authority_stands_as_responsible(
    cast: Cast,
) -> None:
    approver = make_member("authorityapprover", cast.exampleton, Role.APPROVER)
    teller = reporter()
    case = world.opened_case(cast, when=NOW - timedelta(days=40))
    role_ended(cast, cast.officer)

    actions.remind_officers(acts.by_the_system(at=NOW, purpose="test of the clock"))

    assert [letter.to for letter in mail.outbox] == [[approver.person.email]]
    charge = queries.charge_of(cast.exampleton.pk, teller.act().on)
    assert charge.leads(Case.objects.get(pk=case.pk)) == "Exampleton"


def test_an_agency_reads_who_acts_now_and_not_who_has_left(cast: Cast, leaver: Member, newcomers: Newcomers) -> None:
    case = world.opened_case(cast)
    case = actions.assign_case(cast.officer.act(), case=case, responsible=leaver.person, expected_version=case.version)
    role_ended(cast, leaver)

    (acting,) = queries.tellers_story(cast.clerk.act(), case.child, queries.Reader.SCHOOL).acting

    assert acting.leads == "Leader Invented"
