"""One way to answer with a page, and the mark of a page that anyone may read."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(
    request: HttpRequest,
    template: str,
    page: object = None,
    form: forms.Form | None = None,
    status: int = 200,
    **extra: object,
) -> HttpResponse:
    """Answer with a template that gets what a presenter made, a form and nothing else of the room's own."""
    return render(request, template, {"page": page, "form": form, **extra}, status=status)


def open_to_everyone(view: View[P]) -> View[P]:
    """Mark a view that needs no sign-in: it shows nothing about anybody."""
    view.permission = "everyone"  # type: ignore[attr-defined]
    return login_not_required(view)
