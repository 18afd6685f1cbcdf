"""The page of one child's story: each role reads its own part, saves it as a file, and leaves a trace."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from onroll.access.models import Cover, Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions
from onroll.casework.models import Case, Notification, Outcome
from onroll.casework.queries import ChildStory, Reader
from onroll.casework.telling import Route, Told
from onroll.registry import actions as registry_actions
from onroll.registry.models import Child, Enrolment, ShieldReason, Sighting
from tests.cast import Cast, Member, Newcomers, make_member
from tests.integration.casework import tellers, world

WORDS = "Boy of about nine, alone in the shops on school days."


def story(member: Member, child: Child) -> ChildStory:
    return actions.read_child_story(member.act(), reference=child.reference)


def own_case(cast: Cast) -> Case:
    """A case whose child's facts were told by a school of the area."""
    sighting = world.child_named(seen_at=timezone.now() - timedelta(days=60))
    Sighting.objects.filter(pk=sighting.pk).update(told_by=cast.school)
    sighting.refresh_from_db()
    return world.opened_case(cast, sighting=sighting, when=timezone.now() - timedelta(days=50))


def told_by_police(cast: Cast) -> tuple[Member, Notification]:
    police = tellers.reporter("police", "Police")
    told = actions.receive_notification(
        police.act(), told=Told(words=WORDS, surname="Quillon"), authority=cast.exampleton, route=Route.AGENCY
    ).notification
    return police, told


def joined(cast: Cast) -> tuple[Member, Case]:
    police, told = told_by_police(cast)
    case = actions.open_case(cast.officer.act(), notification=told, expected_version=1)
    return police, case


def captions(found: ChildStory) -> list[str]:
    return [step.title for step in found.steps]


def test_an_officer_reads_what_is_known_since_when_and_from_whom(cast: Cast) -> None:
    case = own_case(cast)

    found = story(cast.officer, case.child)

    assert (found.reader, found.name) == (Reader.OFFICER, "Zelphine Qvoxcanary")
    facts = {fact.what: (fact.value, fact.from_whom) for fact in found.facts}
    assert facts["Legal name"] == ("Zelphine Qvoxcanary", "Fixture Primary School")
    assert facts["Address"] == ("1 Invented Lane, Exampleton, ZZ99 9ZZ", "Fixture Primary School")
    assert found.answer is not None
    (acting,) = found.acting
    assert (acting.leads, acting.case, acting.authority) == ("Officer Invented", case, "Exampleton")
    assert acting.follow_up_due_on is not None
    assert captions(found)[:2] == ["File: In the lost-pupil repository", "Case opened"]
    assert [step.at for step in found.steps] == sorted(step.at for step in found.steps)


def test_what_another_area_said_and_a_sealed_address_are_not_told(cast: Cast) -> None:
    case = own_case(cast)
    elsewhere = {"source": "transfer file", "source_reference": "F-X", "seen_at": timezone.now()}
    Sighting.objects.create(
        child=case.child, told_by=cast.testbury, surname="Othername", forename="Z", address="2 Refuge Road", **elsewhere
    )
    Sighting.objects.create(
        **(elsewhere | {"source_reference": "F-Y"}),
        child=case.child,
        told_by=cast.school,
        surname="Q",
        forename="Z",
        address="3 Sealed Street",
        is_address_sealed=True,
    )

    said = str(story(cast.officer, case.child).facts)

    assert "Othername" not in said
    assert "Refuge Road" not in said
    assert "Sealed Street" not in said
    assert any(fact.is_sealed for fact in story(cast.officer, case.child).facts)


def test_an_officer_of_another_area_finds_no_story(cast: Cast) -> None:
    case = own_case(cast)

    with pytest.raises(Hidden):
        story(cast.neighbour_officer, case.child)


def test_a_shielded_childs_story_is_found_by_no_officer(cast: Cast, signed_in) -> None:
    case = own_case(cast)
    registry_actions.shield_child(
        cast.officer.act(),
        child=case.child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )

    with pytest.raises(Hidden):
        story(cast.officer, case.child)
    assert (
        "whole story"
        not in signed_in(cast.officer).get(reverse("casework:case", args=[case.reference])).content.decode()
    )


