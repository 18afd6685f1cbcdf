"""Forms of secure messages: to whom and about what, the message itself, an answer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from onroll.access.models import Role
from onroll.access.permissions import PART_READERS
from onroll.transfer.actions.conversations import LONGEST_TEXT
from onroll.transfer.forms import SeenVersion
from onroll.transfer.message_templates import Template
from onroll.web.forms import Form, UploadField


class WriteTo(Form):
    """To whose mailbox, and about what."""

    organisation = forms.CharField(
        label="School, authority, provider or Department",
        help_text="Words of its name and town, or its number such as 8201234",
        max_length=200,
        error_messages={"required": "Enter whom to write to"},
    )
    chosen = forms.ChoiceField(label="Which of these do you mean?", widget=forms.RadioSelect, required=False)
    role = forms.ChoiceField(
        label="Who there should read it?",
        widget=forms.RadioSelect,
        choices=[(role, Role(role).label) for role in PART_READERS],
        error_messages={"required": "Choose who should read it"},
    )
    matter = forms.ChoiceField(
        label="What is it about?",
        help_text="You can change the words on the next page.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self, *args: Any, found: Sequence[tuple[str, str]], templates: Sequence[Template], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = found  # type: ignore[attr-defined]
        self.fields["matter"].choices = [(one.code, one.title) for one in templates]  # type: ignore[attr-defined]
        self.has_choice = len(found) > 1


class WriteMessage(Form):
    """The message, with a document and a file that it is about, if there are any."""

    text = forms.CharField(
        label="Message",
        widget=forms.Textarea,
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write what you want to say"},
    )
    about = forms.CharField(
        label="File it is about, if there is one",
        help_text="Its reference, such as F-1234-5678. Only a file that both sides may know of.",
        max_length=16,
        required=False,
    )
    document = UploadField(label="Document, if there is one", help_text="Any type", required=False)

    def __init__(self, *args: Any, limit_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].limit_bytes = limit_bytes  # type: ignore[attr-defined]


class Answer(WriteMessage):
    """An answer: about what the conversation is about."""

    about = None  # type: ignore[assignment]  # Django's way of leaving a field out


class CloseConversation(SeenVersion):
    """Close it, as it was seen."""
