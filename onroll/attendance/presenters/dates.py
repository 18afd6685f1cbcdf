"""Term dates and closures in words."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.attendance.presenters.days import TODAY
from onroll.attendance.presenters.sheets import Section, Sheet, weekday_words
from onroll.audit.act import Act
from onroll.rolls.models import DatesKind, SchoolDates
from onroll.rules.half_terms import half_terms
from onroll.rules.school_days import SchoolCalendar
from onroll.rules.school_years import year_of
from onroll.web.parts import Link, Table
from onroll.web.words import day_words, moment_words, school_days_words

_HOW = (
    "Where you have told terms, the days between them are holidays. Elsewhere the usual holidays stand in.",
    (
        "Weekends and bank holidays are never school days by themselves. A day on which somebody at your school is "
        "marked present is one, whatever this list says."
    ),
    (
        "A day for which your register says # (planned whole-school closure) for everybody needs no entry here. A day "
        "lost to snow or a burst pipe is marked Y4 and needs none either."
    ),
)


def dates_sheet(act: Act, told: Sequence[SchoolDates], calendar: SchoolCalendar) -> Sheet:
    """Return what a school has told, and what is counted from it."""
    return Sheet(
        title="Term dates and closures",
        lead="Nobody is asked for marks of a day on which your school does not meet, and no such day is counted.",
        sections=(
            _told(told),
            _counted(act, calendar),
        ),
        back=TODAY,
        how=(*_HOW, f"As it stood on {moment_words(act.at)}."),
    )


def _told(told: Sequence[SchoolDates]) -> Section:
    rows = tuple(
        (
            DatesKind(one.kind).label.split(":")[0],
            one.words,
            period_words(one),
            f"{one.told_by.name}, {moment_words(one.told_at)}",
            Link(
                text="Take out",
                href=reverse("attendance:take-back-dates", args=[one.pk]),
                hidden_words=f"{DatesKind(one.kind).label.split(':')[0]}, {period_words(one)}",
            ),
        )
        for one in told
    )
    head = ("What", "Name", "Days", "Told by", "Change")
    return Section(
        heading="What you have told us",
        table=Table(caption="Told", head=head, rows=rows, hide_caption=True) if rows else None,
        empty="Nothing yet: the usual school holidays in England stand in for yours.",
    )


def _counted(act: Act, calendar: SchoolCalendar) -> Section:
    year = year_of(act.on)
    terms = half_terms(year, calendar)
    counted = tuple(
        (
            term.name,
            f"{day_words(term.period.first)} to {day_words(term.period.last)}",
            school_days_words(sum(term.period.first <= day <= term.period.last for day in calendar.school_days)),
        )
        for term in terms
    )
    total = sum(year.first_on <= day <= year.last_on for day in calendar.school_days)
    head = ("Half term", "Days", "School days")
    return Section(
        heading=f"What is counted this school year: {school_days_words(total)}",
        table=Table(caption="Half terms", head=head, rows=counted, hide_caption=True) if counted else None,
        empty="Nothing is known of this school year yet.",
    )


def period_words(one: SchoolDates) -> str:
    """Return the days of a term or a closure."""
    if one.first_on == one.last_on:
        return weekday_words(one.first_on)
    return f"{weekday_words(one.first_on)} to {weekday_words(one.last_on)}"


def one_dates(one: SchoolDates) -> Sheet:
    """Return the page that asks once more before something is taken out."""
    return Sheet(
        title=f"Take out: {period_words(one)}",
        lead=DatesKind(one.kind).label + (f". {one.words}" if one.words else ""),
        sections=(),
        back=Link(text="Back to term dates", href=reverse("attendance:dates")),
    )
