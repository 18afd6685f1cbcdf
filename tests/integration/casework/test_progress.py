"""How far a case has come: checklists, clocks, dates with their history, risk, follow-up, and whose hands it is in."""

from datetime import date, datetime, timedelta

import pytest

from onroll.access.models import Membership, Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, Stale
from onroll.casework import actions, queries
from onroll.casework.case_dates import CaseDateKind
from onroll.casework.models import Case, Outcome
from onroll.casework.risks import Risk
from onroll.casework.stages import SkipReason, Stage, StageSkipped
from tests.cast import Cast, make_member
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)
LATER = FILED_AT + timedelta(days=14)


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast, when=FILED_AT)


def known(case: Case, kind: CaseDateKind) -> list[tuple[date | None, datetime]]:
    return list(case.dates.filter(kind=kind).values_list("day", "known_at"))


def test_a_stage_skipped_needs_its_reason_which_stands_in_the_story(cast: Cast, case: Case) -> None:
    move = {"case": case, "stage": Stage.ACCESS_PROVISION, "note": "A school took her", "expected_version": 1}
    with pytest.raises(StageSkipped, match="leaves out"):
        actions.move_stage(cast.officer.act(), **move)

    actions.move_stage(world.at(cast.officer, LATER), **move, skip_reason=SkipReason.DONE_ELSEWHERE)

    assert (case.stage, case.stage_since_on) == (Stage.ACCESS_PROVISION, LATER.date())
    assert case.events.last().words.endswith(
        "A school took her Left out 3 stages: Another agency or authority has done it."
    )
    assert LedgerEntry.objects.get(name="casework.CaseStageMoved").details["skip_reason"] == "done_elsewhere"


def test_the_longest_note_of_a_move_past_every_stage_fits_the_story(cast: Cast, case: Case) -> None:
    actions.move_stage(
        cast.officer.act(),
        case=case,
        stage=Stage.TRACK,
        note="x" * 800,
        expected_version=1,
        skip_reason=SkipReason.DONE_BEFORE,
    )

    assert len(case.events.last().words) <= 1000


def test_a_tick_keeps_who_and_when_and_one_taken_back_keeps_both(cast: Cast, case: Case) -> None:
    tick = {"case": case, "done": frozenset({"CHECK_ROLLS", "CHECK_LOST"})}
    actions.tick_checklist(world.at(cast.officer, LATER), **tick, expected_version=1)
    actions.tick_checklist(cast.officer.act(), case=case, done=frozenset({"CHECK_LOST"}), expected_version=2)

    ticks = queries.progress_of(cast.officer.act(), case).ticks
    assert {code: (tick.ticked_by, tick.ticked_at) for code, tick in ticks.items()} == {
        "CHECK_LOST": (cast.officer.person, LATER)
    }
    assert case.ticks.get(code="CHECK_ROLLS").unticked_by == cast.officer.person
    assert case.events.last().words == "Not done after all: School rolls of your area searched."


def test_a_checklist_saved_as_it_was_is_refused_and_a_code_of_no_list_is_left_out(cast: Cast, case: Case) -> None:
    for done in (frozenset(), frozenset({"NONSENSE"})):
        with pytest.raises(actions.NothingTicked):
            actions.tick_checklist(cast.officer.act(), case=case, done=done, expected_version=1)

    case.refresh_from_db()
    assert case.version == 1


def test_every_line_ticked_at_once_fits_the_story(cast: Cast, case: Case) -> None:
    from onroll.casework import tables

    actions.tick_checklist(cast.officer.act(), case=case, done=frozenset(tables.checklist()), expected_version=1)
    actions.tick_checklist(cast.officer.act(), case=case, done=frozenset(), expected_version=2)

    assert case.ticks.count() == len(tables.checklist())
    assert len(case.events.last().words) <= 1000


