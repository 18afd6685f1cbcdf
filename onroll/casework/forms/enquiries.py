"""Forms of the pages of reasonable enquiries."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from onroll.access.models import Organisation
from onroll.casework.actions import GIVEN_REASONS
from onroll.casework.agency_requests import MEANINGS, NAMES, REPLIES, RequestState
from onroll.casework.forms.base import Versioned
from onroll.casework.models import HarmDecision, Method, Result
from onroll.rules import agencies as bodies
from onroll.rules.enquiries import Enquiry, Party
from onroll.web.forms import DateField, Form

LONGEST = 1000  # characters, as the columns
YES_NO = (("yes", "Yes"), ("no", "No"))


class YesNo(forms.ChoiceField):
    """Yes or no; None where nothing is said, which only an optional one allows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)

    def clean(self, value: Any) -> bool | None:
        """Return the answer."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """Return the choice for an answer that is known already."""
        return {True: "yes", False: "no"}.get(value, value)


class BeginForPupil(Form):
    """Who stays away, and since when."""

    forename = forms.CharField(label="Forename", max_length=100)
    surname = forms.CharField(label="Surname", max_length=100)
    birth_date = DateField(label="Date of birth")
    upn = forms.CharField(
        label="Unique pupil number (UPN), if you have it",
        max_length=13,
        required=False,
        help_text="One letter and twelve characters. It finds the child’s record.",
    )
    last_attended_on = DateField(
        label="Last day the pupil attended", required=False, help_text="Leave it empty if the pupil never came."
    )


class BeginForCase(Form):
    """The school that shares the enquiries."""

    school = forms.CharField(
        label="Number of the school that shares these enquiries",
        max_length=7,
        required=False,
        help_text="Seven digits, such as 8201234. Leave it empty where the child is on no school’s roll.",
    )


class AddEnquiry(Form):
    """One enquiry: which, when, how, what came of it, and what shows it."""

    code = forms.ChoiceField(label="Which enquiry was made?")
    made_on = DateField(label="When was it made?", error_messages={"required": "Enter the day on which it was made"})
    method = forms.ChoiceField(
        label="How was it made?", choices=Method, error_messages={"required": "Select how it was made"}
    )
    result = forms.ChoiceField(
        label="What did it lead to?", choices=Result, error_messages={"required": "Select what it led to"}
    )
    words = forms.CharField(
        label="What came of it?",
        error_messages={"required": "Enter what came of it"},
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="Who was asked, what was said, and what happens next.",
    )
    evidence = forms.CharField(
        label="What shows it, and where is that kept? (optional)",
        max_length=500,
        required=False,
        help_text="For example, call log in the pupil’s file",
    )
    is_sign_of_harm = YesNo(
        label="Is there any sign of significant harm?",
        error_messages={"required": "Select whether there is any sign of significant harm"},
        help_text="If a child is in danger now, telephone 999 first. If you answer yes, the next page says what to do.",
    )
    is_own_side_only = forms.BooleanField(
        label="Only my side may read what came of it. The other side sees that it was done, and when.", required=False
    )

    def __init__(self, *args: Any, lines: Iterable[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(line.code, line.words) for line in lines]  # type: ignore[attr-defined]


class NotApplicable(Form):
    """Lines that do not apply, and why."""

    codes = forms.MultipleChoiceField(
        label="Which lines do not apply to this child?",
        error_messages={"required": "Select the lines that do not apply"},
    )
    reason = forms.CharField(
        label="Why do they not apply?",
        error_messages={"required": "Enter why they do not apply"},
        max_length=LONGEST,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, lines: Iterable[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(line.code, line.words) for line in lines]  # type: ignore[attr-defined]

    def clean_codes(self) -> tuple[str, ...]:
        """Return the codes as an action takes them."""
        return tuple(self.cleaned_data["codes"])


class ReferHarm(Form):
    """What was done at once about a sign of significant harm."""

    decision = forms.ChoiceField(
        label="What was done?", choices=HarmDecision, error_messages={"required": "Select what was done"}
    )
    told = forms.CharField(
        label="Who was told, or who decided?",
        max_length=200,
        error_messages={"required": "Enter who was told, or who decided"},
    )
    words = forms.CharField(
        label="What was said?",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Enter what was said"},
        help_text="With the reference you were given, and what happens next.",
    )

    def clean_decision(self) -> HarmDecision:
        """Return the decision itself."""
        return HarmDecision(self.cleaned_data["decision"])


class RecordAbsence(Versioned):
    """What the school's register shows."""

    last_attended_on = DateField(label="Last day the pupil attended", required=False)
    leave_ended_on = DateField(
        label="Last day of a leave of absence", required=False, help_text="Leave it empty where none was granted."
    )
    absent_until_on = DateField(
        label="Last day looked at in the register", required=False, help_text="The pupil has not attended up to it."
    )
    is_absence_unbroken = YesNo(
        label="Is every session since then coded G, N or O?",
        required=False,
        help_text="One session with any other code, U included, breaks the run.",
    )
    has_good_cause = YesNo(
        label="Are there reasonable grounds to think that sickness or an unavoidable cause is the reason?",
        required=False,
        help_text="Anxiety, mental health, transport or a dispute about the place may be one.",
    )


