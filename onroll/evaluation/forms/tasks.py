"""Forms of the action plan."""

from django import forms

from onroll.evaluation.forms.rounds import Versioned
from onroll.evaluation.models import TaskKind
from onroll.web.forms import DateField, Form


class SetTask(Form):
    """What is to be done about a step, by whom and by when."""

    kind = forms.ChoiceField(label="What is this task for?", choices=TaskKind.choices)
    what = forms.CharField(label="What is to be done?", max_length=1000, widget=forms.Textarea)
    owner = forms.CharField(label="Who will do it?", max_length=200, help_text="A name and a role.")
    due_on = DateField(label="By which day?")


class ChangeTask(Versioned):
    """Another owner or day."""

    owner = forms.CharField(label="Who will do it?", max_length=200)
    due_on = DateField(label="By which day?")


class FinishTask(Versioned):
    """That a task is done."""

    done_on = DateField(label="On which day was it done?")
    words = forms.CharField(label="What was done?", max_length=1000, widget=forms.Textarea)
