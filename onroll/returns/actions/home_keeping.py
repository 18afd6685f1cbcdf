"""How an entry of home education is written, changed and ended, with the fact that the registry counts by."""

import dataclasses
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.registry import actions as registry_actions
from onroll.registry.actions import EducationFactNotPossible, Said
from onroll.registry.models import EducationKind, Sighting
from onroll.returns.actions.home_checks import AlreadyRegistered, HomeEducationNotPossible, Notified
from onroll.returns.events import (
    HomeEducationEnded,
    HomeEducationRegistered,
)
from onroll.returns.models import HomeEducation, HomeEnd
from onroll.rules.missing import Suitability

SOURCE = "home_education"


def keep_home(
    act: Act, sighting: Sighting, notified: Notified, reference: str, moved_from: HomeEducation | None = None
) -> HomeEducation:
    """Write an entry for the acting authority, its fact and its event.

    Raises: AlreadyRegistered; HomeEducationNotPossible, where the registry refuses the fact.
    """
    said = said_of(notified.from_on, Suitability.NOT_ASSESSED, "On the register of home education")
    try:
        with transaction.atomic():
            home = HomeEducation.objects.create(
                reference=reference,
                authority_id=act.organisation_id or 0,
                child_id=sighting.child_id,
                sighting=sighting,
                notified_on=notified.notified_on,
                told_by=notified.told_by,
                from_on=notified.from_on,
                was_never_on_roll=notified.was_never_on_roll,
                last_school=notified.last_school,
                reason=notified.reason,
                reasons_beside=list(notified.reasons_beside),
                sen=notified.sen,
                words=notified.words,
                moved_from=moved_from,
                recorded_at=act.at,
            )
            home.fact = registry_actions.record_education_fact(
                act, child=sighting.child, said=said, source=SOURCE, source_reference=reference
            )
            home.save(update_fields=["fact"])
    except IntegrityError as twice:  # the database holds one current entry of a child in an area
        raise AlreadyRegistered("This child is on your register of home education already.") from twice
    except EducationFactNotPossible as wrong:
        raise HomeEducationNotPossible(wrong.words) from wrong
    event = HomeEducationRegistered(
        home_id=home.pk,
        child_id=home.child_id,
        authority_id=home.authority_id,
        was_never_on_roll=home.was_never_on_roll,
    )
    ledger.record(act, event)
    return home


def end_home(
    act: Act,
    home: HomeEducation,
    ended_on: date,
    ended_as: HomeEnd,
    expected_version: int,
    moved_to: Organisation | None = None,
) -> None:
    """End an entry and its fact; the last day counts. Raises: HomeEducationNotPossible; Stale."""
    if home.ended_on is not None:
        raise HomeEducationNotPossible("This entry has ended already.")
    if ended_on < home.from_on:
        raise HomeEducationNotPossible("The last day is before the first one. Check both days.")
    if ended_on > act.on:
        raise HomeEducationNotPossible("The last day has not come yet. Record it when it has.")
    move_on(home, expected_version, ended_on=ended_on, ended_as=ended_as, moved_to=moved_to)
    if home.fact is not None:
        fact = home.fact
        said = dataclasses.replace(
            said_of(fact.from_on, Suitability(fact.suitability), fact.evidence), until_on=max(ended_on, fact.from_on)
        )
        corrected = registry_actions.correct_education_fact(act, fact=fact, said=said)
        HomeEducation.objects.filter(pk=home.pk).update(fact=corrected)
    event = HomeEducationEnded(home_id=home.pk, child_id=home.child_id, ended_as=ended_as, ended_on=ended_on)
    ledger.record(act, event)


def move_on(home: HomeEducation, expected_version: int, **changes: object) -> None:
    """Change an entry where it still is as the person saw it. Raises: Stale."""
    here = HomeEducation.objects.filter(pk=home.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    home.refresh_from_db()


def said_of(from_on: date, suitability: Suitability, evidence: str) -> Said:
    """Return home education as the registry keeps it: from a day, with what counts."""
    return Said(
        kind=EducationKind.HOME_EDUCATION, from_on=from_on, suitability=suitability.value, evidence=evidence[:500]
    )
