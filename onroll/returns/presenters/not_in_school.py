"""The pages and the file of the register of children not in school."""

import csv
import io
from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.returns.actions import RegisterNotKeptYet
from onroll.returns.models import InformationNotice, NotInSchool, NotInSchoolPassing, NotInSchoolProvider
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.presenters.passings import passings_table, waiting_tables, waiting_words
from onroll.returns.queries import missing_of, overdue_of
from onroll.rules.home_education import home_visit_until, is_register_kept, provider_fields, register_fields
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

# What a file says of the entry itself, beside the fields of the Act.
ABOUT_ENTRY = ("Entry", "Entered on", "Why on the register", "Told by", "Told on", "Given without having to")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register_page(
    act: Act, rows: Sequence[NotInSchool], waiting: tuple[Sequence[NotInSchoolPassing], Sequence[NotInSchoolPassing]]
) -> ReturnsPage:
    """Present the register; before its day, say so and show the way back."""
    is_kept = is_register_kept(act.on)
    overdue = sum(len(overdue_of(act, each)) for each in rows)
    return ReturnsPage(
        title="Children not in school",
        lead="Children of your area who are educated elsewhere than at school, whoever told of them.",
        notice="" if is_kept else RegisterNotKeptYet.default_words,
        back=Link(text="Back to home education", href=reverse("returns:home-register")),
        buttons=(
            Link(text="Enter a child", href=reverse("returns:enter-not-in-school")),
            Link(text="Save the register as a file (CSV)", href=reverse("returns:not-in-school-file")),
        )
        if is_kept
        else (),
        about=(
            Row(key="On the register", value=str(len(rows))),
            Row(key="With something missing that must be held", value=str(sum(bool(missing_of(r)) for r in rows))),
            Row(key="Notices without an answer in time", value=str(overdue)),
        )
        if is_kept
        else (),
        tables=tuple(filter(None, (*waiting_tables(act, *waiting), _register_table(act, rows) if rows else None)))
        if is_kept
        else (),
        empty="" if rows or not is_kept else "Nobody is on the register.",
        how=(
            f"Counted at {moment_words(act.at)}. A child who must not be found is on no list and in no file.",
            "Nothing that could identify a child may be published. Each reading and each file is recorded.",
        ),
    )


def entry_page(act: Act, entry: NotInSchool, passings: Sequence[NotInSchoolPassing] = ()) -> ReturnsPage:
    """Present one entry: each field of the Act, who educates the child, and who was asked for what."""
    args = [entry.pk]
    steps = (
        Link(text="Change what is held", href=reverse("returns:hold-not-in-school", args=args)),
        Link(text="Add a provider", href=reverse("returns:add-provider", args=args)),
        Link(text="Require information", href=reverse("returns:require-information", args=args)),
        Link(text="Home visit", href=reverse("returns:home-visit", args=args)),
        Link(text="Pass on after a move", href=reverse("returns:pass-on-not-in-school", args=args)),
        Link(text="Take off the register", href=reverse("returns:end-not-in-school", args=args)),
    )
    ended = Tag(words="Ended", meaning=entry.get_ended_as_display())
    missing = missing_of(entry)
    whole = (
        Tag(words="Incomplete", meaning=f"{count_words(len(missing), 'field')} must still be held.", colour="yellow")
        if missing
        else Tag(words="Complete", meaning="Everything that must be held is held.", colour="green")
    )
    providers, notices = entry.providers.all(), entry.notices.all()
    return ReturnsPage(
        title=entry.held.get("name") or "Child not in school",
        caption=f"Children not in school, entry {entry.pk}",
        back=Link(text="Back to the register", href=reverse("returns:not-in-school-register")),
        state=ended if entry.ended_on else whole,
        notice=waiting_words(passings),
        buttons=() if entry.ended_on or waiting_words(passings) else steps,
        about=tuple(Row(key=key, value=value) for key, value in _about(entry)),
        tables=tuple(
            filter(
                None,
                (
                    _providers_table(entry, list(providers)) if providers else None,
                    _notices_table(act, entry, list(notices)) if notices else None,
                    passings_table(passings),
                ),
            )
        ),
    )


