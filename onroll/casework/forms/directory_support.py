"""Forms of the policy and its check, of refusals, and of families who are to arrive."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.actions.directory_papers import LARGEST_POLICY_BYTES
from onroll.casework.actions.directory_support import LONGEST_WORDS, MOST_CHILDREN
from onroll.casework.directory_tables import POLICY_SECTIONS, YEAR_GROUPS, questions, rungs
from onroll.casework.models import Agency, Case, RefusalReason
from onroll.web.forms import DateField, Form, UploadField


class PublishPolicy(Form):
    """A new version of the policy."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label="Title", max_length=200)
    text = forms.CharField(
        label="Text (optional)",
        required=False,
        widget=forms.Textarea,
        help_text="The whole policy or its short form. With an empty line between paragraphs.",
    )
    file = UploadField(label="PDF (optional)", required=False, accept=".pdf", limit_bytes=LARGEST_POLICY_BYTES)
    sections = forms.MultipleChoiceField(
        label="Which of these does the policy have?",
        choices=list(POLICY_SECTIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The checklist of 2004 asks for all four (step A1).",
    )
    in_force_from = DateField(label="In force from")
    review_by = DateField(label="To be reviewed by")


class KnowledgeQuestions(Form):
    """The short check of knowledge: each question with three answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions(), start=1):
            self.fields[question.code.lower()] = forms.ChoiceField(
                label=f"{number}. {question.words}",
                choices=list(question.answers.items()),
                widget=forms.RadioSelect,
                error_messages={"required": f"Answer question {number}"},
            )

    @property
    def answers(self) -> dict[str, str]:
        """Return the letter chosen for each question. Needs a form that holds."""
        return {name.upper(): letter for name, letter in self.cleaned_data.items()}


def _agencies(field: forms.Field, agencies: Iterable[Agency]) -> None:
    field.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies]).order_by("name")  # type: ignore[attr-defined]
    field.label_from_instance = lambda agency: agency.name  # type: ignore[attr-defined]


class RecordRefusal(Form):
    """What an agency was asked, and why it did not do it."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Agency",
        to_field_name="reference",
        empty_label="Choose an agency",
        error_messages={"required": "Select the agency"},
    )
    reason = forms.ChoiceField(
        label="Why did it not help?",
        choices=RefusalReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it did not help"},
    )
    asked = forms.CharField(
        label="What was it asked?", max_length=500, widget=forms.Textarea, help_text="Without the child’s name."
    )
    words = forms.CharField(
        label="What did it say?",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        help_text="For a threshold: which one, and who decided.",
    )
    refused_on = DateField(label="On which day?")
    case = forms.ModelChoiceField(
        queryset=Case.objects.none(),
        label="Reference of the case (optional)",
        required=False,
        to_field_name="reference",
        widget=forms.TextInput,
        error_messages={"invalid_choice": "There is no case of yours with this reference"},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _agencies(self.fields["agency"], agencies)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]

    def clean_reason(self) -> RefusalReason:
        """Return the reason itself."""
        return RefusalReason(self.cleaned_data["reason"])


class TakeRefusalStep(Form):
    """The next rung, or the end."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    rung = forms.ChoiceField(
        label="What was done?", widget=forms.RadioSelect, error_messages={"required": "Select what was done"}
    )
    taken_on = DateField(label="On which day?")
    with_whom = forms.CharField(label="With whom? (optional)", required=False, max_length=200)
    words = forms.CharField(
        label="What was said, and what came of it?", max_length=LONGEST_WORDS, widget=forms.Textarea
    )
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Which agency of the directory is it? (optional)",
        required=False,
        to_field_name="reference",
        empty_label="Not in the directory",
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], is_open: bool, needs_agency: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        steps = [(code, words) for code, words in rungs().items() if (code != "opened_again") == is_open]
        self.fields["rung"].choices = steps  # type: ignore[attr-defined]
        if needs_agency:
            _agencies(self.fields["agency"], agencies)
        else:
            del self.fields["agency"]


class TellOfArrivals(Form):
    """How many children of each year group are to arrive, and when. Nobody is named."""

    council = forms.ChoiceField(label="Council", error_messages={"required": "Choose the council"})
    area = forms.CharField(
        label="District, estate or site",
        max_length=200,
        help_text="Not the address of a family",
        error_messages={"required": "Enter the district, estate or site"},
    )
    expected_from = DateField(label="First day on which they are expected")
    expected_until = DateField(label="Last day (optional)", required=False)
    families = forms.IntegerField(label="Number of families (optional)", required=False, min_value=1, max_value=5000)
    words = forms.CharField(
        label="What should the council know? (optional)",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        help_text="For example: languages, or children with special educational needs. No names.",
    )

    def __init__(self, *args: Any, councils: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = [(one.la_code, one.name) for one in councils]  # type: ignore[attr-defined]
        for code, words in YEAR_GROUPS.items():
            self.fields[f"year_{code.lower()}"] = forms.IntegerField(
                label=f"{words} (optional)", required=False, min_value=0, max_value=MOST_CHILDREN
            )

    @property
    def counts(self) -> dict[str, int]:
        """Return how many children of each year group. Needs a form that holds."""
        return {code: self.cleaned_data[f"year_{code.lower()}"] or 0 for code in YEAR_GROUPS}


class Withdraw(Form):
    """The version of a notice that is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
