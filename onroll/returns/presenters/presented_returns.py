"""The pages of returns of law."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.returns.models import Return
from onroll.returns.permissions import may_make_returns, may_pass_on
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import SchoolRecord, WhichReturns, name_of
from onroll.returns.return_states import MEANINGS, ReturnState
from onroll.rules.grounds import Ground
from onroll.rules.register import PARTICULARS
from onroll.rules.returns import NAMES, PROPOSED, Punctuality, ReturnKind, punctuality
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

SHOWS = {
    "owed": "To be made",
    "missing": "Past their last day",
    "left": "Left without a return",
    "incomplete": "Incomplete: the feed lacks something",
    "made": "Made",
    "late": "Made late",
    "elsewhere": "About children who live in another area than the school’s",
    "all": "All",
}
PUNCTUAL: dict[Punctuality, Tag] = {
    Punctuality.IN_TIME: Tag(words="In time", meaning="Made by its last day.", colour="green"),
    Punctuality.LATE: Tag(words="Late", meaning="Made after its last day.", colour="orange"),
    Punctuality.WAITING: Tag(words="To be made", meaning="Its last day has not passed.", colour="blue"),
    Punctuality.MISSING: Tag(words="Missing", meaning="Not made, and its last day has passed.", colour="red"),
}


def tag_of(found: Return, act: Act) -> Tag:
    """Return how a return stands."""
    state = ReturnState(found.state)
    if state in (ReturnState.NOT_NEEDED, ReturnState.WITHDRAWN):
        return Tag(words=MEANINGS[state].name, meaning=MEANINGS[state].words)
    return PUNCTUAL[punctuality(found.due_on, found.made_on, act.on)]


def returns_page(act: Act, which: WhichReturns, found: Sequence[Return]) -> ReturnsPage:
    """Present a list of returns, for a school or its authority."""
    is_school = may_make_returns(act)
    links = [Link(text=words, href=f"?show={show}") for show, words in SHOWS.items() if show != which.show]
    if not is_school:
        links.append(Link(text="By school: in time, late, missing", href=reverse("returns:schools")))
    return ReturnsPage(
        title="Returns to the authority" if is_school else "Returns of schools",
        lead="What the law asks schools to tell the local authority: new pupils, deletions, absence and sickness.",
        buttons=_makes() if is_school else (),
        links=tuple(links),
        tables=(_table(act, which, found),) if found else (),
        empty="" if found else f"{SHOWS[which.show]}: there are none.",
        how=_how(),
    )


def schools_page(act: Act, records: Sequence[SchoolRecord]) -> ReturnsPage:
    """Present each school with its returns of the year."""
    rows = tuple(
        (
            Link(text=each.school.name, href=f"{reverse('returns:returns')}?show=all&school={each.school.pk}"),
            str(each.in_time),
            str(each.late),
            str(each.missing),
            day_words(each.first_missing_on) if each.first_missing_on else "",
            str(each.waiting),
        )
        for each in records
    )
    head = ("School", "In time", "Late", "Missing", "Missing since", "To be made")
    silent = sum(not (each.in_time or each.late or each.missing or each.waiting) for each in records)
    return ReturnsPage(
        title="Returns by school",
        lead="Every open school of your area, independent ones too. Those with missing returns stand first.",
        back=Link(text="Back to the returns", href=reverse("returns:returns")),
        links=(Link(text="Returns at usual moves", href=reverse("returns:transitions")),),
        tables=(Table(caption="This school year", head=head, rows=rows, numeric=frozenset({1, 2, 3, 5})),)
        if rows
        else (),
        empty="" if rows else "No school of your area is in the register.",
        how=(
            f"Counted on {moment_words(act.at)}, by the day of entry, deletion or absence, from 1 September.",
            (
                f"Of {count_words(silent, 'school')} we have heard nothing this year: that is not the "
                "same as nothing owed. "
                "Ask a school that has no feed."
            ),
            *_how(),
        ),
    )


def return_page(act: Act, found: Return) -> ReturnsPage:
    """Present one return with all that it tells."""
    return ReturnsPage(
        title=name_of(found) or "Pupil",
        caption=f"{NAMES[ReturnKind(found.kind)]} {found.reference}",
        back=Link(text="Back to the returns", href=reverse("returns:returns")),
        state=tag_of(found, act),
        buttons=_next_steps(act, found),
        about=tuple(_about(found)),
        tables=tuple(_contacts(found)),
    )


def grounds_table(grounds: Sequence[Ground]) -> Table:
    """Present the grounds of a day's list."""
    return Table(
        caption=f"Grounds of the {grounds[0].ruleset.title}",
        head=("Letter", "Ground", "What it asks", "Take care"),
        rows=tuple((each.letter or "No letter", each.words, each.conditions, each.cautions) for each in grounds),
    )


def _makes() -> tuple[Link, ...]:
    return (
        Link(text="Tell of a new pupil", href=reverse("returns:new-pupil")),
        Link(text="Delete a pupil", href=reverse("returns:delete")),
        Link(text="Tell of absence", href=reverse("returns:absence", args=["attendance"])),
        Link(text="Tell of sickness", href=reverse("returns:absence", args=["sickness"])),
        Link(text="Load a file", href=reverse("returns:by-file")),
        Link(text="Returns made from your marks", href=reverse("returns:by-feed")),
    )


