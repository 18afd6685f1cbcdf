"""A school's register of a day: its forms, and the pupils of one with the marks that stand."""

import dataclasses
from datetime import date

from django.db.models import Count, Q, QuerySet

from onroll.attendance import permissions
from onroll.attendance.models import DayMarks, PlaceMarks, Placement
from onroll.attendance.queries.places import told_of
from onroll.audit.act import Act
from onroll.ctf.year_groups import form_rank
from onroll.rolls.models import RollEntry


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormDay:
    """A form of the school on a day: pupils, and for how many each session is marked."""

    form_group: str
    pupils: int
    am: int
    pm: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A pupil of the register: marks that stand, and what places off site say of the day."""

    entry: RollEntry
    marks: DayMarks | None
    told: tuple[tuple[Placement, PlaceMarks | None], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One form's register of a day."""

    form_group: str
    on: date
    lines: tuple[Line, ...]


def on_register(act: Act, on: date) -> QuerySet[RollEntry]:
    """Return the pupils whom the acting school marks on a day, by name."""
    return RollEntry.objects.visible_to(act).on_roll(on).order_by("surname", "forename", "pk")


def forms_of_day(act: Act, on: date) -> list[FormDay]:
    """Return the forms of the acting school, each with how far its register is kept. Raises: NotAllowed."""
    permissions.check(permissions.may_keep_register(act))
    marked = {
        session: Count("marks", filter=Q(marks__on=on) & ~Q(**{f"marks__{session}": ""})) for session in ("am", "pm")
    }
    rows = on_register(act, on).order_by("form_group").values("form_group").annotate(pupils=Count("pk", distinct=True))
    rows = rows.annotate(am_count=marked["am"], pm_count=marked["pm"])
    pupils = dict(on_register(act, on).order_by().values_list("form_group").annotate(Count("pk")))
    in_order = sorted(rows, key=lambda row: form_rank(row["form_group"]))
    return [
        FormDay(form_group=row["form_group"], pupils=pupils[row["form_group"]], am=row["am_count"], pm=row["pm_count"])
        for row in in_order
    ]


def register_of(act: Act, *, form_group: str, on: date) -> Register:
    """Return the register of one form. Raises: NotAllowed."""
    permissions.check(permissions.may_keep_register(act))
    entries = list(on_register(act, on).filter(form_group=form_group))
    marks = {day.entry_id: day for day in DayMarks.objects.filter(on=on, entry__in=entries)}
    placed = Placement.objects.visible_to(act).in_force(on).filter(entry__in=entries).select_related("place")
    by_entry: dict[int, list[Placement]] = {}
    for placement in placed:
        by_entry.setdefault(placement.entry_id, []).append(placement)
    told = told_of([one.pk for each in by_entry.values() for one in each], on, on)
    lines = [
        Line(
            entry=entry,
            marks=marks.get(entry.pk),
            told=tuple((one, told.get((one.pk, on))) for one in by_entry.get(entry.pk, ())),
        )
        for entry in entries
    ]
    return Register(form_group=form_group, on=on, lines=tuple(lines))
