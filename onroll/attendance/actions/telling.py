"""Telling a school's named contact that its marks need somebody: by the file's reference, no more."""

from onroll.access.models import Membership, Organisation
from onroll.attendance.models import MarksFeed, MarksFile
from onroll.audit.act import Act
from onroll.rolls import queries as rolls_queries
from onroll.transfer import actions as transfer_actions


def tell_of_refusal(act: Act, school: Organisation, marks_file: MarksFile) -> None:
    """Tell the contact that a file was not taken; the rows and reasons stand on its page."""
    _tell_school(act, school, "marks_refused", marks_file.reference)


def tell_of_rows_left_out(act: Act, school: Organisation, marks_file: MarksFile) -> None:
    """Tell the contact that a file was taken without some of its rows."""
    _tell_school(act, school, "marks_left_out", marks_file.reference)


def tell_of_stopped_marks(act: Act, feed: MarksFeed, authority: Organisation | None) -> None:
    """Tell the contact and the authority that no marks have come."""
    _tell_school(act, feed.school, "marks_stopped", feed.school.code)
    if authority is not None:
        transfer_actions.owe_word(act, organisation=authority, kind="marks_stopped", about=feed.school.code)


def _tell_school(act: Act, school: Organisation, kind: str, about: str) -> None:
    """Tell the contact for marks, else the one for the roll, who still works there; else the school's own address."""
    roll = rolls_queries.feed_of(school)
    own = MarksFeed.objects.filter(school=school).first()
    wanted = [feed.contact_id for feed in (own, roll) if feed is not None and feed.contact_id]
    held = Membership.objects.in_force(act.on).filter(pk__in=wanted, person__is_active=True)
    people = dict(held.values_list("pk", "person_id"))
    person_id = next((people[pk] for pk in wanted if pk in people), None)
    transfer_actions.owe_word(act, organisation=school, kind=kind, about=about, person_id=person_id)