def test_a_correction_of_a_date_keeps_what_was_known_before_and_since_when(cast: Cast, case: Case) -> None:
    for moment, day in ((LATER, date(2026, 10, 10)), (LATER + timedelta(days=2), date(2026, 10, 12))):
        actions.record_dates(world.at(cast.officer, moment), case=case, located_on=day, expected_version=case.version)

    assert known(case, CaseDateKind.LOCATED) == [
        (date(2026, 10, 10), LATER),
        (date(2026, 10, 12), LATER + timedelta(days=2)),
    ]
    assert known(case, CaseDateKind.NOTIFIED) == [(FILED_AT.date(), FILED_AT)]
    assert case.located_on == date(2026, 10, 12)
    assert case.provision_determined_on is None  # what is not named stays


def test_a_schools_word_stands_in_the_history_as_the_schools(cast: Cast, case: Case) -> None:
    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 12), when=LATER)

    accessed = case.dates.get(kind=CaseDateKind.ACCESSED)
    assert (accessed.day, accessed.organisation, accessed.person) == (date(2026, 10, 12), cast.neighbour_school, None)
    case.refresh_from_db()
    assert case.stage_since_on == LATER.date()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"located_on": date(2026, 10, 16)}, "located is in the future"),
        ({"needs_agreed_on": date(2026, 10, 16)}, "needs were agreed is in the future"),
        ({"located_on": date(2026, 9, 1)}, "located before the child’s last day in education"),
        ({"located_on": date(2026, 10, 9), "needs_agreed_on": date(2026, 10, 8)}, "A family is found first"),
        ({"last_in_education_on": date(2013, 1, 1)}, "last in education is before the child was born"),
        ({"notified_on": date(2026, 9, 1)}, "the notification’s own"),
    ],
)
def test_dates_in_the_wrong_order_and_futures_are_refused(
    cast: Cast, case: Case, dates: dict[str, date], words: str
) -> None:
    with pytest.raises(actions.DatesImpossible, match=words):
        actions.record_dates(world.at(cast.officer, LATER), case=case, expected_version=1, **dates)

    assert Case.objects.get(pk=case.pk).version == 1


def test_an_urgent_sign_makes_the_risk_high_and_asks_for_the_referral(cast: Cast, case: Case) -> None:
    seen = {"case": case, "prompts": frozenset({"HONOUR", "NEW_ARRIVAL"}), "reason": "Told by a friend"}
    with pytest.raises(actions.RiskTooLow, match="the risk is high"):
        actions.assess_risk(cast.officer.act(), **seen, level=Risk.MEDIUM, referral="Police", expected_version=1)
    with pytest.raises(actions.ReferralMissing, match="to whom and when"):
        actions.assess_risk(cast.officer.act(), **seen, level=Risk.HIGH, expected_version=1)

    actions.assess_risk(
        cast.officer.act(), **seen, level=Risk.HIGH, referral="Police, at noon today", expected_version=1
    )

    found = queries.progress_of(cast.officer.act(), case).risk
    assert (case.risk, found.prompts, found.referral) == (Risk.HIGH, ["HONOUR", "NEW_ARRIVAL"], "Police, at noon today")
    assert found.person == cast.officer.person
    assert LedgerEntry.objects.get(name="casework.CaseRiskAssessed").details == {
        "case_id": case.pk,
        "assessment_id": found.pk,
    }


def test_not_assessed_is_no_assessment(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.RiskTooLow, match="high, medium or low"):
        actions.assess_risk(
            cast.officer.act(),
            case=case,
            level=Risk.NOT_ASSESSED,
            prompts=frozenset(),
            reason="Later",
            expected_version=1,
        )


def test_the_next_follow_up_is_a_month_away_or_on_a_sooner_day(cast: Cast, case: Case) -> None:
    act = world.at(cast.officer, LATER)
    assert queries.progress_of(act, case).follow_up_due_on == date(2026, 11, 1)

    actions.follow_up(act, case=case, words="Rang the aunt", next_by=date(2026, 10, 20), expected_version=1)

    assert queries.progress_of(act, case).follow_up_due_on == date(2026, 10, 20)
    assert case.events.last().words == "Rang the aunt Next by 20 October 2026."
    late = world.at(cast.officer, LATER + timedelta(days=8))
    assert [line.overdue_days for line in queries.work_list(late, queries.Filters(overdue=True)).cases] == [3]


