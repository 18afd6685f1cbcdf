"""A school's roll, and one pupil's time on it."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.ctf.year_groups import year_name, year_rank
from onroll.rolls import permissions
from onroll.rolls.models import Boarding, EventKind, RollEntry, RollEvent, RollStatus, Snapshot
from onroll.rolls.queries import Fresh, Freshness
from onroll.rolls.snapshot_states import MEANINGS, SnapshotState
from onroll.web.parts import Event, Link, PageLinks, Row, Table, Tag, page_links
from onroll.web.words import count_words, day_words, moment_words

SHOWN = 100
FIELD_WORDS = {
    "pupil_key": "school’s number",
    "born_on": "date of birth",
    "from_on": "first day",
    "until_on": "last day",
    "leaving_on": "announced last day",
    "form_group": "form",
    "year_group": "year",
    "upn": "UPN",
    "former_upn": "former UPN",
    "status": "registration",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class RollPage:
    """A school's roll: how fresh, how many a year, and who."""

    title: str
    school: str
    fresh: str
    is_stale: bool
    waiting: str
    years: Table | None
    pupils: Table | None
    links: PageLinks | None
    files: Table | None
    may_enter: bool
    may_say_boarders: bool
    schools_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilPage:
    """One pupil's time on a roll, without a name in the title."""

    title: str
    fresh: str
    rows: tuple[Row, ...]
    events: tuple[Event, ...]
    change_href: str
    left_href: str
    back_href: str