def _table(act: Act, which: WhichReturns, found: Sequence[Return]) -> Table:
    is_school = may_make_returns(act)
    is_incomplete = which.show == "incomplete"
    more = ("What is missing",) if is_incomplete else ()
    head = ("Pupil", "Return", *(() if is_school else ("School",)), "Day", "Last day in time", "Stands", *more)
    return Table(
        caption=SHOWS[which.show],
        head=head,
        rows=tuple((*_row(act, each, is_school), *((missing_words(each),) if is_incomplete else ())) for each in found),
    )


def _row(act: Act, each: Return, is_school: bool) -> tuple[Cell, ...]:
    href = reverse("returns:return", args=[each.reference])
    return (
        Link(text=name_of(each) or "Pupil", href=href, hidden_words=f"({each.reference})"),
        NAMES[ReturnKind(each.kind)],
        *(() if is_school else (each.school.name,)),
        day_words(each.trigger_on),
        day_words(each.due_on) if each.due_on else "",
        tag_of(each, act),
    )


def missing_words(found: Return) -> str:
    """Return what a feed's return lacks, or why the ground that the feed gives cannot be used."""
    return found.stopped or "; ".join(PARTICULARS.get(code, code) for code in found.lacks)


def _next_steps(act: Act, found: Return) -> tuple[Link, ...]:
    if may_pass_on(act, found) and found.state == ReturnState.MADE:
        words = "Pass to another authority instead" if found.home_authority_id else "Pass to the authority of the home"
        return (Link(text=words, href=reverse("returns:pass-on", args=[found.reference])),)
    if not may_make_returns(act):
        return ()
    owed = f"?owed={found.reference}"
    if found.state == ReturnState.OWED:
        make = {
            ReturnKind.NEW_PUPIL: reverse("returns:new-pupil"),
            ReturnKind.DELETION: reverse("returns:delete"),
            ReturnKind.ATTENDANCE: reverse("returns:absence", args=["attendance"]),
            ReturnKind.SICKNESS: reverse("returns:absence", args=["sickness"]),
        }[ReturnKind(found.kind)]
        return (
            Link(text="Make this return", href=f"{make}{owed}"),
            Link(text="It is not needed", href=reverse("returns:not-needed", args=[found.reference])),
        )
    if found.state == ReturnState.MADE:
        return (Link(text="Take it back", href=reverse("returns:withdraw", args=[found.reference])),)
    return ()


def _boards(found: Return) -> str:
    if found.boarding is not None:
        told = day_words(found.boarding.told_at.date())
        return f"No: the school said on {told} that it has no boarders from {day_words(found.boarding.on)} on"
    return "" if found.is_boarder is None else "Yes" if found.is_boarder else "No"


def _about(found: Return) -> list[Row]:
    rows = [
        ("School", found.school.name),
        ("Made to", found.authority.name),
        ("Lives in the area of", found.home_authority.name if found.home_authority else ""),
        ("Told", found.get_route_display()),
        ("Day", day_words(found.trigger_on)),
        ("Last day in time", day_words(found.due_on) if found.due_on else "Not set by law"),
        ("Made on", day_words(found.made_on) if found.made_on else "Not made yet"),
        ("Date of birth", _born(found)),
        ("Last school", found.last_school),
        ("Absent from", day_words(found.period_from) if found.period_from else ""),
        ("Absent until", day_words(found.period_until) if found.period_until else ""),
        ("School days", str(found.school_days or "")),
        ("Boards", _boards(found)),
        ("Name used", found.name_used),
        ("Missing from the feed", "" if found.stopped else missing_words(found)),
        ("Why the feed’s ground cannot be used", found.stopped),
        ("Could not be found out", found.not_obtained),
        ("What the school says", found.words),
        ("Why", found.why),
        *_deletion(found),
    ]
    return [Row(key=key, value=value) for key, value in rows if value]


def _deletion(found: Return) -> list[tuple[str, str]]:
    details = getattr(found, "deletion", None)
    if details is None:
        return []
    school = details.destination_school
    return [
        ("Ground", f"{details.letter or 'Without a letter'} ({details.regulations})"),
        ("Deleted on", day_words(details.deleted_on)),
        ("Next school, as this one says", school.name if school else details.destination),
        ("First day there", day_words(details.destination_from) if details.destination_from else ""),
        ("New address", details.future_address),
        ("Lives there with", details.future_parent),
    ]


def _born(found: Return) -> str:
    said = found.sighting
    born_on = said.birth_date if said else found.entry.born_on if found.entry else None
    return day_words(born_on) if born_on else ""


def _contacts(found: Return) -> list[Table]:
    contacts = found.contacts.order_by("pk")
    rows = tuple((each.name, each.address, each.telephone) for each in contacts)
    return [Table(caption="Parents", head=("Name", "Address", "Telephone"), rows=rows)] if rows else []


def _how() -> tuple[str, ...]:
    proposed = " and ".join(NAMES[kind].lower() for kind in PROPOSED)
    return (
        (
            "New pupil: by the end of the fifth day after the day of entry, weekends and holidays counted. "
            "Deletion: as soon as the ground is met, and no later than the deletion. Attendance: monthly at least."
        ),
        f"The last day of the {proposed} is our own: the law says as soon as practicable.",
    )
