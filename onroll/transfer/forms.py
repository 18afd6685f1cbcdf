"""Forms of this room: they turn what was typed into values and say what is missing. Rules are for the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.linkage import A_YEAR_EITHER_WAY, SearchQuery
from onroll.rules.enquiries import Enquiry
from onroll.transfer import outside_reasons, reasons
from onroll.transfer.enquiries import EnquiriesIncomplete, EnquiryMade, check_day
from onroll.transfer.states import FIRST_STATES, MEANINGS, State
from onroll.web.forms import DateField, Form, UploadField

TYPED_PARTS = ("made_on_day", "made_on_month", "made_on_year", "outcome")

MOST_RADIOS = 8  # a longer choice is a list that opens

# How a held child was filed: the code of the search, and the words that pages use.
SECTORS = {"unknown": "Next school not known (XXXXXXX)", "outside": "Outside the maintained sector (MMMMMMM)"}

WITHDRAWAL_REASONS = (
    "It was for the wrong school",
    "It was the wrong file",
    "The child is not leaving after all",
    "The next school is now known",
    "The file has mistakes in it",
)

RETURN_REASONS = (
    "The file is about another child than the one we have",
    "No such child has come to us",
    "It was claimed for the wrong school",
)


class SendFile(Form):
    """One transfer file."""

    file = UploadField(
        label="Transfer file",
        help_text="A common transfer file (CTF) from your school system, named like 8201234_CTF_8205678_001.xml",
        accept=".xml",
    )

    def __init__(self, *args: Any, limit_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].limit_bytes = limit_bytes  # type: ignore[attr-defined]


class SeenVersion(Form):
    """A step on a file, which must not have changed since the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CheckFile(SeenVersion):
    """Send the file that was checked; where a pupil has a serious problem, say that it is known."""

    are_problems_known = forms.BooleanField(
        label="I know of the problems marked “error” and want to send the file as it is", required=False
    )


class RedirectFile(CheckFile):
    """To which other organisation a file goes whose school has closed, or never collected it."""

    successor = forms.ChoiceField(
        label="Where should the file go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the file should go"},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Select a school"), *choices] if len(choices) > MOST_RADIOS else choices
        self.fields["successor"].choices = listed  # type: ignore[attr-defined]


