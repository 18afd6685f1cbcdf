"""What is asked on the pages of this room."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms

from onroll.access.models import Organisation
from onroll.attendance.actions import Arranged
from onroll.attendance.actions.writing import NewMarks
from onroll.attendance.models import CallResult, PlaceKind, PlaceMark
from onroll.attendance.queries import Line, Register
from onroll.rolls.models import DatesKind
from onroll.rules.attendance_codes import Session, codes_on, fault_of
from onroll.web.dates import DateField
from onroll.web.forms import Form

HALF_DAYS = [
    (f"{number}", f"{day} {half}")
    for number, (day, half) in enumerate(
        (day, half)
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        for half in ("morning", "afternoon")
    )
]
PLAIN = {Session.AM: "/", Session.PM: "\\"}


def code_choices(on: date, session: Session) -> list[tuple[str, str]]:
    """Return the codes that can be marked in a session, the plain one first, each with its meaning."""
    codes = [code for letter, code in codes_on(on).items() if fault_of(letter, session, on) is None]
    return [("", "Not marked"), *((code.letter, f"{code.letter} {code.meaning[:60]}") for code in codes)]


class RegisterForm(Form):
    """A form's register of a day: a code for each pupil and session. `seen` is of the marks that were shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    rest = forms.ChoiceField(required=False, choices=[("AM", "AM"), ("PM", "PM")])

    def __init__(self, *args: object, register: Register, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        for line in register.lines:
            for session in Session:
                field = forms.ChoiceField(
                    label=f"{session.value}, {line.entry.forename} {line.entry.surname}",
                    required=False,
                    choices=code_choices(register.on, session),
                    initial=suggested(line, session),
                )
                self.fields[field_name(line, session)] = field

    def marks(self) -> list[NewMarks]:
        """Return what is to be written: every pupil, with the rest marked present where that was asked."""
        rest = self.cleaned_data.get("rest")
        return [
            NewMarks(
                entry_id=line.entry.pk,
                on=self.register.on,
                am=self._code(line, Session.AM, rest),
                pm=self._code(line, Session.PM, rest),
            )
            for line in self.register.lines
        ]

    def _code(self, line: Line, session: Session, rest: str | None) -> str:
        given = str(self.cleaned_data.get(field_name(line, session)) or "")
        return given or (PLAIN[session] if rest == session.value else "")


def field_name(line: Line, session: Session) -> str:
    """Return the name of the field of a pupil and session."""
    return f"{session.value.lower()}_{line.entry.pk}"


def suggested(line: Line, session: Session) -> str:
    """Return the mark that stands; where none does, the code of a place that said the pupil was there."""
    if line.marks is not None and (line.marks.am if session is Session.AM else line.marks.pm):
        return line.marks.am if session is Session.AM else line.marks.pm
    for placement, told in line.told:
        said = (told.am if session is Session.AM else told.pm) if told else ""
        if said in {PlaceMark.HERE, PlaceMark.LATE}:
            return placement.code
        if said == PlaceMark.ABSENT and placement.code != "D":
            return "N"
    return ""


class AskDay(Form):
    """Of which day and form."""

    on = DateField(label="Day", required=False, help_text="Leave empty for today")
    form = forms.CharField(required=False, max_length=40)


class NewDates(Form):
    """A term or a closure of the school."""

    kind = forms.ChoiceField(label="What do you want to add?", choices=DatesKind.choices, widget=forms.RadioSelect)
    first_on = DateField(label="First day")
    last_on = DateField(label="Last day", required=False, help_text="Leave empty for one day")
    words = forms.CharField(
        label="Its name, if it has one", required=False, max_length=100, help_text="Such as Autumn term, first half"
    )


class AskCodes(Form):
    """What happened, in the clerk's own words."""

    words = forms.CharField(label="What happened?", required=False, max_length=60)


class EndCall(Form):
    """What came of a call."""

    result = forms.ChoiceField(label="What came of the call?", choices=CallResult.choices, widget=forms.RadioSelect)
    code = forms.ChoiceField(label="Code of the reason, if you know it", required=False)
    note = forms.CharField(label="Note for your colleagues", required=False, max_length=300)

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        codes = [each for each in code_choices(on, Session.AM) if each[0] not in {"", "N", "/"}]
        self.fields["code"].choices = [("", "Not known"), *codes]  # type: ignore[attr-defined]


class CloseAlert(Form):
    """What came of an alert."""

    outcome = forms.CharField(
        label="What came of it?", max_length=500, help_text="What you found out, and what was done"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes none when it runs
    """A choice of places by their names: a provider has no number to tell."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Return the name of a place, and its town where that is known."""
        return f"{obj.name}, {obj.town}" if obj.town else obj.name


class NewPlacement(Form):
    """A place beside the school."""

    kind = forms.ChoiceField(label="What is it?", choices=PlaceKind.choices, widget=forms.RadioSelect)
    place = PlaceField(
        label="Which place?",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="It has no account here",
        help_text="A place with an account enters its own marks",
    )
    place_name = forms.CharField(label="Its name, if it has no account here", required=False, max_length=200)
    half_days = forms.MultipleChoiceField(
        label="When should the child be there?", choices=HALF_DAYS, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.DecimalField(label="Hours a week there", max_digits=4, decimal_places=1)
    main_hours = forms.DecimalField(
        label="Hours a week still at school", max_digits=4, decimal_places=1, help_text="0 where there are none"
    )
    commissioner = PlaceField(
        label="Who arranged it?",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="We did",
        help_text="Choose an authority if it arranged the place: it stays responsible, and sees the child’s week",
    )
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day, if it is known", required=False)

    def __init__(
        self,
        *args: object,
        places: Iterable[Organisation],
        authorities: Iterable[Organisation] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["commissioner"].queryset = authorities  # type: ignore[attr-defined]

    def arranged(self) -> Arranged:
        """Return what was arranged."""
        given = self.cleaned_data
        chosen = set(given["half_days"])
        return Arranged(
            kind=PlaceKind(given["kind"]),
            place=given["place"],
            place_name=given["place_name"],
            commissioner=given["commissioner"],
            hours=Decimal(given["hours"]),
            main_hours=given["main_hours"],
            pattern="".join("1" if number in chosen else "0" for number, _ in HALF_DAYS),
            from_on=given["from_on"],
            until_on=given["until_on"],
        )


class EndPlacement(Form):
    """The last day of a place, and why."""

    until_on = DateField(label="Last day")
    why = forms.CharField(label="Why does it end, and where will the child be after it?", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OurPlace(Form):
    """Who was at the acting place on a day: an answer for each child and session."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, lines: Iterable[tuple[int, str, str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.ids = []
        for placement_id, name, am, pm in lines:
            self.ids.append(placement_id)
            for session, said in ((Session.AM, am), (Session.PM, pm)):
                self.fields[f"{session.value.lower()}_{placement_id}"] = forms.ChoiceField(
                    label=f"{session.value}, {name}",
                    required=False,
                    choices=[("", "Not told yet"), *PlaceMark.choices],
                    initial=said,
                )

    def marks(self) -> dict[int, tuple[str, str]]:
        """Return by placement what was said of each session."""
        given = self.cleaned_data
        return {pk: (given.get(f"am_{pk}") or "", given.get(f"pm_{pk}") or "") for pk in self.ids}