def register_file(rows: Sequence[NotInSchool]) -> str:
    """Return the register as CSV: about the entry, then each field of the Act by its words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*ABOUT_ENTRY, *(field.words for field in register_fields())])
    for each in rows:
        about = (
            str(each.pk),
            each.registered_on.isoformat(),
            each.get_ground_display(),
            each.get_entered_from_display(),
            each.told_on.isoformat() if each.told_on else "",
            "; ".join(each.volunteered),
        )
        writer.writerow([_plain(cell) for cell in (*about, *(words for _, words in _held(each)))])
    return out.getvalue()


def provider_words(provider: NotInSchoolProvider) -> str:
    """Return all that is held of a provider, for one cell."""
    said = [f"{field.words}: {getattr(provider, field.code)}" for field in provider_fields()]
    return "; ".join([*said, f"until {provider.ended_on.isoformat()}"] if provider.ended_on else said)


def _held(entry: NotInSchool) -> list[tuple[str, str]]:
    providers = " | ".join(provider_words(each) for each in entry.providers.all())
    held = {**entry.held, "providers": providers}
    return [(field.words, held.get(field.code, "")) for field in register_fields()]


def _about(entry: NotInSchool) -> list[tuple[str, str]]:
    told = f", {day_words(entry.told_on)}" if entry.told_on else ""
    visit = "Not asked for"
    if entry.visit_asked_on:
        visit = f"Asked for on {day_words(entry.visit_asked_on)}"
    if entry.visit_answered_on:
        visit += f". {entry.get_visit_answer_display()}, {day_words(entry.visit_answered_on)}"
    volunteered = [field.words for field in register_fields() if field.code in entry.volunteered]
    return [
        ("Entered on", day_words(entry.registered_on)),
        ("Belongs on the register", entry.get_ground_display()),
        ("Told by", f"{entry.get_entered_from_display()}{told}"),
        *((words, value or "Not held") for words, value in _held(entry)),
        ("Given without having to", "; ".join(volunteered) or "Nothing"),
        ("Home visit", f"{visit}. It can be asked for until {day_words(home_visit_until(entry.registered_on))}."),
        *([("Ended", f"{day_words(entry.ended_on)}: {entry.get_ended_as_display()}")] if entry.ended_on else []),
    ]


def _register_table(act: Act, rows: Sequence[NotInSchool]) -> Table:
    head = ("Child", "Entered on", "Why", "Missing", "Notices late")
    cells = tuple(
        (
            Link(
                text=each.held.get("name") or "Child",
                href=reverse("returns:not-in-school-entry", args=[each.pk]),
                hidden_words=f"(entry {each.pk})",
            ),
            day_words(each.registered_on),
            each.get_ground_display(),
            str(len(missing_of(each))),
            str(len(overdue_of(act, each))),
        )
        for each in rows
    )
    return Table(caption="On the register", head=head, rows=cells, numeric=frozenset({3, 4}))


def _providers_table(entry: NotInSchool, providers: Sequence[NotInSchoolProvider]) -> Table:
    head = (*(field.words for field in provider_fields()), "Until")
    rows = tuple(
        (
            *(str(getattr(each, field.code)) for field in provider_fields()),
            day_words(each.ended_on)
            if each.ended_on
            else Link(
                text="Say that it has ended",
                href=reverse("returns:end-provider", args=[entry.pk, each.pk]),
                hidden_words=each.name,
            ),
        )
        for each in providers
    )
    return Table(caption="Providers", head=head, rows=rows)


def _notices_table(act: Act, entry: NotInSchool, notices: Sequence[InformationNotice]) -> Table:
    def answer(each: InformationNotice) -> Link | str:
        if each.answered_on:
            late = ", late" if each.answered_on > each.due_on else ""
            return f"{day_words(each.answered_on)}{late}"
        words = "Overdue: record the answer" if each.due_on < act.on else "Record the answer"
        return Link(
            text=words,
            href=reverse("returns:note-information", args=[entry.pk, each.pk]),
            hidden_words=f"(notice of {day_words(each.asked_on)})",
        )

    rows = tuple(
        (
            day_words(each.asked_on),
            each.provider.name if each.provider else "The parent",
            each.words,
            day_words(each.due_on),
            answer(each),
        )
        for each in notices
    )
    return Table(caption="Notices", head=("Asked on", "Who", "For what", "Last day", "Answered"), rows=rows)


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
