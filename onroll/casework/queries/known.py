"""Existing child? The children whom a notification may be about, of those whom the officer may see, with reasons."""

from onroll.audit.act import Act
from onroll.casework.models import Case, Notification
from onroll.casework.queries.finding import FoundChild, found_children
from onroll.casework.stages import NotificationState
from onroll.linkage.finder import question_of_facts
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child

MOST_LIKELY = 5


def likely_children(act: Act, notification: Notification) -> tuple[FoundChild, ...]:
    """Return the likeliest children, best first, at most five; none where nothing is known to look by.

    The child herself is left out, and so is everybody once an officer has dealt with the notification.
    """
    if notification.state == NotificationState.CASE_OPENED:
        return ()
    own = set(registry_queries.one_with(notification.child_id))
    found = found_children(act, question_of_facts(notification.sighting))
    return tuple(one for one in found if one.child.pk not in own)[:MOST_LIKELY]


def child_with_reference(act: Act, reference: str) -> Child | None:
    """Return the child that a reference of a case, a notification or a child means to this officer, or None."""
    wanted = reference.strip().upper()
    case = Case.objects.visible_to(act).filter(reference=wanted).select_related("child").first()
    told = Notification.objects.visible_to(act).filter(reference=wanted).select_related("child").first()
    known = Child.objects.visible_to(act).filter(reference=wanted).first()
    child: Child | None = case.child if case else told.child if told else known
    return child
