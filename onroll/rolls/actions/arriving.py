"""A child is on a school's roll: the files and cases that look for her are told, after the matcher."""

from datetime import date

from onroll.audit.act import Act
from onroll.casework import actions as casework_actions
from onroll.registry.models import Enrolment
from onroll.rolls.models import RollEntry
from onroll.transfer import actions as transfer_actions


def arrive(act: Act, *, entry: RollEntry, on: date, enrolment: Enrolment) -> None:
    """Tell files and cases of a pupil who is linked and on the roll. `act` is for the school; `on` the first day.

    A file that the school has collected is confirmed and one in the lost-pupil repository claimed for it. Cases of
    every authority have the confirmation, and an officer closes them; where a day cannot be right they have a hint.
    """
    is_told = transfer_actions.note_on_roll(act, school=entry.school, enrolment=enrolment, on_roll_from=on)
    if not is_told:
        casework_actions.note_on_roll(act, enrolment=enrolment, on_roll_from=on)
