"""Hand-overs and questions between authorities, from what the acting officer's authority may see."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from onroll.access.models import Country, Membership, Organisation, OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.border_states import Answer
from onroll.casework.models import Asked, Case, HandOver, MoveEvidence
from onroll.rules import borders

MOST_LISTED = 100


@dataclasses.dataclass(frozen=True, slots=True)
class BorderWork:
    """What waits between the acting authority and others; ended hand-overs are the newest hundred."""

    offered_to_us: tuple[HandOver, ...]
    offered_by_us: tuple[HandOver, ...]
    ended: tuple[HandOver, ...]
    asked_of_us: tuple[Asked, ...]
    answers_to_us: tuple[Asked, ...]


def border_work(act: Act) -> BorderWork:
    """Return the lists of the page “Other authorities”: five readings, however long they are."""
    rows = HandOver.objects.visible_to(act).select_related("sender", "receiver", "case", "receiver_case")
    waiting = rows.pending().order_by("due_on", "pk")
    asked = Asked.objects.visible_to(act).select_related("authority", "question__case__authority")
    ours = asked.filter(question__case__authority_id=act.organisation_id)
    theirs = asked.asked_of(act.organisation_id).filter(answer__in=[Answer.ASKED, Answer.LOOKING])
    return BorderWork(
        offered_to_us=tuple(waiting.filter(receiver_id=act.organisation_id)[:MOST_LISTED]),
        offered_by_us=tuple(waiting.filter(sender_id=act.organisation_id)[:MOST_LISTED]),
        ended=tuple(rows.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:MOST_LISTED]),
        asked_of_us=tuple(theirs.order_by("question__expires_on", "pk")[:MOST_LISTED]),
        answers_to_us=tuple(ours.order_by("-question__asked_at", "pk")[:MOST_LISTED]),
    )


def hand_over(act: Act, reference: str) -> HandOver:
    """Return one hand-over, with what either side may read of its case.

    Raises: Hidden.
    """
    found: QuerySet[HandOver] = HandOver.objects.visible_to(act).select_related(
        "sender", "receiver", "case__notification__sighting", "case__authority", "offered_by", "receiver_case"
    )
    row = found.filter(reference=reference).first()
    if row is None:
        raise Hidden
    return row


def question_asked(act: Act, reference: str) -> Asked:
    """Return a question as the acting authority was asked it.

    Raises: Hidden, also once it has expired.
    """
    found: QuerySet[Asked] = Asked.objects.visible_to(act).asked_of(act.organisation_id)
    row = found.filter(reference=reference).select_related(
        "authority", "question__case__authority", "question__case__notification__sighting"
    ).first()  # fmt: skip
    if row is None:
        raise Hidden
    return row


def other_authorities(act: Act) -> Sequence[Organisation]:
    """Return the authorities of England that have an officer who could answer today, but the acting one, by name."""
    staffed = Membership.objects.in_force(act.on).filter(role=Role.CME_OFFICER).values("organisation_id")
    others = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, country=Country.ENGLAND, pk__in=staffed)
    return list(others.exclude(pk=act.organisation_id).order_by("name", "pk"))


def hand_overs_of(act: Act, case: Case) -> Sequence[HandOver]:
    """Return the hand-overs of a case, or by which it came, the newest first."""
    mine = Q(case=case) | Q(receiver_case=case)
    rows = HandOver.objects.visible_to(act).filter(mine).select_related("sender", "receiver")
    return list(rows.order_by("-offered_at", "-pk"))


def answers_of(act: Act, case: Case) -> Sequence[Asked]:
    """Return what each authority that was asked about the child of a case has said, the newest question first."""
    rows = Asked.objects.visible_to(act).filter(question__case=case).select_related("authority", "question")
    return list(rows.order_by("-question__asked_at", "authority__name", "pk"))


def move_evidence_of(act: Act, case: Case) -> Sequence[MoveEvidence]:
    """Return what shows that the child of a case has moved out of England, in the order of its days.

    Raises: Hidden.
    """
    if not Case.objects.visible_to(act).filter(pk=case.pk).exists():
        raise Hidden
    return list(case.move_evidence.all())


def certainty_of(evidence: Sequence[MoveEvidence]) -> borders.Certainty | None:
    """Return how sure a move is: confirmed, where any piece confirms it for the place named last; None without any."""
    if not evidence:
        return None
    place = evidence[-1].end_point
    known = [borders.proofs_of(place)[each.proof] for each in evidence if each.end_point == place]
    is_confirmed = any(each.certainty == borders.Certainty.CONFIRMED for each in known)
    return borders.Certainty.CONFIRMED if is_confirmed else borders.Certainty.BELIEVED


def answer_of(act: Act, asked: Asked) -> Answer:
    """Return what an authority says now: an open question that is over has expired."""
    is_over = asked.question.expires_on < act.on and asked.answer in {Answer.ASKED, Answer.LOOKING}
    return Answer.EXPIRED if is_over else Answer(asked.answer)


def waiting_count(act: Act) -> int:
    """Return how many offers and questions wait for the acting authority."""
    offers = HandOver.objects.visible_to(act).pending().filter(receiver_id=act.organisation_id)
    asked = Asked.objects.visible_to(act).asked_of(act.organisation_id).filter(answer=Answer.ASKED)
    counts = offers.aggregate(number=Count("pk")), asked.aggregate(number=Count("pk"))
    return sum(each["number"] for each in counts)
