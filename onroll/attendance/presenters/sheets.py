"""The shape that most pages of this room share: a title, sections with a picture and its table, and how it was made."""

import dataclasses
from datetime import date

from onroll.rolls.models import RollEntry
from onroll.web.parts import Link, Row, Table
from onroll.web.words import day_words

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page. `picture` is SVG that we drew; beside it stands its table. `empty` stands instead of one."""

    heading: str
    words: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    picture: str = ""
    table: Table | None = None
    empty: str = ""
    links: tuple[Link, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page. `how` says from what, by which rule and when its numbers were made."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    back: Link | None = None
    notice: str = ""
    how: tuple[str, ...] = ()


def name_of(entry: RollEntry) -> str:
    """Return a pupil's name as staff say it."""
    return f"{entry.forename} {entry.surname}"


def form_words(form_group: str) -> str:
    """Return what a form is called, also where the school gave it no name."""
    return f"Form {form_group}" if form_group else "No form"


def weekday_words(on: date) -> str:
    """Return a day with its weekday, as in "Monday 7 September 2026"."""
    return f"{on:%A} {day_words(on)}"


def percent_words(percent: float | None) -> str:
    """Return a percentage to one place, or that there is none."""
    return "No sessions" if percent is None else f"{percent:.1f}%"
