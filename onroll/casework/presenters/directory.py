"""The directory on its pages: the tree, one agency, gaps, rounds, and what a contact sees behind her link."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.directory_tables import PARTS, kinds
from onroll.casework.imports.directory import COLUMNS, ListFault
from onroll.casework.models import Agency, Contact, ContactRound, Standing
from onroll.casework.queries.directory import AgencyLine, ContactLine, Gap
from onroll.web.parts import Cell, Event, Link, ProblemLine, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

HOME_WORDS = "Back to agencies and routes"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadPage:
    """A page that is read. `button` is one thing that can be done at once, by POST to `button_href`."""

    title: str
    back: Link | None = None
    caption: str = ""
    leads: tuple[str, ...] = ()
    notice: str = ""
    facts: tuple[Row, ...] = ()
    actions: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""
    steps: tuple[Event, ...] = ()
    steps_title: str = ""
    button: str = ""
    button_href: str = ""
    version: int = 0
    links: tuple[Link, ...] = ()
    made: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FormPage:
    """A page on which one thing is done. `second` is a button beside it, for another thing that needs no words."""

    title: str
    back: Link
    submit: str
    caption: str = ""
    leads: tuple[str, ...] = ()
    notice: str = ""
    problems: tuple[ProblemLine, ...] = ()
    facts: tuple[Row, ...] = ()
    links: tuple[Link, ...] = ()
    has_file: bool = False
    second: str = ""
    second_href: str = ""
    second_version: int = 0


def home(words: str = HOME_WORDS) -> Link:
    """Return the way back to the directory."""
    return Link(text=words, href=reverse("directory:directory"))


def directory_page(
    act: Act, lines: Sequence[AgencyLine], gaps: Sequence[Gap], free: Sequence[Contact], running: ContactRound | None
) -> ReadPage:
    """Present the tree, with what needs somebody's hand above it."""
    due = sum(bool(place and place.is_due) for line in lines for place in (line.main, line.deputy))
    table = Table(
        caption="Agencies",
        head=("Agency", "Kind", "Contact", "Deputy", "Last confirmed", "Parts"),
        rows=tuple(_line(line) for line in lines),
    )
    tasks = tuple(_task(one) for one in free)
    return ReadPage(
        title="Agencies and routes",
        leads=(
            (
                "Whom to call at each agency, and how each tells the council of a child. Contacts are roles with a "
                "deputy, so "
                "that nothing ends when somebody leaves."
            ),
        ),
        facts=(
            Row(
                key="To be asked again",
                value=f"{count_words(due, 'contact')} not confirmed within a year",
                links=(Link(text="Yearly round", href=reverse("directory:rounds")),),
            ),
            Row(
                key="Round",
                value=f"Runs until {day_words(running.answer_by)}" if running else "None runs",
            ),
            Row(key="Gaps", value=str(len(gaps)), links=(Link(text="See the gaps", href=reverse("directory:gaps")),)),
            *tasks,
        ),
        actions=(
            Link(text="Add an agency", href=reverse("directory:add-agency")),
            Link(text="Publish the routes", href=reverse("directory:publish-routes")),
        ),
        tables=(table,) if lines else (),
        empty=""
        if lines
        else "No agency yet. Add your own team first, then those with whom you work, or import a list.",
        links=(
            Link(text="Policy, and who has read it", href=reverse("directory:policies")),
            Link(text="Refusals and their ladder", href=reverse("directory:refusals")),
            Link(text="Families who are to arrive", href=reverse("directory:arrivals")),
            Link(text="Import a list of agencies", href=reverse("directory:import")),
        ),
        made=f"As of {moment_words(act.at)}. A contact counts as confirmed for a year; OnRoll proposes that, no law "
        "does.",
    )


