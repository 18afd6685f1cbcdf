"""A school's attendance in numbers: by form and half term, who improved and who fell, and who is over a threshold."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Count

from onroll.attendance import permissions
from onroll.attendance.models import AttendanceLetterText, DayMarks, LetterMade
from onroll.attendance.queries.meeting import days_off
from onroll.attendance.queries.registers import on_register
from onroll.audit.act import Act
from onroll.ctf.year_groups import form_rank
from onroll.rolls.models import RollEntry
from onroll.rolls.queries import calendar_of
from onroll.rules.attendance import Tally, is_persistent, is_severe, tally
from onroll.rules.attendance_letters import LEAST_SESSIONS_FOR_CERTIFICATE, Letter, letter_due
from onroll.rules.half_terms import HalfTerm, half_term_of, half_terms
from onroll.rules.school_days import Period
from onroll.rules.school_years import SchoolYear, year_of

SHOWN_MOVERS = 5
# Sessions in both half terms before a change says anything: four weeks of days, two sessions each, halved.
LEAST_SESSIONS = 20


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A form's sessions in the half term asked about and in the one before; pupils persistently and severely absent."""

    form_group: str
    pupils: int
    now: Tally
    before: Tally
    persistent: int
    severe: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A pupil's attendance in one half term and the one before; `points` are percentage points between them."""

    entry: RollEntry
    now: Tally
    before: Tally
    points: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A half term of a school: each form, all together, each half term of the year, and pupils at either end.

    `lowest`, `improved`, `fell`: five at most, and more only where they are level with the fifth. `is_own`: the half
    terms follow the school's own dates.
    """

    year: SchoolYear
    term: HalfTerm
    terms: tuple[tuple[HalfTerm, Tally], ...]
    forms: tuple[FormLine, ...]
    total: FormLine
    lowest: tuple[Mover, ...]
    improved: tuple[Mover, ...]
    fell: tuple[Mover, ...]
    is_own: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A pupil at a threshold: the letter that is due, and the one made already this year, if any."""

    entry: RollEntry
    found: Tally
    letter: Letter
    made: LetterMade | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Letters due, and pupils who missed nothing in the half term."""

    on: date
    term: HalfTerm | None
    due: tuple[Due, ...]
    full: tuple[tuple[RollEntry, Tally], ...]


def analysis(act: Act, *, number: int | None = None) -> Analysis | None:
    """Return the half term of a number of this school year, or the newest one; None where none has begun.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_keep_register(act))
    year, calendar = year_of(act.on), calendar_of(act.organisation_id or 0)
    terms = half_terms(year, calendar)
    term = next((one for one in terms if one.number == number), None) or half_term_of(act.on, terms)
    if term is None:
        return None
    entries = {entry.pk: entry for entry in on_register(act, min(act.on, term.period.last))}
    by_term = {
        one.number: tallies(act.organisation_id or 0, entries, one.period, act.on)
        for one in terms
        if one.period.first <= act.on
    }
    now, before = by_term.get(term.number, {}), by_term.get(term.number - 1, {})
    forms = _forms(entries.values(), now, before, act.on)
    movers = _movers(entries.values(), now, before)
    return Analysis(
        year=year,
        term=term,
        terms=tuple((one, _sum(by_term[one.number].values())) for one in terms if one.number in by_term),
        forms=tuple(forms),
        total=_line("", list(entries.values()), now, before, act.on),
        lowest=_first_five(_lowest(entries.values(), now, before), lambda m: m.now.attendance_percent or 0),
        improved=_first_five((m for m in movers if m.points > 0), lambda m: -m.points),
        fell=_first_five((m for m in movers if m.points < 0), lambda m: m.points),
        is_own=bool(calendar.told),
    )


def letters(act: Act) -> Letters:
    """Return which letters are due of this school year, the gravest first, and who missed nothing this half term.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_keep_register(act))
    year, entries = year_of(act.on), {entry.pk: entry for entry in on_register(act, act.on)}
    found = tallies(act.organisation_id or 0, entries, Period(year.first_on, year.last_on), act.on)
    made = _made(act, year)
    due = []
    for pk, entry in entries.items():
        letter = letter_due(found.get(pk, Tally()), act.on)
        if letter is not None:
            due.append(Due(entry=entry, found=found[pk], letter=letter, made=made.get((pk, letter.code))))
    term = half_term_of(act.on, half_terms(year, calendar_of(act.organisation_id or 0)))
    return Letters(
        on=act.on,
        term=term,
        due=tuple(sorted(due, key=lambda one: (one.made is not None, one.found.attendance_percent or 0))),
        full=_full(entries, tallies(act.organisation_id or 0, entries, term.period, act.on)) if term else (),
    )


def letter_texts_of(act: Act, code: str) -> list[AttendanceLetterText]:
    """Return the acting school's own texts of a letter, the newest first."""
    mine = AttendanceLetterText.objects.filter(school_id=act.organisation_id or 0, code=code)
    return list(mine.select_related("made_by").order_by("-number"))


