"""What is asked on the pages of files of marks and of letters."""

from typing import Any

from django import forms

from onroll.attendance.models import MarksForm
from onroll.attendance.reading import MOST_BYTES
from onroll.rolls.feed_forms import Seen
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


class ChangeLetterText(Seen):
    """The text of a letter."""

    text = forms.CharField(label="The text; its first line is the heading", widget=forms.Textarea)
