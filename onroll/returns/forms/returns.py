"""What a school gives for each return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from onroll.access import queries as access_queries
from onroll.audit.act import Act
from onroll.identifiers import upn as upns
from onroll.registry.actions import Facts
from onroll.returns.forms.authorities import other_authorities
from onroll.returns.given import Absence, Contact, Leaving, NewPupil
from onroll.returns.models import Return
from onroll.rules.grounds import Ground
from onroll.rules.leaving_questions import Kind, Question
from onroll.rules.returns import NAMES, ReturnKind
from onroll.web.forms import DateField, Form, UploadField

YES_NO = (("yes", "Yes"), ("no", "No"))
ANSWERS = {"yes": True, "no": False}
MOST_BYTES = 5_000_000


class Version(Form):
    """The version of what the person saw, so that a stale tab never overwrites."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    @property
    def expected_version(self) -> int:
        """The version that the page was shown with; 0 for something new."""
        return self.cleaned_data.get("version") or 0


class Pupil(Version):
    """Who the return is about."""

    forename = forms.CharField(label="Forename", max_length=100)
    surname = forms.CharField(label="Surname", max_length=100)
    birth_date = DateField(label="Date of birth")
    upn = forms.CharField(
        label="Unique pupil number (UPN), if there is one",
        max_length=13,
        required=False,
        help_text="A child may have none yet. With it the child’s record is found.",
    )
    address = forms.CharField(label="Address", max_length=400, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)

    def clean_upn(self) -> str:
        """Return the number in its usual form."""
        upn = upns.normal_form(self.cleaned_data["upn"])
        if upn and not upns.is_well_formed(upn):
            raise forms.ValidationError("A UPN is one letter and twelve characters. Leave it empty if there is none.")
        return upn

    def facts(self) -> Facts:
        """Return what was given of the child."""
        names = ("forename", "surname", "birth_date", "upn", "address", "postcode")
        return Facts(**{name: self.cleaned_data[name] for name in names})


class WithParent(Pupil):
    """A pupil with a parent to reach."""

    parent_name = forms.CharField(label="Parent’s full name", max_length=200, required=False)
    parent_address = forms.CharField(label="Parent’s address, if it is another one", max_length=400, required=False)
    parent_telephone = forms.CharField(label="Telephone number for an emergency", max_length=60, required=False)
    second_name = forms.CharField(label="Another parent’s full name", max_length=200, required=False)
    second_telephone = forms.CharField(label="Their telephone number", max_length=60, required=False)
    home_la_code = forms.CharField(
        label="Number of the local authority where the pupil lives, if it is not yours",
        max_length=3,
        required=False,
        help_text="Three digits. That authority gets the return too.",
    )
    not_obtained = forms.CharField(
        label="What could you not find out, and why?", max_length=500, required=False, widget=forms.Textarea
    )

    def contacts(self) -> tuple[Contact, ...]:
        """Return the parents that were given."""
        given = self.cleaned_data
        found = (
            Contact(
                name=given["parent_name"],
                address=given["parent_address"] or given["address"],
                telephone=given["parent_telephone"],
            ),
            Contact(name=given["second_name"], address=given["address"], telephone=given["second_telephone"]),
        )
        return tuple(each for each in found if each.name)


class NewPupilForm(WithParent):
    """What the admission register holds of a new pupil."""

    started_on = DateField(label="Starting day", help_text="The day agreed for the pupil to start, even if not seen.")
    last_school = forms.CharField(label="Last school", max_length=200, required=False)
    is_boarder = forms.ChoiceField(label="Is the pupil a boarder?", choices=YES_NO, required=False)

    def given(self) -> NewPupil:
        """Return what was given."""
        held = self.cleaned_data
        return NewPupil(
            started_on=held["started_on"],
            last_school=held["last_school"],
            is_boarder=ANSWERS.get(held["is_boarder"]),
            contacts=self.contacts(),
            not_obtained=held["not_obtained"],
            home_la_code=held["home_la_code"],
        )


class AbsenceForm(Pupil):
    """From when a pupil is away, and for how many school days."""

    from_on = DateField(label="First day of the absence")
    until_on = DateField(label="Last day, if it is over", required=False)
    school_days = forms.IntegerField(label="School days missed so far this year", min_value=0, max_value=200)
    expected_days = forms.IntegerField(
        label="School days you expect will still be missed", min_value=0, max_value=200, required=False
    )
    words = forms.CharField(
        label="What does the authority need to know?", max_length=1000, required=False, widget=forms.Textarea
    )

    def given(self) -> Absence:
        """Return what was given."""
        held = self.cleaned_data
        return Absence(
            from_on=held["from_on"],
            until_on=held["until_on"],
            school_days=held["school_days"],
            expected_days=held["expected_days"] or 0,
            words=held["words"],
        )


