"""Who may do what with notifications and cases: the truth table over the whole cast."""

from collections.abc import Callable

import pytest

from onroll.access.models import Role
from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework import actions, permissions, queries
from onroll.casework.models import Case, Outcome
from onroll.casework.risks import Risk
from onroll.casework.stages import Stage
from tests.cast import Cast, make_member
from tests.integration.casework import world

EVERYBODY = (
    "clerk",
    "other_clerk",
    "neighbour_clerk",
    "approver",
    "safeguarding_lead",
    "officer",
    "neighbour_officer",
    "administrator",
    "auditor",
    "national_auditor",
)
OFFICERS = {"officer", "neighbour_officer"}

ACTIONS: dict[str, Callable[[Act, Case], object]] = {
    "record_dates": lambda act, case: actions.record_dates(
        act, case=case, provision_determined_on=None, provision_accessed_on=None, expected_version=1
    ),
    "move_stage": lambda act, case: actions.move_stage(
        act, case=case, stage=Stage.LOCATE, note="x", expected_version=1
    ),
    "add_note": lambda act, case: actions.add_note(act, case=case, words="x"),
    "assign_case": lambda act, case: actions.assign_case(
        act, case=case, responsible=case.responsible, expected_version=1
    ),
    "close_case": lambda act, case: actions.close_case(
        act,
        case=case,
        outcome=Outcome.ABROAD,
        evidence="A letter of the school",
        evidence_kind="SCHOOL_ABROAD",
        expected_version=1,
    ),
    "assess_risk": lambda act, case: actions.assess_risk(
        act, case=case, level=Risk.LOW, prompts=frozenset(), reason="Seen last week", expected_version=1
    ),
    "follow_up": lambda act, case: actions.follow_up(act, case=case, words="Called", expected_version=1),
    "tick_checklist": lambda act, case: actions.tick_checklist(
        act, case=case, done=frozenset({"CHECK_ROLLS"}), expected_version=1
    ),
    "name_deputy": lambda act, case: actions.name_deputy(act, case=case, deputy=None, expected_version=1),
    "reopen_case": lambda act, case: actions.reopen_case(
        act, case=case, reason="Never came", expected_version=case.version
    ),
    "answer_notification": lambda act, case: actions.answer_notification(
        act, notification=case.notification, words="Back in class", expected_version=1
    ),
    "join_notification": lambda act, case: actions.join_notification(
        act, notification=case.notification, expected_version=1
    ),
    "separate_notification": lambda act, case: actions.separate_notification(
        act, notification=case.notification, reason="Another child", expected_version=2
    ),
    "open_case_record": lambda act, case: actions.open_case_record(act, case=case),
    "open_notification_record": lambda act, case: actions.open_notification_record(act, notification=case.notification),
    "open_case": lambda act, case: actions.open_case(act, notification=case.notification, expected_version=2),
}


def _make_ready(cast: Cast, case: Case, name: str) -> None:
    """Bring the case to where the officer could do this."""
    if name == "reopen_case":
        ACTIONS["close_case"](cast.officer.act(), case)
    if name == "answer_notification":
        case.notification = world.file_as_lost(cast)
        world.withdraw(case.notification, clerk=cast.clerk, reason="Back in class")
        case.notification = type(case.notification).objects.get(pk=case.notification.pk)
    if name in {"join_notification", "separate_notification"}:
        case.notification = world.file_as_lost(cast, clerk=cast.other_clerk, sighting=case.child.sightings.get())
    if name == "separate_notification":
        actions.join_notification(cast.officer.act(), notification=case.notification, expected_version=1)


def test_the_table_knows_the_whole_cast(cast: Cast) -> None:
    assert set(EVERYBODY) == set(cast.members())


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", ACTIONS)
def test_nobody_but_the_authoritys_officer_changes_or_reads_a_case(cast: Cast, who: str, name: str) -> None:
    case = world.opened_case(cast)
    if name == "open_case":
        case.notification = world.file_as_lost(cast)
        type(case.notification).objects.filter(pk=case.notification.pk).update(version=2)
    _make_ready(cast, case, name)
    act = cast.members()[who].act()
    entries = LedgerEntry.objects.count()

    if who == "officer":
        ACTIONS[name](act, case)
        # its own event, and where it is a fact of the child's education, that fact's
        assert LedgerEntry.objects.count() - entries in (1, 2)
        return
    with pytest.raises(Hidden if who == "neighbour_officer" else NotAllowed):
        ACTIONS[name](act, case)

    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_children_missing_education_officers_may_see_casework(cast: Cast, who: str) -> None:
    assert permissions.may_see_cases(cast.members()[who].act()) is (who in OFFICERS)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_case_and_a_notification_exist_only_for_the_authoritys_officer(cast: Cast, who: str) -> None:
    case = world.opened_case(cast)
    waiting = world.file_as_lost(cast)
    act = cast.members()[who].act()

    if who == "officer":
        assert queries.case(act, case.reference) == case
        assert queries.notification(act, waiting.reference) == waiting
        assert queries.open_case_of(act, case.child_id) == case
        return
    with pytest.raises(Hidden):
        queries.case(act, case.reference)
    with pytest.raises(Hidden):
        queries.notification(act, waiting.reference)
    with pytest.raises(Hidden):
        queries.case_story(act, case)
    listed = queries.work_list(act, queries.Filters())
    assert (listed.notification_count, listed.case_count) == (0, 0)
    assert queries.open_case_of(act, case.child_id) is None


def test_an_auditor_of_the_same_authority_does_not_see_children(cast: Cast) -> None:
    auditor = make_member("secondauditor", cast.exampleton, Role.AUDITOR)

    assert not permissions.may_see_cases(auditor.act())
