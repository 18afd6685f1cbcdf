"""Forms of the review of pairs, and of a child's education: strings into values. The rules live in the actions."""

from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.registry.actions import Said
from onroll.registry.answers import CHOICES, SAME, SEEN_IN
from onroll.registry.given import Facts
from onroll.registry.models import SUITABILITY_CHOICES, AddressCertainty, BirthDateCertainty, EducationKind
from onroll.registry.review_states import ReviewState
from onroll.web.forms import DateField, Form

LONGEST_WORDS = 800  # characters


class Versioned(Form):
    """A form that carries the version of what the officer saw, so that a stale decision never overwrites."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class Decide(Versioned):
    """What the officer says of a pair, and why."""

    decision = forms.ChoiceField(
        label="What do you say?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say of these two records"},
    )
    words = forms.CharField(
        label="Your reason, or your question",
        help_text="One or two sentences. Whoever looks at this later has to understand it.",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, state: ReviewState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = CHOICES[state]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A reason is needed for all but the first signature."""
        given = super().clean() or self.cleaned_data
        if given.get("decision") not in {None, SAME} and not given.get("words", "").strip():
            self.add_error("words", "Enter your reason, or your question")
        return given


class Merge(Versioned):
    """The second signature: one box to tick, so that nobody signs by a slip of the finger."""

    is_sure = forms.BooleanField(label="I have compared both records myself, and they are one child")


class Split(Versioned):
    """Why two records that were read as one child are two."""

    reason = forms.CharField(
        label="Why are they two children?",
        error_messages={"required": "Enter why they are two children"},
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
    )


class RecordEducation(Form):
    """What is said of a child's education beside the rolls. `is_void` is asked where an earlier fact is corrected."""

    kind = forms.ChoiceField(label="What is known?", choices=[("", "Choose"), *EducationKind.choices])
    suitability = forms.ChoiceField(
        label="Was the education found suitable?",
        required=False,
        choices=[("", "Not asked of this"), *SUITABILITY_CHOICES],
        help_text="For education at home, and education that the authority or a school arranged",
    )
    from_on = DateField(label="First day on which it was true")
    until_on = DateField(label="Last day on which it was true", required=False, help_text="Leave empty while it lasts")
    school = forms.CharField(
        label="School, by its seven-digit number",
        required=False,
        max_length=7,
        help_text="Where it is about one school. Leave empty otherwise",
    )
    evidence = forms.CharField(
        label="What shows it?",
        max_length=500,
        widget=forms.Textarea,
        help_text="Who said so, or which paper, and when. Up to 500 characters",
    )
    is_void = forms.BooleanField(label="It was wrong, and nothing else is known in its place", required=False)

    def said(self, school: Organisation | None) -> Said:
        """Return what the officer says, with the school that was looked up."""
        given = self.cleaned_data
        return Said(
            kind=EducationKind(given["kind"]),
            from_on=given["from_on"],
            until_on=given["until_on"],
            suitability=given["suitability"],
            school=school,
            evidence=given["evidence"],
        )


class OpenSealed(Form):
    """Why a sealed address is needed."""

    reason = forms.CharField(
        label="Why do you need this address?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Enter why you need this address"},
        help_text="Kept in the ledger with your name. Never put this address into a letter or a shared case.",
    )


class Correct(Form):
    """What an officer knows of a child, how sure she is, and from where. Empty: she does not say."""

    surname = forms.CharField(label="Surname", max_length=100, error_messages={"required": "Enter the surname"})
    forename = forms.CharField(label="First name", max_length=100, error_messages={"required": "Enter the first name"})
    middle_names = forms.CharField(label="Middle names", max_length=200, required=False)
    birth_date = DateField(label="Date of birth", required=False)
    birth_date_certainty = forms.ChoiceField(label="How sure is the date of birth?", choices=BirthDateCertainty.choices)
    upn = forms.CharField(label="Unique pupil number (UPN)", max_length=20, required=False)
    address = forms.CharField(label="Address", max_length=400, required=False, widget=forms.Textarea)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    address_certainty = forms.ChoiceField(label="How sure is the address?", choices=AddressCertainty.choices)
    seen_in = forms.ChoiceField(
        label="How do you know?",
        choices=list(SEEN_IN.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know"},
    )

    def clean_upn(self) -> str:
        """A number that cannot be one finds nobody, and may be somebody else's."""
        number = upns.normal_form(self.cleaned_data["upn"])
        if number and not upns.is_well_formed(number):
            raise forms.ValidationError("Enter the UPN with a letter and 12 characters, like A801200001001")
        return number

    def clean_postcode(self) -> str:
        """A postcode in its own shape, or none."""
        text = postcodes.normal_form(self.cleaned_data["postcode"])
        if text and not postcodes.is_well_formed(text):
            raise forms.ValidationError("Enter a full postcode, like ZZ1 1AA")
        return text

    def facts(self) -> Facts:
        """Return what is said."""
        return Facts(**{name: value for name, value in self.cleaned_data.items() if name != "seen_in"})


class KnownOn(Form):
    """The day as of which a child's facts are shown."""

    day = DateField(label="Show what was known on", required=False)
