"""The pages of lists that are compared with the rolls."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.ctf.year_groups import year_name
from onroll.returns.models import Band, ListedChild, LoadedList, Purpose
from onroll.returns.presenters.pages import ReturnsPage
from onroll.rolls.models import RollEntry
from onroll.web.parts import Cell, Link, Row, Table, Tag, page_links
from onroll.web.words import day_words, moment_words

BANDS: dict[Band, Tag] = {
    Band.SURE: Tag(words="On a roll", meaning="The matcher is sure.", colour="green"),
    Band.DOUBTFUL: Tag(words="In doubt", meaning="A person has to look.", colour="yellow"),
    Band.NONE: Tag(words="On no roll", meaning="Nobody like this child is on a roll of your area.", colour="red"),
}


def lists_page(lists: Sequence[LoadedList], problems: tuple[Table, ...] = ()) -> ReturnsPage:
    """Present the lists of the authority."""
    rows = tuple(
        (
            Link(
                text=each.get_purpose_display(),
                href=reverse("returns:list", args=[each.reference]),
                hidden_words=each.reference,
            ),
            day_words(each.as_on),
            f"{each.rows:,}",
            f"{each.counts.get('none', 0):,}",
            f"{each.counts.get('doubtful', 0):,}",
        )
        for each in lists
    )
    head = ("List", "Rolls of", "Children", "On no roll", "In doubt")
    return ReturnsPage(
        title="Lists compared with the rolls",
        lead="Load a list of births, of health or nursery, of a planned move or of a census. Each child is looked for "
        "on the rolls of your area; where the matcher is in doubt, you decide.",
        submit="Load and compare",
        cancel_href=reverse("returns:lists"),
        tables=(
            *problems,
            *((Table(caption="Lists", head=head, rows=rows, numeric=frozenset({2, 3, 4})),) if rows else ()),
        ),
    )


def list_page(
    loaded: LoadedList,
    rows: Sequence[ListedChild],
    number: int,
    show: str,
    page: int,
    not_listed: tuple[list[RollEntry], int],
    fresh: str,
) -> ReturnsPage:
    """Present the rows of a list: what waits first; for a census, who is on a roll and not on it too.

    `fresh` says how fresh the rolls of today are, with which a census is compared again.
    """
    shows = {
        "open": "Waiting for you",
        "none": "On no roll",
        "doubtful": "In doubt",
        "sure": "On a roll",
        "differs": "On a roll, with differences",
    }
    total = max(1, -(-number // 50))
    return ReturnsPage(
        title=f"{loaded.get_purpose_display()}: {shows[show].lower()}",
        caption=f"List {loaded.reference}, compared with the rolls of {day_words(loaded.as_on)}",
        back=Link(text="Back to the lists", href=reverse("returns:lists")),
        links=tuple(Link(text=words, href=f"?show={key}") for key, words in shows.items() if key != show),
        about=(
            Row(key="Children on the list", value=f"{loaded.rows:,}"),
            Row(key="On a roll", value=f"{loaded.counts.get('sure', 0):,}"),
            Row(key="In doubt", value=f"{loaded.counts.get('doubtful', 0):,}"),
            Row(key="On no roll", value=f"{loaded.counts.get('none', 0):,}"),
            Row(key="Left out, said twice", value=f"{loaded.counts.get('repeated', 0):,}"),
        ),
        tables=tuple(filter(None, (_rows_table(loaded, rows, shows[show]), _not_listed_table(loaded, not_listed)))),
        empty="" if rows else f"{shows[show]}: there is nobody.",
        pages=page_links(current=page, total=total, href=f"?show={show}&page="),
        how=(
            (
                f"Compared with {loaded.compared_with:,} pupils of about the same age on "
                f"{moment_words(loaded.loaded_at)}, by "
                f"the {loaded.engine}. From 95% the child is taken to be on the roll; from 5% a person decides."
            ),
            fresh,
        ),
    )


def row_page(listed: ListedChild) -> ReturnsPage:
    """Present one row beside the likeliest pupil."""
    entry = listed.entry
    return ReturnsPage(
        title="Is this child on a roll?",
        caption=f"Row {listed.line} of list {listed.of.reference}",
        back=Link(text="Back to the list", href=reverse("returns:list", args=[listed.of.reference])),
        cancel_href=reverse("returns:list", args=[listed.of.reference]),
        state=BANDS[Band(listed.band)],
        submit="Save",
        tables=(_beside(listed, entry),),
        about=(Row(key="Now", value=listed.get_decision_display() if listed.decision else "Nobody has decided yet"),),
    )


def _rows_table(loaded: LoadedList, rows: Sequence[ListedChild], caption: str) -> Table | None:
    if not rows:
        return None
    is_start = loaded.purpose == Purpose.DUE_TO_START
    head = (
        "Child",
        "Born",
        *(("Due to start",) if is_start else ()),
        "Stands",
        "Likeliest pupil",
        "How sure",
        "Decided",
    )
    return Table(
        caption=caption,
        head=head,
        rows=tuple(_listed_row(loaded, each, is_start) for each in rows),
        numeric=frozenset({len(head) - 2}),
    )


def _listed_row(loaded: LoadedList, each: ListedChild, is_start: bool) -> tuple[Cell, ...]:
    entry = each.entry
    name = " ".join(filter(None, (each.forename, each.surname)))
    start = (day_words(each.starts_on) if each.starts_on else "",) if is_start else ()
    sure = f"{each.probability:.0%}" if each.probability is not None else ""
    who = f"{entry.forename} {entry.surname}, {entry.school.name}" if entry else ""
    return (
        Link(
            text=name,
            href=reverse("returns:decide-row", args=[loaded.reference, each.line]),
            hidden_words=f"(row {each.line})",
        ),
        day_words(each.born_on) if each.born_on else "",
        *start,
        BANDS[Band(each.band)],
        f"{who} (differs: {', '.join(each.differs)})" if each.differs else who,
        sure,
        each.get_decision_display() if each.decision else "",
    )


def _not_listed_table(loaded: LoadedList, not_listed: tuple[list[RollEntry], int]) -> Table | None:
    entries, number = not_listed
    if loaded.purpose != Purpose.CENSUS or not entries:
        return None
    rows = tuple((f"{each.forename} {each.surname}", each.school.name, year_name(each.year_group)) for each in entries)
    caption = f"On a roll and not in the census: {number:,}" + (
        f" (the first {len(rows)})" if number > len(rows) else ""
    )
    return Table(caption=caption, head=("Pupil", "School", "Year"), rows=rows)


def _beside(listed: ListedChild, entry: RollEntry | None) -> Table:
    def words(value: object) -> str:
        return day_words(value) if isinstance(value, date) else str(value or "")

    names = (
        ("forename", "Forename"),
        ("surname", "Surname"),
        ("born_on", "Date of birth"),
        ("sex", "Sex"),
        ("upn", "UPN"),
        ("postcode", "Postcode"),
    )
    rows = tuple((label, words(getattr(listed, name)), words(getattr(entry, name, ""))) for name, label in names)
    school = ("School", listed.school_code, entry.school.name if entry else "")
    sure = (
        "How sure",
        "",
        f"{listed.probability:.0%}" if listed.probability is not None else "Nobody is like this child",
    )
    return Table(
        caption="The list beside the roll", head=("What", "On the list", "On the roll"), rows=(*rows, school, sure)
    )
