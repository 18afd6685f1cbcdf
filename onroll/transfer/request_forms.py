"""Forms about requests for a file: asking, answering, passing on."""

from collections.abc import Sequence
from typing import Any

from django import forms

from onroll.identifiers import upn as upns
from onroll.transfer.actions import ChildSought
from onroll.transfer.forms import SeenVersion
from onroll.web.forms import DateField, Form

SCHOOL, AUTHORITY = "school", "authority"

# Reasons that everyone who sees the request's steps reads: from a list, so that nothing personal stands there.
NOT_HELD_REASONS = (
    "The child was never on our roll",
    "The file was sent to another school",
    "The file is in the lost-pupil repository",
    "We have no file: ask the authority to search",
)
PASS_REASONS = (
    "The file may be in the lost-pupil repository",
    "The old school has closed",
    "The old school says that it holds no file",
    "The old school is not known",
    "The old school does not answer",
)


class AskForFile(Form):
    """Whom the school has admitted without a file, and whom it asks."""

    surname = forms.CharField(label="Surname", max_length=100, error_messages={"required": "Enter the child’s surname"})
    forename = forms.CharField(
        label="Forename", max_length=100, error_messages={"required": "Enter the child’s forename"}
    )
    birth_date = DateField(
        label="Date of birth", help_text="For example, 31 3 2015. Needed unless you know the UPN", required=False
    )
    upn = forms.CharField(label="Unique pupil number (UPN), if you know it", max_length=20, required=False)
    on_roll_from = DateField(label="On our roll from", help_text="For example, 7 9 2026", required=False)
    whom = forms.ChoiceField(
        label="Whom do you ask?",
        widget=forms.RadioSelect,
        choices=[(SCHOOL, "The old school"), (AUTHORITY, "Our authority, to search for the file")],
        error_messages={"required": "Choose whom you ask"},
    )
    old_school = forms.CharField(
        label="Old school",
        help_text="Words of its name and town, or its number such as 8201234. For the authority: anything you know.",
        max_length=200,
        required=False,
    )
    school = forms.ChoiceField(label="Which of these schools do you mean?", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, schools: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = schools  # type: ignore[attr-defined]
        self.has_choice = len(schools) > 1

    def clean_upn(self) -> str:
        """A UPN must have the shape of one."""
        given = upns.normal_form(str(self.cleaned_data["upn"]))
        if given and not upns.is_well_formed(given):
            raise forms.ValidationError("Enter a UPN with a letter and 12 more characters, or leave it empty")
        return given

    def clean(self) -> dict[str, Any]:
        """Names alone are not enough to know a child by, and a school must be named to be asked."""
        given = super().clean() or self.cleaned_data
        if not (given.get("birth_date") or given.get("upn") or "birth_date" in self.errors or "upn" in self.errors):
            self.add_error("birth_date", "Enter the child’s date of birth, or the UPN")
        if given.get("whom") == SCHOOL and not given.get("old_school"):
            self.add_error("old_school", "Enter the old school’s name or number")
        return given

    def child(self) -> ChildSought:
        """Return what is known of the child, once the form is valid."""
        given = self.cleaned_data
        return ChildSought(
            surname=given["surname"],
            forename=given["forename"],
            birth_date=given["birth_date"],
            upn=given["upn"],
            on_roll_from=given["on_roll_from"],
            last_school=given["old_school"],
        )


class AnswerNotHeld(SeenVersion):
    """Why there is no file."""

    reason = forms.ChoiceField(
        label="Why do you not hold the file?",
        widget=forms.RadioSelect,
        choices=[(words, words) for words in NOT_HELD_REASONS],
        error_messages={"required": "Choose why you do not hold the file"},
    )


class PassToAuthority(SeenVersion):
    """Why the authority should search."""

    why = forms.ChoiceField(
        label="Why should the authority search?",
        widget=forms.RadioSelect,
        choices=[(words, words) for words in PASS_REASONS],
        error_messages={"required": "Choose why the authority should search"},
    )


class AnswerWithFile(SeenVersion):
    """Which file is the answer."""

    file = forms.ChoiceField(
        label="Which file is the answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the file that is the answer"},
    )

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].choices = files  # type: ignore[attr-defined]
