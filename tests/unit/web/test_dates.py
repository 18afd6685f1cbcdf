"""A date in three boxes: what is understood, and which box an error is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.web import forms


class Admission(forms.Form):
    admitted_on = forms.DateField(label="Date of admission")


class MaybeAdmission(forms.Form):
    admitted_on = forms.DateField(label="Date of admission", required=False)


def typed(day, month, year, form=Admission):
    return form({"admitted_on_day": day, "admitted_on_month": month, "admitted_on_year": year})


@pytest.mark.parametrize("month", ["9", "09", "September", "september", "Sep", "Sept", "sept.", " 9 "])
def test_a_month_may_be_a_number_or_a_name(month):
    form = typed("7", month, "2026")

    assert form.is_valid()
    assert form.cleaned_data["admitted_on"] == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("boxes", "words", "box"),
    [
        (("", "9", "2026"), "Date of admission must include a day", "day"),
        (("", "9", ""), "Date of admission must include a day and year", "day"),
        (("7", "", ""), "Date of admission must include a month and year", "month"),
        (("32", "9", "2026"), "Day of date of admission must be a number from 1 to 31", "day"),
        (("0", "9", "2026"), "Day of date of admission must be a number from 1 to 31", "day"),
        (("seven", "9", "2026"), "Day of date of admission must be a number from 1 to 31", "day"),
        (("29", "2", "2026"), "Date of admission must be a real date: February 2026 has 28 days", "day"),
        (
            ("7", "13", "2026"),
            "Month of date of admission must be a number from 1 to 12, or a name such as September",
            "month",
        ),
        (
            ("7", "Ju", "2026"),
            "Month of date of admission must be a number from 1 to 12, or a name such as September",
            "month",
        ),
        (("7", "9", "26"), "Year of date of admission must be four numbers, such as 2026", "year"),
        (("7", "9", "0026"), "Year of date of admission must be four numbers, such as 2026", "year"),
        (("\u0667", "9", "2026"), "Day of date of admission must be a number from 1 to 31", "day"),
    ],
)
def test_an_error_names_the_box_and_its_link_leads_there(boxes, words, box):
    form = typed(*boxes)

    assert [(line.text, line.anchor) for line in form.error_lines()] == [(words, f"id_admitted_on_{box}")]


def test_a_leap_day_is_a_date():
    assert typed("29", "2", "2028").is_valid()


def test_an_empty_date_is_asked_for_only_where_it_is_needed():
    needed, optional = typed("", "", ""), typed("", " ", "", form=MaybeAdmission)

    assert [(line.text, line.anchor) for line in needed.error_lines()] == [
        ("Enter date of admission", "id_admitted_on_day")
    ]
    assert optional.is_valid()
    assert optional.cleaned_data["admitted_on"] is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_date_typed_as_numbers_comes_back(day):
    form = typed(str(day.day), str(day.month), str(day.year))

    assert form.is_valid()
    assert form.cleaned_data["admitted_on"] == day


@given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
def test_no_text_whatever_makes_it_fall_over(day, month, year):
    form = typed(day, month, year)

    assert form.is_valid() or form.error_lines()


def test_it_knows_whether_it_was_changed():
    unchanged = {"admitted_on_day": "7", "admitted_on_month": "9", "admitted_on_year": "2026"}
    initial = {"admitted_on": date(2026, 9, 7)}

    assert not Admission(unchanged, initial=initial).has_changed()
    assert Admission({**unchanged, "admitted_on_day": "8"}, initial=initial).has_changed()
