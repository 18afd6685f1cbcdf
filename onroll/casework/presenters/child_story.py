"""A child's story as a page: what is known, since when and from whom, who acts, what is due, and what happened."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework import permissions
from onroll.casework.feedback import ENDING_WORDS, PROGRESS_WORDS, Ending
from onroll.casework.presenters.people import SEALED
from onroll.casework.queries import Acting, ChildStory, KnownFact, Reader, StoryStep
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.rules.missing import List
from onroll.web.parts import Cell, Event, Link, Table
from onroll.web.words import day_words, days_words, moment_words

LEADS: dict[Reader, str] = {
    Reader.OFFICER: "What organisations of your area said, and what your authority does. What another area said, and "
    "rolls of its schools, are not shown.",
    Reader.SCHOOL: "What your school said, and who leads. For the child’s sake the authority may not tell you more.",
    Reader.AGENCY: "What you said, and who leads. For the child’s sake the authority may not tell you more.",
    Reader.AUDITOR: "What the ledger says was done about this child, as far as your area goes. Nothing of the child "
    "herself is shown.",
}
ANSWERS: dict[List, str] = {
    List.MISSING: "Missing education",
    List.SUSPECTED: "Suspected: nobody knows yet who she is",
    List.ATTENDANCE_CONCERN: "On a roll, with a worry about attendance",
    List.NONE: "Not missing education",
}
FORMS = (("pdf", "PDF"), ("csv", "table (CSV)"), ("json", "JSON"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildStoryPage:
    """What the template shows; `tables` are those with rows, in the order of reading. No name stands in `title`."""

    title: str
    caption: str
    child: str
    lead: str
    answer: str
    reasons: str
    tables: tuple[Table, ...]
    story: tuple[Event, ...]
    links: tuple[Link, ...]
    files: tuple[Link, ...]
    made: str


def child_story_page(act: Act, story: ChildStory) -> ChildStoryPage:
    """Present a child's story."""
    answer = story.answer
    since = f", since {day_words(answer.out_since)}" if answer and answer.out_since else ""
    tables = (
        _acting_table(story),
        _due_table(story.acting, act.on),
        _facts_table("What is known", story.facts),
        _facts_table("Education, as far as it was said", story.education),
    )
    return ChildStoryPage(
        title="The story of a child",
        caption=f"Child {story.child.reference}",
        child=story.name or ("The story of a child" if story.reader is Reader.AUDITOR else "Name not known"),
        lead=LEADS[story.reader],
        answer=f"{ANSWERS[answer.list]} today{since}." if answer else "",
        reasons=" ".join(answer.reasons) if answer else "",
        tables=tuple(table for table in tables if table),
        story=tuple(_event(step) for step in story.steps),
        links=_links(story),
        files=_files(act, story),
        made=" ".join((f"Made at {moment_words(act.at)}.", *story.rolls, "That it was read is recorded.")),
    )


def _acting_table(story: ChildStory) -> Table | None:
    rows = tuple(_acting_row(each, story.reader) for each in story.acting)
    head = ("Authority", "Since", "How far", "Who leads", "Deputy and cover")
    return Table(caption="Who is acting", head=head, rows=rows) if rows else None


def _acting_row(one: Acting, reader: Reader) -> tuple[Cell, ...]:
    beside = [f"deputy {one.deputy}" if one.deputy else "", f"{one.covered_by} covers today" if one.covered_by else ""]
    return (
        one.authority,
        day_words(one.since),
        _how_far(one, reader),
        one.leads or "Nobody yet",
        ", ".join(part for part in beside if part) or "Nobody",
    )


def _how_far(one: Acting, reader: Reader) -> Cell:
    if reader is Reader.OFFICER and one.case:
        meaning = MEANINGS[Stage(one.case.stage)]
        words = "Closed" if one.case.stage == Stage.CLOSED else f"{meaning.number} of {len(WORKING)}: {meaning.name}"
        href = reverse("casework:case", args=[one.case.reference])
        return Link(text=words, href=href, hidden_words=f"(case {one.case.reference})")
    if reader is Reader.OFFICER:
        href = reverse("casework:notification", args=[one.notification])
        return Link(text=PROGRESS_WORDS[one.progress][0], href=href, hidden_words=f"(notification {one.notification})")
    name, meaning_words = PROGRESS_WORDS[one.progress]
    ending = "" if one.ending is Ending.NOT_YET else f" {ENDING_WORDS[one.ending]}."
    return f"{name}. {meaning_words}{ending}"


def _due_table(acting: Sequence[Acting], on: date) -> Table | None:
    """Return what is due, what has been due longest first."""
    due = [(each.follow_up_due_on, "Follow-up, at least monthly", each) for each in acting if each.follow_up_due_on]
    due += [(each.stage_due_on, "End of the present stage", each) for each in acting if each.stage_due_on]
    rows = tuple(
        (what, each.leads, day_words(day), f"Overdue {days_words((on - day).days)}" if day < on else "In time")
        for day, what, each in sorted(due, key=lambda row: (row[0], row[1]))
    )
    return Table(caption="What is due", head=("What", "Who", "By", "How it stands"), rows=rows) if rows else None


def _facts_table(caption: str, facts: Sequence[KnownFact]) -> Table | None:
    rows = tuple(
        (
            each.what,
            SEALED if each.is_sealed else each.value,
            day_words(each.since),
            f"{each.from_whom}, and {each.others} more times" if each.others else each.from_whom,
        )
        for each in facts
    )
    return (
        Table(caption=caption, head=("What", "As it was said", "Known since", "From whom"), rows=rows) if rows else None
    )


def _event(step: StoryStep) -> Event:
    by = ", ".join(part for part in (step.person, step.organisation) if part)
    return Event(title=step.title, at=moment_words(step.at), by=by, note=step.words)


def _links(story: ChildStory) -> tuple[Link, ...]:
    reference = story.child.reference
    if story.reader is Reader.OFFICER:
        return (
            Link(text="Every fact, with what each source said", href=reverse("registry:child", args=[reference])),
            Link(text="Education beside the rolls", href=reverse("registry:education", args=[reference])),
        )
    if story.reader is Reader.AUDITOR:
        return (Link(text="The whole ledger", href=reverse("access:ledger")),)
    return (Link(text="All that you told", href=reverse("telling:tellings")),)


def _files(act: Act, story: ChildStory) -> tuple[Link, ...]:
    if not permissions.may_save_child_story(act):
        return ()
    return tuple(
        Link(text=f"Save as {name}", href=reverse("casework:save-child-story", args=[story.child.reference, form]))
        for form, name in FORMS
    )
