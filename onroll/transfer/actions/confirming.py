"""A receiving school confirms that a child is on its roll: the step that ends a file's life, and a case's search."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions as registry_actions
from onroll.registry.models import Enrolment
from onroll.transfer import notices, permissions, states
from onroll.transfer.actions import steps
from onroll.transfer.events import ArrivalConfirmed
from onroll.transfer.models import Message, MessagePupil
from onroll.transfer.states import State
from onroll.web import words

SOURCE = "arrival"
# No school has a child on its roll before this age: nursery places begin at two (our own bound, mark P).
YOUNGEST_IN_YEARS = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Arrival:
    """A pupil of the file, by place, and the first day on the school's roll."""

    pupil_position: int
    on_roll_from: date


class ArrivalNotPossible(RuleBroken):
    """The day or the pupil cannot be right."""

    code = "arrival_not_possible"


class EarlyDateNotMeant(ArrivalNotPossible):
    """The day is before the child left the last school, and nobody has said that it is meant."""

    code = "early_date_not_meant"


@transaction.atomic
def confirm_on_roll(
    act: Act,
    *,
    message: Message,
    arrivals: Sequence[Arrival],
    expected_version: int,
    is_early_date_meant: bool = False,
) -> Message:
    """Keep that children of a collected file are on the school's roll. When all are, the file is done.

    `is_early_date_meant`: the school has seen that a day is before the child left the last school, and means it.
    Raises: ArrivalNotPossible, EarlyDateNotMeant, MoveNotAllowed (not collected yet), Stale.
    """
    permissions.check(permissions.may_confirm_arrival(act, message))
    message.refresh_from_db()
    states.check_move(State(message.state), State.CONFIRMED)
    pupils = {pupil.position: pupil for pupil in message.pupils.select_related("sighting__child")}
    for arrival in arrivals:
        _check(act, arrival, pupils.get(arrival.pupil_position))
    if not is_early_date_meant:
        _check_after_leaving(message, arrivals, pupils)
    if not arrivals:
        raise ArrivalNotPossible("Say for one pupil at least from which day the child is on your roll.")
    steps.change(message, expected_version=expected_version)
    for arrival in arrivals:
        _confirm_one(act, message, pupils[arrival.pupil_position], arrival.on_roll_from)
    _finish(act, message, {arrival.on_roll_from for arrival in arrivals})
    return message


def _check(act: Act, arrival: Arrival, pupil: MessagePupil | None) -> None:
    if pupil is None or pupil.confirmed_at is not None:
        raise ArrivalNotPossible("One of these pupils is not in the file, or was confirmed before.")
    if arrival.on_roll_from > act.on:
        raise ArrivalNotPossible(
            "The day on roll cannot be later than today. Confirm the child on the day the child is on your roll; "
            "until then the file stays “Collected”."
        )
    born_on = pupil.sighting.birth_date
    if born_on is None:
        return
    if arrival.on_roll_from < born_on:
        raise ArrivalNotPossible("The day on roll is before the child was born. Check the year.")
    if _is_before_birthday(arrival.on_roll_from, born_on, YOUNGEST_IN_YEARS):
        raise ArrivalNotPossible("On that day the child was not two years old yet. Check the year.")


def _is_before_birthday(day: date, born_on: date, years: int) -> bool:
    return (day.year - years, day.month, day.day) < (born_on.year, born_on.month, born_on.day)


def _check_after_leaving(message: Message, arrivals: Sequence[Arrival], pupils: dict[int, MessagePupil]) -> None:
    """A child may be on two rolls for a time, but far more often such a day is a slip: it has to be meant.

    Looks at what was noted when the file was sent: its content may be destroyed by now.
    """
    for arrival in arrivals:
        last_on = left_on(message, pupils[arrival.pupil_position].sighting.child_id)
        if last_on is not None and arrival.on_roll_from < last_on:
            raise EarlyDateNotMeant(
                f"The file says that the child left the last school on {words.day_words(last_on)}, after that day. "
                "Check the day, or say below that it is right."
            )


def left_on(message: Message, child_id: int) -> date | None:
    """Return the day on which a child left the school that sent a file, as was noted when it was sent."""
    noted = Enrolment.objects.filter(source_reference=message.reference, organisation=message.sender)
    return noted.filter(child_id=child_id).order_by("-pk").values_list("until_on", flat=True).first()


def confirm_by_roll(act: Act, message: Message, pupil: MessagePupil, on_roll_from: date, enrolment: Enrolment) -> None:
    """Confirm one pupil of a collected file by what the school's own roll says; the caller holds the file's row."""
    _keep_confirmed(act, message, pupil, on_roll_from, enrolment)
    _finish(act, message, {on_roll_from})


def _confirm_one(act: Act, message: Message, pupil: MessagePupil, on_roll_from: date) -> None:
    school = cast("Organisation", message.recipient)  # a confirmed file has one: checked by the caller
    enrolment = registry_actions.record_enrolment(
        act,
        child=pupil.sighting.child,
        organisation=school,
        from_on=on_roll_from,
        until_on=None,
        source=SOURCE,
        source_reference=message.reference,
        is_confirmed=True,
    )
    _keep_confirmed(act, message, pupil, on_roll_from, enrolment)


def _keep_confirmed(act: Act, message: Message, pupil: MessagePupil, on_roll_from: date, enrolment: Enrolment) -> None:
    # No race is left here: the file's version has moved on in this transaction.
    MessagePupil.objects.filter(pk=pupil.pk).update(on_roll_from=on_roll_from, confirmed_at=act.at)
    ledger.record(
        act,
        ArrivalConfirmed(
            message_id=message.pk,
            child_id=pupil.sighting.child_id,
            enrolment_id=enrolment.pk,
            recipient_id=enrolment.organisation_id,
            on_roll_from=on_roll_from,
        ),
    )


def _finish(act: Act, message: Message, days: set[date]) -> None:
    """Move the file on once every pupil is confirmed; until then the step says how many are. Both say from when."""
    since = f"on roll from {' and '.join(words.day_words(day) for day in sorted(days))}"
    left = message.pupils.filter(confirmed_at__isnull=True).count()
    if left:
        done = message.pupil_count - left
        steps.note_step(act, message, why=f"{done} of {message.pupil_count} pupils confirmed, {since}"[:300])
        return
    steps.move(
        act, message, State.CONFIRMED, expected_version=message.version, why=f"{since[0].upper()}{since[1:]}"[:300]
    )
    steps.owe_notice(act, message, to=message.sender, kind=notices.Kind.CHILD_ON_ROLL)
