"""Stories of lost pupils: filed, noticed, looked for, claimed, confirmed, and the case closed or still open."""

from datetime import date, timedelta
from random import Random

from onroll import ctf
from onroll.access.models import Organisation
from onroll.casework import actions as casework_actions
from onroll.casework.case_dates import CaseDateKind
from onroll.casework.models import Case, Outcome
from onroll.casework.presenters.evidence import evidence_from
from onroll.casework.risks import Risk
from onroll.casework.stages import WORKING, Stage
from onroll.config.demonstration import borders
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.children import give_number
from onroll.config.demonstration.timetable import Story
from onroll.transfer.actions import EnquiryMade
from onroll.transfer.models import LostPupil

OUTCOMES_OF_ENQUIRIES = (
    ("TELEPHONE", "Rang each number on three days; no answer, one number not in use."),
    ("CONTACTS", "The emergency contact has not heard from the family since the summer."),
    ("LETTER", "Letter sent to the last address; nothing came back."),
    ("VISIT", "Nobody at home on two visits; a neighbour thinks the family has moved."),
    ("SIBLINGS", "No brother or sister at another school of the area."),
    ("HEALTH", "The school nurse has no new address."),
)
NOTES = {
    Stage.RECEIVE: "Asked the school for the dates of its visits before going on.",
    Stage.LOG: "No place found on any roll of the area. Logged with the addresses that are known.",
    Stage.LOCATE: "No place is known. Asked housing and health for a new address.",
    Stage.NEEDS: "Family found at a new address. Meeting about what the child needs is agreed.",
    Stage.IDENTIFY_PROVISION: "Needs agreed with the parent. Two schools have places in this year group.",
    Stage.ACCESS_PROVISION: "A place is offered; the parent has accepted. Uniform and transport are being settled.",
    Stage.MONITOR: "The child is said to attend. Watching the first weeks.",
    Stage.TRACK: "Asked the new provider to confirm the child in writing.",
}
# Outcomes that are true of any child; a child who is over age would need one of just the right age.
EVIDENCE = {
    Outcome.EDUCATED_AT_HOME: "Home visit by the home education officer; report of suitable education on file.",
    Outcome.OTHER_AUTHORITY: "",  # the other authority's acceptance is the evidence
    Outcome.OTHER_NATION: "A school in Wales confirmed the child in writing, with the first day.",
    Outcome.ABROAD: "Letter from a school abroad, confirmed with the school by telephone.",
    Outcome.NOT_MISSING: "The child was on the roll of an independent school throughout; its register entry seen.",
}
EVIDENCE_KINDS = {Outcome.ABROAD: "SCHOOL_ABROAD", Outcome.NOT_MISSING: "REGISTER_ENTRY"}
# The date that going to a stage brings with it.
DATED_BY = {
    Stage.NEEDS: CaseDateKind.LOCATED,
    Stage.IDENTIFY_PROVISION: CaseDateKind.NEEDS_AGREED,
    Stage.ACCESS_PROVISION: CaseDateKind.DETERMINED,
}
RISKS: tuple[tuple[Risk, frozenset[str], str, str], ...] = (
    (Risk.HIGH, frozenset({"SIBLING"}), "A brother has a child protection plan.", "Social care told by telephone."),
    (Risk.MEDIUM, frozenset({"TEMPORARY_HOME"}), "The family moved between hostels twice this year.", ""),
    (Risk.LOW, frozenset(), "An aunt spoke with the child last week. No sign of risk.", ""),
    (Risk.NOT_ASSESSED, frozenset(), "", ""),
)


def filed(cast: Cast, school: Organisation, *, outside: bool = False, number_of: ctf.Pupil | None = None) -> LostPupil:
    """A school files a pupil whose next school it does not know, with the enquiries it made."""
    on = cast.clock.now.date()
    (leaver,) = cast.children.leavers(school, 1, on)
    if number_of is not None:
        give_number(leaver, number_of.upn or "")
    message = cast.upload(school, "MMMMMMM" if outside else "XXXXXXX", [leaver])
    return cast.file_as_lost(message, enquiries(cast.random, leaver, on))


def enquiries(random: Random, leaver: ctf.Pupil, on: date) -> list[EnquiryMade]:
    """Return one to four enquiries made since the child left."""
    left_on = leaver.school_history[0].left_on or on
    made = random.sample(OUTCOMES_OF_ENQUIRIES, random.randrange(1, 5))
    days = (on - left_on).days
    return [EnquiryMade(code, on - timedelta(days=random.randrange(days)), outcome) for code, outcome in made]


def waiting(cast: Cast, school: Organisation, *, outside: bool = False) -> Story:
    """A notification that nobody has looked at yet."""
    filed(cast, school, outside=outside)
    yield from ()


