"""Forms of a partner agency that answers what it was asked."""

from typing import Any

from django import forms

from onroll.casework.actions import GIVEN_REASONS
from onroll.casework.agency_requests import OWN_ANSWERS, OwnAnswer
from onroll.casework.forms.base import LONGEST_NOTE, Versioned
from onroll.casework.forms.enquiries import YesNo
from onroll.casework.forms.tell_us import checked_postcode
from onroll.registry.actions import Facts, OtherName
from onroll.registry.models import AddressCertainty, NameKind
from onroll.web.forms import DateField

WORDS_OF_REASONS = {
    "threshold": "The child does not meet our threshold",
    "data_protection": "Data protection: we may not share it",
    "capacity": "We have not enough staff to look",
    "not_its_task": "This is not our task",
    "other": "Another reason",
}


CERTAINTIES = [
    (AddressCertainty.STATED.value, "Our records say so"),
    (AddressCertainty.VISITED.value, "One of us has seen that the child lives there"),
    (AddressCertainty.DOUBTED.value, "One of us went there and did not find the child"),
]


class Answer(Versioned):
    """A form of an agency that is handed on as it stands."""

    def given(self) -> dict[str, Any]:
        """Return what was given in an action's words. Needs a form that holds."""
        raise NotImplementedError


class AnswerRequest(Answer):
    """What the agency knows: an answer, its words, and particulars of the child where it has them."""

    answer = forms.ChoiceField(
        label="Do you know this child?",
        choices=[(answer.value, words) for answer, words in OWN_ANSWERS.items()],
        error_messages={"required": "Select whether you know this child"},
    )
    words = forms.CharField(
        label="What do you know, and how do you know it?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        required=False,
        help_text="Only what was asked. You may leave this empty if you do not know the child. An address that must "
        "stay secret goes below, never here.",
    )
    is_sign_of_harm = YesNo(
        label="Is there any sign of significant harm?",
        required=False,
        help_text="If the child is in danger now, telephone 999 first: nobody here acts at once.",
    )
    address = forms.CharField(label="Address (optional)", max_length=400, required=False)
    postcode = forms.CharField(label="Postcode (optional)", max_length=10, required=False)
    address_certainty = forms.ChoiceField(
        label="How sure is the address?", choices=CERTAINTIES, initial="stated", required=False
    )
    address_from = DateField(label="First day at this address (optional)", required=False)
    is_address_sealed = forms.BooleanField(
        label="Keep this address secret: a refuge, or another place that must not be known", required=False
    )
    forename = forms.CharField(label="Another first name (optional)", max_length=100, required=False)
    surname = forms.CharField(label="Another last name (optional)", max_length=100, required=False)
    birth_date = DateField(label="Another date of birth (optional)", required=False)

    def clean_answer(self) -> OwnAnswer:
        """Return the answer itself."""
        return OwnAnswer(self.cleaned_data["answer"])

    def clean_postcode(self) -> str:
        """Return it in its usual form."""
        return checked_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        """Ask for words and for signs of harm where the child is known."""
        given = super().clean() or {}
        if given.get("answer") in (OwnAnswer.FOUND, OwnAnswer.SOMETHING):
            if not given.get("words") and "words" not in self.errors:
                self.add_error("words", "Enter what you know, and how you know it")
            if given.get("is_sign_of_harm") is None and "is_sign_of_harm" not in self.errors:
                self.add_error("is_sign_of_harm", "Select whether there is any sign of significant harm")
        return given

    @property
    def has_particulars_error(self) -> bool:
        """Whether something is wrong below the fold, which is then shown open."""
        return bool(set(self.errors) - {"answer", "words", "is_sign_of_harm", "__all__"})

    def given(self) -> dict[str, Any]:
        """Return the answer in an action's words. Needs a form that holds."""
        said = self.cleaned_data
        names = (
            (OtherName(kind=NameKind.OTHER, forename=said["forename"], surname=said["surname"]),)
            if said["forename"] or said["surname"]
            else ()
        )
        return {
            "answer": said["answer"],
            "words": said["words"],
            "is_sign_of_harm": bool(said["is_sign_of_harm"]),
            "expected_version": said["version"],
            "facts": Facts(
                surname="",
                forename="",
                birth_date=said["birth_date"],
                address=said["address"],
                postcode=said["postcode"],
                address_certainty=AddressCertainty(said["address_certainty"] or AddressCertainty.STATED),
                address_from=said["address_from"],
                is_address_sealed=said["is_address_sealed"],
                other_names=names,
            ),
        }


class RefuseRequest(Answer):
    """Why the agency does not answer."""

    refused_because = forms.ChoiceField(
        label="Why can you not share what you know?",
        choices=[(reason.value, WORDS_OF_REASONS[reason.value]) for reason in GIVEN_REASONS],
        error_messages={"required": "Select why you cannot share what you know"},
        help_text="If you have looked and know nothing, go back and answer that instead.",
    )
    words = forms.CharField(
        label="In your words: why, and who decided it?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        error_messages={"required": "Enter why, and who decided it"},
    )

    def given(self) -> dict[str, Any]:
        """Return it in an action's words. Needs a form that holds."""
        said = self.cleaned_data
        return {
            "refused_because": said["refused_because"],
            "words": said["words"],
            "expected_version": said["version"],
        }


class AskMoreTime(Answer):
    """By when the agency can answer."""

    until = DateField(
        label="By which day can you answer?", error_messages={"required": "Enter the day by which you can answer"}
    )
    because = forms.CharField(
        label="Why do you need more time?",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why you need more time"},
        help_text="Without the child’s name",
    )

    def given(self) -> dict[str, Any]:
        """Return it in an action's words. Needs a form that holds."""
        said = self.cleaned_data
        return {"until": said["until"], "because": said["because"], "expected_version": said["version"]}
