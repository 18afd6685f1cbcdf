"""Forms of school attendance orders."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.casework.actions.ordering import LONGEST_TEXT
from onroll.casework.forms.base import LONGEST_NOTE, Versioned
from onroll.rules.orders import OrderStep
from onroll.web.forms import DateField, Form


class BeginOrder(Versioned):
    """Whom the order is to be served on, and why."""

    parent_name = forms.CharField(label="Parent’s name", max_length=200)
    parent_address = forms.CharField(label="Parent’s address", max_length=400)
    grounds = forms.CharField(
        label="Why does it appear that the child does not receive suitable education?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="One or two sentences. They stand in the notice to the parent.",
    )
    has_plan = forms.BooleanField(label="The child has an education, health and care (EHC) plan", required=False)


class TakeOrderStep(Versioned):
    """The step, and the day on which it was taken."""

    step = forms.ChoiceField(label="Which step was taken?", error_messages={"required": "Select the step"})
    done_on = DateField(
        label="On which day?",
        help_text="For a notice or an order, the day of service: it is the first day of the parent’s time to answer.",
    )
    school_name = forms.CharField(label="School", required=False, max_length=200, help_text="Where the step names one.")
    words = forms.CharField(label="What happened?", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea)

    def __init__(self, *args: Any, steps: Iterable[OrderStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            (step.code, f"{step.name} ({step.section})") for step in steps
        ]


class ChangeLetterText(Form):
    """The text of a letter, and what is to be done with it. `version`: the number of the text that was seen."""

    text = forms.CharField(
        label="Text of the letter",
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea,
        help_text="The first line is the heading. An empty line begins a new paragraph.",
        error_messages={"required": "Enter the text of the letter"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    do = forms.ChoiceField(choices=[("preview", "Preview"), ("save", "Save")], required=False)

    @property
    def is_preview(self) -> bool:
        """Whether it is only to be looked at: also where a browser says nothing."""
        return self.cleaned_data.get("do") != "save"
