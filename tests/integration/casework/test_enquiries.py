"""Reasonable enquiries: shared lines, harm referred at once, two signatures, and what the grounds allow."""

from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import actions, permissions, queries
from onroll.casework.models import (
    Deletion,
    EnquiryLine,
    EnquiryList,
    EnquirySignature,
    HarmDecision,
    Notification,
)
from onroll.registry.models import Enrolment
from onroll.rules.deletion import ABSENT_20, LEAVE_NO_RETURN
from tests.cast import Cast
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.enquiry_world import NOW, at

ENQUIRERS = {"clerk", "safeguarding_lead", "officer"}
OF_THE_SCHOOL = {"clerk", "safeguarding_lead"}


def test_school_and_authority_add_to_the_same_list_and_each_line_says_who(cast: Cast) -> None:
    enquiries = enquiry_world.begun(cast)

    enquiry_world.added(cast, enquiries)
    enquiry_world.added(cast, enquiries, by=cast.officer, code="OWN_SYSTEMS", words="On no other list")

    rows = [(line.party, line.code, line.organisation, line.words) for line in enquiries.lines.all()]
    assert rows == [
        ("school", "VISIT", cast.school, "Nobody at home"),
        ("authority", "OWN_SYSTEMS", cast.exampleton, "On no other list"),
    ]
    assert queries.enquiry_list(at(cast.officer), enquiries.reference) == enquiries
    assert queries.enquiry_list(at(cast.safeguarding_lead), enquiries.reference) == enquiries


def test_an_officer_begins_a_list_from_a_case_with_a_school_of_her_own_area(cast: Cast) -> None:
    case = world.opened_case(cast)

    with pytest.raises(actions.EnquiryImpossible, match="your own area"):
        actions.begin_for_case(cast.officer.act(), case=case, school=cast.neighbour_school)
    enquiries = actions.begin_for_case(cast.officer.act(), case=case, school=cast.school)

    assert (enquiries.school, enquiries.last_attended_on) == (cast.school, case.last_in_education_on)
    assert case.events.last().words == f"Reasonable enquiries were begun ({enquiries.reference})"
    with pytest.raises(actions.AlreadyEnquiring, match=enquiries.reference):
        actions.begin_for_case(cast.officer.act(), case=case, school=cast.school)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"made_on": NOW.date() + timedelta(days=1)}, "in the future"),
        ({"made_on": date(2020, 1, 1)}, "more than three years ago"),
        ({"words": "  "}, "Write what came of it"),
        ({"words": "x" * 200_000}, "no more than 1000"),
        ({"code": "CRYSTAL_BALL"}, "not on the checklist"),
        ({"code": "CHILD_BENEFIT"}, "Only the authority"),
    ],
)
def test_an_enquiry_that_cannot_be_is_refused_with_words(cast: Cast, change: dict, words: str) -> None:
    enquiries = enquiry_world.begun(cast)

    with pytest.raises(actions.EnquiryImpossible, match=words):
        enquiry_world.added(cast, enquiries, **change)

    assert not EnquiryLine.objects.exists()


def test_a_sign_of_harm_is_told_at_once_and_stops_signing_until_somebody_has_acted(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW)
    enquiries = actions.begin_for_case(at(cast.officer), case=case, school=cast.school)
    enquiry_world.answered(cast, enquiries)

    line = enquiry_world.added(cast, enquiries, code="SIBLINGS", words="Sister is afraid", is_sign_of_harm=True)

    assert case.events.last().kind == "harm"
    assert "Sister is afraid" not in case.events.last().words
    assert LedgerEntry.objects.filter(name="casework.HarmSignRecorded").count() == 1
    assert queries.enquiry_lists(at(cast.officer))[0].open_harm
    with pytest.raises(actions.NotReadyToSign, match="significant harm"):
        actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=enquiries.version)
    actions.refer_harm(
        at(cast.safeguarding_lead), line=line, decision=HarmDecision.BOTH, told="Front door team", words="Ref 17"
    )
    enquiries.refresh_from_db()
    actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=enquiries.version)
    assert queries.signs_to_act_on(enquiries) == []


def test_only_a_line_with_a_sign_of_harm_is_referred(cast: Cast) -> None:
    line = enquiry_world.added(cast, enquiry_world.begun(cast))

    with pytest.raises(actions.EnquiryImpossible, match="no sign of harm"):
        actions.refer_harm(at(cast.clerk), line=line, decision=HarmDecision.POLICE, told="101", words="x")


