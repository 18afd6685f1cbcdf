"""The page of leavers and where they went."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onroll.audit.act import Act
from onroll.ctf.year_groups import year_name
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import Leaver, Leavers, Stands
from onroll.web.parts import Cell, Link, Row, Table, Tag, page_links
from onroll.web.words import count_words, day_words, moment_words

STANDS: dict[Stands, Tag] = {
    Stands.GAP: Tag(words="Gap", meaning="No destination is known and no case is open.", colour="red"),
    Stands.BELIEVED: Tag(words="Believed", meaning="Somebody said where, nobody has confirmed it.", colour="orange"),
    Stands.IN_WORK: Tag(words="In work", meaning="In your work list, or a case is open.", colour="blue"),
    Stands.CONFIRMED: Tag(words="Confirmed", meaning="Somebody has confirmed where the child is.", colour="green"),
}


def leavers_page(act: Act, found: Leavers, fresh: str) -> ReturnsPage:
    """Present who left and how each stands, gaps first; `fresh` says how fresh the rolls behind it are."""
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
            fresh,
        ),
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
    return (
        child,
        year_name(each.year_group),
        each.school.name,
        day_words(each.left_on),
        STANDS[each.stands],
        where,
        do,
    )


def _boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_{box}": getattr(day, box) for box in ("day", "month", "year")}