def roll_page(
    act: Act,
    school: Organisation,
    entries: Sequence[RollEntry],
    fresh: Freshness,
    files: Sequence[Snapshot],
    *,
    waiting: int,
    page: int,
) -> RollPage:
    """Present a school's roll of today, a hundred pupils at a time."""
    pages = max(1, -(-len(entries) // SHOWN))
    number = min(max(page, 1), pages)
    shown = entries[(number - 1) * SHOWN : number * SHOWN]
    left = f"{count_words(waiting, 'pupil')} wait to be linked to the children we know: that goes on by itself."
    return RollPage(
        title="Your roll" if act.organisation_id == school.pk else f"Roll of {school.name}",
        school=school.name,
        fresh=fresh.words,
        is_stale=fresh.fresh in (Fresh.LATE, Fresh.STOPPED),
        waiting=left if waiting else "",
        years=_years(entries) if entries else None,
        pupils=_pupils(shown) if shown else None,
        links=page_links(current=number, total=pages, href="?page="),
        files=_files(files) if files else None,
        may_enter=permissions.has_roll(act) and act.organisation_id == school.pk,
        may_say_boarders=permissions.may_tell_dates(act) and act.organisation_id == school.pk,
        schools_href=reverse("rolls:schools") if act.organisation_id != school.pk else "",
    )


def _years(entries: Sequence[RollEntry]) -> Table:
    counts = Counter(entry.year_group for entry in entries)
    rows = [(year_name(year) or "Not known", f"{counts[year]:,}") for year in sorted(counts, key=year_rank)]
    return Table(
        caption="Pupils in each year group today",
        head=("Year group", "Pupils"),
        rows=(*rows, ("All", f"{len(entries):,}")),
        numeric=frozenset({1}),
    )


def _pupils(entries: Sequence[RollEntry]) -> Table:
    return Table(
        caption="Pupils on roll today",
        head=("Pupil", "Year group", "Form", "Date of birth", "On roll since"),
        rows=tuple(
            (
                Link(text=f"{one.surname}, {one.forename}", href=reverse("rolls:pupil", args=[one.reference])),
                year_name(one.year_group) or "–",
                one.form_group or "–",
                day_words(one.born_on) if one.born_on else "Not given",
                day_words(one.from_on) if one.from_on else "Before the first file",
            )
            for one in entries
        ),
    )


def _files(files: Sequence[Snapshot]) -> Table:
    rows = []
    for one in files:
        meaning = MEANINGS[SnapshotState(one.state)]
        rows.append(
            (
                Link(
                    text=day_words(one.as_on),
                    href=reverse("rolls:snapshot", args=[one.reference]),
                    hidden_words=": file",
                ),
                Tag(words=meaning.name, colour=meaning.colour),
                f"{one.rows:,}",
                moment_words(one.received_at),
            )
        )
    return Table(
        caption="Newest files", head=("Of", "State", "Pupils", "Received"), rows=tuple(rows), numeric=frozenset({2})
    )


def pupil_page(act: Act, entry: RollEntry, events: Sequence[RollEvent], fresh: Freshness) -> PupilPage:
    """Present one pupil's time on a roll, with all that changed."""
    may_change = permissions.may_send_roll(act, entry.school_id) and entry.until_on is None
    is_own = act.organisation_id == entry.school_id
    code = entry.school.code or f"#{entry.school_id}"
    given = (
        ("Name", " ".join(filter(None, (entry.forename, entry.middle_names, entry.surname)))),
        ("School", entry.school.name),
        ("UPN", entry.upn),
        ("Date of birth", day_words(entry.born_on) if entry.born_on else ""),
        ("Year group", year_name(entry.year_group)),
        ("Form", entry.form_group),
        ("Registration", RollStatus(entry.status).label),
        ("Address", ", ".join(filter(None, (entry.address, entry.postcode)))),
        ("First day on roll", day_words(entry.from_on) if entry.from_on else "Before the first file"),
        ("Last day on roll", day_words(entry.until_on) if entry.until_on else "Still on roll"),
        ("Next school or place", entry.destination),
        ("Called", entry.name_used),
        ("Last school", entry.last_school),
        ("Boards", entry.boarder.capitalize()),
        ("Parent", _parent(entry.parent_name, entry.parent_address, entry.parent_telephone)),
        (
            "Another parent",
            _parent(entry.second_parent_name, entry.second_parent_address, entry.second_parent_telephone),
        ),
    )
    return PupilPage(
        title="A pupil on the roll",
        fresh=fresh.words,
        rows=tuple(Row(key=key, value=value or "Not given") for key, value in given),
        events=tuple(_event(one) for one in events),
        change_href=reverse("rolls:change-pupil", args=[entry.reference]) if may_change else "",
        left_href=reverse("rolls:say-left", args=[entry.reference]) if may_change else "",
        back_href=reverse("rolls:roll") if is_own else reverse("rolls:school", args=[code]),
    )


def _value_words(name: str, value: str) -> str:
    """Return what stood in a field as people say it: codes by their names."""
    if name == "year_group":
        return year_name(value)
    return RollStatus(value).label if name == "status" and value in RollStatus.values else value


def _parent(name: str, address: str, telephone: str) -> str:
    return ", ".join(filter(None, (name, address, telephone)))


def _event(event: RollEvent) -> Event:
    changed = [FIELD_WORDS.get(name, name.replace("_", " ")) for name in event.after if name != "taking_on"]
    was = [_value_words(name, str(value)) for name, value in event.before.items() if value not in (None, "")]
    note = f"Changed: {', '.join(changed)}." if changed else ""
    if was:
        note += f" Before: {', '.join(was)}."
    if event.after.get("taking_on"):
        note = "On the roll when the first file came."
    entered = "Entered on a page" if event.told_by_id else "The announced last day has passed"
    by = f"File of {day_words(event.snapshot.as_on)}" if event.snapshot else entered
    return Event(title=EventKind(event.kind).label, at=day_words(event.on), by=by, note=note.strip())


@dataclasses.dataclass(frozen=True, kw_only=True)
class BoardersPage:
    """Whether the school has boarders. `said`: what it has said before, and when; empty: nothing."""

    title: str
    said: str


def boarders_page(said: Boarding | None) -> BoardersPage:
    """Present the question about boarders."""
    what = f"Said on {moment_words(said.told_at)} by {said.told_by.name}: {boarding_words(said)}." if said else ""
    return BoardersPage(title="Boarders", said=what)


def boarding_words(said: Boarding) -> str:
    """Return what a school has said, for a page."""
    return f"{'no boarders' if said.has_none else 'boarders, or there may be some'} from {day_words(said.on)} on"