def doubtful(cast: Cast, school: Organisation, other: Organisation) -> Story:
    """Two schools give the same pupil number to two different children; one of them is lost."""
    (rightful,) = cast.children.leavers(other, 1, cast.clock.now.date())
    cast.file_as_lost(
        cast.upload(other, "XXXXXXX", [rightful]), enquiries(cast.random, rightful, cast.clock.now.date())
    )
    yield 2
    filed(cast, school, number_of=rightful)


def worked_on(cast: Cast, school: Organisation, *, stage: Stage) -> Story:
    """A case that goes from stage to stage, as far as `stage`, and stands there."""
    lost_pupil = filed(cast, school)
    yield cast.random.randrange(0, 3)
    case = cast.open_case(lost_pupil)
    _assess(cast, case)
    yield from _through_stages(cast, case, stage)


def found(cast: Cast, school: Organisation, new_school: Organisation, *, steps: int) -> Story:
    """A case whose child turns up at a school of another authority.

    `steps`: 1 the file is claimed, 2 collected too, 3 the child confirmed on roll, 4 the case closed with it.
    """
    lost_pupil = filed(cast, school)
    yield cast.random.randrange(0, 2)
    case = cast.open_case(lost_pupil)
    yield from _through_stages(cast, case, Stage.LOCATE)
    yield cast.random.randrange(2, 15)
    message = cast.claim(lost_pupil, new_school)
    if steps == 1:
        return
    yield cast.random.randrange(1, 4)
    cast.collect(message)
    if steps == 2:
        return
    yield cast.random.randrange(1, 5)
    cast.confirm(message, days_before=cast.random.randrange(12))
    if steps == 3:
        return
    yield cast.random.randrange(1, 6)
    case.refresh_from_db()
    _close(cast, case, Outcome.ON_ROLL, evidence_from(case))


def answered(cast: Cast, school: Organisation, new_school: Organisation) -> Story:
    """A child who is confirmed on a roll before anybody opens a case."""
    lost_pupil = filed(cast, school)
    yield 1
    message = cast.claim(lost_pupil, new_school)
    yield 1
    cast.collect(message)
    cast.confirm(message)


def closed(cast: Cast, school: Organisation, outcome: Outcome) -> Story:
    """A case that ends otherwise than on a school's roll."""
    lost_pupil = filed(cast, school)
    yield 1
    case = cast.open_case(lost_pupil)
    yield from _through_stages(cast, case, Stage.LOCATE)
    yield cast.random.randrange(8, 20)
    if outcome is Outcome.OTHER_AUTHORITY:
        yield from borders.handed_over(cast, case)
        return
    if outcome is Outcome.OTHER_NATION:
        borders.moved_to_wales(cast, case)
    _close(cast, case, outcome, EVIDENCE[outcome])


def on_offer(cast: Cast, school: Organisation) -> Story:
    """A case that another authority is offered, and has not answered."""
    lost_pupil = filed(cast, school)
    yield 1
    case = cast.open_case(lost_pupil)
    yield from _through_stages(cast, case, Stage.LOCATE)
    yield 2
    yield from borders.on_offer(cast, case)


def _through_stages(cast: Cast, case: Case, stage: Stage) -> Story:
    """Move a case through the stages up to one, a few days between; the date a place was found goes with its stage."""
    area = case.authority.la_code
    for following in WORKING[: WORKING.index(stage) + 1]:
        if following == case.stage or (following is Stage.RECEIVE and stage is not Stage.RECEIVE):
            continue
        yield cast.random.randrange(1, 5)
        act = cast.officer(area, "move a case to another stage")
        casework_actions.move_stage(
            act, case=case, stage=following, note=NOTES[following], expected_version=case.version
        )
        if following in DATED_BY:
            casework_actions.record_dates(
                cast.officer(area, "record the dates of a case"),
                case=case,
                expected_version=case.version,
                **{DATED_BY[following].value: act.on},
            )


def _assess(cast: Cast, case: Case) -> None:
    """Write down a risk, so that the list shows each level; some cases nobody has looked at yet."""
    level, prompts, reason, referral = cast.random.choice(RISKS)
    if level is Risk.NOT_ASSESSED:
        return
    casework_actions.assess_risk(
        cast.officer(case.authority.la_code, "assess the risk of a case"),
        case=case,
        level=level,
        prompts=prompts,
        reason=reason,
        referral=referral,
        expected_version=case.version,
    )


def _close(cast: Cast, case: Case, outcome: Outcome, evidence: str) -> None:
    casework_actions.close_case(
        cast.officer(case.authority.la_code, "close a case"),
        case=case,
        outcome=outcome,
        evidence=evidence,
        evidence_kind=EVIDENCE_KINDS.get(outcome, ""),
        expected_version=case.version,
    )
