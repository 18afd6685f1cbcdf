"""The base of every form: GOV.UK's words for what is missing, and error links that reach the field."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from onroll.audit.refusals import RuleBroken
from onroll.web.dates import DateBoxes, DateField, wrong_boxes
from onroll.web.words import bytes_words, lower_first

__all__ = ["DateField", "ErrorLine", "Form", "UploadField", "add_refusal"]

CHOSEN = (forms.ChoiceField, forms.MultipleChoiceField)


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary: what is wrong, and the id of the field it is about, if there is one."""

    text: str
    anchor: str


class Form(forms.Form):
    """A form that turns texts into values and says what is missing, in the words GOV.UK uses."""

    # The browser's own bubbles are not accessible and stop at the first fault.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = field.label or name.replace("_", " ").capitalize()
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = required_words(field)

    def error_lines(self) -> list[ErrorLine]:
        """Return every error in the order of the fields, those of the whole form first."""
        lines = [ErrorLine(text=str(text), anchor="") for text in self.errors.get(NON_FIELD_ERRORS, [])]
        for name in self.fields:
            if name in self.errors:
                anchor = self.anchor(name)
                lines += [ErrorLine(text=str(text), anchor=anchor) for text in self.errors[name]]
        return lines

    def anchor(self, name: str) -> str:
        """Return the id of the input the error link of a field must move to; a hidden field has none."""
        bound = self[name]
        if bound.is_hidden:
            return ""
        if isinstance(bound.field.widget, DateBoxes):
            return f"{bound.auto_id}_{wrong_boxes(bound)[0]}"
        return bound.auto_id


class UploadField(forms.FileField):
    """A file to send. `accept` is a hint to the file chooser, never a check; `limit_bytes` is the most we take.

    The browser is told the limit too, so that nobody waits for a file to arrive that is refused then.
    """

    default_error_messages = {
        "empty": "The file you chose is empty",
        "missing": "Choose a file",
        "invalid": "The file did not arrive. Choose it again",
    }

    def __init__(self, *, accept: str = "", limit_bytes: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accept = accept
        self.limit_bytes = limit_bytes

    @property
    def browser_hints(self) -> dict[str, str]:
        """Return the attributes of the input that help the browser to help."""
        hints = {"accept": self.accept, "data-limit-bytes": str(self.limit_bytes or "")}
        if self.limit_bytes:
            hints["data-limit-words"] = self.too_large_words
        return {name: value for name, value in hints.items() if value}

    @property
    def too_large_words(self) -> str:
        """Return what is said of a file over the limit."""
        return f"The file must be no larger than {bytes_words(self.limit_bytes or 0)}"

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the uploaded file, or raise when it is missing, empty or over the limit."""
        uploaded = super().clean(data, initial)
        if self.limit_bytes and data and data.size > self.limit_bytes:
            raise forms.ValidationError(self.too_large_words, code="too_large")
        return uploaded


def add_refusal(form: forms.Form, refusal: RuleBroken, field: str | None = None) -> None:
    """Show a rule that an action found broken as an error of the form, or of one of its fields."""
    form.add_error(field, forms.ValidationError(refusal.words, code=refusal.code))


def required_words(field: forms.Field) -> str:
    """Return what to say when nothing was given, as in "Enter the child's surname" or "Select a school"."""
    label = lower_first(str(field.label))
    if isinstance(field, forms.FileField):
        return "Choose a file"
    if isinstance(field, forms.BooleanField):
        return f"Tick to confirm: {field.label}"
    if label.endswith("?"):
        return f"Answer the question: {field.label}"
    return f"{'Select' if isinstance(field, CHOSEN) else 'Enter'} {label}"
