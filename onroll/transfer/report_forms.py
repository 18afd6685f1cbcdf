"""What is asked of a report: the month, the day as at which it is counted, and what counts as long."""

import dataclasses
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms

from onroll.audit.act import LONDON
from onroll.rules import deadlines
from onroll.transfer import months
from onroll.transfer.months import Month
from onroll.web.forms import DateField, Form

DAYS = deadlines.NON_DELIVERY_DAYS.value[0]
MOST_DAYS = 365


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A month, the moment before which everything counts, and after how many days waiting is long."""

    month: Month
    until: datetime
    days: int


class SessionsAsked(Form):
    """Which month of uploads and downloads, as at which day."""

    month = forms.ChoiceField(label="Month", required=False)
    as_at = DateField(label="As at the end of", help_text="Leave empty for now, or the month’s end", required=False)
    days = forms.IntegerField(
        label="Waiting long: more than",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "invalid": "Waiting long must be a number of days, like 5",
            "min_value": "Waiting long must be 1 day or more",
            "max_value": f"Waiting long must be {MOST_DAYS} days or fewer",
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = choices  # type: ignore[attr-defined]

    def asked(self, on: date) -> Asked:
        """Return what is asked for; where something was mistyped or left out, this month, now, and the usual days."""
        self.full_clean()
        given = self.cleaned_data
        month = months.parse(given.get("month") or "") or months.month_of(on)
        as_at: date = given.get("as_at") or on
        return Asked(month, end_of(as_at), given.get("days") or DAYS)

    def query(self, on: date) -> str:
        """Return the same as the query of an address."""
        asked = self.asked(on)
        as_at = self.cleaned_data.get("as_at")
        day = {f"as_at_{name}": getattr(as_at, name) for name in ("day", "month", "year")} if as_at else {}
        return urlencode({"month": str(asked.month), "days": asked.days, **day})


def end_of(day: date) -> datetime:
    """Return the first moment after a day, by the clock of London."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=LONDON)
