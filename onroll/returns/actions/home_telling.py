"""Word of home education from elsewhere: a school's deletion, and another authority that tells of a move."""

import dataclasses
from datetime import date

from django.db import transaction

from onroll.access.models import Country, Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.models import Sighting
from onroll.registry.references import new_reference
from onroll.returns import permissions, queries
from onroll.returns.actions.home_checks import HomeEducationNotPossible, Notified
from onroll.returns.actions.home_keeping import SOURCE, end_home, keep_home
from onroll.returns.actions.register_passing import pass_on_not_in_school
from onroll.returns.events import (
    DeletionReturned,
    HomeEducationMoved,
)
from onroll.returns.models import DeletionDetails, HomeEducation, HomeEnd, NotInSchool, ToldBy
from onroll.returns.passing_states import PassingState
from onroll.rules.home_education import is_register_kept


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
    An entry of the register of children not in school is passed on with it.
    Raises: HomeEducationNotPossible, for no authority or the own one; AlreadyRegistered; Stale.
    """
    permissions.check(permissions.may_change_home(act, home))
    if to_authority.kind != OrganisationKind.AUTHORITY or to_authority.pk == home.authority_id:
        raise HomeEducationNotPossible("Choose the other local authority to which the family moves.")
    end_home(act, home, moved_on, HomeEnd.MOVED, expected_version, moved_to=to_authority)
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
    new = keep_home(there, sighting, told, reference, moved_from=home)
    _pass_register_on(act, home, to_authority, moved_on, address, postcode)
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
    details = DeletionDetails.objects.select_related(
        "of__school", "of__authority", "of__home_authority", "of__sighting"
    ).get(of_id=event.return_id)
    law_return = details.of
    keeper = law_return.home_authority or law_return.authority  # s436A: the area where the child is
    records = registry_queries.one_with(event.child_id)
    current = HomeEducation.objects.filter(authority=keeper, child_id__in=records)
    if law_return.sighting is None or current.current(act.on).exists():
        return
    named = details.answers.get("educated_from")
    from_on = min(date.fromisoformat(named) if named else event.deleted_on, act.on)
    there = _system_for(act, keeper, "a school tells of home education")
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
    keep_home(there, sighting, told, reference)


def _pass_register_on(
    act: Act, home: HomeEducation, to_authority: Organisation, moved_on: date, address: str, postcode: str
) -> None:
    """The child's entry of the register of children not in school goes along, where there is one and it can (s436F)."""
    records = registry_queries.one_with(home.child_id)
    own = NotInSchool.objects.filter(authority_id=home.authority_id, child_id__in=records, ended_on=None)
    entry = own.exclude(passings__state=PassingState.PASSED).first()
    can = to_authority.country == Country.ENGLAND and is_register_kept(act.on)
    if entry is None or not can:
        return
    where = ("", "") if queries.is_address_sealed(records) else (address, postcode)
    pass_on_not_in_school(
        act,
        entry=entry,
        to_authority=to_authority,
        moved_on=moved_on,
        address=where[0],
        postcode=where[1],
        expected_version=entry.version,
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


def _system_for(act: Act, authority: Organisation, purpose: str) -> Act:
    return dataclasses.replace(
        acts.by_the_system(at=act.at, purpose=purpose),
        organisation_id=authority.pk,
        organisation_kind=authority.kind,
        la_code=authority.la_code,
        request_id=act.request_id,
    )
