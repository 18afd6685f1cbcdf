"""Today's work, the code helper, the call queue, and who has seen a child."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.urls import reverse

from onroll.access.models import OrganisationKind
from onroll.attendance import permissions
from onroll.attendance.models import PlaceMark, SweepRun
from onroll.attendance.presenters.sheets import WEEKDAYS, Section, Sheet, name_of, weekday_words
from onroll.attendance.queries import CallQueue, ChildSeen, SessionSeen, ShownDay, Side, Today, Verdict, Waiting
from onroll.audit.act import Act
from onroll.rules.attendance_codes import CATEGORY_WORDS, Category, Code, codes_on
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words, time_words

TODAY = Link(text="Back to attendance", href="/attendance/")
VERDICTS = {
    Verdict.NOBODY: Tag(
        words="Seen by nobody", meaning="Every place has spoken, and none has seen the child.", colour="red"
    ),
    Verdict.NOT_TOLD: Tag(
        words="Not told yet", meaning="A place that expects the child has not spoken.", colour="yellow"
    ),
    Verdict.NO_SCHOOL: Tag(
        words="No school", meaning="The school does not meet that day, and no place has spoken of it.", colour="grey"
    ),
    Verdict.SEEN: Tag(words="Seen", meaning="A place has seen the child.", colour="green"),
}


def today_sheet(act: Act, found: Today, fresh: str) -> Sheet:
    """Return what there is to do today, each with the page to do it on."""
    rows = [_row(*each) for each in _work(found) if each[3](act)]
    pages = [Link(text=text, href=reverse(name)) for text, name, rule in _PAGES if rule(act)]
    return Sheet(
        title="Attendance",
        lead=f"{weekday_words(act.on)}. {no_school_words(ShownDay(found.on, found.no_school))}".strip(),
        sections=(
            Section(heading=weekday_words(found.on) if found.no_school else "Today", rows=tuple(rows)),
            *((Section(heading="Look closer", links=tuple(pages)),) if pages else ()),
        ),
        how=(swept_words(found.swept), fresh),
    )


_PAGES = (
    ("Which code? The national codes in plain words", "attendance:codes", permissions.may_call),
    ("Checks: old N, late changes, runs of a code", "attendance:checks", permissions.may_keep_register),
    ("Attendance by form, half term by half term", "attendance:analysis", permissions.may_keep_register),
    ("Letters and certificates", "attendance:letters", permissions.may_keep_register),
    ("Term dates, and days on which your school is closed", "attendance:dates", permissions.may_keep_register),
    (
        "Send an attendance file, and say who is told when one is wrong",
        "attendance:send",
        permissions.may_keep_register,
    ),
    ("How fresh the marks of your schools are", "attendance:schools", permissions.may_see_area),
)


Work = tuple[str, str, str, Callable[[Act], bool]]


def no_school_words(shown: ShownDay) -> str:
    """Return that there is no school today and which day is shown instead; nothing, where today is shown."""
    if not shown.no_school:
        return ""
    return (
        f"There is no school today: it is {shown.no_school}. Shown is the last school day, {weekday_words(shown.on)}."
    )


def _work(found: Today) -> tuple[Work, ...]:
    when = "in the morning" if found.no_school else "this morning"
    open_words = f"{found.forms_open or 0} of {count_words(found.forms or 0, 'form')} not marked yet {when}"
    seen_words = f"{count_words(found.placements, 'child')} with a place beside a school"
    return (
        ("Register", open_words, "attendance:register", permissions.may_keep_register),
        (
            "First-day calls",
            f"{count_words(found.to_call or 0, 'pupil')} to call",
            "attendance:calls",
            permissions.may_call,
        ),
        (
            "Alerts",
            f"{count_words(found.alerts or 0, 'alert')} to look at",
            "attendance:alerts",
            permissions.may_see_alerts,
        ),
        (seen_title(is_today=not found.no_school), seen_words, "attendance:seen", permissions.may_see_alerts),
        ("Places beside the school", seen_words, "attendance:places", permissions.may_arrange_places),
        ("Who is here today?", seen_words, "attendance:our-place", permissions.may_mark_at_place),
    )


def _row(key: str, value: str, name: str, _: object) -> Row:
    return Row(key=key, value=value, links=(Link(text="Open", href=reverse(name), hidden_words=key),))


def swept_words(run: SweepRun | None) -> str:
    """Return when registers were last swept."""
    if run is None:
        return "The registers have not been swept yet. They are every night, and when a school’s file comes."
    return f"The registers were last swept on {moment_words(run.started_at)}, as at {day_words(run.on)}."


def codes_sheet(act: Act, words: str, found: Sequence[Code]) -> Sheet:
    """Return the codes that words lead to, or all of today's by what they count as."""
    if words:
        table = _codes_table("Codes that fit, the likeliest first", found)
        sections = [Section(heading="Codes that fit", table=table if found else None, empty=_NO_CODE)]
    else:
        sections = [
            Section(heading=CATEGORY_WORDS[category], table=_codes_table(CATEGORY_WORDS[category], codes))
            for category in Category
            if (codes := [code for code in found if code.category is category])
        ]
    return Sheet(
        title="Which code?",
        lead="Say in your own words what happened, such as dentist, snow or holiday.",
        sections=tuple(sections),
        back=TODAY,
        how=(f"The national codes in force on {day_words(act.on)}. Source: SI 2024/208 and its guidance.",),
    )