class RecordEnquiries(Form):
    """Which enquiries were made."""

    made = forms.MultipleChoiceField(
        label="Which enquiries were made?",
        help_text="Choose every one that your school, or your authority with you, has made. At least one is needed.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one enquiry that was made"},
    )

    def __init__(self, *args: Any, lines: Sequence[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made"].choices = [(line.code, line.words) for line in lines]  # type: ignore[attr-defined]


class DescribeEnquiries(SeenVersion):
    """When each enquiry was made and what came of it."""

    outside_reason = forms.ChoiceField(
        label="Why is the child outside the maintained sector?",
        widget=forms.RadioSelect,
        choices=list(outside_reasons.WORDS.items()),
        error_messages={"required": "Choose why the child is outside the maintained sector"},
    )

    def __init__(self, *args: Any, lines: Sequence[Enquiry], is_outside: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.is_outside, self.on = lines, is_outside, on
        if not is_outside:
            del self.fields["outside_reason"]
        for line in lines:
            made_on = DateField(label="Day it was made", help_text="For example, 7 9 2026")
            made_on.error_messages["required"] = f"Enter the day on which this was done: {line.words}"
            outcome = forms.CharField(label="What came of it", widget=forms.Textarea, max_length=500)
            outcome.error_messages["required"] = f"Enter what came of this: {line.words}"
            self.fields[f"{line.code}_made_on"], self.fields[f"{line.code}_outcome"] = made_on, outcome

    def clean(self) -> dict[str, Any]:
        """Say beside each day that cannot be right what is wrong with it, before the answers are checked."""
        for name in (f"{line.code}_made_on" for line in self.lines):
            if made_on := self.cleaned_data.get(name):
                try:
                    check_day(made_on, on=self.on)
                except EnquiriesIncomplete as refused:
                    self.add_error(name, refused.words)
        return self.cleaned_data

    def typed(self) -> list[tuple[str, str]]:
        """Return everything that was typed, to be carried through the page on which it is checked."""
        names = {f"{line.code}_{part}" for line in self.lines for part in TYPED_PARTS} | {"version", "outside_reason"}
        return [(name, str(value)) for name, value in self.data.items() if name in names]

    def enquiries(self) -> list[EnquiryMade]:
        """Return what was made, once the form is valid."""
        given = self.cleaned_data
        return [
            EnquiryMade(code=line.code, made_on=given[f"{line.code}_made_on"], outcome=given[f"{line.code}_outcome"])
            for line in self.lines
        ]


class ConfirmOnRoll(SeenVersion):
    """Which children are on the school's roll, and from which day."""

    pupils = forms.MultipleChoiceField(
        label="Which children are on your roll?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one child"},
    )
    on_roll_from = DateField(
        label="On our roll from", help_text="The first day on your admission register. For example, 7 9 2026"
    )
    is_early_date_meant = forms.BooleanField(
        label="The child was on our roll before leaving the last school", required=False
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupils"].choices = choices  # type: ignore[attr-defined]


class WithdrawFile(SeenVersion):
    """Why a file is taken back: from a list, as everyone who sees the file's steps reads it."""

    reason = forms.ChoiceField(
        label="Why do you take the file back?",
        widget=forms.RadioSelect,
        choices=[(words, words) for words in WITHDRAWAL_REASONS],
        error_messages={"required": "Choose why you take the file back"},
    )


class ReturnLostPupil(SeenVersion):
    """Why a claimed file goes back to the repository: from a list, so that the ledger holds nothing personal."""

    reason = forms.ChoiceField(
        label="How do you know that this is another child?",
        widget=forms.RadioSelect,
        choices=[(words, words) for words in RETURN_REASONS],
        error_messages={"required": "Choose how you know that this is another child"},
    )


class AreaFilter(Form):
    """Which files of an area are shown."""

    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Every file"),
            *((state.value, MEANINGS[state].name) for state in State if state not in FIRST_STATES),
        ],
    )


class WithReason(Form):
    """What every look into the repository needs: why."""

    reason_code = forms.ChoiceField(
        label="Why do you need this?",
        widget=forms.RadioSelect,
        choices=[(code.value, reasons.WORDS[code]) for code in reasons.Reason],
        error_messages={"required": "Choose why you need this"},
    )
    reason = forms.CharField(
        label="In your own words",
        help_text="A few words are enough. They are kept in the ledger: do not write the child’s name.",
        max_length=reasons.LONGEST,
        error_messages={"required": "Say in a few words why you need this"},
    )


class SearchRepository(WithReason):
    """What is known of the child; any of it may be misspelt or a little wrong."""

    surname = forms.CharField(label="Surname", max_length=100, required=False)
    forename = forms.CharField(label="Forename", max_length=100, required=False)
    birth_date = DateField(label="Date of birth", help_text="For example, 31 3 2015", required=False)
    is_birth_date_unsure = forms.BooleanField(label="The date of birth may be wrong by up to a year", required=False)
    sector = forms.ChoiceField(
        label="Filed as",
        widget=forms.RadioSelect,
        required=False,
        choices=[("", "Either"), *SECTORS.items()],
    )
    sex = forms.ChoiceField(
        label="Sex",
        widget=forms.RadioSelect,
        required=False,
        choices=[("F", "Female"), ("M", "Male"), ("", "Not known")],
    )
    postcode = forms.CharField(label="Last known postcode", max_length=10, required=False)
    upn = forms.CharField(label="Unique pupil number (UPN), present or former", max_length=20, required=False)
    last_school = forms.CharField(
        label="Last school’s number", help_text="Seven digits, like 8201234", max_length=9, required=False
    )

    def clean_postcode(self) -> str:
        """A postcode must have the shape of one: half of one would quietly find nobody."""
        given = str(self.cleaned_data["postcode"])
        if given and postcodes.parse(given) is None:
            raise forms.ValidationError("Enter a full postcode, like ZZ99 3ZZ, or leave it empty")
        return given

    def clean_upn(self) -> str:
        """A UPN must have the shape of one; a wrong check letter is let through."""
        given = upns.normal_form(str(self.cleaned_data["upn"]))
        if given and not upns.is_well_formed(given):
            raise forms.ValidationError("Enter a UPN with a letter and 12 more characters, or leave it empty")
        return given

    def query(self) -> SearchQuery:
        """Return what is asked, once the form is valid. The UPN may be the present or a former one."""
        given = self.cleaned_data
        return SearchQuery(
            surname=given["surname"],
            forename=given["forename"],
            birth_date=given["birth_date"],
            birth_date_tolerance_days=A_YEAR_EITHER_WAY if given["is_birth_date_unsure"] else 0,
            sex=given["sex"],
            postcode=given["postcode"],
            upn=given["upn"],
            last_school="".join(given["last_school"].replace("/", "").split()),
        )


class OpenLostPupil(WithReason):
    """Why one child is opened in full."""


class ClaimLostPupil(SeenVersion):
    """For which school of the area, and how the officer knows that this is the child."""

    school = forms.ChoiceField(
        label="School that has the child", error_messages={"required": "Select the school that has the child"}
    )
    reason = forms.CharField(
        label="How do you know that this is the child?",
        help_text="Say what agrees, for example the former address. It is kept with the claim.",
        widget=forms.Textarea,
        max_length=reasons.LONGEST,
        error_messages={"required": "Say how you know that this is the child"},
    )

    def __init__(self, *args: Any, schools: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [("", "Select a school"), *schools]  # type: ignore[attr-defined]
