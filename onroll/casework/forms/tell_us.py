"""The questions of the public page, one a page, in their order. Only the words about the child are needed."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.telling import LONGEST, Danger, size_problem
from onroll.identifiers import postcode as postcodes
from onroll.web.forms import DateField, Form


def checked_size(words: str) -> str:
    """Return a text that is not too long to be kept; raises in plain words."""
    if too_long := size_problem(words):
        raise forms.ValidationError(too_long, code="too_long")
    return words


def checked_postcode(text: str) -> str:
    """Return a postcode in its usual form, or nothing; raises where it is none."""
    if text and not postcodes.is_well_formed(text):
        raise forms.ValidationError("Enter a full postcode, like HD1 1AA, or leave it empty", code="postcode")
    return postcodes.normal_form(text) if text else ""


class Question(Form):
    """One page: what it asks. Its heading stands in `questions`."""


class DangerQuestion(Question):
    """Asked before anything else: the police and social care come first."""

    danger = forms.ChoiceField(
        label="Is the child missing or in danger now?",
        choices=[
            ("missing", "The child is missing from home or from care"),
            ("harm", "The child is being hurt, or may be in danger"),
            ("none", "No, but the child may not be getting an education"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the child is missing or in danger now"},
    )


class PlaceQuestion(Question):
    """Where the child was seen, or lives."""

    place = forms.CharField(
        label="Street, shop or other place",
        max_length=LONGEST["place"],
        error_messages={"required": "Say where you saw the child, or where the child lives"},
    )
    postcode = forms.CharField(
        label="Postcode (optional)", required=False, max_length=10, help_text="It helps us to find the right council."
    )

    def clean_postcode(self) -> str:
        """Return it in its usual form."""
        return checked_postcode(self.cleaned_data["postcode"])


class CouncilQuestion(Question):
    """Which council looks into it."""

    council = forms.ChoiceField(label="Council", error_messages={"required": "Choose the council"})

    def __init__(self, *args: Any, councils: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Choose a council"), *((one.la_code, one.name) for one in councils)]


class ChildQuestion(Question):
    """What the notifier knows, in her own words."""

    words = forms.CharField(
        label="In your own words",
        widget=forms.Textarea,
        strip=True,
        error_messages={"required": "Say what you know of the child, even if it is very little"},
    )

    def clean_words(self) -> str:
        """Return them, unless they are too long."""
        return checked_size(self.cleaned_data["words"])


class NameQuestion(Question):
    """The child's name, if it is known."""

    forename = forms.CharField(label="First name (optional)", required=False, max_length=LONGEST["forename"])
    surname = forms.CharField(label="Last name (optional)", required=False, max_length=LONGEST["surname"])


class AgeQuestion(Question):
    """How old the child is, about."""

    age_words = forms.CharField(
        label="Age (optional)",
        required=False,
        max_length=LONGEST["age_words"],
        help_text="A guess is good enough, like: about 8",
    )
    sex = forms.ChoiceField(
        label="Boy or girl? (optional)",
        choices=[("F", "Girl"), ("M", "Boy"), ("", "I do not know")],
        widget=forms.RadioSelect,
        required=False,
    )


class SeenQuestion(Question):
    """When the child was last seen."""

    seen_on = DateField(label="Day you last saw the child (optional)", required=False)


class YouQuestion(Question):
    """Who tells: nobody has to say."""

    teller_name = forms.CharField(label="Your name (optional)", required=False, max_length=LONGEST["teller_name"])
    teller_contact = forms.CharField(
        label="Your phone number or email (optional)",
        required=False,
        max_length=LONGEST["teller_contact"],
        help_text="The council may then ask you more. The family is not told who you are.",
    )


class SendReport(Form):
    """The last page. `website` is a trap for programs that fill in every field; people do not see it."""

    website = forms.CharField(label="Leave this empty", required=False)

    def clean_website(self) -> str:
        """Refuse where something was put into the trap."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave the last field empty, and send again", code="trap")
        return ""


class Status(Form):
    """A receipt: what came of it is read with both."""

    reference = forms.CharField(label="Reference", max_length=16, help_text="It begins with N, as in N-7K3Q-2F9W")
    secret_words = forms.CharField(label="Secret words", max_length=60, help_text="From your receipt")


QUESTIONS: dict[str, type[Question]] = {
    "danger": DangerQuestion,
    "place": PlaceQuestion,
    "council": CouncilQuestion,
    "child": ChildQuestion,
    "name": NameQuestion,
    "age": AgeQuestion,
    "seen": SeenQuestion,
    "you": YouQuestion,
}


def danger_of(answer: str) -> Danger:
    """Return what the first question's answer means."""
    return {"missing": Danger.MISSING, "harm": Danger.HARM}.get(answer, Danger.NONE)
