"""The register of elective home education: put on, decide, end, and tell the authority to which a family moves.

Each decision is a dated fact of the registry too, so that a child whose education is unsuitable counts as missing
education from that day, and from no other.
"""

import dataclasses
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import EducationFactNotPossible, Facts, Said
from onroll.registry.models import Child, EducationKind, Sighting
from onroll.registry.references import new_reference
from onroll.returns import permissions
from onroll.returns.events import (
    DeletionReturned,
    HomeEducationEnded,
    HomeEducationMoved,
    HomeEducationRegistered,
    SuitabilityDecided,
)
from onroll.returns.models import DeletionDetails, HomeEducation, HomeEnd, SuitabilityDecision, ToldBy
from onroll.rules.home_education import reasons
from onroll.rules.missing import Suitability

SOURCE = "home_education"
LONGEST_WORDS = 1000


class HomeEducationNotPossible(RuleBroken):
    """The days of home education cannot be right, or something is missing that the register needs."""

    code = "home_education_not_possible"


class AlreadyRegistered(RuleBroken):
    """The child is on the authority's register of home education already."""

    code = "home_education_already"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What the authority was told of a child's home education. Reasons are the Department's codes."""

    notified_on: date
    from_on: date
    told_by: ToldBy
    reason: str
    was_never_on_roll: bool = False
    last_school: Organisation | None = None
    reasons_beside: tuple[str, ...] = ()
    sen: str = "U"
    words: str = ""


@transaction.atomic
def register_home_education(act: Act, *, facts: Facts, notified: Notified, child: Child | None = None) -> HomeEducation:
    """Put a child on the authority's register; not assessed until somebody decides.

    `child`: where it is known whose record it is. Raises: NotAllowed; HomeEducationNotPossible; AlreadyRegistered.
    """
    permissions.check(permissions.may_keep_home_register(act))
    _check(act, facts, notified)
    reference = new_reference("H")
    if child is None:
        sighting = registry_actions.note_sighting(act, facts=facts, source=SOURCE, source_reference=reference)
    else:
        sighting = registry_actions.note_sighting_of(
            act, child=child, facts=facts, source=SOURCE, source_reference=reference
        )
    return _keep(act, sighting, notified, reference)


@transaction.atomic
def decide_suitability(
    act: Act, *, home: HomeEducation, decided_on: date, suitability: Suitability, words: str, expected_version: int
) -> SuitabilityDecision:
    """Record what the authority decided; unsuitable: the child is missing education from that day.

    Raises: NotAllowed; HomeEducationNotPossible, for a day before the notification, before an earlier decision, or to
    come; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    _check_decision(act, home, decided_on, suitability, words)
    _move_on(home, expected_version)
    decision = SuitabilityDecision.objects.create(
        of=home,
        decided_on=decided_on,
        suitability=suitability,
        words=words.strip(),
        decided_by_id=act.actor_id,
        recorded_at=act.at,
    )
    said = _said(decided_on, suitability, words.strip())
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
    _end(act, home, ended_on, ended_as, expected_version)
    return home


@transaction.atomic
def tell_of_move(
    act: Act,
    *,
    home: HomeEducation,
    to_authority: Organisation,
    moved_on: date,
    address: str,
    postcode: str = "",
    expected_version: int,
) -> HomeEducation:
    """Tell another authority that the child moves to its area, and end the entry here; return the entry there.

    It stands on the other authority's register at once, not assessed there, with what was known here of the child's
    name and birth date and the new address; decisions made here go along as words, not as decisions.
    Raises: HomeEducationNotPossible, for no authority or the own one; AlreadyRegistered; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    if to_authority.kind != OrganisationKind.AUTHORITY or to_authority.pk == home.authority_id:
        raise HomeEducationNotPossible("Choose the other local authority to which the family moves.")
    _end(act, home, moved_on, HomeEnd.MOVED, expected_version, moved_to=to_authority)
    there = _system_for(act, to_authority, "another authority tells of a home-educated child")
    reference = new_reference("H")
    sighting = registry_actions.note_sighting_of(
        there,
        child=home.child,
        facts=_told_facts(home.sighting, address, postcode, moved_on),
        source=SOURCE,
        source_reference=reference,
    )
    told = Notified(
        notified_on=act.on,
        from_on=moved_on,
        told_by=ToldBy.AUTHORITY,
        reason=home.reason,
        was_never_on_roll=home.was_never_on_roll,
        last_school=home.last_school,
        reasons_beside=tuple(home.reasons_beside),
        sen=home.sen,
        words=_history(home),
    )
    new = _keep(there, sighting, told, reference, moved_from=home)
    ledger.record(
        act,
        HomeEducationMoved(
            home_id=home.pk, child_id=home.child_id, to_authority_id=to_authority.pk, new_home_id=new.pk
        ),
    )
    return new


def note_deletion(act: Act, event: DeletionReturned) -> None:
    """A pupil deleted for home education is on the authority's register from that moment, not assessed."""
    if event.ground_code != "EHE":
        return
    details = DeletionDetails.objects.select_related("of__school", "of__authority", "of__sighting").get(
        of_id=event.return_id
    )
    law_return = details.of
    records = registry_queries.one_with(event.child_id)
    current = HomeEducation.objects.filter(authority_id=law_return.authority_id, child_id__in=records)
    if law_return.sighting is None or current.current(act.on).exists():
        return
    named = details.answers.get("educated_from")
    from_on = min(date.fromisoformat(named) if named else event.deleted_on, act.on)
    there = _system_for(act, law_return.authority, "a school tells of home education")
    told = Notified(
        notified_on=act.on,
        from_on=from_on,
        told_by=ToldBy.SCHOOL,
        reason="UNKNOWN",
        last_school=law_return.school,
        words=f"From the deletion return {law_return.reference}. Ask the parent for the reason.",
    )
    reference = new_reference("H")
    sighting = registry_actions.note_sighting_of(
        there,
        child=law_return.child,
        facts=_told_facts(law_return.sighting, law_return.sighting.address, law_return.sighting.postcode, None),
        source=SOURCE,
        source_reference=reference,
    )
    _keep(there, sighting, told, reference)


