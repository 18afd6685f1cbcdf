"""Forms about documents that travel with a file, and about those that a content check keeps apart."""

from collections.abc import Sequence
from typing import Any

from django import forms

from onroll.transfer import reasons
from onroll.transfer.forms import SeenVersion
from onroll.web.forms import Form, UploadField


class AddPart(Form):
    """One document, and the role that may open it."""

    role = forms.ChoiceField(
        label="Who may open it?",
        help_text="Only people in this role open it, at your organisation and at the one it goes to. Others see that "
        "there is a document for that role, and nothing else.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may open the document"},
    )
    file = UploadField(label="Document", help_text="Any type, for example a PDF or a Word document")

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], limit_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["file"].limit_bytes = limit_bytes  # type: ignore[attr-defined]


class AddOwnPart(Form):
    """One document, for the role of whoever adds it."""

    file = UploadField(label="Document", help_text="Any type, for example a PDF or a Word document")

    def __init__(self, *args: Any, limit_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].limit_bytes = limit_bytes  # type: ignore[attr-defined]


class TakeBackPart(Form):
    """Nothing to fill in: the button is the answer."""


class LookInto(Form):
    """Why the named role opens what is kept apart."""

    reason = forms.CharField(
        label="Why do you need to look into it?",
        help_text="Kept in the ledger: do not write a child’s name.",
        max_length=reasons.LONGEST,
        error_messages={"required": "Say why you need to look into it"},
    )


class LetGo(SeenVersion):
    """Why the named role lets a held document go."""

    reason = forms.CharField(
        label="Why may it go on?",
        help_text="Kept in the ledger: do not write a child’s name.",
        max_length=reasons.LONGEST,
        error_messages={"required": "Say why the document may go on"},
    )
