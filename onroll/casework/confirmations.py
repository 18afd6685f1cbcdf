"""Which of the schools' confirmations may move a case, and which an officer must look at first.

A school confirms whatever day it enters, of any file it collected. One that cannot be the end of this child's absence
must not fill in a date, answer a notification or make a case ready to close.
"""

from onroll.casework.models import Notification
from onroll.registry.models import Enrolment
from onroll.web.words import day_words


def doubt_about(confirmed: Enrolment, notification: Notification) -> str:
    """Return in words why a confirmation cannot settle the notification's child; empty where it can."""
    message, from_on = notification.message, confirmed.from_on
    if message and confirmed.organisation_id == message.sender_id:
        return "This is the school that reported the child lost."
    left_on, birth_date = notification.last_in_education_on, notification.sighting.birth_date
    if from_on and left_on and from_on < left_on:
        return f"That is before the child’s last day in education, {day_words(left_on)}."
    if from_on and birth_date and from_on < birth_date:
        return "That is before the child was born."
    return ""
