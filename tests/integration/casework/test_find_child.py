"""The officer's search box finds those she may see, says why, records that she looked, and is no list of everyone."""

import pytest
from django.core import mail
from django.urls import reverse

from onroll.access import limits
from onroll.audit import act as acts
from onroll.audit.models import LedgerEntry
from onroll.casework import actions, queries
from onroll.casework.actions import finding
from onroll.casework.models import Notification
from onroll.casework.permissions import NotAnOfficer
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import ShieldReason
from onroll.search import actions as search_actions
from onroll.search import sources
from onroll.search.models import Posting
from onroll.transfer import actions as transfer_actions
from onroll.transfer import months
from onroll.transfer import queries as transfer_queries
from tests.cast import Cast, Member
from tests.integration.transfer import steps
from tests.journeys.files import Child as Pupil

pytestmark = pytest.mark.django_db

ZELPHINE = Pupil(upn="", surname="Qvoxcanary", forename="Zelphine", birth_date="2014-05-17")


def notify(cast: Cast, clerk: Member | None = None) -> Notification:
    message = steps.file_lost(clerk or cast.clerk, children=(ZELPHINE,)).message
    return Notification.objects.get(message=message)


def names(member: Member, typed: str) -> list[str]:
    return [found.sighting.surname for found in actions.find_children(member.act(), typed=typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "zelfine qvoxcanari",
        "qvox 2014",
        "zelphine 17/5/14",
        "Zelphin fixture",
        "qvoxcanary about 12",
    ],
)
def test_an_officer_finds_a_notified_child_by_part_of_what_she_knows(cast: Cast, typed: str) -> None:
    notification = notify(cast)

    (found,) = actions.find_children(cast.officer.act(), typed=typed)

    assert found.notifications == (notification,)
    assert found.reasons != ()
    assert found.is_known


def test_a_notification_with_a_case_leads_to_the_case_only(cast: Cast) -> None:
    notification = notify(cast)
    case = actions.open_case(cast.officer.act(), notification=notification, expected_version=notification.version)

    (found,) = actions.find_children(cast.officer.act(), typed="qvoxcanary")

    assert (found.cases, found.notifications) == ((case,), ())


def test_an_officer_of_another_area_finds_nobody(cast: Cast) -> None:
    notify(cast)

    assert names(cast.officer, "qvoxcanary zelphine 17/5/2014") == ["Qvoxcanary"]
    assert names(cast.neighbour_officer, "qvoxcanary zelphine 17/5/2014") == []


def test_a_name_that_only_another_area_knows_finds_nobody_here(cast: Cast) -> None:
    child = notify(cast).child
    told = Facts(surname="Elsewhereson", forename="Zelphine")
    registry_actions.note_sighting_of(
        cast.neighbour_clerk.act(), child=child, facts=told, source="test", source_reference="1"
    )

    assert names(cast.officer, "elsewhereson") == []
    assert names(cast.neighbour_officer, "elsewhereson") == ["Elsewhereson"]


def test_a_shielded_child_is_in_no_hit(cast: Cast) -> None:
    child = notify(cast).child
    registry_actions.shield_child(
        cast.officer.act(),
        child=child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )

    assert names(cast.officer, "qvoxcanary zelphine") == []
    assert queries.found_children(cast.officer.act(), finding.parse_typed("2014", on=cast.officer.act().on)) == ()


@pytest.mark.parametrize("member", ["clerk", "approver", "auditor", "administrator", "safeguarding_lead"])
def test_only_a_children_missing_education_officer_may_look(cast: Cast, member: str) -> None:
    with pytest.raises(NotAnOfficer):
        actions.find_children(getattr(cast, member).act(), typed="qvoxcanary")


def test_each_search_is_recorded_without_what_was_typed(cast: Cast) -> None:
    notify(cast)

    names(cast.officer, "qvoxcanary 2014 zz1 1aa")

    entry = LedgerEntry.objects.get(name="casework.ChildrenLookedFor")
    assert entry.details["kinds_of_fact"] == ["birth date", "name", "postcode"]
    assert entry.details["found"] == 1
    assert "qvox" not in str(entry.details).lower()


def test_who_asks_for_everyone_is_stopped_and_an_auditor_reads_of_it(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(finding, "PER_PERSON", (3, 3600))
    notify(cast)

    for letter in "abc":
        names(cast.officer, letter * 2)
    for _ in range(2):
        with pytest.raises(limits.TooOften):
            names(cast.officer, "zz")

    assert LedgerEntry.objects.filter(name="casework.LookedTooOften").count() == 1
    assert LedgerEntry.objects.filter(name="casework.ChildrenLookedFor").count() == 3
    month = months.month_of(cast.officer.act().on)
    (officer,) = transfer_queries.patterns(cast.auditor.act(), month).officers
    assert (officer.person, officer.other_searches, officer.stopped) == (cast.officer.person.name, 3, 1)
    transfer_actions.send_owed_notices(acts.by_the_system(at=cast.officer.act().at, purpose="send"))
    (told,) = (each for each in mail.outbox if "far too many" in each.subject)
    assert told.bcc == [cast.auditor.person.email]
    assert cast.officer.person.name not in told.body


@pytest.mark.parametrize("typed", ["", "   ", "q", "a" * 10_000, "\x00\x01", "....", "%", "ß" * 300], ids=repr)
def test_too_little_and_too_much_find_nobody_and_break_nothing(cast: Cast, signed_in, typed: str) -> None:
    notify(cast)

    answer = signed_in(cast.officer).post(reverse("casework:find-child"), {"child": typed})

    assert answer.status_code == 200
    assert "Qvoxcanary" not in answer.content.decode()


def test_the_page_and_its_part_show_the_same_and_say_why(cast: Cast, signed_in) -> None:
    notification = notify(cast)
    client = signed_in(cast.officer)

    whole = client.post(reverse("casework:find-child"), {"child": "qvoxcanry 2015"})
    part = client.post(reverse("casework:find-child"), {"child": "qvoxcanry 2015"}, headers={"X-Fragment": "1"})

    for answer in (whole, part):
        shown = answer.content.decode()
        assert "“qvoxcanry” found as “qvoxcanary”" in shown
        assert "born 2014, one year off" in shown
        assert notification.reference in shown
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_the_index_of_every_kind_is_what_is_made_again(cast: Cast) -> None:
    notify(cast)
    fields = ("token__sort", "token__text", "birth_year", "birth_day", "kind", "record_id", "part_id")
    followed = set(Posting.objects.values_list(*fields))

    system = acts.by_the_system(at=cast.officer.act().at, purpose="test")
    for source in sources.registered():
        list(search_actions.rebuild(system, source=source))

    assert {source.kind for source in sources.registered()} == {row[4] for row in followed}
    assert set(Posting.objects.values_list(*fields)) == followed
