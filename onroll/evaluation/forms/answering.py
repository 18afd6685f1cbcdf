"""The form of one step: the questionnaire's own questions, or how far the team has come; and since when."""

import dataclasses
from collections import defaultdict
from typing import Any

from django import forms
from django.forms import BoundField

from onroll.evaluation import actions
from onroll.evaluation.models import StepAnswer
from onroll.evaluation.queries.standing import DATES_COPIED_FROM, SCORED_BY_RULE
from onroll.evaluation.wording import LINES, OPTIONS, item_words
from onroll.selfeval.levels import WORDS
from onroll.selfeval.questionnaire import Item, Kind, of_step
from onroll.web.forms import DateField, Form

OWN_CHOICES = [(level.value, WORDS[level]) for level in actions.OWN_LEVELS]


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand under one heading; empty where the question is the field's own label."""

    heading: str
    probe: str
    fields: tuple[BoundField, ...]
    is_several: bool


class AnswerStep(Form):
    """Answers to one step. Each field of the questionnaire is named by its item and line, as in `A1b__health`."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    level = forms.ChoiceField(required=False)
    reason = forms.CharField(required=False, max_length=1000, widget=forms.Textarea)
    in_place_from_on = DateField(
        label="In place since",
        required=False,
        help_text="The day from which it was in place as you answer it. Six months later it can count as embedded.",
    )
    reviewed_on = DateField(
        label="Last reviewed on", required=False, help_text="The day of the last review since it was put in place."
    )
    reviewed_by = forms.CharField(label="Who reviewed it?", required=False, max_length=200)
    review_outcome = forms.CharField(
        label="What came of the review?",
        required=False,
        max_length=1000,
        help_text="“No change” is an outcome too.",
    )

    def __init__(self, data: Any, *, step: str, set_key: str, answer: StepAnswer | None) -> None:
        self.step = step
        self.asked = _asked(step) if set_key == SCORED_BY_RULE else ()
        super().__init__(data, initial=_initial(answer))
        if step in DATES_COPIED_FROM:
            del self.fields["in_place_from_on"]
            self.fields["reviewed_on"].help_text = "Since when it is in place is taken from step B3."
        for item in self.asked:
            for line in item.lines or ("",):
                self.fields[_name(item.key, line)] = _field(item, line)
        self._word_the_judgement()

    def _word_the_judgement(self) -> None:
        level: Any = self.fields["level"]
        if self.asked:
            level.label = "Do you judge this step differently from the rule?"
            level.choices = [("", "No: the rule’s result is right"), *OWN_CHOICES]
            self.fields["reason"].label = "If so, why?"
        else:
            level.label = "How far have you come?"
            level.choices = OWN_CHOICES
            self.fields["reason"].label = "What do you base this on?"

    def groups(self) -> list[Group]:
        """Return the questions of the questionnaire, in the order asked."""
        return [
            Group(
                heading=item_words(item.key) if item.lines else "",
                probe=item.probe,
                fields=tuple(self[_name(item.key, line)] for line in item.lines or ("",)),
                is_several=item.kind is Kind.MULTI,
            )
            for item in self.asked
        ]

    def given(self) -> actions.Given:
        """Return what was answered."""
        ticks: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for item in self.asked:
            for line in item.lines or ("",):
                value = self.cleaned_data[_name(item.key, line)]
                options = [value] if isinstance(value, str) and value else list(value or [])
                if options:
                    ticks[item.key][line] = options
        own = ("level", "reason", "in_place_from_on", "reviewed_on", "reviewed_by", "review_outcome")
        return actions.Given(
            ticks=dict(ticks), **{name: self.cleaned_data[name] for name in own if name in self.cleaned_data}
        )


def _asked(step: str) -> tuple[Item, ...]:
    """Return the questions of a step. Results are worked out; six months and a review come from dates."""
    return tuple(item for item in of_step(step) if item.kind is not Kind.RESULT and not item.asks_whether_embedded)


def _name(item: str, line: str) -> str:
    return f"{item}__{line}" if line else item


def _field(item: Item, line: str) -> forms.Field:
    label = LINES.get(line, line) if line else item_words(item.key)
    choices = [(option, OPTIONS.get(option, option)) for option in item.options]
    if item.kind is Kind.MULTI:
        return forms.MultipleChoiceField(label=label, choices=choices, required=False)
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _initial(answer: StepAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {"number": 0, "level": ""}
    names = ("number", "level", "reason", "in_place_from_on", "reviewed_on", "reviewed_by", "review_outcome")
    found: dict[str, Any] = {name: getattr(answer, name) for name in names}
    for item, lines in answer.ticks.items():
        for line, options in lines.items():
            found[_name(item, line)] = options
    return found
