"""A submission that holds is done and leads back; one that does not is shown again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onroll.audit.refusals import RuleBroken
from onroll.web.forms import Form, add_refusal


def values(form: Form) -> dict[str, Any]:
    """Return what a form holds, in an action's words: the version it was shown with is the one expected."""
    return {{"version": "expected_version"}.get(name, name): value for name, value in form.cleaned_data.items()}


def done(
    request: HttpRequest, reference: str, form: Form, do: Callable[[], object], words: str, to: str = "case"
) -> HttpResponse | None:
    """Do it where the form holds and go back to the case (or `to`); None where the form has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        do()
    except RuleBroken as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, words)
    return redirect(f"casework:{to}", reference)
