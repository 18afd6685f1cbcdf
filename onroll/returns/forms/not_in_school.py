"""What an officer gives for the register of children not in school."""

from collections.abc import Sequence
from typing import Any

from django import forms

from onroll.audit.act import Act
from onroll.returns.actions import Entering, Provider
from onroll.returns.forms.authorities import other_authorities
from onroll.returns.forms.returns import Pupil, Version
from onroll.returns.models import EnteredFrom, NotInSchool, NotInSchoolEnd, VisitAnswer
from onroll.rules.home_education import Field, provider_fields, register_grounds
from onroll.web.forms import DateField

WORDS = {field.code: field.words for field in provider_fields()}
BESIDE = {"if_any": " (if there is any)", "may": " (where it can reasonably be got)", "must": ""}


def label_of(field: Field) -> str:
    """Return a field's name with how far it has to be held."""
    return field.words + BESIDE["must" if field.must else "if_any" if field.is_if_any else "may"]


class NotInSchoolForm(Version):
    """Each field of the register of children not in school, as the Act names it; providers stand on their own."""

    def __init__(self, *args: Any, fields: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_fields = [field for field in fields if field.code != "providers"]
        for field in self.held_fields:
            self.fields[f"f_{field.code}"] = forms.CharField(label=label_of(field), max_length=1000, required=False)
        self.fields["volunteered"] = forms.MultipleChoiceField(
            label="Which of these did the parent give without having to?",
            choices=[(field.code, field.words) for field in fields],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def held(self) -> dict[str, str]:
        """Return what was given by the code of the field."""
        return {field.code: self.cleaned_data[f"f_{field.code}"] for field in self.held_fields}


class EnterChild(Pupil):
    """A child who belongs on the register, whoever told of it."""

    ground = forms.ChoiceField(label="Why does the child belong on the register?", choices=register_grounds().items())
    entered_from = forms.ChoiceField(label="Who told you?", choices=EnteredFrom)
    told_on = DateField(label="When?")

    def entering(self) -> Entering:
        """Return what was given."""
        held = self.cleaned_data
        whose = EnteredFrom(held["entered_from"])
        return Entering(ground=held["ground"], entered_from=whose, told_on=held["told_on"])


class AddProvider(Version):
    """Who else educates the child."""

    name = forms.CharField(label=WORDS["name"], max_length=200)
    address = forms.CharField(label=WORDS["address"], max_length=400)
    kind = forms.CharField(label=WORDS["kind"], max_length=100, help_text="Such as a tutor or an online school.")
    place = forms.CharField(label=WORDS["place"], max_length=400)
    hours = forms.DecimalField(label=WORDS["hours"], min_value=0, max_value=168, decimal_places=2)
    hours_alone = forms.DecimalField(label=WORDS["hours_alone"], min_value=0, max_value=168, decimal_places=2)

    def provider(self) -> Provider:
        """Return what was given."""
        return Provider(**{code: self.cleaned_data[code] for code in WORDS})


class EndedOn(Version):
    """The last day of a provider."""

    ended_on = DateField(label="Last day")


class RequireInformation(Version):
    """Whom a notice goes to and what it asks."""

    to = forms.ChoiceField(label="Who has to give information?")
    words = forms.CharField(label="What is asked for?", max_length=1000, widget=forms.Textarea)
    due_on = DateField(
        label="Last day that a notice to a provider names",
        required=False,
        help_text="Leave it empty for a parent, who has fifteen days.",
    )

    def __init__(self, *args: Any, entry: NotInSchool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        providers = [(str(each.pk), each.name) for each in entry.providers.all() if each.ended_on is None]
        self.fields["to"].choices = [("parent", "The parent"), *providers]  # type: ignore[attr-defined]


class AnsweredOn(Version):
    """When an answer came."""

    answered_on = DateField(label="On which day did the answer come?")


class VisitAnswered(AnsweredOn):
    """What came of asking to see the home."""

    answer = forms.ChoiceField(label="What came of it?", choices=VisitAnswer)


class TakeOff(Version):
    """Why a child is on the register no longer."""

    ended_as = forms.ChoiceField(
        label="Why?", choices=[choice for choice in NotInSchoolEnd.choices if choice[0] != NotInSchoolEnd.MOVED]
    )
    ended_on = DateField(label="Last day on the register")


class PassOn(Version):
    """To which authority's area the child moved."""

    to_authority = forms.ChoiceField(label="To which authority’s area did the child move?")
    moved_on = DateField(label="Day of the move")
    address = forms.CharField(label="New address, if you know it", max_length=400, required=False)
    postcode = forms.CharField(label="New postcode", max_length=10, required=False)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_authority"].choices = other_authorities(act)  # type: ignore[attr-defined]


class WithReason(Version):
    """How somebody knows what she says of an entry that was passed on."""

    reason = forms.CharField(label="How do you know?", max_length=1000, widget=forms.Textarea)
