"""The pages of the register of home education."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.returns.models import HomeEducation
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import HomeFigures
from onroll.returns.queries.homes import SchoolReport, suitability_of
from onroll.rules.home_education import is_register_kept, reasons, review_due
from onroll.rules.missing import Suitability
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import day_words, moment_words

SUITABLE: dict[Suitability | None, Tag] = {
    Suitability.SUITABLE: Tag(words="Suitable", meaning="Your authority found it suitable.", colour="green"),
    Suitability.UNSUITABLE: Tag(words="Unsuitable", meaning="Counts as missing education since then.", colour="red"),
    Suitability.NOT_ASSESSED: Tag(words="Not decided", meaning="Nobody has decided yet.", colour="yellow"),
    None: Tag(words="Not decided", meaning="Nobody has decided yet.", colour="yellow"),
}


def register_page(
    act: Act, rows: Sequence[HomeEducation], figures: HomeFigures, reports: Sequence[SchoolReport]
) -> ReturnsPage:
    """Present the register of home education of an area."""
    return ReturnsPage(
        title="Elective home education",
        lead="Children of your area who are educated at home today. A child whose education is found unsuitable counts "
        "as missing education from the day of the decision.",
        buttons=(
            Link(text="Add a child", href=reverse("returns:add-home")),
            Link(text="Children not in school", href=reverse("returns:not-in-school-register")),
        ),
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