def test_an_agency_reads_who_leads_since_when_and_that_it_is_worked_on(cast: Cast) -> None:
    police, case = joined(cast)
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    today = cast.officer.act().on
    Cover.objects.create(membership=cast.officer.membership, by=colleague.person, from_on=today, until_on=today)

    found = story(police, case.child)

    (acting,) = found.acting
    assert (acting.authority, acting.leads, acting.covered_by) == (
        "Exampleton",
        "Officer Invented",
        "Colleague Invented",
    )
    assert (acting.progress, acting.case, acting.follow_up_due_on) == ("looked_into", None, None)
    assert captions(found) == ["Told of the child", "Case opened"]
    assert [fact.value for fact in found.facts] == [WORDS]


def test_an_agency_reads_nothing_that_others_said_or_where_the_child_is(cast: Cast) -> None:
    police, case = joined(cast)
    actions.add_note(cast.officer.act(), case=case, words="Living with an aunt at 9 Secret Street")
    Enrolment.objects.create(
        child=case.child, organisation=cast.school, source="x", source_reference="x", recorded_at=timezone.now()
    )
    case.refresh_from_db()
    actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=Outcome.ABROAD,
        evidence_kind="SCHOOL_ABROAD",
        evidence="Letter from a school in Utopia",
        expected_version=case.version,
    )

    found = story(police, case.child)

    everything = str((found.facts, found.education, found.acting, found.steps))
    for secret in ("Secret Street", "Utopia", "Fixture Primary", "SCHOOL_ABROAD"):
        assert secret not in everything
    assert captions(found)[-1] == "Case closed"
    assert found.steps[-1].words == "Another area looks after it now"


def test_another_agency_and_another_school_find_no_story(cast: Cast) -> None:
    _, case = joined(cast)

    for stranger in (tellers.reporter("health", "Health"), cast.clerk, cast.neighbour_clerk):
        with pytest.raises(Hidden):
            story(stranger, case.child)


def test_a_shield_does_not_show_to_who_told_of_the_child(cast: Cast) -> None:
    police, case = joined(cast)
    before = story(police, case.child)
    registry_actions.shield_child(
        cast.officer.act(),
        child=case.child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )

    assert story(police, case.child) == before


def test_a_school_reads_the_story_of_its_own_child_and_who_leads(cast: Cast) -> None:
    case = own_case(cast)
    actions.add_note(cast.officer.act(), case=case, words="Seen at 9 Secret Street")
    Enrolment.objects.create(
        child=case.child,
        organisation=cast.school,
        source="transfer file",
        source_reference="F-1",
        recorded_at=timezone.now() - timedelta(days=60),
    )

    found = story(cast.clerk, case.child)

    assert (found.reader, found.name) == (Reader.SCHOOL, "Zelphine Qvoxcanary")
    assert [acting.leads for acting in found.acting] == ["Officer Invented"]
    assert [fact.what for fact in found.education] == ["On your roll"]
    assert "Legal name" in {fact.what for fact in found.facts}
    assert "Secret Street" not in str(found.steps)
    assert "File: In the lost-pupil repository" in captions(found)


def test_an_auditor_reads_the_ledger_and_nothing_of_the_child(cast: Cast, signed_in) -> None:
    case = own_case(cast)
    actions.open_case_record(cast.officer.act(), case=case)

    found = story(cast.auditor, case.child)

    assert (found.reader, found.name, found.facts, found.acting, found.answer) == (Reader.AUDITOR, "", (), (), None)
    assert {step.person for step in found.steps} >= {"Officer Invented"}
    assert any(step.words.startswith(f"Case {case.pk}, entry ") for step in found.steps)
    shown = signed_in(cast.auditor).get(reverse("casework:child-story", args=[case.child.reference])).content.decode()
    assert world.CANARY_SURNAME not in shown
    assert "Save as" not in shown


def test_who_has_no_part_in_it_is_refused(cast: Cast, newcomers: Newcomers) -> None:
    case = own_case(cast)

    for member in (cast.approver, cast.administrator, newcomers.interviewer):
        with pytest.raises(NotAllowed):
            story(member, case.child)
    with pytest.raises(NotAllowed):
        actions.save_child_story(cast.auditor.act(), reference=case.child.reference, form="pdf")


