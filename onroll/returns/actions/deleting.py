"""Deleting a pupil lawfully: the ground's conditions first, the return no later than the deletion, then the roll.

A ground that needs joint enquiries is decided in casework (`delete_pupil`); its return follows by itself.
Source: SI 2024/208 reg 9 and 13(4)-(6); SI 2006/1751 reg 8 before 19 August 2024.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import Sighting
from onroll.returns import permissions
from onroll.returns.actions.ending import end_on_roll
from onroll.returns.actions.homing import home_of, tell_home
from onroll.returns.actions.making import keep_contacts, keep_made, sighting_for
from onroll.returns.actions.owing import made_event
from onroll.returns.events import DeletionReturned
from onroll.returns.given import Leaving
from onroll.returns.models import DeletionDetails, Return, Route
from onroll.rolls import queries as rolls_queries
from onroll.rules import leaving
from onroll.rules.deletion import JOINT_CODES, Decision
from onroll.rules.grounds import Ground
from onroll.rules.leaving import Told, UnknownGroundCode
from onroll.rules.returns import DELETION_RETURNS_FROM, FURTHEST_AHEAD_DAYS, ReturnKind
from onroll.rules.rulesets import RuleNotInForce

SOURCE = "deletion"


class DeletionBeforeReturn(RuleBroken):
    """A deletion was to lie before its return: the register cannot be changed for an earlier day."""

    code = "deletion_before_return"
    default_words = (
        "This day has gone. A pupil is never deleted from an earlier day, and the authority is told no later than the "
        "deletion. Give today or a later day; or, if the register was changed on that day already, say so: the return "
        "is then kept as late."
    )


class DeletionDayImpossible(RuleBroken):
    """The day of a deletion lies too far ahead, or before anything else about the pupil can be true."""

    code = "deletion_day_impossible"


class GroundNotOfThatDay(RuleBroken):
    """The ground is not among those of the regulations of that day: letters changed on 19 August 2024."""

    code = "ground_not_of_that_day"


class NeedsJointEnquiries(RuleBroken):
    """The ground is open only after enquiries that school and authority make together."""

    code = "needs_joint_enquiries"
    default_words = (
        "This ground is open only after enquiries that you and the authority make together, signed by both. Begin them "
        "now, or go on with those you have begun: the deletion is made there, and its return with it."
    )


class GroundNotMet(RuleBroken):
    """A condition of the ground is not met: the pupil stays on the register."""

    code = "ground_not_met"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        name = f"Ground {decision.ground.letter}" if decision.ground.letter else "This ground"
        reasons = " ".join(f"{each.words}: {each.why}" for each in decision.unmet)
        super().__init__(f"{name} cannot be used. Keep the pupil on the register. {reasons}")


@transaction.atomic
def make_deletion_return(
    act: Act,
    *,
    facts: Facts,
    given: Leaving,
    owed: Return | None = None,
    expected_version: int = 0,
    route: Route = Route.FORM,
) -> Return:
    """Tell the authority of a deletion whose ground is met; from the day given, the pupil is on this roll no more.

    Raises: OnlySchools; DeletionBeforeReturn; DeletionDayImpossible; GroundNotOfThatDay; NeedsJointEnquiries;
    GroundNotMet, with each condition that fails; ReturnMadeAlready; NoOtherAuthority; Stale.
    """
    permissions.check_is_school(act)
    _check_days(act, facts, given)
    decision = decide(act, facts=facts, given=given)
    if not decision.may_be_used:
        raise GroundNotMet(decision)
    sighting = sighting_for(act, facts, owed)
    made = keep_made(
        act,
        kind=ReturnKind.DELETION,
        sighting=sighting,
        trigger_on=given.deleted_on,
        owed=owed,
        expected_version=expected_version,
        route=route,
        not_obtained=given.not_obtained,
        words=given.words,
    )
    details = _details(made, given, decision.ground)
    tell_home(act, made, home_of(given.home_la_code, made.school))
    keep_contacts(made, given.contacts)
    _end_roll(act, made, sighting, given)
    ledger.record(act, made_event(made))
    ledger.record(act, _returned(made, details))
    return made


def decide(act: Act, *, facts: Facts, given: Leaving) -> Decision:
    """Return the ground's conditions with what each answer comes to; nothing is kept.

    A deletion of a later day is decided as of today: the return is made once the ground is met, not before.
    Raises: GroundNotOfThatDay; NeedsJointEnquiries.
    """
    ground = ground_on(given.ground_code, given.deleted_on)
    if ground.needs_joint_enquiries and not given.was_done_before:
        raise NeedsJointEnquiries
    if ground.needs_joint_enquiries:
        raise NeedsJointEnquiries(
            "A deletion under this ground without the enquiries that both sides sign was not lawful. Put the pupil "
            "back on the register, and begin the enquiries."
        )
    school = Organisation.objects.get(pk=act.organisation_id or 0)
    told = Told(answers=given.answers, born_on=facts.birth_date, school_type=school.type_name)
    calendar = rolls_queries.calendar_of(school.pk)
    return leaving.decide(ground.code, told, on=min(given.deleted_on, act.on), calendar=calendar)


def ground_on(code_or_letter: str, on: date) -> Ground:
    """Return the ground of a code, or of a letter as printed in the regulations of that day.

    Raises: GroundNotOfThatDay, naming the regulations of that day.
    """
    wanted = code_or_letter.strip()
    try:
        choices = leaving.grounds_to_choose(on)
    except RuleNotInForce:
        raise GroundNotOfThatDay("No list of grounds reaches back to that day. Check the year.") from None
    for ground in choices:
        if wanted and wanted.upper() == ground.letter:
            return ground
    try:
        return leaving.ground_of(wanted, on)
    except UnknownGroundCode:
        letters = ", ".join(ground.letter for ground in choices if ground.letter)
        raise GroundNotOfThatDay(
            f"This is no ground of the {choices[0].ruleset.title}, which were in force on that day. Its letters are "
            f"{letters}. The letters changed on 19 August 2024."
        ) from None


def is_joint(ground: Ground) -> bool:
    """Return whether a ground needs joint enquiries."""
    return ground.code in JOINT_CODES


def _check_days(act: Act, facts: Facts, given: Leaving) -> None:
    if given.deleted_on < act.on and not given.was_done_before:
        raise DeletionBeforeReturn
    if given.was_done_before and given.deleted_on > act.on:
        raise DeletionDayImpossible("You say that the register was changed already, but that day has not come.")
    if given.deleted_on < DELETION_RETURNS_FROM:
        raise DeletionDayImpossible("Before 1 September 2016 no deletion return was asked for. Check the year.")
    if given.deleted_on > act.on + timedelta(days=FURTHEST_AHEAD_DAYS.value[0]):
        raise DeletionDayImpossible("This day is more than a month ahead. Check the year.")
    if facts.birth_date and facts.birth_date >= given.deleted_on:
        raise DeletionDayImpossible("The date of birth is not before the day of the deletion. Check both years.")
    if given.destination_from and facts.birth_date and given.destination_from < facts.birth_date:
        raise DeletionDayImpossible("The first day at the next school is before the child was born. Check the year.")


def _details(made: Return, given: Leaving, ground: Ground) -> DeletionDetails:
    return DeletionDetails.objects.create(
        of=made,
        ground_code=ground.code,
        letter=ground.letter,
        regulations=ground.ruleset.name,
        deleted_on=given.deleted_on,
        answers={code: _plain(answer) for code, answer in given.answers.items() if answer not in (None, "")},
        was_done_before=given.was_done_before,
        destination_school=given.destination_school,
        destination=given.destination,
        destination_from=given.destination_from,
        future_address=given.future_address,
        future_parent=given.future_parent,
        future_from=given.future_from,
    )


def _end_roll(act: Act, made: Return, sighting: Sighting, given: Leaving) -> None:
    """The child is on this school's roll no more. Where she is said to go is no roll: that school confirms her."""
    end_on_roll(act, made, deleted_on=given.deleted_on, destination=given.destination)
    registry_actions.record_enrolment(
        act,
        child=sighting.child,
        organisation=made.school,
        from_on=None,
        until_on=given.deleted_on,
        source=SOURCE,
        source_reference=made.reference,
        is_confirmed=False,
    )


def _returned(made: Return, details: DeletionDetails) -> DeletionReturned:
    return DeletionReturned(
        return_id=made.pk,
        child_id=made.child_id,
        school_id=made.school_id,
        authority_id=made.authority_id,
        ground_code=details.ground_code,
        deleted_on=details.deleted_on,
        is_late=made.made_on is not None and made.made_on > details.deleted_on,
    )


def _plain(answer: Any) -> Any:
    return answer.isoformat() if isinstance(answer, date) else answer
