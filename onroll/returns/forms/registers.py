"""What an officer gives for the register of home education, and for lists that are compared with the rolls."""

from typing import Any

from django import forms

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.registry.models import SUITABILITY_CHOICES
from onroll.returns.actions import Notified
from onroll.returns.forms.authorities import other_authorities
from onroll.returns.forms.returns import MOST_BYTES, Pupil, Version
from onroll.returns.models import Decision, HomeEnd, Purpose, ToldBy
from onroll.returns.models.home import REASONS, SEN
from onroll.returns.queries.leavers import Group
from onroll.rules.missing import Suitability
from onroll.web.forms import DateField, Form, UploadField

DECIDED = [choice for choice in SUITABILITY_CHOICES if choice[0] != Suitability.NOT_ASSESSED.value]
GROUPS = [(Group.ALL.value, "Everybody"), (Group.YEAR_6.value, "Year 6"), (Group.NURSERY.value, "Nursery")]


class SchoolField(forms.CharField):
    """A school by its seven digits; the field's value is the school, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8, required=False, **kwargs)


def school_of(act: Act, number: str) -> Organisation | None:
    """Return the school of a number. Raises: ValidationError, for one that the register does not have."""
    if not number:
        return None
    looked_up = access_queries.organisation_with_code(number, act.on)
    found = looked_up.found or looked_up.closed
    if found is None or found.kind != "school":
        raise forms.ValidationError("No school in the register has this number. It has seven digits, like 8201234.")
    return found


class AddHome(Pupil):
    """A child who is educated at home, as the authority was told."""

    notified_on = DateField(label="When was the authority told?")
    told_by = forms.ChoiceField(label="Who told?", choices=ToldBy)
    from_on = DateField(label="From which day is the child educated at home?")
    was_never_on_roll = forms.BooleanField(label="The child was never on a school’s roll", required=False)
    last_school = SchoolField(label="Number of the last school", help_text="Seven digits, such as 8201234.")
    reason = forms.ChoiceField(label="Main reason the family gives", choices=REASONS)
    reasons_beside = forms.MultipleChoiceField(
        label="Other reasons, if any",
        choices=REASONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick pressure from a school or a risk of exclusion here too: it is reported by school.",
    )
    sen = forms.ChoiceField(label="Special educational needs", choices=SEN, initial="U")
    words = forms.CharField(label="Notes", max_length=1000, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act

    def clean_last_school(self) -> Organisation | None:
        """Return the school of the number."""
        return school_of(self.act, self.cleaned_data["last_school"])

    def notified(self) -> Notified:
        """Return what was given."""
        held = self.cleaned_data
        names = ("notified_on", "from_on", "was_never_on_roll", "last_school", "reason", "sen", "words")
        return Notified(
            told_by=ToldBy(held["told_by"]),
            reasons_beside=tuple(held["reasons_beside"]),
            **{name: held[name] for name in names},
        )


class Decide(Version):
    """What was decided about the education, and when."""

    suitability = forms.ChoiceField(label="What was decided?", choices=DECIDED)
    decided_on = DateField(label="On which day?")
    words = forms.CharField(label="What was it decided on?", max_length=1000, widget=forms.Textarea)


class End(Version):
    """How home education ended, and when."""

    ended_as = forms.ChoiceField(
        label="How did it end?", choices=[choice for choice in HomeEnd.choices if choice[0] != HomeEnd.MOVED]
    )
    ended_on = DateField(label="Last day of home education")


class Move(Version):
    """To which authority the family moves."""

    to_authority = forms.ChoiceField(label="To which authority?")
    moved_on = DateField(label="Day of the move")
    address = forms.CharField(label="New address, if you know it", max_length=400, required=False)
    postcode = forms.CharField(label="New postcode", max_length=10, required=False)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_authority"].choices = other_authorities(act)  # type: ignore[attr-defined]


class LoadList(Form):
    """A list to compare with the rolls."""

    purpose = forms.ChoiceField(label="What is it a list of?", choices=Purpose)
    as_on = DateField(label="Compare with the rolls of which day?")
    school = SchoolField(
        label="Number of the school, if it is one school’s census", help_text="Leave it empty for the whole area."
    )
    file = UploadField(label="File (CSV)", accept=".csv", limit_bytes=MOST_BYTES * 12)

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act

    def clean_school(self) -> Organisation | None:
        """Return the school of the number."""
        return school_of(self.act, self.cleaned_data["school"])


class DecideRow(Version):
    """What a row of a list is."""

    decision = forms.ChoiceField(label="What is true of this child?", choices=Decision)


class AskLeavers(Form):
    """Which leavers to show."""

    since = DateField(label="Who left since", required=False)
    group = forms.ChoiceField(label="Which children", choices=GROUPS, required=False)
