"""Telling a school's named contact, or whoever keeps its roll, that a file needs somebody. By reference, no more."""

from onroll.access.models import Membership, Organisation
from onroll.audit.act import Act
from onroll.rolls.models import Feed, Snapshot
from onroll.transfer import actions as transfer_actions


def tell_of_refusal(act: Act, snapshot: Snapshot) -> None:
    """Tell the contact that a file was not taken."""
    _tell_school(act, snapshot.school, "roll_refused", snapshot.reference)


def tell_of_holding(act: Act, snapshot: Snapshot) -> None:
    """Tell the contact that a file waits for a person."""
    _tell_school(act, snapshot.school, "roll_held", snapshot.reference)


def tell_of_stopped_feed(act: Act, feed: Feed, authority: Organisation | None) -> None:
    """Tell the contact and the authority that nothing has come."""
    about = feed.school.code or f"#{feed.school_id}"
    _tell_school(act, feed.school, "feed_stopped", about)
    if authority is not None:
        transfer_actions.owe_word(act, organisation=authority, kind="feed_stopped", about=about)


def _tell_school(act: Act, school: Organisation, kind: str, about: str) -> None:
    """Tell the contact whom the school has named and who still works there; else the school's own address."""
    named = Membership.objects.in_force(act.on).filter(pk__in=Feed.objects.filter(school=school).values("contact"))
    person_id = named.filter(person__is_active=True).values_list("person_id", flat=True).first()
    transfer_actions.owe_word(act, organisation=school, kind=kind, about=about, person_id=person_id)