@pytest.mark.parametrize(
    ("next_by", "words"),
    [(LATER.date(), "must be after today"), (date(2026, 11, 16), "at least monthly: set a day up to 15 November 2026")],
)
def test_a_follow_up_in_the_past_or_beyond_a_month_is_refused(
    cast: Cast, case: Case, next_by: date, words: str
) -> None:
    with pytest.raises(actions.FollowUpDayImpossible, match=words):
        actions.follow_up(world.at(cast.officer, LATER), case=case, words="Rang", next_by=next_by, expected_version=1)


def test_giving_a_case_away_does_not_make_it_look_followed_up(cast: Cast, case: Case) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    overdue_at = FILED_AT + timedelta(days=40)

    actions.assign_case(world.at(cast.officer, overdue_at), case=case, responsible=colleague.person, expected_version=1)

    listed = queries.work_list(world.at(cast.officer, overdue_at), queries.Filters(overdue=True))
    assert [line.case for line in listed.cases] == [case]


def test_who_was_responsible_is_kept_and_a_deputy_who_takes_over_is_deputy_no_more(cast: Cast, case: Case) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    actions.name_deputy(cast.officer.act(), case=case, deputy=colleague.person, expected_version=1)
    assert case.deputy == colleague.person

    actions.assign_case(cast.officer.act(), case=case, responsible=colleague.person, expected_version=2)

    assert (case.responsible, case.deputy) == (colleague.person, None)
    hands = [(one.person, one.is_deputy, one.until_at is None) for one in case.responsibilities.all()]
    assert hands == [
        (cast.officer.person, False, False),
        (colleague.person, True, False),
        (colleague.person, False, True),
    ]


def test_a_deputy_is_another_officer_of_the_authority_or_nobody(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.DeputyOfHerself):
        actions.name_deputy(cast.officer.act(), case=case, deputy=cast.officer.person, expected_version=1)
    with pytest.raises(actions.NotAnOfficerHere):
        actions.name_deputy(cast.officer.act(), case=case, deputy=cast.neighbour_officer.person, expected_version=1)

    assert actions.name_deputy(cast.officer.act(), case=case, deputy=None, expected_version=1).deputy is None


def test_risk_comes_before_overdue_and_overdue_before_age(cast: Cast) -> None:
    now = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
    cases = {name: world.opened_case(cast, when=now - timedelta(days=days)) for name, days in
             (("old", 20), ("overdue", 40), ("high", 2), ("low", 60), ("young", 1))}  # fmt: skip
    for name, level in (("high", Risk.HIGH), ("low", Risk.LOW)):
        actions.assess_risk(
            world.at(cast.officer, now - timedelta(days=1)),
            case=cases[name],
            level=level,
            prompts=frozenset(),
            reason="Looked",
            expected_version=1,
        )

    lines = queries.work_list(world.at(cast.officer, now), queries.Filters()).cases

    assert [line.case for line in lines] == [cases[name] for name in ("high", "overdue", "old", "young", "low")]


@pytest.mark.parametrize("change", ["tick_checklist", "assess_risk", "follow_up", "name_deputy"])
def test_an_edit_in_a_stale_tab_and_one_on_a_closed_case_change_nothing(cast: Cast, case: Case, change: str) -> None:
    asked = {
        "tick_checklist": {"done": frozenset({"CHECK_LOST"})},
        "assess_risk": {"level": Risk.LOW, "prompts": frozenset(), "reason": "Seen"},
        "follow_up": {"words": "Rang"},
        "name_deputy": {"deputy": None},
    }[change]
    do = getattr(actions, change)
    seen_earlier = Case.objects.get(pk=case.pk)
    actions.follow_up(cast.officer.act(), case=case, words="Called", expected_version=1)

    with pytest.raises(Stale):
        do(cast.officer.act(), case=seen_earlier, expected_version=1, **asked)
    actions.close_case(
        cast.officer.act(), case=case, outcome=Outcome.NOT_MISSING, evidence="Seen in class", expected_version=2,
        evidence_kind="REGISTER_ENTRY",
    )  # fmt: skip
    with pytest.raises(actions.CaseIsClosed):
        do(cast.officer.act(), case=case, expected_version=3, **asked)


