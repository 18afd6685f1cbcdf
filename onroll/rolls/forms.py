"""Forms of this room: they turn what was typed into values and say what is missing. Rules are for the actions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from onroll.ctf.year_groups import year_name
from onroll.rolls.models import Form as FileForm
from onroll.rolls.models import RollEntry, RollStatus
from onroll.rolls.reading import COLUMNS
from onroll.rolls.reading.columns import NOT_READ
from onroll.web.forms import DateField, Form, UploadField

WHOLE, CHANGES = "whole", "changes"
RELEASE, REFUSE = "release", "refuse"
KINDS = {".zip": FileForm.ONEROSTER, ".xml": FileForm.CTF, ".json": FileForm.JSON}
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


class Seen(Form):
    """A step on something that must not have changed since the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


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


class NameColumns(Seen):
    """Which of a school's own columns is which of ours: one question a column."""

    def __init__(self, *args: Any, guessed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = list(guessed)
        listed = [("", "Not read"), *((column.field, column.title) for column in COLUMNS)]
        for number, (title, field) in enumerate(guessed.items()):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"Your column “{title[:60]}”", choices=listed, required=False, initial=field
            )

    def columns(self) -> list[forms.BoundField]:
        """Return the questions in the order of the file."""
        return [self[f"column_{number}"] for number in range(len(self.titles))]

    def fields_by_title(self) -> dict[str, str]:
        """Return what was answered: ours by theirs, `-` where it is not read."""
        said = (self.cleaned_data[f"column_{number}"] for number in range(len(self.titles)))
        return {title: field or NOT_READ for title, field in zip(self.titles, said, strict=True)}


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


class AgreeFeed(Seen):
    """How the roll comes, how often, and who is told."""

    form = forms.ChoiceField(label="How does your roll come to us?", choices=FileForm.choices)
    expected_every = forms.IntegerField(
        label="How many school days pass between two files?", min_value=1, max_value=60, help_text="1: every school day"
    )
    contact = forms.ChoiceField(
        label="Who is told when a file is wrong, or none comes?",
        required=False,
        help_text="By email without any pupil’s name",
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[int, str]] | Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "The school’s own address"), *((str(pk), name) for pk, name in people)]
        self.fields["contact"].choices = listed  # type: ignore[attr-defined]
