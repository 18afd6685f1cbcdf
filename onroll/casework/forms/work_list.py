"""The filters of the work list."""

from django import forms

from onroll.casework.queries import Filters, Queue
from onroll.casework.risks import Risk
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.web.forms import Form


class WorkListFilters(Form):
    """What the officer wants to see of the work list."""

    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[
            ("", "All stages"),
            *((stage.value, f"{MEANINGS[stage].number}. {MEANINGS[stage].name}") for stage in WORKING),
        ],
    )
    risk = forms.ChoiceField(
        label="Risk", required=False, choices=[("", "Every risk"), *((str(risk.value), risk.label) for risk in Risk)]
    )
    queue = forms.ChoiceField(
        label="Whose cases",
        required=False,
        choices=[
            (Queue.ALL.value, "Everybody’s"),
            (Queue.MINE.value, "Those I am responsible for"),
            (Queue.DEPUTY.value, "Those I am deputy for"),
            (Queue.COVERED.value, "Those of a colleague I cover for today"),
            (Queue.UNATTENDED.value, "Those of somebody who has left the team"),
        ],
    )
    overdue = forms.BooleanField(label="Only cases overdue for follow-up", required=False)
    of = forms.IntegerField(required=False, min_value=1)
    page = forms.IntegerField(required=False, min_value=1)
    told = forms.IntegerField(required=False, min_value=1)

    def filters(self) -> Filters:
        """Return the filters; what cannot be understood is left out, so that a mistyped address shows everything."""
        given = self.cleaned_data if self.is_valid() else {}
        return Filters(
            queue=Queue(given.get("queue") or ""),
            risk=Risk(int(given["risk"])) if given.get("risk") else None,
            responsible_id=given.get("of"),
            overdue=given.get("overdue", False),
            stage=Stage(given["stage"]) if given.get("stage") else None,
            page=given.get("page") or 1,
            told_page=given.get("told") or 1,
        )
