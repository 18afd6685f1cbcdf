"""Forms of the work between authorities: strings into values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.border_states import Answer
from onroll.casework.forms.base import LONGEST_NOTE, Versioned
from onroll.casework.models import DeclineReason
from onroll.rules import borders
from onroll.web.forms import DateField

EVERYBODY = "all"


class OfferCase(Versioned):
    """To whom, and what they should know."""

    receiver = forms.ChoiceField(
        label="Which authority should take this case?",
        error_messages={"required": "Select the authority that should take this case"},
    )
    why = forms.CharField(
        label="What should they know?",
        error_messages={"required": "Enter what the other authority should know"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="Why you think that the child is there, and what has been done. They read this before they answer; "
        "your notes stay with you.",
    )

    def __init__(self, *args: Any, authorities: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {str(each.pk): each for each in authorities}
        choices = [(key, each.name) for key, each in self.authorities.items()]
        self.fields["receiver"].choices = [("", "Choose an authority"), *choices]  # type: ignore[attr-defined]

    def clean_receiver(self) -> Organisation:
        """Return the authority itself."""
        return self.authorities[self.cleaned_data["receiver"]]


class AcceptCase(Versioned):
    """Nothing more than the press of the button."""


class DeclineCase(Versioned):
    """Why not."""

    reason_code = forms.ChoiceField(
        label="Why does your authority not take this case?",
        choices=DeclineReason.choices,
        error_messages={"required": "Select why your authority does not take this case"},
    )
    reason = forms.CharField(
        label="What did you find out?",
        error_messages={"required": "Enter what you found out"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="The other authority reads this.",
    )

    def clean_reason_code(self) -> DeclineReason:
        """Return the reason itself."""
        return DeclineReason(self.cleaned_data["reason_code"])


class WithdrawOffer(Versioned):
    """Why it is taken back."""

    reason = forms.CharField(
        label="Why do you withdraw this offer?",
        error_messages={"required": "Enter why you withdraw this offer"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
    )


class AskOthers(Versioned):
    """Whom to ask: everybody, or some."""

    authorities = forms.MultipleChoiceField(
        label="Which authorities do you want to ask?",
        error_messages={"required": "Select at least one authority"},
        widget=forms.CheckboxSelectMultiple,
        help_text="Ask those where you think that the child may be. Ask all only when you have no idea.",
    )

    def __init__(self, *args: Any, authorities: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = [each.pk for each in authorities]
        choices = [(str(each.pk), each.name) for each in authorities]
        everybody = (EVERYBODY, "All of these authorities")
        self.fields["authorities"].choices = [everybody, *choices]  # type: ignore[attr-defined]

    def clean_authorities(self) -> list[int]:
        """Return the identifiers of the authorities."""
        chosen = self.cleaned_data["authorities"]
        return self.known if EVERYBODY in chosen else [int(each) for each in chosen]


class AnswerQuestion(Versioned):
    """Yes, no, or looking."""

    answer = forms.ChoiceField(
        label="Is this child with you?",
        choices=[
            (Answer.YES, "Yes, we know this child"),
            (Answer.NO, "No, we know no such child"),
            (Answer.LOOKING, "Perhaps: we are finding out"),
        ],
        error_messages={"required": "Select yes, no or perhaps"},
    )

    def clean_answer(self) -> Answer:
        """Return the answer itself."""
        return Answer(self.cleaned_data["answer"])


class MoveEvidenceForm(Versioned):
    """Where to, what shows it, and since when it is known."""

    proof = forms.ChoiceField(
        label="What shows it?", error_messages={"required": "Select what shows that the child has moved"}
    )
    seen_on = DateField(label="On which day did you get this evidence?")
    words = forms.CharField(
        label="Who said what?",
        error_messages={"required": "Enter who said what"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        help_text="The name and place of who confirmed it, and how you checked that it was them.",
    )

    def __init__(self, *args: Any, end_point: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].choices = [  # type: ignore[attr-defined]
            (code, f"{proof.words} ({proof.certainty})") for code, proof in borders.proofs_of(end_point).items()
        ]
