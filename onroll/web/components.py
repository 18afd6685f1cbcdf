"""What the macros of GOV.UK Frontend are told about a Django field."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField

from onroll.web.dates import BOXES, DateBoxes, wrong_boxes
from onroll.web.forms import Form

# In characters; a month's box takes "September" as well as "9".
WIDTHS = {"day": 2, "month": 5, "year": 4}


def field_params(bound: BoundField, *, heading: bool = False) -> dict[str, Any]:
    """Return what the macros of one input are told; `heading` makes its label the heading of the page."""
    label = {
        "text": str(bound.label),
        "isPageHeading": heading,
        "classes": "govuk-label--l" if heading else "govuk-label--s",
    }
    return {"id": bound.auto_id, "name": bound.html_name, "label": label, **shared_params(bound)}


def group_params(bound: BoundField, *, heading: bool = False) -> dict[str, Any]:
    """Return what the macros of several inputs under one legend are told."""
    legend = {
        "text": str(bound.label),
        "isPageHeading": heading,
        "classes": "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--s",
    }
    return {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "fieldset": {"legend": legend},
        **shared_params(bound),
    }


def shared_params(bound: BoundField) -> dict[str, Any]:
    """Return the hint and the first error, in the shape all macros take them."""
    params: dict[str, Any] = {}
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": str(bound.errors[0])}
    return params


def error_list(form: Form) -> list[dict[str, str]]:
    """Return the lines of the error summary; one about the whole form has nowhere to link to."""
    return [{"text": line.text, "href": f"#{line.anchor}" if line.anchor else ""} for line in form.error_lines()]


def date_boxes(bound: BoundField) -> list[dict[str, Any]]:
    """Return the three boxes of a date field, each with an id of its own and what was typed into it."""
    value = bound.value()
    texts = value if isinstance(value, list) else DateBoxes().decompress(value)
    wrong = wrong_boxes(bound)
    return [
        {
            "name": f"{bound.html_name}_{box}",
            "id": f"{bound.auto_id}_{box}",
            "label": box.capitalize(),
            "value": text or "",
            "inputmode": "text" if box == "month" else "numeric",
            "classes": f"govuk-input--width-{WIDTHS[box]}" + (" govuk-input--error" if box in wrong else ""),
        }
        for box, text in zip(BOXES, texts, strict=True)
    ]


def choices(bound: BoundField, hints: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the options of a choice field, those chosen marked, each with its hint from `hints` by value."""
    value = bound.value()
    several = value if isinstance(value, (list, tuple, set)) else [value]
    chosen = {str(one) for one in several if one is not None}
    field: Any = bound.field
    items: list[dict[str, Any]] = []
    for key, text in field.choices:
        is_chosen = str(key) in chosen
        item = {"value": str(key), "text": str(text), "checked": is_chosen, "selected": is_chosen}
        hint = (hints or {}).get(str(key))
        items.append({**item, "hint": {"text": hint}} if hint else item)
    return items
