"""Forms of groups at risk."""

from typing import Any

from django import forms

from onroll.casework.forms.base import Versioned
from onroll.casework.models import GroupSource
from onroll.rules.groups import GroupList
from onroll.web.forms import DateField, Form


class RecordGroup(Form):
    """A group, who says so, and since when."""

    code = forms.ChoiceField(label="Which group?", error_messages={"required": "Select the group"})
    source = forms.ChoiceField(
        label="Who says so?", choices=GroupSource, error_messages={"required": "Select who says so"}
    )
    source_words = forms.CharField(
        label="Who is that, and how do they know?",
        max_length=200,
        error_messages={"required": "Enter who that is, and how they know"},
    )
    from_on = DateField(label="Since when?", error_messages={"required": "Enter the first day"})

    def __init__(self, *args: Any, groups: GroupList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(each.code, each.words) for each in groups.groups]  # type: ignore[attr-defined]

    def clean_source(self) -> GroupSource:
        """Return the source itself."""
        return GroupSource(self.cleaned_data["source"])


class EndGroup(Versioned):
    """The last day of a group."""

    until_on = DateField(label="Until when?", error_messages={"required": "Enter the last day"})