_NO_CODE = "No code has these words. Try one word, such as ill, late or trip, or look through them all without a word."


def _codes_table(caption: str, codes: Sequence[Code]) -> Table:
    return Table(
        caption=caption,
        head=("Code", "Use it when", "Do not use it when", "Counts as"),
        rows=tuple((code.letter, code.use_when, code.not_when, CATEGORY_WORDS[code.category]) for code in codes),
        hide_caption=True,
    )


def calls_sheet(act: Act, shown: ShownDay, found: CallQueue, fresh: str) -> Sheet:
    """Return the queue that the school's staff share."""
    table = Table(
        caption="To call",
        head=("Pupil", "Form", "Absent", "Tried", "What to do"),
        rows=tuple(_waiting(act, each) for each in found.waiting),
        hide_caption=True,
    )
    settled = Table(
        caption="Settled",
        head=("Pupil", "What came of it", "By"),
        rows=tuple((name_of(c.entry), c.get_result_display(), c.taken_by.name) for c in found.settled),
        hide_caption=True,
    )
    worried = f"{count_words(len(found.worried), 'pupil')}: somebody who called is worried. Tell the safeguarding lead."
    return Sheet(
        title="First-day calls",
        lead=f"{count_words(len(found.waiting), 'pupil')} absent without a known reason on {weekday_words(found.on)}. "
        f"{no_school_words(shown)}".strip(),
        sections=(
            Section(heading="To call", table=table if found.waiting else None, empty="There is nobody to call."),
            *((Section(heading="Settled", table=settled),) if found.settled else ()),
        ),
        back=TODAY,
        notice=worried if found.worried else "",
        how=(
            fresh,
            "In the queue: whoever stands at N that day. First come pupils with an alert or a place off site.",
            (
                "The attendance, admissions and safeguarding staff see the same queue: when one of them is away, the "
                "others go on. A call that was taken and not ended is in the queue again after 20 minutes."
            ),
        ),
    )


def _waiting(act: Act, each: Waiting) -> tuple[Cell, ...]:
    name = name_of(each.entry)
    day = " and ".join(
        session for session, mark in (("morning", each.marks.am), ("afternoon", each.marks.pm)) if mark == "N"
    )
    tried = ", ".join(
        f"{call.get_result_display()} ({time_words(call.ended_at)})" for call in each.calls if call.ended_at
    )
    mine = each.open_call is not None and each.open_call.taken_by_id == act.actor_id
    if each.open_call is not None and not mine:
        todo: Cell = f"{each.open_call.taken_by.name} is calling"
    elif each.open_call is not None:
        href = reverse("attendance:end-call", args=[each.open_call.pk])
        todo = Link(text="Say what came of it", href=href, hidden_words=f"about {name}")
    else:
        href = reverse("attendance:take-call", args=[each.entry.reference])
        todo = Link(text="Call", href=href, hidden_words=name)
    first = Tag(words=name, meaning="An alert stands, or the pupil has a place off site.", colour="red")
    return (first if each.is_first else name, each.entry.form_group, day, tried or "Not yet", todo)


