"""Forms of those who tell on behalf of an organisation: the first question, what it knows, and "I saw a child"."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.actions import ENCLOSURE_BYTES
from onroll.casework.agency_types import AgencyType
from onroll.casework.forms.tell_us import DangerQuestion, checked_postcode, checked_size
from onroll.casework.telling import LONGEST, Danger
from onroll.web.forms import DateField, Form, UploadField

__all__ = ["DangerQuestion", "SawChild", "TellOfChild"]


class TellOfChild(Form):
    """What an agency or a school knows of a child: only the fields that its kind is asked."""

    words = forms.CharField(
        widget=forms.Textarea, error_messages={"required": "Say what you know of the child, even if it is very little"}
    )
    forename = forms.CharField(label="Child’s first name (optional)", required=False, max_length=LONGEST["forename"])
    surname = forms.CharField(label="Child’s last name (optional)", required=False, max_length=LONGEST["surname"])
    birth_date = DateField(label="Date of birth (optional)", required=False)
    age_words = forms.CharField(
        label="Age, as far as you know (optional)", required=False, max_length=LONGEST["age_words"]
    )
    sex = forms.ChoiceField(
        label="Girl or boy? (optional)",
        choices=[("F", "Girl"), ("M", "Boy"), ("", "Not known")],
        widget=forms.RadioSelect,
        required=False,
    )
    upn = forms.CharField(label="Unique pupil number (optional)", required=False, max_length=13)
    place = forms.CharField(required=False, max_length=LONGEST["place"])
    postcode = forms.CharField(label="Postcode (optional)", required=False, max_length=10)
    seen_on = DateField(label="Day the child was last seen (optional)", required=False)
    last_in_education_on = DateField(label="Last day in education (optional)", required=False)
    their_reference = forms.CharField(required=False, max_length=LONGEST["their_reference"])
    document = UploadField(
        label="A document or photograph (optional)",
        required=False,
        accept=".pdf,.docx,.doc,.odt,.txt,.jpg,.jpeg,.png",
        limit_bytes=ENCLOSURE_BYTES,
        help_text="For example your own referral form. It is checked, and only officers of the council open it.",
    )
    council = forms.ChoiceField(
        label="Council in whose area the child is", error_messages={"required": "Choose the council"}
    )

    def __init__(self, *args: Any, kind: AgencyType, councils: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - kind.asks - {"words", "their_reference", "council", "document"}:
            del self.fields[name]
        self.fields["words"].label, self.fields["words"].help_text = kind.words_label, kind.words_hint
        self.fields["their_reference"].label = kind.reference_label
        if "place" in self.fields:
            self.fields["place"].label = f"{kind.place_label} (optional)"
        council = self.fields["council"]
        assert isinstance(council, forms.ChoiceField)  # noqa: S101 - for the type checker
        council.choices = [("", "Choose a council"), *((one.la_code, one.name) for one in councils)]

    def clean_words(self) -> str:
        """Return them, unless they are too long."""
        return checked_size(self.cleaned_data["words"])

    def clean_postcode(self) -> str:
        """Return it in its usual form."""
        return checked_postcode(self.cleaned_data["postcode"])


class SawChild(Form):
    """What somebody saw, on a phone in the street: four fields, of which two are needed."""

    words = forms.CharField(
        label="Who did you see?",
        widget=forms.Textarea,
        help_text="For example: boy, about 8, red coat, with a woman",
        error_messages={"required": "Say what you know of the child, even if it is very little"},
    )
    place = forms.CharField(
        label="Where?", max_length=LONGEST["place"], error_messages={"required": "Say where you saw the child"}
    )
    forename = forms.CharField(
        label="Name, if the child said one (optional)", required=False, max_length=LONGEST["forename"]
    )
    in_danger = forms.BooleanField(label="The child may be in danger, and I have called 999 or 101", required=False)

    def clean_words(self) -> str:
        """Return them, unless they are too long."""
        return checked_size(self.cleaned_data["words"])

    @property
    def danger(self) -> Danger:
        """What the box says."""
        return Danger.HARM if self.cleaned_data["in_danger"] else Danger.NONE
