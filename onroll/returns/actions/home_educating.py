"""The register of elective home education: put on, decide, end, and tell the authority to which a family moves.

Each decision is a dated fact of the registry too, so that a child whose education is unsuitable counts as missing
education from that day, and from no other.
"""

from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import Child
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.actions.home_checks import Notified, check_decision, check_notified
from onroll.returns.actions.home_keeping import SOURCE, end_home, keep_home, move_on, said_of
from onroll.returns.events import (
    SuitabilityDecided,
)
from onroll.returns.models import HomeEducation, HomeEnd, SuitabilityDecision
from onroll.rules.missing import Suitability


@transaction.atomic
def register_home_education(act: Act, *, facts: Facts, notified: Notified, child: Child | None = None) -> HomeEducation:
    """Put a child on the authority's register; not assessed until somebody decides.

    `child`: where it is known whose record it is. Raises: NotAllowed; HomeEducationNotPossible; AlreadyRegistered.
    """
    permissions.check(permissions.may_keep_home_register(act))
    check_notified(act, facts, notified)
    reference = new_reference("H")
    if child is None:
        sighting = registry_actions.note_sighting(act, facts=facts, source=SOURCE, source_reference=reference)
    else:
        sighting = registry_actions.note_sighting_of(
            act, child=child, facts=facts, source=SOURCE, source_reference=reference
        )
    return keep_home(act, sighting, notified, reference)


@transaction.atomic
def decide_suitability(
    act: Act, *, home: HomeEducation, decided_on: date, suitability: Suitability, words: str, expected_version: int
) -> SuitabilityDecision:
    """Record what the authority decided; unsuitable: the child is missing education from that day.

    Raises: NotAllowed; HomeEducationNotPossible, for a day before the notification, before an earlier decision, or to
    come; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    check_decision(act, home, decided_on, suitability, words)
    move_on(home, expected_version)
    decision = SuitabilityDecision.objects.create(
        of=home,
        decided_on=decided_on,
        suitability=suitability,
        words=words.strip(),
        decided_by_id=act.actor_id,
        recorded_at=act.at,
    )
    said = said_of(decided_on, suitability, words.strip())
    fact = registry_actions.record_education_fact(
        act, child=home.child, said=said, source=SOURCE, source_reference=home.reference
    )
    HomeEducation.objects.filter(pk=home.pk).update(fact=fact)
    ledger.record(
        act,
        SuitabilityDecided(home_id=home.pk, child_id=home.child_id, suitability=suitability, decided_on=decided_on),
    )
    return decision


@transaction.atomic
def end_home_education(
    act: Act, *, home: HomeEducation, ended_on: date, ended_as: HomeEnd, expected_version: int
) -> HomeEducation:
    """Say that home education ended, on which day (which counts) and how. Raises: HomeEducationNotPossible; Stale."""
    permissions.check(permissions.may_change_home(act, home))
    end_home(act, home, ended_on, ended_as, expected_version)
    return home
