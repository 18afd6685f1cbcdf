"""What is asked for on the pages of the survey. An answer's form is made from its item."""

import uuid
from typing import Any

from django import forms

from onroll.selfeval.questionnaire import Item, Kind, question, words_of
from onroll.survey.models import Attribution, CallOutcome, Mode, RefusalReason
from onroll.survey.models.interviews import LEVEL_CHOICES
from onroll.web.dates import DateField
from onroll.web.forms import Form, UploadField

LIMIT_BYTES = 20_000_000
PARTLY = [("1", "1 point (chapter 4.1 of the report of 2006)"), ("2", "2 points (chapter 1.2)")]
_LINE = "line_"


class BeginSurvey(Form):
    """A new survey."""

    name = forms.CharField(label="Name of the survey", max_length=100)
    asked = forms.IntegerField(
        label="How many authorities are asked?",
        help_text="The response rate stands on this number. 149 were asked in 2006; there are others today",
        min_value=1,
        max_value=9_999,
    )
    partly = forms.ChoiceField(label="What does “partly achieved” score?", choices=PARTLY, initial="1")


class ChangeSurvey(BeginSurvey):
    """The settings of a survey."""

    is_closed = forms.BooleanField(label="The survey is closed: nothing in it can be changed", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["asked", "partly", "is_closed", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


class TakeFile(Form):
    """A file of authorities or of answers."""

    file = UploadField(label="File (CSV)", accept=".csv,text/csv", limit_bytes=LIMIT_BYTES)


class DrawSample(Form):
    """How many, by which seed."""

    size = forms.IntegerField(label="How many authorities?", min_value=1)
    seed = forms.IntegerField(
        label="Seed", help_text="Any whole number. The same seed draws the same authorities", min_value=0, initial=1
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RecordCall(Form):
    """What came of a call."""

    outcome = forms.ChoiceField(label="What came of the call?", choices=CallOutcome.choices)
    mode = forms.ChoiceField(
        label="If the interview begins: how?",
        choices=[(mode.value, mode.label) for mode in Mode if mode is not Mode.FILE],
        initial=Mode.TELEPHONE,
    )
    reason = forms.ChoiceField(
        label="If they refuse: why?", choices=[("", "Select a reason"), *RefusalReason.choices], required=False
    )
    again_on = DateField(label="If they ask to be called again: on which day?", required=False)
    note = forms.CharField(label="Note", max_length=500, required=False, help_text="For whoever calls next")


class ChangeContact(Form):
    """Whom to call."""

    contact_name = forms.CharField(label="Name", max_length=100, required=False)
    contact_post = forms.CharField(label="Post", max_length=100, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(label="Email", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerItem(Form):
    """The answer to one item: what is ticked (one field, or one for each line of a grid) and what is known of it."""

    item = forms.CharField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    evidence = forms.CharField(
        label="Evidence", max_length=1000, required=False, widget=forms.Textarea, help_text="What shows it?"
    )
    ask_whom = forms.CharField(
        label="If they do not know: who would?", max_length=200, required=False, help_text="A post is enough"
    )
    ask_by = DateField(label="Ask by", required=False)

    def __init__(self, *args: Any, asked: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if asked.probe:
            self.fields["evidence"].help_text = f"Ask about: {asked.probe}"
        for name, field in self._answers().items():
            self.fields[name] = field

    def _answers(self) -> dict[str, forms.Field]:
        options = [(option, words_of(option)) for option in self.asked.options]
        words = question(self.asked.key)
        if self.asked.kind is Kind.GRID:
            return {
                f"{_LINE}{line}": forms.ChoiceField(label=words_of(line), choices=options, required=False)
                for line in self.asked.lines
            }
        if self.asked.kind is Kind.MULTI:
            return {"said": forms.MultipleChoiceField(label=words, choices=options, required=False)}
        if self.asked.kind is Kind.TEXT:
            return {"said": forms.CharField(label=words, max_length=2000, required=False, widget=forms.Textarea)}
        return {"said": forms.ChoiceField(label=words, choices=options, required=False)}

    @property
    def answer_names(self) -> list[str]:
        """The names of the fields that hold the answer."""
        return list(self._answers())

    def said(self) -> dict[str, list[str]]:
        """Return line to ticked options; empty where nothing was said."""
        given = {name.removeprefix(_LINE) if name != "said" else "": name for name in self.answer_names}
        found: dict[str, list[str]] = {}
        for line, name in given.items():
            value = self.cleaned_data.get(name)
            if value:
                found[line] = list(value) if isinstance(value, list) else [value]
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without an answer; leaving open is a button of its own."""
        given = super().clean() or {}
        if "leave_open" not in self.data and not any(given.get(name) for name in self.answer_names):
            # A grid is refused as a whole, a single question at its field, so that the error link reaches it.
            self.add_error(self.answer_names[0], "Select an answer, or leave the question open for now")
        return given


def first_values(asked: Item, said: dict[str, list[str]]) -> dict[str, Any]:
    """Return what an answer's form shows at first: what counts now, and a key of its own."""
    shown: dict[str, Any] = {"item": asked.key, "key": uuid.uuid4()}
    for line, options in said.items():
        shown[f"{_LINE}{line}" if asked.kind is Kind.GRID else "said"] = (
            options if asked.kind is Kind.MULTI else options[0]
        )
    return shown


class LetStand(Form):
    """What was said when answers that do not agree were read out."""

    shown = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(label="What was said when both were read out?", max_length=500)


class Version(Form):
    """Which version of an interview a button was pressed on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class JudgeSteps(Form):
    """The interviewer's level of each step."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        for step, words in steps.items():
            choices = [("", "Not judged yet"), *LEVEL_CHOICES]
            self.fields[step] = forms.ChoiceField(label=f"{step}. {words}", choices=choices, required=False)
            self.fields[f"note_{step}"] = forms.CharField(label=f"Note on {step}", max_length=500, required=False)

    def levels(self) -> dict[str, str]:
        """Return the level of each step; empty where it is not judged."""
        return {step: self.cleaned_data[step] for step in self.steps}

    def notes(self) -> dict[str, str]:
        """Return the note on each step."""
        return {step: self.cleaned_data[f"note_{step}"] for step in self.steps}


class SettleStep(Form):
    """The level that counts, and why."""

    level = forms.ChoiceField(label="Which level counts?", choices=LEVEL_CHOICES)
    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AddStakeholder(Form):
    """A line of the stakeholder form."""

    organisation = forms.CharField(label="Organisation", max_length=100)
    is_main = forms.ChoiceField(
        label="Which kind of stakeholder?",
        choices=[("main", "One of the main ones"), ("occasional", "Occasional: the name is enough")],
    )
    contact = forms.CharField(label="Contact", max_length=100, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(label="Email", required=False)
    parts = forms.MultipleChoiceField(label="In which parts of the process do they take part?", required=False)

    def __init__(self, *args: Any, asked: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(line, words_of(line)) for line in asked.lines]  # type: ignore[attr-defined]


class RecordTalk(Form):
    """A talk of stage two."""

    guide = forms.ChoiceField(label="Whose guide was used?")
    held_on = DateField(label="Day of the talk")
    people = forms.IntegerField(label="How many people took part?", min_value=1, max_value=20, initial=1)
    attribution = forms.ChoiceField(label="How may they be quoted?", choices=Attribution.choices)
    consent_on = DateField(label="Day on which they agreed to that")

    def __init__(self, *args: Any, guides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].choices = guides  # type: ignore[attr-defined]


class NoteQuote(Form):
    """What was said, about what, and under which themes."""

    topic = forms.ChoiceField(label="About which topic of the guide?")
    words = forms.CharField(
        label="What was said, word for word",
        max_length=2000,
        widget=forms.Textarea,
        help_text="Leave out names of people and places, and anything about a child",
    )
    themes = forms.CharField(
        label="Themes", max_length=300, help_text="One or more, parted by commas. A new one is added to the list"
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]