def _task(gone: Contact) -> Row:
    """Return the hand-over that is to be done: a place is free, with what its holder left behind."""
    since = f" since {day_words(gone.left_on)}" if gone.left_on else ""
    behind = f" Left behind: {gone.handover}" if gone.handover else ""
    href = _contact_href(gone.agency, gone.standing)
    return Row(
        key="Hand-over",
        value=f"{place_words(gone)} of {gone.agency.name}: free{since}.{behind}",
        links=(Link(text="Name a successor", href=href, hidden_words=gone.agency.name),),
    )


def _line(line: AgencyLine) -> tuple[Cell, ...]:
    depth = "— " * line.depth
    return (
        Link(text=depth + line.agency.name, href=agency_href(line.agency)),
        kinds()[line.agency.kind].name,
        line.main.contact.role_name
        if line.main
        else Tag(words="No contact", meaning="No contact is named.", colour="red"),
        line.deputy.contact.role_name if line.deputy else "No deputy",
        confirmed_tag(line.main) if line.main else "Never",
        f"{len(line.agency.parts)} of {len(PARTS)}",
    )


def confirmed_tag(line: ContactLine) -> Cell:
    """Return when a contact was last confirmed; one that is due stands out."""
    if line.last_confirmed_on is None:
        return Tag(words="Never", meaning="Nobody has said that this is right.", colour="red")
    words = day_words(line.last_confirmed_on)
    return Tag(words=words, meaning="Over a year ago.", colour="yellow") if line.is_due else words


def agency_page(act: Act, line: AgencyLine, history: Sequence[Contact]) -> ReadPage:
    """Present one agency: its facts, its two contacts, and who was it before."""
    agency = line.agency
    parts = ", ".join(PARTS[code] for code in agency.parts)
    return ReadPage(
        title=agency.name,
        caption=kinds()[agency.kind].name,
        back=home(),
        facts=(
            Row(key="Stands below", value=agency.parent.name if agency.parent else "Nothing: it stands at the top"),
            Row(key="Takes part in", value=parts or "Not written down"),
            Row(key="How it tells us", value=agency.route or "Not written down"),
            Row(key="Early help", value=agency.early_help or "Not written down"),
            Row(key="Signs in as", value=agency.organisation.name if agency.organisation else "It does not sign in"),
            *(_contact_row(agency, standing, place) for standing, place in _places(line)),
        ),
        actions=(
            Link(text="Change this agency", href=reverse("directory:change-agency", args=[agency.reference])),
            Link(text="Record a refusal", href=reverse("directory:record-refusal")),
        ),
        steps=tuple(_history(history)),
        steps_title="What was confirmed, and when",
        made=f"As of {moment_words(act.at)}.",
    )


def keep_agency_page(found: Agency | None) -> FormPage:
    """Present the form of an agency, a new one where none is given."""
    back = Link(text="Back to the agency", href=agency_href(found)) if found else home()
    return FormPage(
        title="Change an agency" if found else "Add an agency",
        caption=found.name if found else "",
        back=back,
        submit="Save",
        second="Take it out of the directory" if found else "",
        second_href=reverse("directory:end-agency", args=[found.reference]) if found else "",
        second_version=found.version if found else 0,
    )


def contact_page(agency: Agency, standing: Standing, *, is_new: bool) -> FormPage:
    """Present the form that names, corrects or confirms a contact."""
    what = standing.label.lower()
    return FormPage(
        title=f"Name the {what}" if is_new else f"Confirm or correct the {what}",
        caption=agency.name,
        back=Link(text="Back to the agency", href=agency_href(agency)),
        submit="Save as confirmed",
    )


def leaving_page(contact: Contact) -> FormPage:
    """Present the form that says that a contact has left."""
    return FormPage(
        title=f"{place_words(contact)} has left",
        caption=contact.agency.name,
        back=Link(text="Back to the agency", href=agency_href(contact.agency)),
        submit="Record that the contact has left",
        leads=(f"{contact.role_name}. The place is then free, and stands as a task above the directory.",),
    )