def test_a_list_with_an_unanswered_line_cannot_be_signed_and_says_which(cast: Cast) -> None:
    enquiries = enquiry_world.begun(cast)
    enquiry_world.added(cast, enquiries, code="TELEPHONE")

    with pytest.raises(actions.NotReadyToSign, match=r"14 lines of the checklist .*“Ask every emergency contact"):
        actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=enquiries.version)


def test_two_people_sign_one_for_each_side(cast: Cast) -> None:
    enquiries = enquiry_world.answered(cast, enquiry_world.begun(cast))
    actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=enquiries.version)

    with pytest.raises(actions.SecondSignerNeeded):
        actions.sign_enquiries(at(cast.safeguarding_lead), enquiries=enquiries, expected_version=enquiries.version)
    actions.sign_enquiries(at(cast.officer), enquiries=enquiries, expected_version=enquiries.version)

    assert {each.person for each in queries.signatures_in_force(enquiries).values()} == {
        cast.clerk.person,
        cast.officer.person,
    }


def test_one_person_with_a_role_on_both_sides_cannot_sign_twice(cast: Cast) -> None:
    enquiries = enquiry_world.answered(cast, enquiry_world.begun(cast))
    actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=enquiries.version)
    as_officer = type(cast.clerk)(cast.clerk.person, cast.officer.membership)

    with pytest.raises(actions.SecondSignerNeeded):
        actions.sign_enquiries(at(as_officer), enquiries=enquiries, expected_version=enquiries.version)

    assert EnquirySignature.objects.count() == 1


def test_a_change_after_signing_leaves_the_signatures_without_force(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)
    assert len(queries.signatures_in_force(enquiries)) == 2

    enquiry_world.added(cast, enquiries, by=cast.officer, code="POLICE")

    enquiries.refresh_from_db()
    assert queries.signatures_in_force(enquiries) == {}
    with pytest.raises(actions.DeletionNotAllowed, match="two signatures on the list as it stands now"):
        actions.delete_pupil(
            at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
        )


def test_a_signature_or_a_fact_from_a_stale_tab_is_refused_and_nothing_changes(cast: Cast) -> None:
    enquiries = enquiry_world.answered(cast, enquiry_world.begun(cast))
    seen = enquiries.version
    enquiry_world.added(cast, enquiries, by=cast.officer, code="POLICE")

    with pytest.raises(Stale):
        actions.sign_enquiries(at(cast.clerk), enquiries=enquiries, expected_version=seen)
    with pytest.raises(Stale):
        actions.record_whereabouts(
            at(cast.clerk), enquiries=enquiries, is_found=True, agrees=True, expected_version=seen
        )

    enquiries.refresh_from_db()
    assert (enquiries.is_found, EnquirySignature.objects.count()) == (None, 0)


def test_a_deletion_under_ground_i_needs_both_signatures_and_tells_the_authority(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)

    deletion = actions.delete_pupil(
        at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
    )

    assert (deletion.letter, deletion.deleted_on) == ("I", NOW.date())
    assert Enrolment.objects.get(child=enquiries.child).until_on == NOW.date()
    notification = Notification.objects.get(source="deletion")
    assert (notification.authority, notification.last_in_education_on) == (
        cast.exampleton,
        enquiry_world.LAST_ATTENDED,
    )
    case = actions.open_case(at(cast.officer), notification=notification, expected_version=1)
    assert (case.confirmed_by, case.last_in_education_on) == (None, enquiry_world.LAST_ATTENDED)
    assert LedgerEntry.objects.filter(name="casework.PupilDeleted").count() == 1


def test_a_deletion_under_ground_i_is_refused_before_the_conditions_are_met(cast: Cast) -> None:
    enquiries = enquiry_world.told(cast, enquiry_world.begun(cast))

    with pytest.raises(actions.DeletionNotAllowed, match="Ground I cannot be used") as refusal:
        actions.delete_pupil(
            at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
        )

    assert "two signatures" in refusal.value.words
    assert world.CANARY_SURNAME not in refusal.value.words
    assert not Deletion.objects.exists()


def test_ground_h_is_refused_where_only_the_twenty_days_are_met(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)

    with pytest.raises(actions.DeletionNotAllowed, match=r"Ground H .* No leave of absence is recorded"):
        actions.delete_pupil(
            at(cast.clerk), enquiries=enquiries, ground_code=LEAVE_NO_RETURN, expected_version=enquiries.version
        )