def test_reading_and_saving_each_leave_a_trace(cast: Cast) -> None:
    case = own_case(cast)

    story(cast.officer, case.child)
    actions.save_child_story(cast.officer.act(), reference=case.child.reference, form="json")

    kept = LedgerEntry.objects.filter(name__startswith="casework.ChildStory").order_by("sequence")
    assert [(each.name, each.subject_id, each.details["reader"]) for each in kept] == [
        ("casework.ChildStoryRead", str(case.child_id), "officer"),
        ("casework.ChildStorySaved", str(case.child_id), "officer"),
    ]


@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_the_story_is_saved_as_a_file_whose_name_names_nobody(cast: Cast, signed_in, form: str) -> None:
    case = own_case(cast)
    client = signed_in(cast.officer)
    client.post("/sign-in/again/", {"password": "a long pass phrase"})

    answer = client.get(reverse("casework:save-child-story", args=[case.child.reference, form]))

    assert answer.status_code == 200
    assert case.child.reference in answer["Content-Disposition"]
    assert "Qvoxcanary" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    if form == "json":
        whole = json.loads(answer.content)
        assert whole["name"] == "Zelphine Qvoxcanary"
        assert whole["Who is acting"][0]["Who leads"] == "Officer Invented"
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert ["What has happened", "Case opened"] in [row[:2] for row in rows]
    if form == "pdf":
        assert answer.content.startswith(b"%PDF")


def test_a_cell_that_a_spreadsheet_would_carry_out_is_saved_as_words(cast: Cast, signed_in) -> None:
    case = own_case(cast)
    actions.add_note(cast.officer.act(), case=case, words='=HYPERLINK("http://x.example")')
    client = signed_in(cast.officer)
    client.post("/sign-in/again/", {"password": "a long pass phrase"})

    text = client.get(reverse("casework:save-child-story", args=[case.child.reference, "csv"])).content.decode()

    assert "'=HYPERLINK" in text


@pytest.mark.parametrize("notes", [1, 8])
def test_the_story_takes_the_same_readings_however_long_it_is(
    cast: Cast, notes: int, django_assert_max_num_queries
) -> None:
    case = own_case(cast)
    for number in range(notes):
        actions.add_note(cast.officer.act(), case=case, words=f"Note {number}")

    with django_assert_max_num_queries(46):
        story(cast.officer, case.child)


def test_the_page_is_reached_from_the_case_and_from_what_was_told(cast: Cast, signed_in) -> None:
    police, case = joined(cast)

    of_case = signed_in(cast.officer).get(reverse("casework:case", args=[case.reference])).content.decode()
    of_telling = signed_in(police).get(reverse("telling:telling", args=[case.notification.reference])).content.decode()
    shown = signed_in(police).get(reverse("casework:child-story", args=[case.child.reference])).content.decode()

    address = reverse("casework:child-story", args=[case.child.reference])
    assert address in of_case
    assert address in of_telling
    assert "Who leads" in shown
    assert "Officer Invented" in shown


def test_a_school_that_makes_enquiries_reads_nothing_of_a_case_that_ended_before(cast: Cast) -> None:
    begun = timezone.now() - timedelta(days=20)
    before = world.opened_case(cast, when=begun - timedelta(days=400))
    Case.objects.filter(pk=before.pk).update(
        stage="closed",
        closed_at=begun - timedelta(days=300),
        outcome=Outcome.ABROAD,
        evidence="A letter of the school abroad",
    )
    act = world.at(cast.other_clerk, begun)
    facts = registry_actions.Facts(surname="Qvoxcanary", forename="Zelphine")
    enquiries = actions.begin_for_pupil(act, facts=facts, last_attended_on=None)
    type(enquiries).objects.filter(pk=enquiries.pk).update(child=before.child)

    read = story(cast.other_clerk, before.child)

    assert read.acting == ()
    assert not [step for step in read.steps if step.title in {"Case opened", "Case closed"}]
    Case.objects.filter(pk=before.pk).update(closed_at=begun + timedelta(days=1))
    assert [one.authority for one in story(cast.other_clerk, before.child).acting] == [cast.exampleton.name]
