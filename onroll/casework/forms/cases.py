"""Forms of the pages of a case."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Person
from onroll.casework import tables
from onroll.casework.forms.base import LONGEST_NOTE, Versioned
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import MEANINGS, SKIP_REASONS, WORKING, SkipReason, Stage
from onroll.web.forms import DateField, Form
from onroll.web.words import lower_first


class RecordDates(Versioned):
    """The dates of a case that an officer sets."""

    last_in_education_on = DateField(
        label="Last day in education",
        required=False,
        help_text="The last day the child was taught. Leave it empty while nobody knows.",
    )
    located_on = DateField(
        label="Date the family was located",
        required=False,
        help_text="The day somebody knew for sure where the child is.",
    )
    needs_agreed_on = DateField(
        label="Date the child’s needs were agreed",
        required=False,
        help_text="The day needs were agreed with the parent.",
    )
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

    skip_reason = forms.ChoiceField(
        label="Why can the stages on the way be left out?",
        required=False,
        choices=[("", "No stage is left out"), *((reason.value, words) for reason, words in SKIP_REASONS.items())],
        help_text="Only where you go forwards past a stage.",
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

    def clean_skip_reason(self) -> SkipReason | None:
        """Return the reason itself, or none."""
        given = self.cleaned_data["skip_reason"]
        return SkipReason(given) if given else None


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
    evidence_kind = forms.ChoiceField(
        label="What kind of evidence is it?",
        required=False,
        choices=[
            ("", "The only kind there is for this ending"),
            *(
                (kind.code, f"{outcome.label}: {lower_first(kind.words)}")
                for outcome in Outcome
                for kind in tables.kinds_for(outcome.value)
                if len(tables.kinds_for(outcome.value)) > 1
            ),
        ],
    )

    def __init__(self, *args: Any, is_confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, outcome.label) for outcome in Outcome if is_confirmed or outcome is not Outcome.ON_ROLL
        ]

    def clean_outcome(self) -> Outcome:
        """Return the outcome itself."""
        return Outcome(self.cleaned_data["outcome"])
