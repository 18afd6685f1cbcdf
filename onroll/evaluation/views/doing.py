"""A submission that holds is done and leads on; one that does not is shown again with its error."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.refusals import RuleBroken
from onroll.web.forms import Form, add_refusal


def done(request: HttpRequest, form: Form, do: Callable[[], object], words: str, *to: Any) -> HttpResponse | None:
    """Do it where the form holds and go to `to`, an address's name and values; None where the form is shown (again)."""
    if not form.is_valid():
        return None
    try:
        do()
    except RuleBroken as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, words)
    return redirect(*to)


def tried(request: HttpRequest, do: Callable[[], object], words: str, *to: Any) -> HttpResponse:
    """Do what a button alone asks for and go to `to`; a rule that forbids it is said there."""
    try:
        do()
    except RuleBroken as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, words)
    return redirect(*to)


def values(form: Form) -> dict[str, Any]:
    """Return what a form holds, in an action's words: what it was shown with is what is expected."""
    names = {"version": "expected_version", "number": "expected_number"}
    return {names.get(name, name): value for name, value in form.cleaned_data.items()}