class RecordWhereabouts(Versioned):
    """Whether the child is found, and what the acting side thinks then."""

    is_found = YesNo(label="Is the child found?", error_messages={"required": "Select whether the child is found"})
    agrees = YesNo(
        label="If found: does your side agree that there are no reasonable grounds to think the child will come back?",
        required=False,
        help_text="Consider what either side could do. A place is not kept open only until another is found.",
    )


class SignEnquiries(Versioned):
    """One side's signature."""

    agree = forms.BooleanField(
        label="The enquiries are reasonable and complete, and I have read the list as it stands",
    )


class DeletePupil(Versioned):
    """The ground under which a pupil is deleted today."""

    ground_code = forms.CharField(widget=forms.HiddenInput)


class AskAgency(Form):
    """Whom to ask, and what."""

    body = forms.ChoiceField(label="Which body do you ask?", error_messages={"required": "Select the body you ask"})
    asked_of = forms.CharField(
        label="Which office, and whom there?", max_length=200, error_messages={"required": "Enter whom you ask"}
    )
    reminders_to = forms.EmailField(
        label="Work email of that office, for reminders (optional)",
        max_length=254,
        required=False,
        help_text="A reminder says that an answer is due, with its reference. It names no child.",
    )
    question = forms.CharField(
        label="What do you ask, and why is it needed?",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Enter what you ask, and why it is needed"},
        help_text="The least that is needed. It stands in the letter that OnRoll writes for you.",
    )

    agency = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Does an agency that uses OnRoll answer this? (optional)",
        required=False,
        empty_label="No: I send the letter",
        help_text="It is told by email that a request waits, without a word of the child. It reads the child’s name, "
        "date of birth and your question in OnRoll, and answers there.",
    )

    def __init__(self, *args: Any, party: Party, agencies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        agency.queryset = agencies  # type: ignore[attr-defined]
        agency.label_from_instance = lambda one: f"{one.name} ({one.type_name})"  # type: ignore[attr-defined]
        if not agencies:
            del self.fields["agency"]
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            (body.code, body.name) for body in bodies.bodies_for(party)
        ]


class AnswerAgencyRequest(Versioned):
    """What a body said."""

    state = forms.ChoiceField(
        label="What did the body say?",
        choices=[(state.value, f"{NAMES[state]}: {MEANINGS[state]}") for state in REPLIES],
        error_messages={"required": "Select what the body said"},
    )
    refused_because = forms.ChoiceField(
        label="If it refused: why?",
        choices=[("", "It did not refuse"), *((reason.value, reason.label) for reason in GIVEN_REASONS)],
        required=False,
        help_text="The reason that it gave. The log of refusals counts by it.",
        error_messages={"invalid_choice": "Select why the body refused"},
    )
    replied_on = DateField(label="When did it reply?", error_messages={"required": "Enter the day of the reply"})
    reply = forms.CharField(
        label="What did it say, or why did it refuse?",
        max_length=LONGEST - 200,
        widget=forms.Textarea,
        error_messages={"required": "Enter what the body said, or why it refused"},
    )
    is_sign_of_harm = YesNo(
        label="Is there any sign of significant harm?",
        error_messages={"required": "Select whether there is any sign of significant harm"},
    )

    def clean_state(self) -> RequestState:
        """Return the state itself."""
        return RequestState(self.cleaned_data["state"])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal, and take none of any other reply."""
        given = super().clean() or {}
        is_refused = given.get("state") is RequestState.REFUSED
        if is_refused and not given.get("refused_because") and "refused_because" not in self.errors:
            self.add_error("refused_because", "Select why the body refused")
        if given.get("state") and not is_refused:
            given["refused_because"] = ""
        return given


class AskAgain(Versioned):
    """Why a body that refused should answer after all."""

    question = forms.CharField(
        label="What do you ask now, and why is it needed?",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Enter what you ask, and why it is needed"},
    )
