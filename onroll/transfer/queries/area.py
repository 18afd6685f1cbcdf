"""What waits in an authority's area, and the certificates of what was destroyed."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.transfer.models import Destruction, Message, TimedStep
from onroll.transfer.states import State
from onroll.transfer.timers import Step


def waiting_in_area(act: Act) -> QuerySet[Any]:
    """Return what waits for, or is held for, the schools of an authority's area; what was sent first stands first.

    `is_reported` says whether it was reported as not collected.
    """
    waits = Message.objects.visible_to(act).filter(
        state__in=[State.WAITING, State.HELD], sent_at__isnull=False, recipient__la_code=act.la_code
    )
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
