"""Alerts, checks, attendance by form, letters, certificates and placements in words."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from onroll.attendance.alert_states import MEANINGS, AlertState
from onroll.attendance.models import Alert, Placement, SweepRun
from onroll.attendance.presenters.days import TODAY, swept_words
from onroll.attendance.presenters.pictures import bars
from onroll.attendance.presenters.sheets import Section, Sheet, name_of, percent_words
from onroll.attendance.queries import Analysis, Checks, FormLine, Mover, place_words
from onroll.audit.act import Act
from onroll.rules.attendance import Tally
from onroll.rules.sweeps import rule_named
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import and_list, count_words, day_words, moment_words, school_days_words

AS_THE_DEPARTMENT = (
    "Percentages are of the pupil’s own possible sessions at your school, as the Department for Education counts them. "
    "Persistently absent: 10% or more missed; severely: half or more, and these are among the persistently absent."
)


def alerts_sheet(alerts: Sequence[Alert], run: SweepRun | None, fresh: str, *, over: bool) -> Sheet:
    """Return alerts, the newest first, each with what was found."""
    rows = tuple(
        (
            Link(text=name_of(one.entry), href=reverse("attendance:alert", args=[one.reference]), hidden_words="alert"),
            one.entry.school.name,
            rule_named(one.rule).title,
            found_words(one),
            day_words(one.since),
            _tag(one),
        )
        for one in alerts
    )
    head = ("Pupil", "School", "Rule", "Found", "Since", "State")
    other = "?over=yes" if not over else "?"
    words = "Show those that are over" if not over else "Show those to look at"
    return Sheet(
        title="Alerts that are over" if over else "Alerts",
        lead="Each cause is one alert, however often the registers are swept.",
        sections=(
            Section(
                heading=count_words(len(rows), "alert"),
                table=Table(caption="Alerts", head=head, rows=rows, hide_caption=True) if rows else None,
                empty="There is nothing to look at.",
                links=(Link(text=words, href=reverse("attendance:alerts") + other),),
            ),
        ),
        back=TODAY,
        how=(swept_words(run), fresh),
    )


def alert_sheet(alert: Alert, goes_to: Sequence[str], fresh: str, *, may_work: bool) -> Sheet:
    """Return one alert with its evidence. What came of it is in the words of those who work on it: for them alone."""
    rule, entry = rule_named(alert.rule), alert.entry
    rows = [
        Row(key="State", value=_tag(alert)),
        Row(key="School", value=entry.school.name),
        Row(key="Found", value=found_words(alert)),
        Row(key="From", value=f"{day_words(alert.since)} to {day_words(alert.until)}"),
        *(Row(key=_fact_key(name), value=str(value)) for name, value in alert.facts),
        Row(key="Raised", value=moment_words(alert.raised_at)),
        Row(key="Goes to", value=and_list(list(goes_to))),
        Row(key="Ends when", value=f"{rule.ends_when[:1].upper()}{rule.ends_when[1:]}."),
    ]
    if alert.taken_by and alert.taken_at:
        rows.append(Row(key="Taken up by", value=f"{alert.taken_by.name}, {moment_words(alert.taken_at)}"))
    if alert.outcome and may_work:
        rows.append(Row(key="What came of it", value=alert.outcome))
    week = Link(text="See the child’s week", href=reverse("attendance:week", args=[entry.reference]))
    ours = (
        "Your authority arranged this place. The school and the authority of its area take the alert up and close it: "
    )
    return Sheet(
        title=rule.title,
        lead=f"{name_of(entry)}. {rule.words}",
        notice="" if may_work else f"{ours}tell them what you find out.",
        sections=(Section(heading="Evidence", rows=tuple(rows), links=(week,)),),
        back=Link(text="Back to alerts", href=reverse("attendance:alerts")),
        how=(
            f"Rule “{rule.title}”, in force from {day_words(rule.valid_from)}.",
            f"Source: {rule.source} (mark {rule.mark}).",
            fresh,
        ),
    )


def _fact_key(name: str) -> str:
    return f"Code {name}" if name.isupper() and len(name) <= 2 else name[:1].upper() + name[1:]


def found_words(alert: Alert) -> str:
    """Return what a rule counted, with its unit."""
    unit = {"run": "school day", "total": "school day", "not_back": "school day", "silent": "school day"}
    kind = rule_named(alert.rule).kind
    if kind.value in unit:
        return school_days_words(int(alert.number)) if alert.number == int(alert.number) else f"{alert.number:g} days"
    words = {"drop": "percentage points less", "hours": "hours a week", "unresolved": "sessions at N"}
    return f"{alert.number:g} {words.get(kind.value, 'school days left')}"


def _tag(alert: Alert) -> Tag:
    meaning = MEANINGS[AlertState(alert.state)]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def checks_sheet(found: Checks, fresh: str) -> Sheet:
    """Return what a school should look at in its own register."""
    old = tuple((name_of(e), e.form_group, day_words(m.on), f"{m.am} {m.pm}", str(age)) for e, m, age in found.old)
    late = tuple(
        (
            name_of(one.entry),
            f"{day_words(one.on)}, {one.session}",
            f"{one.before} became {one.after or 'empty'}",
            f"{one.days_after} days later",
            one.by.name if one.by else "A file of the school",
        )
        for one in found.late
    )
    runs = tuple(
        (
            name_of(e),
            rule.title,
            f"{finding.number:g}",
            f"{day_words(finding.since)} to {day_words(finding.until)}",
            rule.words,
        )
        for e, rule, finding in found.runs
    )
    return Sheet(
        title="Checks",
        lead="What somebody from outside would ask you about. A hit is a question, not a fault.",
        sections=(
            _section(
                "N older than five school days", old, ("Pupil", "Form", "Day", "Marks", "School days ago"), "Nothing."
            ),
            _section(
                f"Marks changed late ({found.late_count:,})",
                late,
                ("Pupil", "Session", "Change", "When", "Who"),
                "No mark was changed more than two weeks after its session.",
            ),
            _section(
                "Long runs of one code", runs, ("Pupil", "Run", "School days", "When", "Why ask"), "There is none."
            ),
        ),
        back=TODAY,
        how=(
            f"From your register as it stands on {day_words(found.on)}. Every change stays beside what stood before.",
            fresh,
        ),
    )


def _section(
    heading: str, rows: tuple[tuple[str, ...], ...], head: tuple[str, ...], empty: str, picture: str = ""
) -> Section:
    table = Table(caption=heading, head=head, rows=rows, hide_caption=True) if rows else None
    return Section(heading=heading, table=table, empty=empty, picture=picture)


def analysis_sheet(act: Act, found: Analysis | None, fresh: str) -> Sheet:
    """Return a half term: by form against the one before and the whole school, by half term, and who moved most."""
    if found is None:
        return Sheet(title="Attendance by form", lead="This school year has no sessions yet.", sections=(), back=TODAY)
    lines = (*found.forms, found.total)
    picture = bars(
        f"Attendance by form, {found.term.name}",
        [(_form(one, found.total), one.now.attendance_percent, one.before.attendance_percent) for one in lines],
        names=("This half term", "The half term before"),
    )
    head = ("Form", "Pupils", "Attendance", "Half term before", "Against the school", "Persistently", "Severely")
    terms = [(term.name, sessions.attendance_percent, None) for term, sessions in found.terms]
    return Sheet(
        title="Attendance by form",
        lead=f"{found.year}: {found.term.name}, {day_words(found.term.period.first)} to "
        f"{day_words(min(found.term.period.last, act.on))}.",
        sections=(
            _section("By form", tuple(_line(one, found.total) for one in lines), head, "", picture),
            _section(
                "Half term by half term",
                tuple(_term(term.name, sessions) for term, sessions in found.terms),
                ("Half term", "Attendance", "Authorised absence", "Unauthorised absence", "Possible sessions"),
                "",
                bars("The whole school, half term by half term", terms, names=("Attendance", "")),
            ),
            _ends("The five with the lowest attendance", found.lowest, "Nobody with 20 sessions or more missed any."),
            _ends("The five who improved most", found.improved, "Nobody yet."),
            _ends("The five who fell most", found.fell, "Nobody."),
        ),
        back=TODAY,
        how=(
            AS_THE_DEPARTMENT,
            (
                "Half terms follow the term dates that you have told us."
                if found.is_own
                else "Half terms follow the usual holidays in England. Where yours differ, tell us your term dates."
            ),
            (
                "Lowest attendance: pupils with 20 sessions or more this half term. Who improved or fell: pupils with "
                "20 or more in both half terms. Whoever is level with the fifth is shown, too."
            ),
            f"From your register as it stood on {moment_words(act.at)}.",
            fresh,
        ),
    )


def _ends(heading: str, movers: Sequence[Mover], empty: str) -> Section:
    picture = bars(
        heading,
        [(name_of(one.entry), one.now.attendance_percent, one.before.attendance_percent) for one in movers],
        names=("This half term", "The half term before"),
    )
    return _section(heading, _movers(movers), _MOVERS, empty, picture if movers else "")


_MOVERS = ("Pupil", "Form", "Half term before", "This half term", "Percentage points")


def _form(line: FormLine, total: FormLine) -> str:
    return "Whole school" if line is total else line.form_group or "No form"


def _line(line: FormLine, total: FormLine) -> tuple[str, ...]:
    own, all_of = line.now.attendance_percent, total.now.attendance_percent
    against = "" if own is None or all_of is None or line is total else f"{own - all_of:+.1f}"
    before = percent_words(line.before.attendance_percent)
    return (
        *(_form(line, total), f"{line.pupils:,}", percent_words(own), before, against),
        *(f"{line.persistent:,}", f"{line.severe:,}"),
    )


def _term(name: str, sessions: Tally) -> tuple[str, ...]:
    possible = sessions.possible or 1
    shares = (100 * sessions.authorised / possible, 100 * sessions.unauthorised / possible)
    return (
        name, percent_words(sessions.attendance_percent), *(f"{share:.1f}%" for share in shares),
        f"{sessions.possible:,}",
    )  # fmt: skip


def _movers(movers: Iterable[Mover]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            name_of(one.entry), one.entry.form_group, percent_words(one.before.attendance_percent),
            percent_words(one.now.attendance_percent), _points(one),
        )
        for one in movers
    )  # fmt: skip


def _points(one: Mover) -> str:
    return f"{one.points:+.1f}" if one.before.possible else ""


def places_sheet(placements: Sequence[Placement], on: date) -> Sheet:
    """Return placements; those in force first."""
    rows = []
    for one in sorted(placements, key=lambda each: each.until_on is not None and each.until_on < on):
        is_over = one.until_on is not None and one.until_on < on
        href = reverse("attendance:end-place", args=[one.reference])
        name = name_of(one.entry)
        until = day_words(one.until_on) if one.until_on else "No last day"
        todo = f"Ended: {one.ended_why}" if is_over else Link(text="Last day", href=href, hidden_words=f"of {name}")
        week = Link(text=name, href=reverse("attendance:week", args=[one.entry.reference]), hidden_words="(week)")
        hours = f"{one.hours:g} there" + (f", {one.main_hours:g} at school" if one.main_hours is not None else "")
        place = f"{place_words(one)} ({one.get_kind_display()}, code {one.code})"
        rows.append((week, one.entry.school.name, place, one.commissioner.name, hours, until, todo))
    head = ("Child", "School", "Place", "Arranged by", "Hours a week", "Until", "To do")
    return Sheet(
        title="Places beside the school",
        lead="Whoever arranged a place stays responsible for the child.",
        sections=(
            Section(
                heading=count_words(len(rows), "place"),
                table=Table(caption="Places", head=head, rows=tuple(rows), hide_caption=True) if rows else None,
                empty="No child has a place beside a school. A school arranges one from the child’s week.",
            ),
        ),
        back=TODAY,
    )