def test_after_the_deletion_the_list_stands_as_it_was(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)
    given = {"enquiries": enquiries, "ground_code": ABSENT_20, "expected_version": enquiries.version}
    actions.delete_pupil(at(cast.clerk), **given)

    with pytest.raises(actions.EnquiriesEnded):
        actions.delete_pupil(at(cast.clerk), **given)
    with pytest.raises(actions.EnquiriesEnded):
        enquiry_world.added(cast, enquiries)


def test_a_deletion_of_a_child_with_an_open_case_stands_in_its_story_and_opens_no_second(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW - timedelta(days=1))
    enquiries = actions.begin_for_case(at(cast.officer), case=case, school=cast.school)
    enquiry_world.told(cast, enquiry_world.answered(cast, enquiries))
    for who in (cast.clerk, cast.officer):
        actions.sign_enquiries(at(who), enquiries=enquiries, expected_version=enquiries.version)

    actions.delete_pupil(at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version)

    assert case.events.last().words.startswith("Deleted from the register on 9 October 2026 under ground I")
    assert not Notification.objects.filter(source="deletion").exists()


def test_what_the_register_shows_is_the_schools_alone_to_say(cast: Cast) -> None:
    enquiries = enquiry_world.begun(cast)
    given = {
        "last_attended_on": None,
        "leave_ended_on": None,
        "absent_until_on": None,
        "is_absence_unbroken": True,
        "has_good_cause": False,
    }

    with pytest.raises(permissions.OnlyTheSchool):
        actions.record_absence(at(cast.officer), enquiries=enquiries, expected_version=1, **given)
    with pytest.raises(permissions.OnlyTheSchool):
        actions.delete_pupil(at(cast.officer), enquiries=enquiries, ground_code=ABSENT_20, expected_version=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"absent_until_on": NOW.date() + timedelta(days=1)}, "in the future"),
        ({"absent_until_on": date(2026, 9, 10)}, "before the last day the pupil attended"),
    ],
)
def test_days_of_an_absence_that_cannot_be_are_refused(cast: Cast, change: dict, words: str) -> None:
    enquiries = enquiry_world.begun(cast)
    given = {
        "last_attended_on": enquiry_world.LAST_ATTENDED,
        "leave_ended_on": None,
        "absent_until_on": None,
        "is_absence_unbroken": None,
        "has_good_cause": None,
        **change,
    }

    with pytest.raises(actions.AbsenceImpossible, match=words):
        actions.record_absence(at(cast.clerk), enquiries=enquiries, expected_version=1, **given)


def test_that_a_found_child_will_not_come_back_is_agreed_by_each_side_for_itself(cast: Cast) -> None:
    enquiries = enquiry_world.begun(cast)

    for who in (cast.clerk, cast.officer):
        actions.record_whereabouts(
            at(who), enquiries=enquiries, is_found=True, agrees=True, expected_version=enquiries.version
        )
    assert (enquiries.school_agrees, enquiries.authority_agrees) == (True, True)

    actions.record_whereabouts(
        at(cast.clerk), enquiries=enquiries, is_found=False, agrees=None, expected_version=enquiries.version
    )
    assert (enquiries.school_agrees, enquiries.authority_agrees) == (None, None)


@pytest.mark.parametrize(
    "who",
    [
        "clerk", "other_clerk", "neighbour_clerk", "approver", "safeguarding_lead", "officer", "neighbour_officer",
        "administrator", "auditor", "national_auditor",
    ],
)  # fmt: skip
def test_who_shares_a_list(cast: Cast, who: str) -> None:
    enquiries = enquiry_world.begun(cast)
    act = at(cast.members()[who])
    entries = LedgerEntry.objects.count()

    if who in ENQUIRERS:
        assert queries.enquiry_list(act, enquiries.reference) == enquiries
        actions.open_enquiries(act, enquiries=enquiries)
        enquiry_world.added(cast, enquiries, by=cast.members()[who])
        return
    with pytest.raises(Hidden):
        queries.enquiry_list(act, enquiries.reference)
    for change in (
        lambda: actions.open_enquiries(act, enquiries=enquiries),
        lambda: enquiry_world.added(cast, enquiries, by=cast.members()[who]),
        lambda: actions.sign_enquiries(act, enquiries=enquiries, expected_version=1),
        lambda: actions.ask_agency(act, enquiries=enquiries, body="police", asked_of="x", question="x"),
    ):
        with pytest.raises((Hidden, NotAllowed)):
            change()
    assert (LedgerEntry.objects.count(), EnquiryList.objects.get().version) == (entries, 1)
    assert permissions.may_begin_for_pupil(act) is (who in {*OF_THE_SCHOOL, "other_clerk", "neighbour_clerk"})
