"""Refusals with their ladder, and families who are to arrive."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.directory_states import REFUSAL_MEANINGS, REFUSAL_NAMES, RefusalState
from onroll.casework.directory_tables import YEAR_GROUPS, rungs
from onroll.casework.models import ArrivalsNotice, Refusal
from onroll.casework.presenters.directory import FormPage, ReadPage, home
from onroll.casework.queries.directory_support import NOT_SAID, Forecast, Support, last_day
from onroll.web.parts import Cell, Colour, Event, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

COLOURS: dict[RefusalState, Colour] = {
    RefusalState.OPEN: "yellow",
    RefusalState.RESOLVED: "green",
    RefusalState.STANDS: "red",
}


def refusals_page(act: Act, found: Sequence[Refusal], support: Sequence[Support]) -> ReadPage:
    """Present the log, and how each agency helps."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Link(text=each.reference, href=_href(each)),
            each.agency.name if each.agency else NOT_SAID,
            each.get_reason_display(),
            day_words(each.refused_on),
            _rung(each),
            _tag(each),
        )
        for each in found
    )
    head = ("Refusal", "Agency", "Reason", "On", "Last step", "State")
    log = Table(caption="Log of refusals", head=head, rows=rows)
    return ReadPage(
        title="Refusals and their ladder",
        back=home(),
        actions=(Link(text="Record a refusal", href=reverse("directory:record-refusal")),),
        leads=(
            (
                "What agencies were asked and did not do, thresholds that were not met among it, and how far each "
                "went up the "
                "ladder. Requests that an agency refuses come here by themselves."
            ),
        ),
        tables=(*((log,) if rows else ()), *_support_tables(support)),
        empty="" if rows else "No refusal is recorded.",
        made=f"Counted {moment_words(act.at)} from all requests and refusals of your authority.",
    )


def _support_tables(support: Sequence[Support]) -> tuple[Table, ...]:
    agencies = tuple(
        (each.name, str(each.refusals), str(each.thresholds), str(each.escalated), str(each.resolved), str(each.stands))
        for each in support
        if not each.is_body
    )
    bodies = tuple(
        (each.name, str(each.asked), str(each.told), str(each.refused_requests)) for each in support if each.is_body
    )
    tables = []
    if agencies:
        head = ("Agency", "Refusals", "Of these thresholds", "Escalated", "Resolved", "Stand")
        tables.append(Table(caption="Refusals by agency", head=head, rows=agencies, numeric=frozenset(range(1, 6))))
    if bodies:
        asked = ("Kind of body", "Asked", "Answered", "Refused")
        tables.append(Table(caption="Requests by kind of body", head=asked, rows=bodies, numeric=frozenset({1, 2, 3})))
    return tuple(tables)


def refusal_page(refusal: Refusal) -> FormPage:
    """Present one refusal with the form of its next step."""
    request = refusal.request
    case = refusal.case
    links = []
    if request is not None:
        links.append(
            Link(text=f"Request {request.reference}", href=reverse("casework:agency-request", args=[request.reference]))
        )
    if case is not None:
        links.append(Link(text=f"Case {case.reference}", href=reverse("casework:case", args=[case.reference])))
    return FormPage(
        title=f"Refusal {refusal.reference}",
        back=Link(text="Back to the refusals", href=reverse("directory:refusals")),
        submit="Record this step",
        facts=(
            Row(key="Agency", value=refusal.agency.name if refusal.agency else NOT_SAID),
            Row(key="Asked", value=refusal.asked),
            Row(key="Reason", value=f"{refusal.get_reason_display()}. {refusal.words}"),
            Row(key="Refused", value=day_words(refusal.refused_on)),
            Row(key="State", value=_tag(refusal)),
            *(
                Row(key=each.title, value=". ".join(part for part in (each.at, each.by, each.note) if part))
                for each in steps(refusal)
            ),
        ),
        links=tuple(links),
    )


