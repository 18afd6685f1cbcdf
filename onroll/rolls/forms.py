"""Forms of this room: they turn what was typed into values and say what is missing. Rules are for the actions."""

from typing import Any

from django import forms

from onroll.ctf.year_groups import year_name
from onroll.rolls.feed_forms import Seen
from onroll.rolls.models import Form as FileForm
from onroll.rolls.models import RollEntry, RollStatus
from onroll.web.forms import DateField, Form, UploadField

WHOLE, CHANGES = "whole", "changes"
RELEASE, REFUSE = "release", "refuse"
KINDS = {".zip": FileForm.ONEROSTER, ".xml": FileForm.CTF, ".json": FileForm.JSON}
BOARDERS = [("", "Not said"), ("no", "No"), ("yes", "Yes")]
YEARS = [("", "Not known"), *[(one, year_name(one)) for one in ("N1", "N2", "R", *map(str, range(1, 15)))]]


class SendRoll(Form):
    """One roll file, the day it is of, and what it holds."""

    file = UploadField(
        label="Roll file",
        help_text="A CSV file, a OneRoster bundle (.zip), or a common transfer file (.xml) from your school system",
        accept=".csv,.txt,.zip,.xml,.json",
    )
    as_on = DateField(label="Of which day is it?")
    holds = forms.ChoiceField(
        label="What does the file hold?",
        widget=forms.RadioSelect,
        choices=[(WHOLE, "Everybody on the roll: whoever is not in it has left"), (CHANGES, "Only what has changed")],
        initial=WHOLE,
    )

    def __init__(self, *args: Any, limit_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].limit_bytes = limit_bytes  # type: ignore[attr-defined]

    def form_of_file(self) -> FileForm:
        """Return the form that follows from the file's ending."""
        name = str(self.cleaned_data["file"].name).lower()
        return next((form for ending, form in KINDS.items() if name.endswith(ending)), FileForm.CSV)


class Decide(Seen):
    """Whether a held file is right, and how the person knows."""

    decision = forms.ChoiceField(
        label="Is this file right?",
        widget=forms.RadioSelect,
        choices=[
            (RELEASE, "Yes: take it. So many pupils have really left"),
            (REFUSE, "No: do not take it. Pupils are missing from it"),
        ],
    )
    why = forms.CharField(label="How do you know?", max_length=300, help_text="Whom you asked, and what they said")


class PupilForm(Form):
    """A pupil on the roll, as a school without a system enters one."""

    surname = forms.CharField(label="Legal surname", max_length=100)
    forename = forms.CharField(label="Legal forename", max_length=100)
    middle_names = forms.CharField(label="Middle names (if any)", max_length=200, required=False)
    born_on = DateField(label="Date of birth")
    sex = forms.ChoiceField(label="Sex", choices=[("F", "Female"), ("M", "Male")], widget=forms.RadioSelect)
    upn = forms.CharField(label="UPN (if the pupil has one)", max_length=20, required=False)
    year_group = forms.ChoiceField(label="Year group", choices=YEARS, required=False)
    form_group = forms.CharField(label="Form (if any)", max_length=40, required=False)
    address = forms.CharField(label="Address", max_length=400, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    status = forms.ChoiceField(label="How does the pupil stand on your roll?", choices=RollStatus.choices)
    from_on = DateField(label="First day on your roll")
    name_used = forms.CharField(label="Forename the pupil is called by, if another", max_length=100, required=False)
    last_school = forms.CharField(
        label="Last school",
        max_length=200,
        required=False,
        help_text="Write “none” if there was none before",
    )
    boarder = forms.ChoiceField(label="Is the pupil a boarder?", choices=BOARDERS, required=False)
    parent_name = forms.CharField(label="Full name of a parent the pupil lives with", max_length=200, required=False)
    parent_address = forms.CharField(
        label="That parent’s address, if it is not the pupil’s", max_length=400, required=False
    )
    parent_telephone = forms.CharField(
        label="A telephone number of that parent for an emergency", max_length=60, required=False
    )
    second_parent_name = forms.CharField(
        label="Full name of another parent the pupil lives with, if there is one", max_length=200, required=False
    )
    second_parent_address = forms.CharField(
        label="The other parent’s address, if it is not the pupil’s", max_length=400, required=False
    )
    second_parent_telephone = forms.CharField(
        label="A telephone number of the other parent for an emergency", max_length=60, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def values(self) -> dict[str, str]:
        """Return what was entered as a file would have it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {name: value.isoformat() if hasattr(value, "isoformat") else str(value) for name, value in given.items()}


def pupil_initial(entry: RollEntry) -> dict[str, object]:
    """Return what is known of a pupil, for the form that changes it."""
    return {name: getattr(entry, name) for name in PupilForm.base_fields}


class SayLeft(Seen):
    """The last day on the roll, and where the pupil goes."""

    last_on = DateField(label="Last day on your roll", help_text="The last day counts as on roll")
    destination = forms.CharField(
        label="Next school or place (if known)", max_length=200, required=False, help_text="Or: not known"
    )


class SayBoarders(Form):
    """Whether the school has boarders, and from which day that holds."""

    has_none = forms.ChoiceField(
        label="Does your school have boarders?",
        widget=forms.RadioSelect,
        choices=[("yes", "No: every pupil is a day pupil"), ("no", "Yes, or there may be some")],
    )
    on = DateField(
        label="From which day does this hold?",
        help_text="A day in the past is fine: it is filled in for pupils who started since then, too",
    )
