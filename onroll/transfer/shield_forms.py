"""Forms about shielded children: finding a child of one's own, shielding her, ending a shield."""

from collections.abc import Sequence
from typing import Any

from django import forms

from onroll.identifiers import upn as upns
from onroll.registry.models import ShieldReason
from onroll.web.forms import DateField, Form

END_REASONS = ("The danger is over", "The child was shielded by mistake", "The file is needed at the child’s school")


class FindChildToShield(Form):
    """Who the child is, exactly: this is no search."""

    upn = forms.CharField(label="Unique pupil number (UPN)", max_length=20, required=False)
    surname = forms.CharField(label="Surname, as in the file", max_length=100, required=False)
    forename = forms.CharField(label="Forename, as in the file", max_length=100, required=False)
    birth_date = DateField(label="Date of birth", help_text="For example, 31 3 2015", required=False)

    def clean_upn(self) -> str:
        """A UPN is taken in any spelling."""
        return upns.normal_form(str(self.cleaned_data["upn"]))

    def clean(self) -> dict[str, Any]:
        """The number, or names and date of birth together."""
        given = super().clean() or self.cleaned_data
        by_name = given.get("surname") and given.get("forename") and given.get("birth_date")
        if not given.get("upn") and not by_name and not self.errors:
            self.add_error("upn", "Enter the UPN, or both names and the date of birth")
        return given


class ShieldChild(Form):
    """Why, who is told, and until when."""

    reason_code = forms.ChoiceField(
        label="Why must the child not be found?",
        widget=forms.RadioSelect,
        choices=ShieldReason.choices,
        error_messages={"required": "Choose why the child must not be found"},
    )
    officer = forms.ChoiceField(
        label="Who is told when a search would have found the child?",
        error_messages={"required": "Select who is told"},
    )
    until_on = DateField(
        label="Last day of the shield", help_text="Leave it empty where there is no end", required=False
    )

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "Select a person"), *officers]  # type: ignore[attr-defined]


class EndShield(Form):
    """Why the child may be found again."""

    why = forms.ChoiceField(
        label="Why may the child be found again?",
        widget=forms.RadioSelect,
        choices=[(words, words) for words in END_REASONS],
        error_messages={"required": "Choose why the child may be found again"},
    )
