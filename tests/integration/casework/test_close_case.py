"""Closing a case: an outcome, its evidence, once."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal, Stale
from onroll.casework import actions, queries
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from tests.cast import Cast, make_cast
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


def close(cast: Cast, case: Case, outcome: Outcome = Outcome.ABROAD, evidence: str = "A letter from the school"):
    return actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=outcome,
        evidence=evidence,
        evidence_kind="SCHOOL_ABROAD" if outcome is Outcome.ABROAD else "",
        expected_version=case.version,
    )


def test_a_confirmed_case_is_closed_as_on_roll_and_says_how_long_it_took(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 12),
        when=FILED_AT + timedelta(days=12),
    )
    case.refresh_from_db()

    close(cast, case, Outcome.ON_ROLL, "Testbury High School confirmed it.")

    assert case.stage == Stage.CLOSED
    assert (case.outcome, case.evidence) == ("on_roll", "Testbury High School confirmed it.")
    assert queries.pace_of(case).words == "11 days from notified to accessed"
    assert case.events.last().words == (
        "On a school’s roll, confirmed by that school. Testbury High School confirmed it."
    )
    details = LedgerEntry.objects.get(name="casework.CaseClosed").details
    assert details == {
        "case_id": case.pk,
        "outcome": "on_roll",
        "confirmed_by_id": case.confirmed_by_id,
        "evidence_kind": "SCHOOL_CONFIRMED",
    }


def test_a_case_cannot_be_closed_as_on_roll_without_a_schools_confirmation(cast: Cast) -> None:
    case = world.opened_case(cast)

    with pytest.raises(actions.NotConfirmed):
        close(cast, case, Outcome.ON_ROLL)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.ON_ROLL])
@pytest.mark.parametrize(
    ("evidence", "words"),
    [("  ", "Write the evidence"), (" " + "x" * 9, "at least 10"), ("x" * 801, "no more than 800")],
)
def test_every_outcome_needs_evidence_in_words(cast: Cast, outcome: Outcome, evidence: str, words: str) -> None:
    case = world.opened_case(cast)

    with pytest.raises(actions.EvidenceMissing, match=words):
        close(cast, case, outcome, evidence)


def test_ten_characters_of_evidence_are_enough(cast: Cast) -> None:
    case = close(cast, world.opened_case(cast), evidence="x" * 10)

    assert case.stage == Stage.CLOSED


def test_a_confirmed_case_without_a_first_day_cannot_be_closed_as_on_roll(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 12))
    Case.objects.filter(pk=case.pk).update(provision_accessed_on=None)
    case.refresh_from_db()

    with pytest.raises(actions.DatesImpossible, match="provision accessed"):
        close(cast, case, Outcome.ON_ROLL)


def test_a_case_cannot_be_closed_twice(cast: Cast) -> None:
    case = world.opened_case(cast)
    close(cast, case)

    with pytest.raises(actions.CaseIsClosed):
        close(cast, case)

    assert LedgerEntry.objects.filter(name="casework.CaseClosed").count() == 1


def test_a_closed_case_takes_no_other_change_but_a_note(cast: Cast) -> None:
    case = world.opened_case(cast)
    close(cast, case)
    act = cast.officer.act()

    with pytest.raises(actions.CaseIsClosed):
        actions.move_stage(act, case=case, stage=Stage.LOCATE, note="again", expected_version=case.version)
    with pytest.raises(actions.CaseIsClosed):
        actions.assign_case(act, case=case, responsible=cast.officer.person, expected_version=case.version)
    assert actions.add_note(act, case=case, words="A late letter").stage == Stage.CLOSED


def test_a_case_that_changed_meanwhile_is_not_closed(cast: Cast) -> None:
    case = world.opened_case(cast)
    seen_earlier = Case.objects.get(pk=case.pk)
    actions.move_stage(cast.officer.act(), case=case, stage=Stage.LOCATE, note="x", expected_version=1)

    with pytest.raises(Stale):
        close(cast, seen_earlier)


def test_the_database_itself_refuses_a_closed_case_without_evidence(cast: Cast) -> None:
    case = world.opened_case(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED, outcome="abroad")


@pytest.mark.django_db(transaction=True)
def test_of_two_closings_at_the_same_moment_one_wins_and_the_other_is_told() -> None:
    cast = make_cast()
    case = world.opened_case(cast)
    start, outcomes = threading.Barrier(2), []

    def try_to_close() -> None:
        mine = Case.objects.get(pk=case.pk)
        start.wait()
        try:
            close(cast, mine)
            outcomes.append("closed")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to_close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["case_is_closed", "closed"]
    assert LedgerEntry.objects.filter(name="casework.CaseClosed").count() == 1
