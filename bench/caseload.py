"""A caseload of invented children in one authority, stored in sets: cases, whose they are, and a story each."""

import random
from datetime import timedelta

from django.utils import timezone

from bench import crowd
from onroll.access.models import Membership, Organisation, OrganisationKind, Person, Role
from onroll.audit import act as acts
from onroll.casework.models import Case, CaseEvent, Notification, Responsibility, Telling
from onroll.casework.stages import NotificationState, Stage
from onroll.casework.steps import StepKind
from onroll.registry.models import Child, Sighting
from onroll.search import actions as search_actions
from onroll.search import sources

AT_ONCE = 5_000
STAGES = [Stage.CHECK, Stage.LOCATE, Stage.NEEDS, Stage.IDENTIFY_PROVISION, Stage.ACCESS_PROVISION, Stage.MONITOR]
RISKS = (1, 2, 2, 3, 3, 4)
STEPS = ((StepKind.OPENED, "Opened."), (StepKind.MOVED, "Moved on."), (StepKind.NOTE, "Rang twice, nobody there."))


def fill(cases: int, officers: int) -> tuple[Organisation, list[Person], Person]:
    """Make an authority with its officers, a leader and open cases; return the authority, the officers, the leader."""
    authority = Organisation.objects.create(kind=OrganisationKind.AUTHORITY, name="Benchwick", la_code="899")
    people = [_person(f"officer{number}", authority, Role.CME_OFFICER) for number in range(officers)]
    leader = _person("leader", authority, Role.CME_LEADER)
    chosen = random.Random(6)
    for start in range(0, cases, AT_ONCE):
        _some(crowd.people(cases)[start : start + AT_ONCE], authority, people, chosen)
    system = acts.by_the_system(at=timezone.now(), purpose="benchmark")
    for source in sources.registered():
        for _ in search_actions.rebuild(system, source=source):
            pass
    return authority, people, leader


def _person(name: str, authority: Organisation, role: Role) -> Person:
    now = timezone.now()
    person = Person.objects.create_user(email=f"{name}@bench.example", name=f"{name} Invented", joined_at=now)
    person.set_unusable_password()
    person.save()
    Membership.objects.create(person=person, organisation=authority, role=role, from_on=now.date())
    return person


def _some(held: list[crowd.Held], authority: Organisation, officers: list[Person], chosen: random.Random) -> None:
    now = timezone.now()
    opened = [now - timedelta(days=chosen.randrange(400), minutes=chosen.randrange(600)) for _ in held]
    children = Child.objects.bulk_create(
        Child(reference=f"C{each.reference}", first_seen_at=at) for each, at in zip(held, opened, strict=True)
    )
    sightings = Sighting.objects.bulk_create(
        Sighting(
            child=child,
            source="notification",
            source_reference=each.reference,
            told_by=authority,
            seen_at=at,
            surname=each.surname,
            forename=each.forename,
            birth_date=each.birth_date,
            postcode=f"ZZ{chosen.randrange(1, 99)} {chosen.randrange(9)}AB",
        )
        for each, child, at in zip(held, children, opened, strict=True)
    )
    told = Notification.objects.bulk_create(
        Notification(
            reference=f"N{each.reference}",
            authority=authority,
            source="public",
            child=child,
            sighting=sighting,
            notified_on=at.date(),
            received_at=at,
            state=NotificationState.CASE_OPENED,
        )
        for each, child, sighting, at in zip(held, children, sightings, opened, strict=True)
    )
    Telling.objects.bulk_create(Telling(notification=each, words="Not at school.") for each in told)
    cases = Case.objects.bulk_create(
        Case(
            reference=f"K{each.reference}",
            authority=authority,
            child=child,
            notification=notification,
            stage=chosen.choice(STAGES),
            stage_since_on=at.date(),
            responsible=chosen.choice(officers),
            risk=chosen.choice(RISKS),
            opened_at=at,
            last_worked_at=min(now, at + timedelta(days=chosen.randrange(380))),
            notified_on=at.date(),
        )
        for each, child, notification, at in zip(held, children, told, opened, strict=True)
    )
    Responsibility.objects.bulk_create(
        Responsibility(case=case, person_id=case.responsible_id, from_at=case.opened_at) for case in cases
    )
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case=case,
            at=case.opened_at + timedelta(hours=number),
            kind=kind,
            stage=case.stage,
            person_id=case.responsible_id,
            organisation=authority,
            words=words,
        )
        for case in cases
        for number, (kind, words) in enumerate(STEPS)
    )
