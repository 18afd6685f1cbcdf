"""Recording what is said of a child's education beside the rolls, and correcting it by a later fact.

That a child is the acting authority's to speak of has been asked by the caller, as with her sightings.
"""

import dataclasses
from datetime import date
from typing import cast

from django.db import IntegrityError, transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry import permissions
from onroll.registry.events import EducationFactRecorded
from onroll.registry.models import ASSESSED, Child, EducationFact, EducationKind, Sighting
from onroll.registry.queries import one_with
from onroll.registry.references import new_reference

LONGEST_EVIDENCE = 500
# Kinds that may begin on a day that has not come: what is agreed for it.
MAY_BE_AHEAD = frozenset({EducationKind.START_AGREED})


class EducationFactNotPossible(RuleBroken):
    """The days of a fact cannot be right, or something is missing that it needs."""

    code = "education_fact_not_possible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said: a kind, between which days (both counted), what was decided, of which school, and what shows it."""

    kind: EducationKind
    from_on: date
    evidence: str
    until_on: date | None = None
    suitability: str = ""
    school: Organisation | None = None


@transaction.atomic
def record_education_fact(
    act: Act, *, child: Child, said: Said, source: str = "officer", source_reference: str = ""
) -> EducationFact:
    """Keep a fact of a child's education, known from now on. Raises: NotAllowed; EducationFactNotPossible."""
    permissions.check(permissions.may_record_education(act))
    return _keep(act, child, said, source, source_reference)


@transaction.atomic
def correct_education_fact(act: Act, *, fact: EducationFact, said: Said) -> EducationFact:
    """Put a later fact in the place of one; both are kept, and until now the earlier one was what we knew.

    Raises: NotAllowed; EducationFactNotPossible; Stale, when somebody else corrected it first.
    """
    permissions.check(permissions.may_correct_education(act, fact))
    return _keep(act, fact.child, said, "officer", fact.reference, supersedes=fact)


@transaction.atomic
def void_education_fact(act: Act, *, fact: EducationFact, why: str) -> EducationFact:
    """Say that a fact was wrong and that nothing stands in its place.

    Raises: NotAllowed; EducationFactNotPossible, without a reason; Stale, when somebody else corrected it first.
    """
    permissions.check(permissions.may_correct_education(act, fact))
    said = Said(
        kind=EducationKind(fact.kind),
        from_on=fact.from_on,
        until_on=fact.until_on,
        suitability=fact.suitability,
        school=fact.school,
        evidence=why,
    )
    return _keep(act, fact.child, said, "officer", fact.reference, supersedes=fact, is_void=True)


@transaction.atomic
def void_education_facts_from(act: Act, *, source: str, source_reference: str, why: str) -> list[EducationFact]:
    """Void what followed from something that was undone: a case that was closed and is open again."""
    followed = EducationFact.objects.filter(
        source=source, source_reference=source_reference, superseded_by__isnull=True, is_void=False
    )
    return [void_education_fact(act, fact=fact, why=why) for fact in followed.select_related("child", "school")]


def _keep(
    act: Act,
    child: Child,
    said: Said,
    source: str,
    source_reference: str,
    *,
    supersedes: EducationFact | None = None,
    is_void: bool = False,
) -> EducationFact:
    _check(act, child, said)
    try:
        with transaction.atomic():
            fact = EducationFact.objects.create(
                reference=new_reference("E"),
                child=child,
                **{field.name: getattr(said, field.name) for field in dataclasses.fields(said)},
                source=source,
                source_reference=source_reference,
                told_by_id=cast("int", act.organisation_id),  # the permission asks for one
                recorded_by_id=act.actor_id,
                recorded_at=act.at,
                supersedes=supersedes,
                is_void=is_void,
            )
    except IntegrityError as taken:  # the database holds that one fact takes a fact's place: of two, one is stale
        if supersedes is None:
            raise
        raise Stale from taken
    event = EducationFactRecorded(
        child_id=child.pk,
        fact_id=fact.pk,
        kind=fact.kind,
        source=source,
        supersedes_id=supersedes.pk if supersedes else None,
        is_void=is_void,
    )
    ledger.record(act, event)
    return fact


def _check(act: Act, child: Child, said: Said) -> None:
    if not said.evidence.strip():
        raise EducationFactNotPossible("Write what shows it: who said so, or which paper, and when.")
    if len(said.evidence) > LONGEST_EVIDENCE:
        raise EducationFactNotPossible(f"Write what shows it in no more than {LONGEST_EVIDENCE} characters.")
    if said.until_on is not None and said.until_on < said.from_on:
        raise EducationFactNotPossible("The last day is before the first one. Check both days.")
    if said.from_on > act.on and said.kind not in MAY_BE_AHEAD:
        raise EducationFactNotPossible("The first day has not come yet. Record it on the day on which it is true.")
    if said.until_on is not None and said.until_on > act.on and said.kind not in MAY_BE_AHEAD:
        raise EducationFactNotPossible("The last day has not come yet. Leave it empty until it does.")
    if (said.kind in ASSESSED) is not bool(said.suitability):
        raise EducationFactNotPossible(
            "Say whether the education was found suitable: that is asked of education at home and of arranged "
            "education, and of nothing else."
        )
    told = Sighting.objects.filter(child_id__in=one_with(child.pk), birth_date__isnull=False)
    born_on = told.order_by("-seen_at", "-pk").values_list("birth_date", flat=True).first()
    if born_on is not None and said.from_on < born_on:
        raise EducationFactNotPossible("The first day is before the child was born. Check the year.")
