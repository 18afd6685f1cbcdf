"""Forms about a round: beginning one, evidence, settling, giving back, and numbers that were given."""

from typing import Any

from django import forms

from onroll.evaluation import actions
from onroll.evaluation.models import Audience, EvidenceKind
from onroll.selfeval import checklist
from onroll.selfeval.levels import WORDS
from onroll.web.forms import Form, UploadField


class Versioned(Form):
    """A form that carries the version of what was seen, so that a stale tab never overwrites."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class OpenRound(Form):
    """Which checklist, and how partly achieved counts."""

    set_key = forms.ChoiceField(label="Which checklist?")
    partly = forms.ChoiceField(
        label="What does “partly achieved” score?",
        choices=[("1", "1 point, as chapter 4 of the 2006 report has it"), ("2", "2 points, as its chapter 1 has it")],
        initial="1",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["set_key"]
        chosen.choices = [(each.key, f"{each.name}: {len(each.steps)} steps") for each in checklist.sets().values()]


class AttachFile(Form):
    """A file of evidence."""

    words = forms.CharField(
        label="What is this evidence?",
        max_length=200,
        help_text="For example “Policy of March 2026, section 4”. Do not write a child’s name.",
    )
    file = UploadField(label="File", limit_bytes=actions.LARGEST_BYTES)


class PointToEvidence(Form):
    """Where evidence is that is not kept here."""

    words = forms.CharField(label="What is this evidence?", max_length=200)
    kind = forms.ChoiceField(
        label="Where is it?",
        choices=[(kind.value, kind.label) for kind in (EvidenceKind.PAGE, EvidenceKind.ELSEWHERE)],
    )
    place = forms.CharField(
        label="Address or place",
        max_length=500,
        help_text="The page’s address, starting with https://, or where the document is and who keeps it.",
    )


class TakeAway(Form):
    """Why evidence is taken away."""

    why = forms.CharField(label="Why is it taken away?", max_length=500, widget=forms.Textarea)


class GiveBack(Versioned):
    """What is to be done before the leader signs."""

    why = forms.CharField(label="What has to be done first?", max_length=1000, widget=forms.Textarea)


class Settle(Form):
    """The final result of a step, and why."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    level = forms.ChoiceField(
        label="What is the final result?",
        choices=[(level.value, WORDS[level]) for level in actions.SETTLED_LEVELS],
    )
    reason = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)


class GiveNumbers(Form):
    """To whom today's numbers were given."""

    audience = forms.ChoiceField(
        label="Who was given these numbers?", choices=[(each.value, each.label) for each in Audience]
    )
    given_to = forms.CharField(
        label="To which person or meeting?", max_length=200, help_text="For example “Scrutiny committee, 4 March”."
    )