def steps(refusal: Refusal) -> tuple[Event, ...]:
    """Return what was done about a refusal, oldest first."""
    return tuple(
        Event(title=rungs()[step.rung], at=day_words(step.taken_on), by=step.with_whom, note=step.words)
        for step in refusal.steps.all()
    )


def record_refusal_page() -> FormPage:
    """Present the form that records a refusal."""
    return FormPage(
        title="Record a refusal",
        back=Link(text="Back to the refusals", href=reverse("directory:refusals")),
        submit="Record the refusal",
        leads=("Also for a threshold that is not met, a case that bounced, and an agency that does not answer.",),
    )


def arrivals_page(act: Act, forecast: Forecast, notices: Sequence[ArrivalsNotice], *, is_officer: bool) -> ReadPage:
    """Present how many children are expected by year group, and the notices that say so."""
    rows = tuple((words, str(forecast.counts[code])) for code, words in YEAR_GROUPS.items() if forecast.counts[code])
    expected = Table(caption="Children expected", head=("Year group", "Children"), rows=rows, numeric=frozenset({1}))
    told = Table(
        caption="Notices",
        head=("Notice", "Told by", "Where", "When", "Children", "Words"),
        rows=tuple(_notice_row(act, each) for each in notices),
        numeric=frozenset({4}),
    )
    return ReadPage(
        title="Families who are to arrive",
        back=home() if is_officer else None,
        leads=("Housing, districts and others tell here of families before they come, so that places can be found.",),
        actions=(Link(text="Tell of an arrival", href=reverse("directory:tell-of-arrivals")),),
        tables=(*((expected,) if rows else ()), *((told,) if notices else ())),
        empty="" if notices else "Nobody has told of an arrival.",
        made=f"Added up {moment_words(act.at)} from {count_words(len(forecast.notices), 'notice')} whose last day "
        "has not passed: "
        f"{count_words(forecast.total, 'child')}. What agencies expect, not who has come; a family told of twice "
        "counts twice.",
    )


def _notice_row(act: Act, each: ArrivalsNotice) -> tuple[Cell, ...]:
    until = f" to {day_words(each.expected_until)}" if each.expected_until else ""
    passed = " (passed)" if last_day(each) < act.on else ""
    own = each.organisation_id == act.organisation_id
    name: Cell = (
        Link(text=each.reference, href=reverse("directory:arrival", args=[each.reference])) if own else each.reference
    )
    return (
        name,
        each.organisation.name,
        each.area,
        day_words(each.expected_from) + until + passed,
        str(sum(each.counts.values())),
        each.words,
    )


def tell_of_arrivals_page() -> FormPage:
    """Present the form of a notice."""
    return FormPage(
        title="Tell of families who are to arrive",
        back=Link(text="Back to the arrivals", href=reverse("directory:arrivals")),
        submit="Tell the council",
        leads=(
            "How many children of each year group. No names and no addresses: tell of each child once they are here.",
        ),
    )


def arrival_page(notice: ArrivalsNotice) -> ReadPage:
    """Present one's own notice, which can be taken back."""
    return ReadPage(
        title=f"Notice {notice.reference}",
        back=Link(text="Back to the arrivals", href=reverse("directory:arrivals")),
        facts=(
            Row(key="Council", value=notice.authority.name),
            Row(key="Where", value=notice.area),
            Row(key="When", value=f"From {day_words(notice.expected_from)} to {day_words(last_day(notice))}"),
            *(Row(key=YEAR_GROUPS[code], value=str(number)) for code, number in notice.counts.items()),
        ),
        button="Take this notice back",
        button_href=reverse("directory:withdraw-arrivals", args=[notice.reference]),
        version=notice.version,
    )


def _tag(refusal: Refusal) -> Tag:
    state = RefusalState(refusal.state)
    return Tag(words=REFUSAL_NAMES[state], meaning=REFUSAL_MEANINGS[state], colour=COLOURS[state])


def _rung(refusal: Refusal) -> str:
    last = list(refusal.steps.all())[-1:]
    return rungs()[last[0].rung] if last else "None yet"


def _href(refusal: Refusal) -> str:
    return reverse("directory:refusal", args=[refusal.reference])
