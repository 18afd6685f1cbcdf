"""Forms of a case's progress: its checklists, its risk, its follow-up and its deputy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Person
from onroll.casework import tables
from onroll.casework.forms.base import LONGEST_NOTE, Versioned
from onroll.casework.risks import ASSESSABLE, Risk
from onroll.casework.stages import MEANINGS, WORKING
from onroll.web.forms import DateField


class TickChecklist(Versioned):
    """Every line of the nine checklists: one field a stage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in WORKING:
            self.fields[stage.value] = forms.MultipleChoiceField(
                label=f"{MEANINGS[stage].number}. {MEANINGS[stage].name}",
                required=False,
                choices=[(line.code, line.words) for line in tables.lines_of(stage.value)],
            )

    @property
    def stages(self) -> list[forms.BoundField]:
        """Return the fields of the stages, in their order."""
        return [self[stage.value] for stage in WORKING]

    @property
    def done(self) -> frozenset[str]:
        """Return the codes of every line that is ticked."""
        return frozenset(code for stage in WORKING for code in self.cleaned_data[stage.value])


class AssessRisk(Versioned):
    """Which signs there are, how great the risk is, and why."""

    prompts = forms.MultipleChoiceField(
        label="Which of these signs are there?",
        required=False,
        help_text="Leave all empty where there is none.",
        choices=[
            (prompt.code, f"{prompt.words}{' (refer at once)' if prompt.is_urgent else ''}")
            for prompt in tables.risk_prompts().values()
        ],
    )
    level = forms.TypedChoiceField(
        label="How great is the risk?",
        coerce=lambda value: Risk(int(value)),
        choices=[(str(risk.value), risk.label) for risk in ASSESSABLE],
        error_messages={"required": "Select how great the risk is"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        error_messages={"required": "Enter why the risk is so"},
    )
    referral = forms.CharField(
        label="To whom was the child referred, and when?",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="Where a sign says “refer at once”: social care or the police. If not, who decided so and why.",
    )

    def clean_prompts(self) -> frozenset[str]:
        """Return the codes as a set."""
        return frozenset(self.cleaned_data["prompts"])


class FollowUp(Versioned):
    """What was done, and by when the next follow-up is due."""

    words = forms.CharField(
        label="What did you do, and with whom?",
        error_messages={"required": "Enter what you did and with whom"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="A call, a visit, a message: who was reached and what was learnt.",
    )
    next_by = DateField(
        label="Follow up again by",
        required=False,
        help_text="Leave it empty for a month from today, the longest there may be between two follow-ups.",
    )


class NameDeputy(Versioned):
    """A deputy, or none."""

    deputy = forms.ChoiceField(label="Who is the deputy?", required=False)

    def __init__(self, *args: Any, officers: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {str(officer.pk): officer for officer in officers}
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody"),
            *((key, officer.name) for key, officer in self.officers.items()),
        ]

    def clean_deputy(self) -> Person | None:
        """Return the person herself, or nobody."""
        return self.officers.get(self.cleaned_data["deputy"])
