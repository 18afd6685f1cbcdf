"""The form with which a leader gives many cases to another officer."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from onroll.access.models import Person
from onroll.casework.forms.base import LONGEST_NOTE
from onroll.web.forms import Form

ALL, TICKED = "all", "ticked"
REFERENCE = re.compile(r"[A-Z0-9-]{1,16}")
SEEN = re.compile(r"([A-Z0-9-]{1,16}):([0-9]{1,9})")


class TickedCases(forms.MultipleChoiceField):
    """References of cases. One that has left the officer's hands meanwhile is no mistake: the action reports it."""

    def valid_value(self, value: str) -> bool:
        """Take whatever looks like a reference: which of them the leader may give is for the action to say."""
        return REFERENCE.fullmatch(value) is not None


class GiveCases(Form):
    """Which cases, to whom, and why. `seen` holds each case with the version that the leader saw, in one field.

    One field, since Django takes no more than a thousand of them, and a team may have more cases.
    """

    which = forms.ChoiceField(label="Which cases?", error_messages={"required": "Select which cases"})
    ticked = TickedCases(label="Cases, the most urgent first", required=False)
    responsible = forms.ChoiceField(
        label="Who is to be responsible?", error_messages={"required": "Select who is to be responsible"}
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="It stands in the story of each case. Do not write about an officer’s health.",
        error_messages={"required": "Enter why"},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=100_000)

    def __init__(
        self, *args: Any, whose: str, cases: Sequence[tuple[str, str]], officers: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(officer.pk): officer for officer in officers}
        self._fill("which", [(ALL, whose), (TICKED, "Only those that I tick")])
        self._fill("ticked", cases)
        self._fill("responsible", [(key, officer.name) for key, officer in self.officers.items()])

    def clean(self) -> dict[str, Any]:
        """Refuse “those that I tick” with none ticked."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("which") == TICKED and not given.get("ticked") and "ticked" not in self.errors:
            self.add_error("ticked", "Tick at least one case")
        return given

    @property
    def versions(self) -> dict[str, int]:
        """Return the chosen cases, each with the version that was seen."""
        seen = {reference: int(version) for reference, version in SEEN.findall(self.cleaned_data["seen"])}
        if self.cleaned_data["which"] == ALL:
            return seen
        return {reference: seen[reference] for reference in self.cleaned_data["ticked"] if reference in seen}

    @property
    def new_officer(self) -> Person:
        """Return the officer who was chosen."""
        return self.officers[self.cleaned_data["responsible"]]

    def _fill(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def seen_text(cases: Iterable[tuple[str, int]]) -> str:
    """Return cases with their versions, as the hidden field holds them."""
    return " ".join(f"{reference}:{version}" for reference, version in cases)