_NOBODY_FIRST = "Those whom nobody has seen come first."


def seen_title(*, is_today: bool) -> str:
    """Return the name of the page on who has seen a child."""
    return "Who has seen this child today?" if is_today else "Who has seen this child?"


def seen_sheet(act: Act, shown: ShownDay, found: Sequence[ChildSeen], fresh: str) -> Sheet:
    """Return, for every child with more than one place, what both sides say of a day."""
    head = ("Child", "School", "Session", "What each place says", "Together")
    rows = tuple(
        (_child(act, child), child.entry.school.name, one.session.value, _sides(one), VERDICTS[one.verdict])
        for child in found
        for one in child.sessions
    )
    nobody = sum(any(one.verdict is Verdict.NOBODY for one in child.sessions) for child in found)
    return Sheet(
        title=seen_title(is_today=not shown.no_school),
        lead=" ".join(
            (no_school_words(shown), f"Children with more than one place, on {weekday_words(shown.on)}.", _NOBODY_FIRST)
        ).strip(),
        notice=f"{count_words(nobody, 'child')} seen by nobody. Both places should talk now." if nobody else "",
        sections=(
            Section(
                heading=count_words(len(found), "child"),
                table=Table(caption="Both sides", head=head, rows=rows, hide_caption=True) if rows else None,
                empty="No child has more than one place that day.",
            ),
        ),
        back=TODAY,
        how=(
            (
                "From the registers of the schools and the word of each place. D, B and K at a school say that another "
                "place has the child: they are not counted as seen."
            ),
            *(f"{tag.words}: {tag.meaning}" for tag in VERDICTS.values()),
            fresh,
            f"Made on {moment_words(act.at)}.",
        ),
    )


def week_sheet(act: Act, monday: date, found: ChildSeen, fresh: str) -> Sheet:
    """Return one child's week: every place in one table."""
    rows = tuple(
        (WEEKDAYS[one.on.weekday()], one.session.value, *_by_place(one, found), VERDICTS[one.verdict])
        for one in found.sessions
    )
    places = _places(found)
    reference = found.entry.reference
    links = [
        Link(text=text, href=f"{reverse('attendance:week', args=[reference])}?monday={(monday + step).isoformat()}")
        for text, step in (("The week before", timedelta(days=-7)), ("The week after", timedelta(days=7)))
    ]
    if permissions.may_arrange_places(act):
        href = reverse("attendance:new-place", args=[reference])
        links.append(Link(text="Arrange a place beside the school", href=href))
    return Sheet(
        title="One child’s week",
        lead=f"{name_of(found.entry)}, {found.entry.school.name}. Week of {weekday_words(monday)}.",
        sections=(
            Section(
                heading="Every place together",
                table=Table(
                    caption="The week", head=("Day", "Session", *places, "Together"), rows=rows, hide_caption=True
                ),
                links=tuple(links),
            ),
        ),
        back=TODAY,
        how=("A school says a national code, another place plain words. Empty: it has not spoken.", fresh),
    )


def _places(found: ChildSeen) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side.place for one in found.sessions for side in one.sides))


def _by_place(one: SessionSeen, found: ChildSeen) -> tuple[str, ...]:
    said = {side.place: _said(one.on, side, no_school=bool(one.no_school)) for side in one.sides}
    return tuple(said.get(place, "") for place in _places(found))


def _said(on: date, side: Side, *, no_school: bool) -> str:
    if side.said in PlaceMark.values:
        return str(PlaceMark(side.said).label)
    if not side.said:
        return "Not expected" if side.is_expected is False else "" if no_school else "Has not said"
    code = codes_on(on).get(side.said)
    return f"{side.said}: {code.meaning}" if code else side.said


def _sides(one: SessionSeen) -> str:
    return "; ".join(f"{side.place}: {_said(one.on, side, no_school=False)}" for side in one.sides)


def _child(act: Act, child: ChildSeen) -> Cell:
    name = name_of(child.entry)
    if act.organisation_kind == OrganisationKind.PROVIDER:
        return name
    return Link(text=name, href=reverse("attendance:week", args=[child.entry.reference]), hidden_words="(week)")