class ChooseGround(Form):
    """On which day a pupil is deleted, and under which ground of that day's list."""

    deleted_on = DateField(label="On which day is the pupil deleted from the register?")
    code = forms.ChoiceField(label="Under which ground?", required=False)

    def __init__(self, *args: Any, grounds: Sequence[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (ground.code.replace("|", "-"), f"{ground.letter}: {ground.words}" if ground.letter else ground.words)
            for ground in grounds
        ]


class DeletionForm(WithParent):
    """The questions of one ground, then who the pupil is and where she goes."""

    was_done_before = forms.BooleanField(
        label="The register was changed on that day already. Keep this return as late.", required=False
    )
    destination_code = forms.CharField(
        label="Number of the next school, if you know it", max_length=7, required=False, help_text="Seven digits."
    )
    destination = forms.CharField(
        label="Where does the pupil go?", max_length=300, required=False, help_text="A school, home, another country."
    )
    destination_from = DateField(label="First day there, if you know it", required=False)
    future_address = forms.CharField(label="New address, if the pupil moves", max_length=400, required=False)
    future_parent = forms.CharField(label="Parent the pupil will live with there", max_length=200, required=False)
    future_from = DateField(label="Day of the move", required=False)

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"q_{question.code}"] = _field(question)

    def question_fields(self) -> list[Any]:
        """Return the bound fields of the ground's questions, in their order."""
        return [self[f"q_{question.code}"] for question in self.questions]

    def given(self, act: Act, *, code: str, deleted_on: date) -> Leaving:
        """Return what was given. An unknown number of a school is an error of its field, found before."""
        held = self.cleaned_data
        answers = {question.code: _answer(question, held.get(f"q_{question.code}")) for question in self.questions}
        number = held["destination_code"]
        names = (
            "was_done_before",
            "destination",
            "destination_from",
            "future_address",
            "future_parent",
            "home_la_code",
        )
        return Leaving(
            ground_code=code,
            deleted_on=deleted_on,
            answers=answers,
            contacts=self.contacts(),
            destination_school=access_queries.organisation_with_code(number, act.on).found if number else None,
            future_from=held["future_from"],
            not_obtained=held["not_obtained"],
            **{name: held[name] for name in names},
        )


class Why(Version):
    """Why a return is taken back, or is not needed."""

    why = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea)


class PassOn(Version):
    """To which authority a return goes: the one where the child lives."""

    authority = forms.ChoiceField(label="In which authority’s area does the child live?")

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = other_authorities(act)  # type: ignore[attr-defined]


class ByFile(Form):
    """A file of returns of one kind."""

    kind = forms.ChoiceField(label="Which return?", choices=[(kind.value, NAMES[kind]) for kind in ReturnKind])
    file = UploadField(label="File (CSV)", accept=".csv", limit_bytes=MOST_BYTES)


class ByFeed(Version):
    """Which returns of absence are made from the school's marks."""

    attendance = forms.BooleanField(
        label="Make the attendance return as soon as ten school days of unauthorised absence are marked", required=False
    )
    sickness = forms.BooleanField(
        label="Make the sickness return as soon as fifteen school days of illness are marked", required=False
    )


class AskForTransitions(Version):
    """Whether the authority asks for returns at usual moves."""

    is_asked = forms.BooleanField(label="Ask schools for returns at usual moves too", required=False)


def initial_of(owed: Return | None) -> dict[str, Any]:
    """Return what is known already of the pupil of a return that a feed opened, so that nobody types it again."""
    if owed is None:
        return {"version": 0}
    said = owed.entry or owed.sighting
    known: dict[str, Any] = {"version": owed.version, "started_on": owed.trigger_on, "from_on": owed.trigger_on}
    if said is not None:
        born = getattr(said, "born_on", None) or getattr(said, "birth_date", None)
        known |= {name: getattr(said, name) for name in ("forename", "surname", "upn", "address", "postcode")}
        known["birth_date"] = born
    return known


def _field(question: Question) -> forms.Field:
    if question.kind in (Kind.DAY, Kind.AHEAD):
        return DateField(label=question.words, required=False)
    if question.kind is Kind.WORDS:
        return forms.CharField(label=question.words, required=False, max_length=500)
    return forms.ChoiceField(label=question.words, choices=YES_NO, required=False)


def _answer(question: Question, value: Any) -> Any:
    return ANSWERS.get(value) if question.kind is Kind.YES_NO else value