def _keep(
    act: Act, sighting: Sighting, notified: Notified, reference: str, moved_from: HomeEducation | None = None
) -> HomeEducation:
    said = _said(notified.from_on, Suitability.NOT_ASSESSED, "On the register of home education")
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


def _end(
    act: Act,
    home: HomeEducation,
    ended_on: date,
    ended_as: HomeEnd,
    expected_version: int,
    moved_to: Organisation | None = None,
) -> None:
    if home.ended_on is not None:
        raise HomeEducationNotPossible("This entry has ended already.")
    if ended_on < home.from_on:
        raise HomeEducationNotPossible("The last day is before the first one. Check both days.")
    if ended_on > act.on:
        raise HomeEducationNotPossible("The last day has not come yet. Record it when it has.")
    _move_on(home, expected_version, ended_on=ended_on, ended_as=ended_as, moved_to=moved_to)
    if home.fact is not None:
        fact = home.fact
        said = dataclasses.replace(
            _said(fact.from_on, Suitability(fact.suitability), fact.evidence), until_on=max(ended_on, fact.from_on)
        )
        corrected = registry_actions.correct_education_fact(act, fact=fact, said=said)
        HomeEducation.objects.filter(pk=home.pk).update(fact=corrected)
    event = HomeEducationEnded(home_id=home.pk, child_id=home.child_id, ended_as=ended_as, ended_on=ended_on)
    ledger.record(act, event)


def _move_on(home: HomeEducation, expected_version: int, **changes: object) -> None:
    here = HomeEducation.objects.filter(pk=home.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    home.refresh_from_db()


def _said(from_on: date, suitability: Suitability, evidence: str) -> Said:
    return Said(
        kind=EducationKind.HOME_EDUCATION, from_on=from_on, suitability=suitability.value, evidence=evidence[:500]
    )


def _told_facts(sighting: Sighting, address: str, postcode: str, address_from: date | None) -> Facts:
    """What one authority gives another: who the child is, and the new address; never an address that is sealed."""
    is_sealed = sighting.is_address_sealed and address == sighting.address
    return Facts(
        surname=sighting.surname,
        forename=sighting.forename,
        middle_names=sighting.middle_names,
        upn=sighting.upn,
        birth_date=sighting.birth_date,
        sex=sighting.sex,
        address="" if is_sealed else address,
        postcode="" if is_sealed else postcode,
        address_from=address_from,
    )


def _history(home: HomeEducation) -> str:
    decisions = [
        f"{each.decided_on.isoformat()}: {each.get_suitability_display().lower()}" for each in home.decisions.all()
    ]
    so_far = f" Decided there: {'; '.join(decisions)}." if decisions else " Nothing was decided there."
    return f"Told by {home.authority.name}, where home education began on {home.from_on.isoformat()}.{so_far}"


def _check(act: Act, facts: Facts, notified: Notified) -> None:
    if notified.notified_on > act.on or notified.from_on > act.on:
        raise HomeEducationNotPossible("A day has not come yet. Check the year.")
    if facts.birth_date and notified.from_on < facts.birth_date:
        raise HomeEducationNotPossible("The first day is before the child was born. Check the year.")
    if notified.was_never_on_roll and notified.last_school is not None:
        raise HomeEducationNotPossible("Say either that the child was never on a roll, or which school was the last.")
    if {notified.reason, *notified.reasons_beside} - set(reasons()):
        raise HomeEducationNotPossible("Choose reasons from the list.")
    if len(notified.words) > LONGEST_WORDS:
        raise HomeEducationNotPossible(f"Write no more than {LONGEST_WORDS} characters.")


def _check_decision(act: Act, home: HomeEducation, decided_on: date, suitability: Suitability, words: str) -> None:
    if home.ended_on is not None:
        raise HomeEducationNotPossible("This entry has ended. Put the child on the register again first.")
    if suitability is Suitability.NOT_ASSESSED:
        raise HomeEducationNotPossible("Choose what was decided: suitable or unsuitable.")
    if not words.strip():
        raise HomeEducationNotPossible("Write what was decided on, and what shows it.")
    if len(words) > LONGEST_WORDS:
        raise HomeEducationNotPossible(f"Write no more than {LONGEST_WORDS} characters.")
    if decided_on > act.on:
        raise HomeEducationNotPossible("The day of the decision has not come yet. Check the year.")
    if decided_on < home.notified_on:
        raise HomeEducationNotPossible("The decision is before the authority was told. Check both days.")
    latest = home.decisions.last()
    if latest is not None and decided_on < latest.decided_on:
        raise HomeEducationNotPossible("A later decision is recorded already. Check the year.")


def _system_for(act: Act, authority: Organisation, purpose: str) -> Act:
    return dataclasses.replace(
        acts.by_the_system(at=act.at, purpose=purpose),
        organisation_id=authority.pk,
        organisation_kind=authority.kind,
        la_code=authority.la_code,
        request_id=act.request_id,
    )
