"""What somebody has answered so far on the public page: in her session on the server, never in an address.

It goes when the report is sent, when she deletes it, and with the session, an hour later.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from onroll.access import limits
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.casework import queries
from onroll.casework.actions import Receipt
from onroll.casework.forms.tell_us import QUESTIONS, Question, danger_of
from onroll.casework.telling import Told
from onroll.web.dates import BOXES, DateField

DRAFT, RECEIPT = "tell_us", "tell_us_receipt"
KEPT_SECONDS = 3600


def place_digest(request: HttpRequest) -> str:
    """Return what stands for the visitor's network address in the counts that limit: never the address itself."""
    return salted_hmac("onroll.casework.tell_us", limits.place_of(request), algorithm="sha256").hexdigest()[:32]


def answered(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Return the answers so far, by question."""
    found: dict[str, dict[str, Any]] = request.session.get(DRAFT, {})
    return found


def keep(request: HttpRequest, act: Act, name: str, form: Question) -> None:
    """Keep what was typed for one question, and nothing that it does not ask."""
    asked = _inputs(form)
    typed = {key: value for key, value in form.data.items() if key in asked}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
        if limits.take_slot("tell-us:old-drafts", (1, 60)):
            request.session.clear_expired()  # rows of sessions that have ended hold what was typed: they go now
            limits.forget_ended(act.at)
    request.session[DRAFT] = {**answered(request), name: typed}


def form_for(request: HttpRequest, act: Act, name: str, data: dict[str, Any] | QueryDict | None) -> Question:
    """Return the form of a question; the councils stand in the order of the postcode that was given."""
    more: dict[str, Any] = {"councils": councils(request, act)} if name == "council" else {}
    return QUESTIONS[name](data, **more)


def councils(request: HttpRequest, act: Act) -> list[Organisation]:
    """Return the councils that take reports, those that the postcode means first."""
    typed = str(answered(request).get("place", {}).get("postcode", ""))
    near = queries.authorities_near(typed) if typed else []
    ranks = {code: rank for rank, code in enumerate(near)}
    return sorted(queries.authorities_that_read(act.on), key=lambda one: (ranks.get(one.la_code, len(ranks)), one.name))


def next_question(name: str) -> str:
    """Return the question after one; empty after the last."""
    names = list(QUESTIONS)
    place = names.index(name) + 1
    return names[place] if place < len(names) else ""


def first_gap(request: HttpRequest, act: Act) -> str:
    """Return the first question that is not answered as it must be; empty, where all are."""
    given = answered(request)
    for name in QUESTIONS:
        if name not in given or not form_for(request, act, name, given[name]).is_valid():
            return name
    return ""


def told_by(request: HttpRequest, act: Act) -> tuple[Told, Organisation]:
    """Return everything that was answered, as one thing told, and the council it is for. Needs no gap."""
    values: dict[str, Any] = {}
    for name, typed in answered(request).items():
        form = form_for(request, act, name, typed)
        form.is_valid()
        values |= form.cleaned_data
    danger = danger_of(values.pop("danger"))
    code = values.pop("council")
    authority = next(one for one in councils(request, act) if one.la_code == code)
    return Told(danger=danger, **values), authority


def _inputs(form: Question) -> set[str]:
    """Return the names under which a browser sends what a question asks: a date has three boxes."""
    dates = {name for name, field in form.fields.items() if isinstance(field, DateField)}
    return (set(form.fields) - dates) | {f"{name}_{box}" for name in dates for box in BOXES}


def forget(request: HttpRequest) -> None:
    """Delete all that was answered so far, and the receipt."""
    for key in (DRAFT, RECEIPT):
        request.session.pop(key, None)


def sent(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Delete the answers, keep the receipt for its page, and go there."""
    forget(request)
    notification = receipt.notification
    request.session[RECEIPT] = {
        "reference": notification.reference,
        "secret_words": receipt.secret_words,
        "council": notification.authority.name,
        "danger": notification.telling.danger,
    }
    return redirect("tell-us:receipt")
