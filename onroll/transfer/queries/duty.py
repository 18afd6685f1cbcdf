"""The 15-school-day duty as a clock on every leaver: who left, by when the file is due, and whether it was sent."""

import dataclasses
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.registry.models import Enrolment, Sighting
from onroll.rules import deadlines, school_days
from onroll.rules.rulesets import RuleNotInForce
from onroll.transfer.models import MessagePupil
from onroll.transfer.states import State

NOT_SENT = (State.CHECKED, State.REFUSED, State.WITHDRAWN)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """A child who left a school that has sent no file for her since. `due_on` is None where no rule reaches the day.

    `name` is what that school itself said, empty where it said nothing: never what others learned later.
    """

    school: Organisation
    name: str
    left_on: date
    due_on: date | None

    def is_late(self, on: date) -> bool:
        """Say whether the duty is broken."""
        return self.due_on is not None and self.due_on < on


def leavers_of_school(act: Act) -> list[Leaver]:
    """Return the leavers of the acting school whose file is due, what is late first. The caller records it."""
    return _leavers(_ended(act).filter(organisation_id=act.organisation_id or 0), with_names=True)


def leavers_of_area(act: Act) -> list[Leaver]:
    """Return the leavers of every school of an authority's area whose file is due, without names."""
    area = _ended(act).filter(organisation__la_code=act.la_code, organisation__kind=OrganisationKind.SCHOOL)
    return _leavers(area, with_names=False)


def _ended(act: Act) -> QuerySet[Enrolment]:
    """Return the times on a roll that have ended, without a file from that school since they began."""
    sent = MessagePupil.objects.filter(
        message__sender=OuterRef("organisation"), sighting__child=OuterRef("child"), message__sent_at__isnull=False
    ).exclude(message__state__in=NOT_SENT)
    since_entry = sent.filter(message__sent_at__date__gte=OuterRef("from_on"))
    back_again = Enrolment.objects.filter(child=OuterRef("child"), organisation=OuterRef("organisation")).filter(
        Q(from_on__gt=OuterRef("until_on")), Q(until_on__isnull=True) | Q(until_on__gt=OuterRef("until_on"))
    )
    ended = Enrolment.objects.filter(until_on__lt=act.on).exclude(Exists(back_again))
    never_sent = Q(from_on__isnull=True) & ~Exists(sent)
    return ended.filter(never_sent | (Q(from_on__isnull=False) & ~Exists(since_entry)))


def _leavers(ended: QuerySet[Enrolment], *, with_names: bool) -> list[Leaver]:
    """Return one leaver for each child and school: several files may report the same leaving."""
    rows = ended.select_related("organisation").order_by(F("until_on").asc(), "pk")
    newest = {(row.child_id, row.organisation_id): row for row in rows}
    names = _names(newest.values()) if with_names else {}
    found = [
        Leaver(
            school=row.organisation,
            name=names.get((row.child_id, row.source_reference), ""),
            left_on=row.until_on,
            due_on=_due(row.until_on),
        )
        for row in newest.values()
        if row.until_on is not None
    ]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.school.name, each.name))


def _names(rows: Iterable[Enrolment]) -> dict[tuple[int, str], str]:
    """Return what each source that reported a leaving called the child."""
    references = {row.source_reference for row in rows}
    sightings = Sighting.objects.filter(source_reference__in=references).order_by("seen_at", "pk")
    return {
        (each.child_id, each.source_reference): " ".join(part for part in (each.forename, each.surname) if part)
        for each in sightings
    }


def _due(left_on: date) -> date | None:
    try:
        return deadlines.ctf_due(left_on, school_days.england())
    except (RuleNotInForce, school_days.SchoolDaysNotKnown):
        return None
