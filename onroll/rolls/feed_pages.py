"""The two pages that every feed has, of a roll and of marks: how it comes, and which column is which.

The rooms say what is theirs (`FeedKind`); what a page does with it stands here once.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.rolls import queries
from onroll.rolls.feed_forms import AgreeFeed, NameColumns
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class FeedKind:
    """What is one room's own: its words, its feed, and the actions that keep what is agreed.

    `known`: the feed of a school, if there is one. `columns`: our fields, each with its title. `ways`: how files may
    come. `file`, `after`: the names of the addresses of one file, and of the page that follows when all is agreed.
    """

    title: str
    question: str
    ways: Sequence[tuple[str, str]]
    nobody: str
    told: str
    kept: str
    back: tuple[str, str]
    after: str
    file: str
    columns: Sequence[tuple[str, str]]
    known: Callable[[Organisation], Any]
    guess: Callable[[Sequence[str], Mapping[str, str]], dict[str, str]]
    agree: Callable[..., Any]
    remember: Callable[..., Any]


def agree(request: HttpRequest, act: Act, kind: FeedKind) -> HttpResponse:
    """Say how files come to us, how often, and who is told when something is wrong."""
    school = access_queries.acting_organisation(act)
    known, people = kind.known(school), queries.people_of_school(act, school)
    initial = {
        "form": known.form if known else kind.ways[0][0],
        "expected_every": known.expected_every if known else 1,
        "contact": str(known.contact_id or "") if known else "",
        "version": known.version if known else 0,
    }
    form = AgreeFeed(
        request.POST or None,
        question=kind.question,
        ways=kind.ways,
        people=[(one.pk, one.person.name) for one in people],
        nobody=kind.nobody,
        told=kind.told,
        initial=initial,
    )
    if form.is_valid():
        given = form.cleaned_data
        contact = next((one for one in people if str(one.pk) == given["contact"]), None)
        agreed = {"form": given["form"], "expected_every": given["expected_every"], "contact": contact}
        kind.agree(act, school=school, **agreed, expected_version=given["version"] if known else None)
        messages.success(request, kind.kept)
        return redirect(kind.after)
    back = Link(text=kind.back[1], href=reverse(kind.back[0]))
    return page(request, "rolls/feed.html.jinja", {"title": kind.title, "back": back}, form)


def name_columns(
    request: HttpRequest, act: Act, kind: FeedKind, *, school: Organisation, reference: str, titles: Sequence[str]
) -> HttpResponse:
    """Say which of the school's columns is which; it is remembered for every later file."""
    feed = kind.known(school)
    guessed = kind.guess(titles, feed.mapping if feed else {})
    initial = {"version": feed.version if feed else 0}
    form = NameColumns(request.POST or None, guessed=guessed, columns=kind.columns, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"] if feed else None
        try:
            kind.remember(act, school=school, fields=form.fields_by_title(), expected_version=version)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            return redirect(kind.file, reference)
    back = Link(text="Back to the file", href=reverse(kind.file, args=[reference]))
    shown = {"title": "Which column is which?", "back": back, "has_titles": bool(titles)}
    return page(request, "rolls/columns.html.jinja", shown, form, columns=form.columns())
