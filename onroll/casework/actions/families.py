"""The family of a case's child: members named or found, facts learnt, and cases opened for all of them in one step."""

import dataclasses
from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import found_by, permissions
from onroll.casework.actions.changing import add_step
from onroll.casework.actions.opening import open_case
from onroll.casework.events import NotificationReceived
from onroll.casework.models import Case, Notification
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.models import Child, FamilyLink, Kinship, KinshipCertainty, Sighting
from onroll.registry.references import new_reference
from onroll.search import actions as search_actions

OFFICER = "officer"
FAMILY = "family"


class FamilyNotPossible(RuleBroken):
    """A family member has no name, or there is nobody for whom to open a case."""

    code = "family_not_possible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What a child is to the child of the case, how sure that is, and who or what says so."""

    kind: Kinship
    certainty: KinshipCertainty
    source: str


@transaction.atomic
def add_family_member(act: Act, *, case: Case, facts: Facts, bond: Bond) -> FamilyLink:
    """Keep a child whom somebody named as family: as a record of her own, compared with all that are known.

    Raises: NotAnOfficer, Hidden; FamilyNotPossible; FamilyLinkNotPossible.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if not (facts.surname or facts.forename):
        raise FamilyNotPossible("Enter a forename or a surname: a child without a name cannot be found again.")
    if facts.birth_date and facts.birth_date > act.on:
        raise FamilyNotPossible("The date of birth is in the future. Check the year.")
    sighting = registry_actions.note_sighting(act, facts=facts, source=OFFICER, source_reference=case.reference)
    return _link(act, case, sighting.child, bond)


@transaction.atomic
def link_known_child(act: Act, *, case: Case, other: Child, bond: Bond) -> FamilyLink:
    """Link a child who is known already to the child of the case.

    Raises: NotAnOfficer; Hidden, for a child whom the officer may not see; FamilyLinkNotPossible.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if not Child.objects.visible_to(act).filter(pk=other.pk).exists():
        raise Hidden
    return _link(act, case, other, bond)


@transaction.atomic
def open_family_cases(act: Act, *, case: Case, children: tuple[Child, ...]) -> tuple[Case, ...]:
    """Open a case for each chosen member of the family, all or none: one worry opens all.

    Whoever acts is responsible for them. Raises: NotAnOfficer; Hidden, for a child who is not of the family;
        FamilyNotPossible, for nobody; CaseAlreadyOpen.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if not children:
        raise FamilyNotPossible("Select the children for whom to open a case.")
    family = {each.child.pk for each in registry_queries.family_of(act, case.child_id)}
    opened = []
    for child in children:
        if child.pk not in family:
            raise Hidden
        notification = _told_of_family(act, case, child)
        opened.append(open_case(act, notification=notification, expected_version=notification.version))
    words = f"Cases were opened for the family: {', '.join(each.reference for each in opened)}."
    add_step(act, case, StepKind.FAMILY, words)
    for each in opened:
        add_step(act, each, StepKind.FAMILY, f"Opened because of the family’s case {case.reference}.")
    return tuple(opened)


@transaction.atomic
def learn_facts(act: Act, *, case: Case, facts: Facts) -> Sighting:
    """Keep what an officer learnt of the case's child: another name, birth date or address, each with its certainty.

    What was said before stays. Raises: NotAnOfficer, Hidden; FamilyNotPossible, for nothing or impossible days.
    """
    permissions.check_may_work_on(act, case.authority_id)
    if facts == Facts(surname="", forename="", is_address_sealed=facts.is_address_sealed):
        raise FamilyNotPossible("Enter a name, a date of birth or an address.")
    _check_days(facts, act.on)
    sighting = registry_actions.note_sighting_of(
        act, child=case.child, facts=facts, source=OFFICER, source_reference=case.reference
    )
    add_step(act, case, StepKind.FAMILY, "Something was learnt of the child’s names, birth date or address.")
    return sighting


def _link(act: Act, case: Case, other: Child, bond: Bond) -> FamilyLink:
    link = registry_actions.link_family(
        act, child=case.child, other=other, kind=bond.kind, certainty=bond.certainty, source=bond.source
    )
    add_step(act, case, StepKind.FAMILY, f"Linked with child {other.reference}: {bond.kind.label.lower()}.")
    return link


def _told_of_family(act: Act, case: Case, child: Child) -> Notification:
    """Make the notification of a family member, from what the authority's own area said of her last."""
    sighting = registry_queries.sightings_in_area(act, child.pk).first()
    if sighting is None:
        raise Hidden
    notification = Notification.objects.create(
        reference=new_reference("N"),
        authority=case.authority,
        source=FAMILY,
        child=child,
        sighting=sighting,
        notified_on=act.on,
        received_at=act.at,
    )
    ledger.record(
        act,
        NotificationReceived(
            notification_id=notification.pk, authority_id=case.authority_id, source=FAMILY, message_id=None
        ),
    )
    search_actions.put(act, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))
    return notification


def _check_days(facts: Facts, on: date) -> None:
    names = [day for name in facts.other_names for day in (name.from_on, name.until_on)]
    if any(day and day > on for day in (facts.birth_date, facts.address_from, facts.address_until, *names)):
        raise FamilyNotPossible("A day is in the future. Check the year.")
    spells = [(facts.address_from, facts.address_until), *((each.from_on, each.until_on) for each in facts.other_names)]
    if any(first and last and last < first for first, last in spells):
        raise FamilyNotPossible("A last day is before its first day.")
