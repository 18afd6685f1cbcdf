"""What waits in an authority's area, and the certificates of what was destroyed."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.transfer.models import Destruction, Message, TimedStep
from onroll.transfer.states import State
from onroll.transfer.timers import Step


def waiting_in_area(act: Act) -> QuerySet[Any]:
    """Return what waits for, or is held for, the schools of an authority's area; what was sent first stands first.

    Also files that were collected while a document that went with them was left behind. `is_reported` says whether the
    file was reported as not collected.
    """
    owed = [State.WAITING, State.HELD]
    sent = Message.objects.visible_to(act).whole().filter(sent_at__isnull=False, recipient__la_code=act.la_code)
    left = Message.objects.filter(part_of=OuterRef("pk"), state__in=owed, sent_at__isnull=False)
    waits = sent.filter(Q(state__in=owed) | Exists(left)).exclude(state=State.HELD_AS_LOST)
    reported = TimedStep.objects.filter(message=OuterRef("pk"), step=Step.NON_DELIVERY, done_at__isnull=False)
    marked: QuerySet[Any] = waits.annotate(is_reported=Exists(reported))
    return marked.select_related("sender", "recipient").order_by("sent_at", "pk")


def certificates(act: Act) -> QuerySet[Destruction]:
    """Return the certificates of destroyed files that the acting organisation may know of, the newest first."""
    visible = Message.objects.visible_to(act).values("pk")
    mine: QuerySet[Destruction] = Destruction.objects.filter(message__in=visible)
    return mine.select_related("message__sender", "message__recipient").order_by("-at", "-pk")


def certificate(act: Act, reference: str) -> Destruction:
    """Return one certificate.

    Raises: Hidden, when there is none that the acting organisation may know of.
    """
    found = certificates(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found