def close(cast: Cast, case: Case, outcome: Outcome, kind: str = "", **acting: datetime) -> Case:
    return actions.close_case(
        world.at(cast.officer, acting.get("when", LATER)),
        case=case,
        outcome=outcome,
        evidence="A letter of 9 October",
        evidence_kind=kind,
        expected_version=case.version,
    )


def test_an_outcome_without_evidence_of_its_kind_is_refused(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.WrongEvidence, match="Choose what kind of evidence there is: a school abroad confirmed"):
        close(cast, case, Outcome.ABROAD)
    with pytest.raises(actions.WrongEvidence, match="does not show this outcome"):
        close(cast, case, Outcome.ABROAD, "REGISTER_ENTRY")

    assert close(cast, case, Outcome.ABROAD, "BORDER_CHECK").evidence_kind == "BORDER_CHECK"


def test_where_there_is_one_kind_of_evidence_it_need_not_be_chosen(cast: Cast, case: Case) -> None:
    assert close(cast, case, Outcome.OTHER_AUTHORITY).evidence_kind == "ACCEPTED_IN_WRITING"


def test_age_closes_a_case_only_where_the_birth_date_says_so(cast: Cast, case: Case) -> None:
    for outcome, kind in ((Outcome.OVER_AGE, "BIRTH_DATE"), (Outcome.NOT_MISSING, "UNDER_AGE")):
        with pytest.raises(actions.AgeDisagrees, match="of compulsory school age"):
            close(cast, case, outcome, kind)

    # Born on 17 May 2014: compulsory school age ends on the last Friday of June 2030. Education Act 1996 s8.
    after = datetime(2030, 6, 29, 9, 0, tzinfo=LONDON)
    assert close(cast, case, Outcome.OVER_AGE, when=after).stage == Stage.CLOSED


def test_age_is_no_evidence_where_the_birth_date_is_not_known(cast: Cast, case: Case) -> None:
    type(case.notification.sighting).objects.update(birth_date=None)
    case = Case.objects.get(pk=case.pk)

    with pytest.raises(actions.AgeDisagrees, match="not known"):
        close(cast, case, Outcome.OVER_AGE)


def test_a_case_opened_again_keeps_its_histories_and_goes_to_somebody_who_is_an_officer(cast: Cast, case: Case) -> None:
    leaver = make_member("leaver", cast.exampleton, Role.CME_OFFICER)
    act = world.at(cast.officer, LATER)
    actions.record_dates(act, case=case, located_on=LATER.date(), expected_version=1)
    actions.assign_case(act, case=case, responsible=leaver.person, expected_version=2)
    close(cast, case, Outcome.OTHER_AUTHORITY)
    Membership.objects.filter(pk=leaver.membership.pk).update(until_on=LATER.date())
    again = world.at(cast.officer, LATER + timedelta(days=9))

    actions.reopen_case(again, case=case, reason="They sent it back", expected_version=case.version)

    assert (case.responsible, case.stage_since_on, case.located_on) == (cast.officer.person, again.on, None)
    assert known(case, CaseDateKind.LOCATED) == [(LATER.date(), LATER), (None, again.at)]
    assert [one.person for one in case.responsibilities.all()] == [
        cast.officer.person,
        leaver.person,
        cast.officer.person,
    ]
    assert queries.progress_of(again, case).follow_up_due_on == date(2026, 11, 24)


def test_how_far_a_case_has_come_is_hidden_from_another_authority(cast: Cast, case: Case) -> None:
    with pytest.raises(Hidden):
        queries.progress_of(cast.neighbour_officer.act(), case)
