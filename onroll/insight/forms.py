"""What is asked of lists and figures, and an authority's choice of its local tag."""

from datetime import date

from django import forms

from onroll.audit.act import Act
from onroll.insight.queries import Asked, asked_of
from onroll.rules.missing import TITLES, List, RuleName
from onroll.rules.school_years import SchoolYear, year_of
from onroll.web.dates import DateField
from onroll.web.forms import Form

YEARS_BACK = 5
RULES = [(rule.value, TITLES[rule]) for rule in reversed(RuleName)]


class AskLists(Form):
    """Which list, about which day, as known at which day, by which rule set."""

    on = DateField(label="Day the list is of", required=False, help_text="Leave empty for today")
    known_on = DateField(label="Day up to whose end things were known", required=False, help_text="Empty: today")
    rule = forms.ChoiceField(label="Rule", required=False, choices=RULES)
    which = forms.ChoiceField(required=False, choices=[(each.value, each.value) for each in List])
    page = forms.IntegerField(required=False, min_value=1)

    def asked(self, act: Act) -> Asked:
        """Return the question. Raises: NotYet."""
        given = self.cleaned_data
        rule = RuleName(given.get("rule") or RuleName.RETURN_2025)
        return asked_of(act, on=given.get("on"), known_on=given.get("known_on"), rule=rule)

    def chosen(self) -> List:
        """Return the list that is shown: missing education, where none is asked for."""
        named = self.cleaned_data.get("which")
        return List(named) if named and named != List.NONE else List.MISSING


class AskFigures(Form):
    """Of which school year, by which rule set, as known at the end of which day."""

    year = forms.ChoiceField(label="School year", required=False)
    rule = forms.ChoiceField(label="Rule", required=False, choices=RULES)
    as_at = DateField(label="As at the end of", required=False, help_text="Leave empty for now")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        newest = year_of(today)
        self.years = [SchoolYear(newest.starts_in - back) for back in range(YEARS_BACK)]
        self.fields["year"].choices = [(str(year), str(year)) for year in self.years]  # type: ignore[attr-defined]

    def asked(self, act: Act) -> Asked:
        """Return the question. Raises: NotYet."""
        as_at = self.cleaned_data.get("as_at")
        rule = RuleName(self.cleaned_data.get("rule") or RuleName.RETURN_2025)
        return asked_of(act, on=as_at, known_on=as_at, rule=rule)

    def chosen(self) -> SchoolYear:
        """Return the school year: this one, where none is asked for."""
        named = self.cleaned_data.get("year")
        return next((year for year in self.years if str(year) == named), self.years[0])


class SetLocalTag(Form):
    """After how many days a child is marked; empty: never."""

    after_days = forms.IntegerField(
        label="Mark a child after how many days out?",
        required=False,
        help_text="Leave empty to mark nobody. Four weeks are 28 days",
        error_messages={"invalid": "Number of days must be a whole number, such as 28"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
