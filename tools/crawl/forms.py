"""Sends each form of a page wrongly filled, and looks whether its error page keeps what was typed.

What a form changes is undone at once: each is sent inside a transaction that is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from tools.crawl.pages import codes_of, lost_places_of, parsed

# What nobody has reason to type into a name, a date or a number, and what a page that forgets to escape breaks on.
TYPED = "Zq ’& <b>7"
# Numbers' keyboards get what is no date and no age.
TYPED_NUMBER = "97"
BOXES = ("text", "search", "tel", "email", "url", "number")
NEVER_KEPT = ("password", "file", "hidden")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page. `boxes`: names of what is typed into; `rest`: what it sends besides."""

    address: str
    method: str
    boxes: dict[str, str]
    rest: dict[str, list[str]]


def forms_of(content: bytes, address: str) -> list[Form]:
    """Return the forms in the page's own part ; the frame's are left out."""
    found = []
    for form in parsed(content).xpath("//main//form"):
        boxes: dict[str, str] = {}
        rest: dict[str, list[str]] = {}
        for field in form.xpath(".//input[@name] | .//textarea[@name]"):
            kind = "text" if field.tag == "textarea" else (field.get("type") or "text")
            if kind in BOXES:
                boxes[field.get("name")] = TYPED_NUMBER if _wants_number(field) else TYPED
            elif kind == "hidden":
                rest.setdefault(field.get("name"), []).append(field.get("value") or "")
        for field in form.xpath(".//select[@name]"):
            chosen = field.xpath(".//option[@selected]/@value")
            rest.setdefault(field.get("name"), []).extend(chosen)
        button = form.xpath(".//button[@name][1]")
        if button:
            rest[button[0].get("name")] = [button[0].get("value") or ""]
        method = (form.get("method") or "get").lower()
        found.append(Form(urljoin(address, form.get("action") or ""), method, boxes, rest))
    return found


def _wants_number(field: Any) -> bool:
    return bool(field.get("inputmode") == "numeric" or field.get("type") == "number")


def faults_of(client: Any, form: Form) -> Iterator[str]:
    """Send a form twice, with nonsense and with nothing, and yield in words what is wrong with the answers.

    client: a signed-in django.test.Client that does not raise.
    """
    answer = _send(client, form, form.boxes)
    if answer.status_code >= 500:
        yield f"the form to {form.address} answers nonsense with {answer.status_code}"
    elif _is_error_page(answer):
        kept = _typed_in(answer.content)
        lost = [name for name, typed in form.boxes.items() if kept.get(name, "").strip() != typed]
        if lost:
            yield f"the error page of the form to {form.address} forgets what was typed into {', '.join(lost)}"
        yield from (f"the error page of the form to {form.address} {words}" for words in codes_of(answer.content))
    if form.method == "get":
        return
    empty = _send(client, form, dict.fromkeys(form.boxes, ""))
    if empty.status_code >= 500:
        yield f"the form to {form.address} answers nothing at all with {empty.status_code}"
    elif _is_error_page(empty):
        yield from (
            f"the error page of {form.address} leads to {one}, not there" for one in lost_places_of(empty.content)
        )
        yield from (f"the error page of the form to {form.address} {words}" for words in codes_of(empty.content))
        title = "".join(parsed(empty.content).xpath("//title/text()")).strip()
        if not title.startswith("Error"):
            yield f"the title of the error page of the form to {form.address} does not begin with Error"


def _send(client: Any, form: Form, boxes: dict[str, str]) -> Any:
    """Send a form and undo what it did."""
    from django.db import transaction

    with transaction.atomic():
        send = client.get if form.method == "get" else client.post
        answer = send(form.address, {**form.rest, **boxes})
        if answer.streaming:
            answer.close()
        transaction.set_rollback(True)
    return answer


def _is_error_page(answer: Any) -> bool:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return bool(is_page and not answer.streaming and b"govuk-error-summary" in answer.content)


def _typed_in(content: bytes) -> dict[str, str]:
    """Return what stands in the boxes of a page, by name."""
    document = parsed(content)
    boxes = {each.get("name"): each.get("value") or "" for each in document.xpath("//main//input[@name]")}
    return boxes | {each.get("name"): each.text or "" for each in document.xpath("//main//textarea[@name]")}
