"""Forms of groups at risk."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.forms.base import Versioned
from onroll.casework.models import GroupSource, WhoPays
from onroll.rules.groups import PLACED_HERE, GroupList
from onroll.web.forms import DateField, Form


class WhoSays(Form):
    """Who says that a child is in a group, and since when."""

    source = forms.ChoiceField(
        label="Who says so?", choices=GroupSource, error_messages={"required": "Select who says so"}
    )
    source_words = forms.CharField(
        label="Who is that, and how do they know?",
        max_length=200,
        error_messages={"required": "Enter who that is, and how they know"},
    )
    from_on = DateField(label="Since when?", error_messages={"required": "Enter the first day"})

    def clean_source(self) -> GroupSource:
        """Return the source itself."""
        return GroupSource(self.cleaned_data["source"])


class RecordGroup(WhoSays):
    """A group, who says so, and since when. Children placed here have a form of their own."""

    code = forms.ChoiceField(label="Which group?", error_messages={"required": "Select the group"})

    field_order = ("code", "source", "source_words", "from_on")

    def __init__(self, *args: Any, groups: GroupList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (each.code, each.words) for each in groups.groups if each.code != PLACED_HERE
        ]


class RecordPlacedHere(WhoSays):
    """By which authority a child was placed here, where it lives, who pays, and who says so."""

    placed_by = forms.ChoiceField(
        label="Which authority looks after the child?",
        error_messages={"required": "Select the authority that looks after the child"},
    )
    home = forms.CharField(
        label="Where does the child live?",
        max_length=200,
        help_text="The name of the children’s home, or “with foster carers”.",
        error_messages={"required": "Enter the name of the home, or with whom the child lives"},
    )
    pays = forms.ChoiceField(
        label="Who pays for the child’s education?",
        choices=WhoPays,
        error_messages={"required": "Select who pays for the child’s education"},
    )
    told_on = DateField(
        label="When did that authority tell you of the placement? (optional)",
        help_text="Leave it empty if it has not told you.",
        required=False,
    )

    field_order = ("placed_by", "home", "pays", "told_on", "source", "source_words", "from_on")

    def __init__(self, *args: Any, authorities: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {str(each.pk): each for each in authorities}
        choices = [(key, each.name) for key, each in self.authorities.items()]
        self.fields["placed_by"].choices = [("", "Choose an authority"), *choices]  # type: ignore[attr-defined]

    def clean_placed_by(self) -> Organisation:
        """Return the authority itself."""
        return self.authorities[self.cleaned_data["placed_by"]]

    def clean_pays(self) -> WhoPays:
        """Return who pays, itself."""
        return WhoPays(self.cleaned_data["pays"])


class EndGroup(Versioned):
    """The last day of a group."""

    until_on = DateField(label="Until when?", error_messages={"required": "Enter the last day"})