def tallies(school_id: int, entry_ids: Iterable[int], period: Period, known_on: date) -> dict[int, Tally]:
    """Return the sessions of entries of one school in a period up to a day, counted in sets, without its days off.

    The caller asked whose they are.
    """
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    known = Period(period.first, min(period.last, known_on))
    rows = DayMarks.objects.filter(entry_id__in=list(entry_ids)).between(known.first, known.last)
    rows = rows.exclude(on__in=days_off(school_id, known))
    for session in ("am", "pm"):
        for entry_id, letter, number in rows.order_by().values_list("entry_id", session).annotate(Count("pk")):
            if letter:
                counts[entry_id][letter] += number
    return {entry_id: tally(each, period.last) for entry_id, each in counts.items()}


def _forms(
    entries: Iterable[RollEntry], now: Mapping[int, Tally], before: Mapping[int, Tally], on: date
) -> Iterable[FormLine]:
    forms: dict[str, list[RollEntry]] = defaultdict(list)
    for entry in entries:
        forms[entry.form_group].append(entry)
    return (_line(name, forms[name], now, before, on) for name in sorted(forms, key=form_rank))


def _line(
    name: str, entries: list[RollEntry], now: Mapping[int, Tally], before: Mapping[int, Tally], on: date
) -> FormLine:
    own = [now.get(entry.pk, Tally()) for entry in entries]
    return FormLine(
        form_group=name,
        pupils=len(entries),
        now=_sum(own),
        before=_sum(before.get(entry.pk, Tally()) for entry in entries),
        persistent=sum(is_persistent(each, on) for each in own),
        severe=sum(is_severe(each, on) for each in own),
    )


def _movers(entries: Iterable[RollEntry], now: Mapping[int, Tally], before: Mapping[int, Tally]) -> list[Mover]:
    found = []
    for entry in entries:
        new, old = now.get(entry.pk, Tally()), before.get(entry.pk, Tally())
        if new.possible < LEAST_SESSIONS or old.possible < LEAST_SESSIONS:
            continue
        points = (new.attendance_percent or 0) - (old.attendance_percent or 0)
        found.append(Mover(entry=entry, now=new, before=old, points=points))
    return found


def _lowest(entries: Iterable[RollEntry], now: Mapping[int, Tally], before: Mapping[int, Tally]) -> Iterable[Mover]:
    """Yield the pupils who missed anything, of those with enough sessions to say so."""
    for entry in entries:
        new, old = now.get(entry.pk, Tally()), before.get(entry.pk, Tally())
        if new.absent and new.possible >= LEAST_SESSIONS:
            points = (new.attendance_percent or 0) - (old.attendance_percent or 0)
            yield Mover(entry=entry, now=new, before=old, points=points)


def _first_five(movers: Iterable[Mover], key: Callable[[Mover], float]) -> tuple[Mover, ...]:
    """Return the first five by a number, then by name; whoever is level with the fifth is shown, too."""
    ordered = sorted(movers, key=lambda m: (round(key(m), 6), m.entry.surname, m.entry.forename, m.entry.pk))
    if len(ordered) <= SHOWN_MOVERS:
        return tuple(ordered)
    last = key(ordered[SHOWN_MOVERS - 1])
    return tuple(m for m in ordered if key(m) <= last + 1e-6)


def _sum(each: Iterable[Tally]) -> Tally:
    return sum(each, Tally())


def _full(entries: Mapping[int, RollEntry], found: Mapping[int, Tally]) -> tuple[tuple[RollEntry, Tally], ...]:
    (least,) = LEAST_SESSIONS_FOR_CERTIFICATE.value
    return tuple(
        (entry, found[pk])
        for pk, entry in entries.items()
        if pk in found and not found[pk].absent and found[pk].possible >= least
    )


def _made(act: Act, year: SchoolYear) -> dict[tuple[int, str], LetterMade]:
    rows = LetterMade.objects.visible_to(act).filter(made_at__date__gte=year.first_on)
    return {(row.entry_id, row.letter): row for row in rows.order_by("made_at")}
