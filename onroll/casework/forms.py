"""Forms of the casework pages: strings into values. The rules live in the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Person
from onroll.casework.models import Case, Outcome
from onroll.casework.queries import Filters
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.web.forms import DateField, Form

LONGEST_NOTE = 800  # characters


class WorkListFilters(Form):
    """What the officer wants to see of the work list."""

    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[
            ("", "All stages"),
            *((stage.value, f"{MEANINGS[stage].number}. {MEANINGS[stage].name}") for stage in WORKING),
        ],
    )
    mine = forms.BooleanField(label="Only cases I am responsible for", required=False)
    overdue = forms.BooleanField(label="Only cases overdue for follow-up", required=False)
    page = forms.IntegerField(required=False, min_value=1)

    def filters(self) -> Filters:
        """Return the filters; what cannot be understood is left out, so that a mistyped address shows everything."""
        given = self.cleaned_data if self.is_valid() else {}
        return Filters(
            mine=given.get("mine", False),
            overdue=given.get("overdue", False),
            stage=Stage(given["stage"]) if given.get("stage") else None,
            page=given.get("page") or 1,
        )


class Versioned(Form):
    """A form that carries the version of what the officer saw, so that a stale edit never overwrites."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class OpenCase(Versioned):
    """Opens a case from a notification: one button."""


class RecordDates(Versioned):
    """The two dates of provision."""

    provision_determined_on = DateField(
        label="Date provision was determined",
        required=False,
        help_text="The day a place was offered or agreed. Leave it empty while there is none.",
    )
    provision_accessed_on = DateField(
        label="Date provision was accessed",
        required=False,
        help_text="The day the child started. Leave it empty while the child has not.",
    )


class MoveStage(Versioned):
    """Another stage, and why."""

    stage = forms.ChoiceField(
        label="Which stage is the work at now?", error_messages={"required": "Select the stage the work is at now"}
    )
    note = forms.CharField(
        label="What happened?",
        error_messages={"required": "Enter what happened"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="One or two sentences. They stand in the case’s story.",
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (stage.value, f"{MEANINGS[stage].number}. {MEANINGS[stage].name}")
            for stage in WORKING
            if stage != case.stage
        ]

    def clean_stage(self) -> Stage:
        """Return the stage itself."""
        return Stage(self.cleaned_data["stage"])


class AddNote(Form):
    """A note."""

    words = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="What was done or learnt, by whom and when. Officers of your authority can read it.",
    )


class Assign(Versioned):
    """Another responsible officer."""

    responsible = forms.ChoiceField(
        label="Who is responsible for this case?", error_messages={"required": "Select who is responsible"}
    )

    def __init__(self, *args: Any, officers: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(officer.pk): officer for officer in officers}
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]
            (key, officer.name) for key, officer in self.officers.items()
        ]

    def clean_responsible(self) -> Person:
        """Return the person herself."""
        return self.officers[self.cleaned_data["responsible"]]


class ReopenCase(Versioned):
    """Why the search goes on."""

    reason = forms.CharField(
        label="Why is this case opened again?",
        error_messages={"required": "Enter why this case is opened again"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="What shows that the child is missing education again, or that the closing was a mistake.",
    )


class AnswerNotification(Versioned):
    """Why a notification needs no case."""

    words = forms.CharField(
        label="Why is no case needed?",
        error_messages={"required": "Enter why no case is needed"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="What the school said when you asked, who said it, and when.",
    )


class CloseCase(Versioned):
    """The outcome, and what shows it."""

    outcome = forms.ChoiceField(
        label="How did this case end?", error_messages={"required": "Select how this case ended"}
    )
    evidence = forms.CharField(
        label="What is the evidence?",
        error_messages={"required": "Enter the evidence: what shows the outcome, from whom, and when"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="What shows it, from whom, and when.",
    )

    def __init__(self, *args: Any, is_confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, outcome.label) for outcome in Outcome if is_confirmed or outcome is not Outcome.ON_ROLL
        ]

    def clean_outcome(self) -> Outcome:
        """Return the outcome itself."""
        return Outcome(self.cleaned_data["outcome"])
