"""What is asked on the pages of files of marks and of letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from onroll.attendance.models import MarksForm
from onroll.attendance.reading import COLUMNS, MOST_BYTES, NOT_READ
from onroll.web.dates import DateField
from onroll.web.forms import Form, UploadField

AGREED = [(form.value, form.label) for form in MarksForm if form is not MarksForm.ONEROSTER]


class SendMarks(Form):
    """One file of marks, and the last day that it may mark."""

    file = UploadField(
        label="Attendance file",
        help_text="A CSV file, or a common transfer file (.xml) that has marks day by day",
        accept=".csv,.txt,.json,.xml,.zip",
    )
    as_on = DateField(label="Up to which day may it mark?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].limit_bytes = MOST_BYTES  # type: ignore[attr-defined]


class SeenMarks(Form):
    """A step on something that must not have changed since the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NameMarksColumns(SeenMarks):
    """Which of a school's own columns is which of ours: one question a column."""

    def __init__(self, *args: Any, guessed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = list(guessed)
        listed = [("", "Not read"), *((column.field, column.title) for column in COLUMNS)]
        for number, (title, field) in enumerate(guessed.items()):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"Your column “{title[:60]}”",
                choices=listed,
                required=False,
                initial="" if field == NOT_READ else field,
            )

    def columns(self) -> list[forms.BoundField]:
        """Return the questions in the order of the file."""
        return [self[f"column_{number}"] for number in range(len(self.titles))]

    def fields_by_title(self) -> dict[str, str]:
        """Return what was answered: ours by theirs, `-` where it is not read."""
        said = (self.cleaned_data[f"column_{number}"] for number in range(len(self.titles)))
        return {title: field or NOT_READ for title, field in zip(self.titles, said, strict=True)}


class AgreeMarksFeed(SeenMarks):
    """How marks come, how often, and who is told."""

    form = forms.ChoiceField(label="How do your marks come to us?", choices=AGREED)
    expected_every = forms.IntegerField(
        label="How many school days pass between two files?", min_value=1, max_value=60, help_text="1: every school day"
    )
    contact = forms.ChoiceField(
        label="Who is told when a file is wrong, or none comes?",
        required=False,
        help_text="By email without any pupil’s name. Rows and reasons stand on the page of the file",
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Whoever is told about your roll"), *((str(pk), name) for pk, name in people)]
        self.fields["contact"].choices = listed  # type: ignore[attr-defined]


class ChangeLetterText(SeenMarks):
    """The text of a letter."""

    text = forms.CharField(label="The text; its first line is the heading", widget=forms.Textarea)
