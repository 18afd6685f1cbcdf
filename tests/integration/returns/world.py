"""Builds pupils, roll entries and answers as far as a test of returns needs them. Everybody is invented."""

import dataclasses
from datetime import date, datetime

from django.db import transaction

from onroll.access.models import Organisation
from onroll.attendance.events import AlertRaised
from onroll.attendance.models import Alert
from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.returns import actions
from onroll.returns.given import Contact, Leaving, NewPupil
from onroll.returns.models import Return
from onroll.rolls.events import PupilJoined, PupilLeft
from onroll.rolls.models import RollEntry
from tests.cast import Cast, Member

# A Friday of term.
NOW = datetime(2026, 10, 9, 15, 0, tzinfo=LONDON)
TODAY = NOW.date()
PUPIL = Facts(surname="Qvoxcanary", forename="Zelphine", birth_date=date(2014, 5, 17), address="1 Invented Lane")
PARENT = Contact(name="Ottoline Qvoxcanary", address="1 Invented Lane", telephone="01632 960001")
HOME_ANSWERS = {
    "has_notice": True,
    "notice_on": date(2026, 10, 1),
    "educated_from": date(2026, 10, 8),
    "has_stopped": True,
    "order_in_force": False,
    "is_special_place": False,
}


def at(member: Member, moment: datetime = NOW) -> Act:
    return dataclasses.replace(member.act(), at=moment)


def on(member: Member, day: date) -> Act:
    return at(member, datetime(day.year, day.month, day.day, 12, 0, tzinfo=LONDON))


def leaving(code: str = "EHE", **change: object) -> Leaving:
    given = {"ground_code": code, "deleted_on": TODAY, "answers": dict(HOME_ANSWERS), **change}
    return Leaving(**given)


def new_pupil(**change: object) -> NewPupil:
    return NewPupil(**{"started_on": date(2026, 10, 7), "contacts": (PARENT,), **change})


def deleted(cast: Cast, **change: object) -> Return:
    """A pupil deleted for home education by the clerk's school."""
    return actions.make_deletion_return(at(cast.clerk), facts=PUPIL, given=leaving(**change))


def entry(cast: Cast, school: Organisation | None = None, facts: Facts = PUPIL, **change: object) -> RollEntry:
    """A row of a school's roll, linked to a child whom the school told of."""
    school = school or cast.school
    act = dataclasses.replace(
        cast.clerk.act(), organisation_id=school.pk, la_code=school.la_code, at=datetime(2026, 9, 1, 9, tzinfo=LONDON)
    )
    sighting = registry_actions.note_sighting(act, facts=facts, source="roll", source_reference="R")
    number = RollEntry.objects.count()
    given = {
        "reference": f"R-{number:04d}",
        "school": school,
        "child": sighting.child,
        "pupil_key": f"key-{number}",
        "upn": facts.upn,
        "surname": facts.surname,
        "forename": facts.forename,
        "born_on": facts.birth_date,
        "sex": facts.sex,
        "postcode": facts.postcode,
        "changed_at": NOW,
        "from_on": date(2026, 10, 5),
        **change,
    }
    return RollEntry.objects.create(**given)


def joined(cast: Cast, row: RollEntry, day: date | None, *, is_first: bool = False) -> None:
    """What the feed of a school records when a child joined."""
    event = PupilJoined(
        entry_id=row.pk, child_id=row.child_id or 0, school_id=row.school_id, on=day, is_taking_on=is_first
    )
    with transaction.atomic():
        ledger.record(at(cast.clerk), event)


def left(cast: Cast, row: RollEntry, day: date) -> None:
    """What the feed of a school records when a child left."""
    RollEntry.objects.filter(pk=row.pk).update(until_on=day)
    with transaction.atomic():
        ledger.record(
            at(cast.clerk), PupilLeft(entry_id=row.pk, child_id=row.child_id or 0, school_id=row.school_id, on=day)
        )


def alerted(cast: Cast, row: RollEntry, rule: str, days: int = 10) -> None:
    """What a sweep of the registers finds and records; a second time, it finds the same."""
    alert, _ = Alert.objects.get_or_create(
        rule=rule,
        entry=row,
        cause="one",
        defaults={
            "reference": f"A-{rule[:10]}",
            "since": date(2026, 9, 25),
            "until": date(2026, 10, 8),
            "number": days,
            "to_school": True,
            "to_authority": True,
            "raised_at": NOW,
            "swept_at": NOW,
        },
    )
    event = AlertRaised(
        alert_id=alert.pk,
        rule=rule,
        entry_id=row.pk,
        child_id=row.child_id,
        school_id=row.school_id,
        since=date(2026, 9, 25),
        until=date(2026, 10, 8),
    )
    with transaction.atomic():
        ledger.record(at(cast.clerk), event)
