"""One way to answer with a page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
