"""A deletion is stopped while its ground is not met, and told no later than it happens; letters go with their day."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.casework import actions as casework_actions
from onroll.registry.models import Enrolment
from onroll.returns import actions
from onroll.returns.models import HomeEducation, Return
from onroll.rules.deletion import ABSENT_20
from tests.cast import Cast
from tests.integration.casework import enquiry_world
from tests.integration.returns import world
from tests.integration.returns.world import HOME_ANSWERS, PUPIL, TODAY, at


def make(cast: Cast, **change: object) -> Return:
    return actions.make_deletion_return(at(cast.clerk), facts=PUPIL, given=world.leaving(**change))


def test_a_deletion_whose_ground_is_not_met_is_stopped_and_says_why(cast: Cast) -> None:
    with pytest.raises(actions.GroundNotMet) as refused:
        make(cast, answers={**HOME_ANSWERS, "has_notice": False})

    assert refused.value.words.startswith("Ground F cannot be used. Keep the pupil on the register.")
    assert "Spoken notice is not enough" in refused.value.words
    assert not Return.objects.exists()
    assert not Enrolment.objects.exists()


def test_a_deletion_made_lawfully_tells_the_authority_and_ends_the_roll(cast: Cast) -> None:
    made = make(cast, destination="Educated at home")

    assert (made.state, made.due_on, made.deletion.letter) == ("made", TODAY, "F")
    assert made.deletion.regulations == "registration-2024"
    ended = Enrolment.objects.get()
    assert (ended.organisation, ended.until_on, ended.source) == (cast.school, TODAY, "deletion")
    told = LedgerEntry.objects.get(name="returns.DeletionReturned")
    assert told.details["ground_code"] == "EHE"
    assert told.details["is_late"] is False


def test_a_deletion_date_before_the_return_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.DeletionBeforeReturn, match="never deleted from an earlier day"):
        make(cast, deleted_on=TODAY - timedelta(days=1))


def test_a_register_changed_before_the_return_is_kept_as_late(cast: Cast) -> None:
    made = make(cast, deleted_on=date(2026, 10, 8), was_done_before=True)

    assert (made.due_on, made.made_on) == (date(2026, 10, 8), TODAY)
    assert list(Return.objects.late()) == [made]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deleted_on": TODAY + timedelta(days=40)}, "more than a month ahead"),
        ({"deleted_on": TODAY + timedelta(days=1), "was_done_before": True}, "has not come"),
        ({"deleted_on": date(2016, 8, 31), "was_done_before": True}, "no deletion return was asked for"),
        ({"deleted_on": TODAY, "destination_from": date(2001, 1, 1)}, "before the child was born"),
    ],
)
def test_days_of_a_deletion_that_cannot_be_are_refused(cast: Cast, change: dict, words: str) -> None:
    with pytest.raises(actions.DeletionDayImpossible, match=words):
        make(cast, **change)


def test_a_deletion_before_the_child_was_born_is_refused(cast: Cast) -> None:
    young = dataclasses.replace(PUPIL, birth_date=TODAY)

    with pytest.raises(actions.DeletionDayImpossible, match="date of birth is not before"):
        actions.make_deletion_return(at(cast.clerk), facts=young, given=world.leaving())


def test_a_letter_of_the_old_list_is_read_with_its_day(cast: Cast) -> None:
    old = {**HOME_ANSWERS, "notice_on": date(2024, 5, 1), "educated_from": date(2024, 5, 2)}

    made = make(cast, ground_code="d", deleted_on=date(2024, 8, 18), was_done_before=True, answers=old)

    assert (made.deletion.letter, made.deletion.ground_code) == ("D", "EHE")
    assert made.deletion.regulations == "registration-2006"


def test_a_letter_of_the_wrong_list_for_the_day_is_refused_with_the_right_ones(cast: Cast) -> None:
    with pytest.raises(actions.GroundNotOfThatDay, match=r"Pupil Registration.*letters changed on 19 August 2024"):
        make(cast, ground_code="MEDICAL_HISTORIC")
    with pytest.raises(actions.GroundNotOfThatDay, match="no ground"):
        make(cast, ground_code="Z")
    # Old (d) was home education; since 19 August 2024 D is an attendance order that names another school.
    with pytest.raises(actions.GroundNotMet, match="Ground D cannot be used"):
        make(cast, ground_code="D")


def test_grounds_h_and_i_lead_to_joint_enquiries(cast: Cast) -> None:
    for letter in ("H", "I"):
        with pytest.raises(actions.NeedsJointEnquiries, match="together, signed by both"):
            make(cast, ground_code=letter)
    with pytest.raises(actions.NeedsJointEnquiries, match="was not lawful"):
        make(cast, ground_code="I", deleted_on=date(2026, 10, 1), was_done_before=True)


def test_a_deletion_after_joint_enquiries_makes_its_return_by_itself(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)

    casework_actions.delete_pupil(
        enquiry_world.at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
    )

    made = Return.objects.get()
    assert (made.kind, made.state, made.route, made.deletion.letter) == ("deletion", "made", "enquiries", "I")
    assert (made.school, made.authority) == (cast.school, cast.exampleton)


def test_a_leaver_of_a_feed_without_a_return_is_missing_at_once_and_is_made_good(cast: Cast) -> None:
    row = world.entry(cast)
    world.left(cast, row, date(2026, 10, 8))
    owed = Return.objects.get()
    assert list(Return.objects.missing(TODAY)) == [owed]

    made = actions.make_deletion_return(
        at(cast.clerk),
        facts=PUPIL,
        given=world.leaving(deleted_on=date(2026, 10, 8), was_done_before=True),
        owed=owed,
        expected_version=owed.version,
    )

    assert (made.pk, made.state, made.child_id) == (owed.pk, "made", row.child_id)
    assert list(Return.objects.late()) == [made]


def test_a_lawful_deletion_ends_the_row_of_the_schools_roll(cast: Cast) -> None:
    with_number = dataclasses.replace(PUPIL, upn="A820100112001")
    row = world.entry(cast, facts=with_number)

    actions.make_deletion_return(at(cast.clerk), facts=with_number, given=world.leaving(destination="At home"))

    row.refresh_from_db()
    assert (row.until_on, row.destination) == (TODAY, "At home")
    assert Return.objects.count() == 1


def test_a_feed_that_confirms_a_deletion_already_told_owes_nothing_more(cast: Cast) -> None:
    row = world.entry(cast, facts=dataclasses.replace(PUPIL, upn="A820100112001"))
    with_number = dataclasses.replace(PUPIL, upn="A820100112001")
    made = actions.make_deletion_return(at(cast.clerk), facts=with_number, given=world.leaving())
    assert made.child_id == row.child_id

    world.left(cast, row, TODAY)

    assert Return.objects.count() == 1


def test_a_pupil_deleted_for_home_education_is_on_the_authoritys_register_not_assessed(cast: Cast) -> None:
    made = world.deleted(cast)

    home = HomeEducation.objects.get()
    assert (home.authority, home.last_school, home.told_by) == (cast.exampleton, cast.school, "school")
    assert (home.from_on, home.reason, home.decisions.count()) == (date(2026, 10, 8), "UNKNOWN", 0)
    assert made.reference in home.words
    assert HomeEducation.objects.visible_to(at(cast.officer)).get() == home
    assert not HomeEducation.objects.visible_to(at(cast.neighbour_officer)).exists()


def test_the_school_leavers_at_sixteen_are_checked_by_age_and_the_exclusion_by_its_review(cast: Cast) -> None:
    with pytest.raises(actions.GroundNotMet, match="Compulsory school age ends on"):
        make(cast, ground_code="L", answers={"meets_on": date(2026, 10, 12), "stays_on": False})
    waiting = {"is_upheld": True, "notice_of_decision_on": date(2026, 10, 1), "is_waived": False, "review_asked": False}
    with pytest.raises(actions.GroundNotMet, match="15 school days after the notice end on"):
        make(cast, ground_code="O", answers=waiting)
