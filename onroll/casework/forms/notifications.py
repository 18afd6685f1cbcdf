"""Forms of the pages of a notification."""

from django import forms

from onroll.casework.forms.base import LONGEST_NOTE, Versioned


class OpenCase(Versioned):
    """Opens a case from a notification: one button."""


class AnswerNotification(Versioned):
    """Why a notification needs no case."""

    words = forms.CharField(
        label="Why is no case needed?",
        error_messages={"required": "Enter why no case is needed"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="What the school said when you asked, who said it, and when.",
    )


class SeparateNotification(Versioned):
    """Why a notification is taken out of the case that it was joined to."""

    reason = forms.CharField(
        label="How do you know that it is about another child?",
        error_messages={"required": "Enter how you know that it is about another child"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="Your reason stands in the story of this case, and of the case that the notification comes to.",
    )


class SayKnownChild(Versioned):
    """Whom a notification is about, by a reference."""

    of = forms.CharField(
        label="Reference of the child, case or notification",
        max_length=16,
        help_text="For example K-7K3Q-2F9W. Use “Find a child” if you do not have it.",
        error_messages={"required": "Enter a reference"},
    )