def _places(line: AgencyLine) -> tuple[tuple[Standing, ContactLine | None], ...]:
    return (Standing.MAIN, line.main), (Standing.DEPUTY, line.deputy)


def _contact_row(agency: Agency, standing: Standing, line: ContactLine | None) -> Row:
    if line is None:
        link = Link(text="Name one", href=_contact_href(agency, standing), hidden_words=f"as {standing.label.lower()}")
        return Row(key=standing.label, value="Nobody", links=(link,))
    contact = line.contact
    said = [contact.role_name, contact.person_name, contact.phone, contact.email]
    when = f"Confirmed on {day_words(line.last_confirmed_on)}" if line.last_confirmed_on else "Never confirmed"
    published = "May be published" if contact.may_publish else "Phone and email are not published"
    hidden = f"{standing.label.lower()} of {agency.name}"
    return Row(
        key=standing.label,
        value=". ".join([*(part for part in said if part), when, published]) + ".",
        links=(
            Link(text="Confirm or correct", href=_contact_href(agency, standing), hidden_words=hidden),
            Link(
                text="Has left",
                href=reverse("directory:contact-left", args=[contact.pk]),
                hidden_words=f"the {hidden}",
            ),
        ),
    )


def _history(history: Sequence[Contact]) -> list[Event]:
    """Return what is known of each contact, the newest first."""
    found: list[Event] = []
    for contact in history:
        title = f"{place_words(contact)}: {contact.role_name}"
        if contact.left_on:
            found.append(Event(title=f"{title} has left", at=day_words(contact.left_on), note=contact.handover))
        for each in sorted(contact.confirmations.all(), key=lambda one: (one.confirmed_on, one.pk), reverse=True):
            what = "corrected" if each.is_corrected else "confirmed"
            found.append(Event(title=f"{title} {what}", at=day_words(each.confirmed_on), by=each.get_how_display()))
    return found


def place_words(contact: Contact) -> str:
    """Return whether somebody is contact or deputy."""
    return Standing(contact.standing).label


def gaps_page(act: Act, gaps: Sequence[Gap]) -> ReadPage:
    """Present what the directory lacks."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Link(text=gap.agency.name, href=agency_href(gap.agency)) if gap.agency else "A kind of body",
            gap.words,
        )
        for gap in gaps
    )
    return ReadPage(
        title="Gaps in the directory",
        back=home(),
        tables=(Table(caption="What is missing", head=("Where", "What"), rows=rows),) if rows else (),
        empty="" if rows else "No gap: every expected kind of body is there, with contact, deputy, route and parts.",
        actions=(Link(text="Add an agency", href=reverse("directory:add-agency")),),
        made=f"Worked out {moment_words(act.at)} from the directory. Which kinds are expected: the 2004 checklist "
        "(steps A1 "
        "and B3) and the partner agencies of the guidance.",
    )


def import_page(problems: Sequence[ListFault]) -> FormPage:
    """Present the page that takes a list, and what was wrong with one."""
    return FormPage(
        title="Import a list of agencies",
        back=home(),
        submit="Import the list",
        has_file=True,
        leads=(
            "All of a list is taken, or nothing. Agencies that are in the directory already are not changed by it.",
            (f"Columns: {', '.join(COLUMNS)}. Only “Name” and “Kind” are needed; “Parts” are stages, as in “1 4 8”."),
        ),
        links=(Link(text="Download an empty list with these columns", href=reverse("directory:import-template")),),
        problems=tuple(
            ProblemLine(
                severity="error",
                message=problem.words,
                where=f"Line {problem.line}" if problem.line else "The file",
                code=problem.code,
            )
            for problem in problems
        ),
    )


def agency_href(agency: Agency) -> str:
    """Return the address of an agency's page."""
    return reverse("directory:agency", args=[agency.reference])


def _contact_href(agency: Agency, standing: str) -> str:
    return reverse("directory:contact", args=[agency.reference, standing])
