"""Word from the registry: a record that may be the child of a case has come, or two records were found to be one.

As in `following`, the system acts for the authority. Whatever the score, nothing is closed, answered or joined here.
"""

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.following import for_authority, open_cases
from onroll.casework.events import CaseLikenessNoted, CaseRecordsJoined
from onroll.casework.models import Case, Notification
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.events import ChildrenMerged, ChildrenSplit, PairRaised
from onroll.registry.models import PairReview
from onroll.transfer.events import LostPupilFiled

# What an answer is worth where somebody looks for one of the children. Our own bound: it only orders a queue.
LOOKED_FOR = 10


def note_likeness(act: Act, event: PairRaised) -> None:
    """Tell the open cases of either child that a record came which may be hers, and have the pair looked at first."""
    review = PairReview.objects.select_related("second_sighting__told_by").get(pk=event.pair_id)
    cases = [*open_cases(event.first_child_id), *open_cases(event.second_child_id)]
    waiting = Notification.objects.filter(child_id__in=(event.first_child_id, event.second_child_id)).waiting()
    if cases or waiting.exists():
        registry_actions.set_worth(act, pair_id=review.pk, at_least=LOOKED_FOR)
    for case in cases:
        _note(act, case, review)


def weigh_pairs(act: Act, event: LostPupilFiled) -> None:
    """Have the pairs of a child who has just been filed as lost looked at first: they were found before she was."""
    for review in registry_queries.open_pairs_of(act, event.child_id):
        registry_actions.set_worth(act, pair_id=review.pk, at_least=LOOKED_FOR)


def note_merge(act: Act, event: ChildrenMerged) -> None:
    """Tell the open cases of a child that two records of her are read as one."""
    _tell_both(act, event, "Two officers found that two records are one child", is_joined=True)


def note_split(act: Act, event: ChildrenSplit) -> None:
    """Tell the open cases of both children that they are two again."""
    _tell_both(act, event, "An officer found that two records read as one child are two children", is_joined=False)


def _note(act: Act, case: Case, review: PairReview) -> None:
    """Say it only where the authority may see the pair: a shield may hide it from everybody."""
    own = for_authority(act, case.authority, "a record that may be the child’s reaches the case")
    if case.authority_id not in (review.first_authority_id, review.second_authority_id):
        return
    teller: Organisation | None = review.second_sighting.told_by
    words = (
        f"A child who may be this one was named by {teller.name if teller else 'another source'}. Nobody has decided "
        f"it: compare the two records in pair {review.reference}."
    )
    add_step(own, case, StepKind.LIKENESS, words, organisation_id=teller.pk if teller else None, pair_id=review.pk)
    ledger.record(own, CaseLikenessNoted(case_id=case.pk, pair_id=review.pk))


def _tell_both(act: Act, event: ChildrenMerged | ChildrenSplit, words: str, *, is_joined: bool) -> None:
    found = {case.pk: case for child_id in (event.child_id, event.same_as_id) for case in open_cases(child_id)}
    reference = PairReview.objects.values_list("reference", flat=True).get(pk=event.pair_id)
    for case in found.values():
        own = for_authority(act, case.authority, "a decision on two records reaches the case")
        told = f"{words} (pair {reference})."
        add_step(*(own, case, StepKind.SAME_CHILD, told), organisation_id=act.organisation_id, pair_id=event.pair_id)
        ledger.record(own, CaseRecordsJoined(case_id=case.pk, pair_id=event.pair_id, is_joined=is_joined))
