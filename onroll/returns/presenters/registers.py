"""The pages of leavers, of lists compared with the rolls, and of the register of home education."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onroll.audit.act import Act
from onroll.returns.models import Band, HomeEducation, ListedChild, LoadedList, Purpose
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import HomeFigures, Leaver, Leavers, Stands
from onroll.returns.queries.homes import SchoolReport, suitability_of
from onroll.rolls.models import RollEntry
from onroll.rules.home_education import is_register_kept, reasons, review_due
from onroll.rules.missing import Suitability
from onroll.web.parts import Cell, Link, Row, Table, Tag, page_links
from onroll.web.words import count_words, day_words, moment_words

STANDS: dict[Stands, Tag] = {
    Stands.GAP: Tag(words="Gap", meaning="No destination is known and no case is open.", colour="red"),
    Stands.BELIEVED: Tag(words="Believed", meaning="Somebody said where, nobody has confirmed it.", colour="orange"),
    Stands.IN_WORK: Tag(words="In work", meaning="In your work list, or a case is open.", colour="blue"),
    Stands.CONFIRMED: Tag(words="Confirmed", meaning="Somebody has confirmed where the child is.", colour="green"),
}
BANDS: dict[Band, Tag] = {
    Band.SURE: Tag(words="On a roll", meaning="The matcher is sure.", colour="green"),
    Band.DOUBTFUL: Tag(words="In doubt", meaning="A person has to look.", colour="yellow"),
    Band.NONE: Tag(words="On no roll", meaning="Nobody like this child is on a roll of your area.", colour="red"),
}
SUITABLE: dict[Suitability | None, Tag] = {
    Suitability.SUITABLE: Tag(words="Suitable", meaning="Your authority found it suitable.", colour="green"),
    Suitability.UNSUITABLE: Tag(words="Unsuitable", meaning="Counts as missing education since then.", colour="red"),
    Suitability.NOT_ASSESSED: Tag(words="Not decided", meaning="Nobody has decided yet.", colour="yellow"),
    None: Tag(words="Not decided", meaning="Nobody has decided yet.", colour="yellow"),
}


def leavers_page(act: Act, found: Leavers) -> ReturnsPage:
    """Present who left and how each stands, gaps first."""
    which = found.which
    query = urlencode({"group": which.group.value, **_boxes("since", which.since)})
    pages = page_links(current=which.page, total=found.page_count, href=f"?{query}&stands={which.stands}&page=")
    return ReturnsPage(
        title="Leavers and where they went",
        lead=f"{count_words(found.number, 'child')} left a roll of your area since {day_words(which.since)}; "
        f"{count_words(found.gaps, 'gap')} to close. A destination counts once somebody there has confirmed it.",
        about=tuple(
            Row(
                key=STANDS[stands].words,
                value=str(number),
                links=(Link(text="Show", href=f"?{query}&stands={stands}", hidden_words=STANDS[stands].words),),
            )
            for stands, number in found.counts.items()
        ),
        tables=(_leavers_table(found),) if found.rows else (),
        empty="" if found.rows else "Nobody stands here.",
        pages=pages,
        how=(
            (
                f"From the rolls, files and returns of your area as known at {moment_words(act.at)}, "
                "by the same rule as "
                "the list of missing education."
            ),
            "A child who must not be found is on no list.",
        ),
    )


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
) -> ReturnsPage:
    """Present the rows of a list: what waits first; for a census, who is on a roll and not on it too."""
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


def register_page(
    act: Act, rows: Sequence[HomeEducation], figures: HomeFigures, reports: Sequence[SchoolReport]
) -> ReturnsPage:
    """Present the register of home education of an area."""
    return ReturnsPage(
        title="Elective home education",
        lead="Children of your area who are educated at home today. A child whose education is found unsuitable counts "
        "as missing education from the day of the decision.",
        buttons=(Link(text="Add a child", href=reverse("returns:add-home")),),
        about=(
            Row(key="Educated at home", value=str(figures.children)),
            Row(key="Never on a roll", value=str(figures.never_on_roll)),
            Row(key="Not decided yet", value=str(figures.not_assessed)),
            Row(key="Found suitable", value=str(figures.suitable)),
            Row(key="Found unsuitable", value=str(figures.unsuitable)),
        ),
        tables=tuple(filter(None, (_register_table(act, rows), _reports_table(reports)))),
        empty="" if rows else "Nobody is on the register. A deletion for home education puts a child here by itself.",
        how=(
            f"Counted at {moment_words(act.at)}. Between two decisions the earlier one holds.",
            "The register of children not in school (Act of 2026) is "
            + (
                "kept beside this one." if is_register_kept(act.on) else "not in force: it opens on the day set by law."
            ),
        ),
    )


def home_page(act: Act, home: HomeEducation) -> ReturnsPage:
    """Present one entry with its decisions."""
    decisions = tuple(
        (day_words(each.decided_on), each.get_suitability_display(), each.words) for each in home.decisions.all()
    )
    args = [home.reference]
    steps = (
        Link(text="Record a decision", href=reverse("returns:decide-home", args=args)),
        Link(text="Tell another authority of a move", href=reverse("returns:move-home", args=args)),
        Link(text="Say that it has ended", href=reverse("returns:end-home", args=args)),
        Link(text="Children not in school", href=reverse("returns:not-in-school", args=args)),
    )
    return ReturnsPage(
        title=_name(home),
        caption=f"Home education {home.reference}",
        back=Link(text="Back to the register", href=reverse("returns:home-register")),
        state=SUITABLE[suitability_of(act, home)]
        if home.ended_on is None
        else Tag(words="Ended", meaning=home.get_ended_as_display()),
        buttons=steps if home.ended_on is None else (),
        about=tuple(Row(key=key, value=value) for key, value in _about(home) if value),
        tables=(Table(caption="Decisions", head=("Day", "Decided", "On what"), rows=decisions),) if decisions else (),
    )


def _leavers_table(found: Leavers) -> Table:
    head = ("Child", "Year", "Left", "Last day", "Stands", "Where, as far as is known", "Do")
    return Table(caption="Leavers", head=head, rows=tuple(_leaver_row(each) for each in found.rows), hide_caption=True)


def _leaver_row(each: Leaver) -> tuple[Cell, ...]:
    child = Link(
        text=each.name or "Pupil",
        href=reverse("registry:child", args=[each.child_reference]),
        hidden_words=each.child_reference,
    )
    if each.stands in (Stands.GAP, Stands.BELIEVED):
        href = reverse("returns:notify-of-leaver", args=[each.enrolment_id])
        do: Cell = Link(text="Put into the work list", href=href, hidden_words=each.child_reference)
    elif each.work:
        name = "casework:case" if each.is_case else "casework:notification"
        do = Link(text=each.work, href=reverse(name, args=[each.work]))
    else:
        do = ""
    where = f"{each.because} Said by the school: {each.believed}." if each.believed else each.because
    return (child, each.year_group, each.school.name, day_words(each.left_on), STANDS[each.stands], where, do)


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
    rows = tuple((f"{each.forename} {each.surname}", each.school.name, each.year_group) for each in entries)
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


def _register_table(act: Act, rows: Sequence[HomeEducation]) -> Table | None:
    if not rows:
        return None
    head = ("Child", "Told on", "At home since", "Last school", "Stands", "Look again by")
    return Table(caption="On the register", head=head, rows=tuple(_register_row(act, each) for each in rows))


def _register_row(act: Act, each: HomeEducation) -> tuple[Cell, ...]:
    decisions = list(each.decisions.all())
    last = "Never on a roll" if each.was_never_on_roll else each.last_school.name if each.last_school else "Not known"
    return (
        Link(text=_name(each), href=reverse("returns:home", args=[each.reference]), hidden_words=f"({each.reference})"),
        day_words(each.notified_on),
        day_words(each.from_on),
        last,
        SUITABLE[suitability_of(act, each)],
        day_words(review_due(decisions[-1].decided_on)) if decisions else "",
    )


def _reports_table(reports: Sequence[SchoolReport]) -> Table | None:
    if not reports:
        return None
    rows = tuple((each.school.name, str(each.children), str(each.school_began_it)) for each in reports)
    head = ("School", "Left for home education", "Of them, the school began it")
    return Table(caption="By school, this school year", head=head, rows=rows, numeric=frozenset({1, 2}))


def _about(home: HomeEducation) -> list[tuple[str, str]]:
    said = home.sighting
    beside = [reasons()[code].words for code in home.reasons_beside if code in reasons()]
    return [
        ("Date of birth", day_words(said.birth_date) if said.birth_date else "Not known"),
        ("UPN", said.upn or "None known"),
        ("Address", "" if said.is_address_sealed else " ".join(filter(None, (said.address, said.postcode)))),
        ("Authority told on", f"{day_words(home.notified_on)}, by {home.get_told_by_display().lower()}"),
        ("At home since", day_words(home.from_on)),
        (
            "Last school",
            "Never on a roll" if home.was_never_on_roll else home.last_school.name if home.last_school else "",
        ),
        ("Main reason", home.get_reason_display()),
        ("Other reasons", "; ".join(beside)),
        ("Special educational needs", home.get_sen_display()),
        ("Notes", home.words),
        ("Ended", f"{day_words(home.ended_on)}: {home.get_ended_as_display()}" if home.ended_on else ""),
        ("Told to", home.moved_to.name if home.moved_to else ""),
    ]


def _name(home: HomeEducation) -> str:
    return " ".join(filter(None, (home.sighting.forename, home.sighting.surname))) or "Child"


def _boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{box}": getattr(day, box) for box in ("day", "month", "year")}
