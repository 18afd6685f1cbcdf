"""Word from the registry that two records may be one child: both sides are told, and nothing is done to a file."""

from onroll.access.models import Membership, Organisation, Role
from onroll.audit.act import Act
from onroll.registry import actions as registry_actions
from onroll.registry import permissions as registry_permissions
from onroll.registry import queries as registry_queries
from onroll.registry.events import ChildShielded, PairRaised, PairReminded
from onroll.registry.models import PairReview
from onroll.transfer import notices
from onroll.transfer.actions import steps
from onroll.transfer.events import LostPupilFiled
from onroll.transfer.models import LostPupil, Notice

# What an answer is worth where a file waits in the repository. Our own bound: it only orders a queue.
LOST = 10


def tell_of_likeness(act: Act, event: PairRaised) -> None:
    """Tell both authorities, and the school that filed her, where either child is in the lost-pupil repository."""
    _tell(act, PairReview.objects.get(pk=event.pair_id))


def tell_of_lost(act: Act, event: LostPupilFiled) -> None:
    """Tell them of the pairs of a child who has just been filed: these were found while her file was read."""
    for review in registry_queries.open_pairs_of(act, event.child_id):
        _tell(act, review)


def owe_no_more(act: Act, event: ChildShielded) -> None:
    """Tell nobody of the pairs of a child who has just been shielded: take back what was owed and has not gone out.

    The notice to a school is about its own file: it stays only where the file's child stands in another open pair.
    """
    reviews = list(PairReview.objects.of_children([event.child_id]))
    Notice.objects.filter(sent_at__isnull=True, about__in=[review.reference for review in reviews]).delete()
    for lost in LostPupil.objects.filter(
        child_id__in={pk for each in reviews for pk in (each.first_id, each.second_id)}
    ):
        if not registry_queries.open_pairs_of(act, lost.child_id).exists():
            owed = Notice.objects.filter(message_id=lost.message_id, kind=notices.Kind.LIKENESS_LOOKED_AT)
            owed.filter(sent_at__isnull=True).delete()


def owe_reminders(act: Act, event: PairReminded) -> None:
    """Remind the authorities of a pair that waits; of an escalated one, each exchange administrator by herself too."""
    kind = notices.Kind.PAIR_ESCALATED if event.is_escalated else notices.Kind.PAIR_WAITS
    review = PairReview.objects.get(pk=event.pair_id)
    for authority in Organisation.objects.filter(pk__in=event.authority_ids).order_by("pk"):
        _owe(act, review, authority, kind)
        if event.is_escalated:
            held = Membership.objects.in_force(act.on).filter(organisation=authority, person__is_active=True)
            for membership in held.filter(role=Role.EXCHANGE_ADMINISTRATOR).order_by("pk"):
                _owe(act, review, authority, kind, person_id=membership.person_id)


def _tell(act: Act, review: PairReview) -> None:
    held = LostPupil.objects.held().filter(child_id__in=(review.first_id, review.second_id))
    lost = list(held.select_related("message__sender").order_by("pk"))
    if not lost:
        return
    registry_actions.set_worth(act, pair_id=review.pk, at_least=LOST)
    ids = registry_permissions.authorities_of(review)
    for authority in Organisation.objects.filter(pk__in=ids).order_by("pk"):
        _owe(act, review, authority, notices.Kind.LIKENESS_FOUND)
    for each in lost:
        steps.owe_notice(act, each.message, to=each.message.sender, kind=notices.Kind.LIKENESS_LOOKED_AT)


def _owe(
    act: Act, review: PairReview, authority: Organisation, kind: notices.Kind, *, person_id: int | None = None
) -> None:
    """Keep that somebody is to be told; these go out with the next tick, never with the upload that found the pair."""
    Notice.objects.create(
        organisation=authority, about=review.reference, person_id=person_id, kind=kind, created_at=act.at
    )
