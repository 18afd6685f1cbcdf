"""The work on an open case: dates, stage, notes, who is responsible. A stale edit never overwrites."""

from datetime import date, datetime, timedelta

import pytest

from onroll.access.models import Membership, Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.casework import actions
from onroll.casework.models import Case
from onroll.casework.stages import Stage, StageMoveNotAllowed
from onroll.registry.models import Sighting
from tests.cast import Cast, make_member
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast, when=FILED_AT, left_on=date(2026, 9, 11))


def dated(cast: Cast, case: Case, determined: date | None, accessed: date | None, *, on: date = date(2026, 11, 2)):
    act = world.at(cast.officer, datetime(on.year, on.month, on.day, 12, tzinfo=LONDON))
    return actions.record_dates(
        act,
        case=case,
        provision_determined_on=determined,
        provision_accessed_on=accessed,
        expected_version=case.version,
    )


def test_dates_are_recorded_with_what_they_were_before(cast: Cast, case: Case) -> None:
    dated(cast, case, date(2026, 10, 5), None)
    dated(cast, case, date(2026, 10, 6), date(2026, 10, 12))

    assert (case.provision_determined_on, case.provision_accessed_on) == (date(2026, 10, 6), date(2026, 10, 12))
    details = LedgerEntry.objects.filter(name="casework.CaseDatesRecorded").last().details
    assert details["provision_determined_on_before"] == "2026-10-05"
    assert details["provision_determined_on"] == "2026-10-06"
    assert case.events.last().words == "Provision determined: 6 October 2026. Provision accessed: 12 October 2026."


def test_a_date_can_be_taken_away_and_the_story_says_so(cast: Cast, case: Case) -> None:
    dated(cast, case, date(2026, 10, 5), None)

    dated(cast, case, None, None)

    assert case.provision_determined_on is None
    assert case.events.last().words == "Provision determined: not known. Provision accessed: not known."


def test_today_is_no_future_date(cast: Cast, case: Case) -> None:
    dated(cast, case, date(2026, 11, 2), date(2026, 11, 2), on=date(2026, 11, 2))

    assert case.provision_accessed_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("determined", "accessed", "words"),
    [
        (date(2026, 11, 3), None, "determined is in the future"),
        (date(2026, 10, 5), date(2026, 11, 3), "accessed is in the future"),
        (None, date(2026, 10, 5), "a child cannot start without a place"),
        (date(2026, 10, 5), date(2026, 10, 4), "A place is found first"),
        (date(2026, 9, 1), date(2026, 9, 10), "before the child’s last day in education"),
        (date(2014, 5, 16), None, "determined is before the child was born"),
    ],
)
def test_dates_that_cannot_be_are_refused_with_words(
    cast: Cast, case: Case, determined: date | None, accessed: date | None, words: str
) -> None:
    with pytest.raises(actions.DatesImpossible, match=words):
        dated(cast, case, determined, accessed)

    case.refresh_from_db()
    assert (case.version, case.provision_determined_on) == (1, None)


def test_the_day_of_birth_itself_is_not_too_early(cast: Cast, case: Case) -> None:
    assert dated(cast, case, date(2014, 5, 17), None).provision_determined_on == date(2014, 5, 17)


def test_where_the_birth_date_is_not_known_ten_years_ago_is_the_earliest(cast: Cast) -> None:
    sighting = world.child_named(seen_at=FILED_AT)
    Sighting.objects.filter(pk=sighting.pk).update(birth_date=None)
    sighting.refresh_from_db()
    case = world.opened_case(cast, when=FILED_AT, sighting=sighting)

    with pytest.raises(actions.DatesImpossible, match="more than 10 years ago"):
        dated(cast, case, date(2016, 11, 1), None)
    assert dated(cast, case, date(2016, 11, 2), None).provision_determined_on == date(2016, 11, 2)


def test_an_edit_made_in_a_stale_tab_never_overwrites(cast: Cast, case: Case) -> None:
    seen_earlier = Case.objects.get(pk=case.pk)
    dated(cast, case, date(2026, 10, 5), None)

    with pytest.raises(Stale):
        dated(cast, seen_earlier, date(2026, 10, 20), None)

    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 5)


def test_a_case_moves_to_a_stage_with_the_reason_in_its_story(cast: Cast, case: Case) -> None:
    actions.move_stage(
        cast.officer.act(), case=case, stage=Stage.LOCATE, note="  No place is known. ", expected_version=1
    )

    assert case.stage == Stage.LOCATE
    assert case.events.last().words == (
        "From “Check whether a place is already known” to “Locate and contact the family”. No place is known."
    )
    assert LedgerEntry.objects.get(name="casework.CaseStageMoved").details == {
        "case_id": case.pk,
        "from_stage": "check",
        "to_stage": "locate",
        "skip_reason": "",
    }


def test_a_case_cannot_move_to_where_it_is(cast: Cast, case: Case) -> None:
    with pytest.raises(StageMoveNotAllowed):
        actions.move_stage(cast.officer.act(), case=case, stage=Stage.CHECK, note="again", expected_version=1)


def test_a_case_cannot_be_closed_by_moving_it(cast: Cast, case: Case) -> None:
    with pytest.raises(StageMoveNotAllowed, match="Close this case"):
        actions.move_stage(cast.officer.act(), case=case, stage=Stage.CLOSED, note="done", expected_version=1)


@pytest.mark.parametrize(("note", "words"), [("  ", "Write what happened"), ("x" * 801, "no more than 800")])
def test_a_move_needs_a_note_of_a_fitting_length(cast: Cast, case: Case, note: str, words: str) -> None:
    with pytest.raises(actions.NoteMissing, match=words):
        actions.move_stage(cast.officer.act(), case=case, stage=Stage.LOCATE, note=note, expected_version=1)


def test_a_note_is_kept_in_the_case_and_not_in_the_ledger(cast: Cast, case: Case) -> None:
    actions.add_note(cast.officer.act(), case=case, words="Spoke with the grandmother")

    assert case.events.last().words == "Spoke with the grandmother"
    assert LedgerEntry.objects.get(name="casework.CaseNoteAdded").details == {"case_id": case.pk}


def test_a_case_is_given_to_a_colleague(cast: Cast, case: Case) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)

    actions.assign_case(cast.officer.act(), case=case, responsible=colleague.person, expected_version=1)

    assert case.responsible == colleague.person
    assert case.events.last().words == "Colleague Invented is now responsible."


def test_a_case_is_not_given_to_an_officer_whose_role_has_ended(cast: Cast, case: Case) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    Membership.objects.filter(pk=colleague.membership.pk).update(until_on=cast.officer.act().on - timedelta(days=1))

    with pytest.raises(actions.NotAnOfficerHere):
        actions.assign_case(cast.officer.act(), case=case, responsible=colleague.person, expected_version=1)
