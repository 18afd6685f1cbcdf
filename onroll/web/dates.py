"""A date typed into three boxes: what may be typed, and what we say when it cannot be a date.

Source for the wording: GOV.UK Design System, "Date input", error messages.
"""

import calendar
from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from onroll.web.words import and_list, lower_first

BOXES = ("day", "month", "year")
SHORTEST_MONTH_NAME = 3
FIRST_YEAR, LAST_YEAR = 1900, 2199


class DateBoxes(forms.MultiWidget):
    """Three text inputs named `<name>_day`, `<name>_month` and `<name>_year`, drawn by the `date` macro."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({box: forms.TextInput() for box in BOXES}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        """Return the texts of the boxes for a date that is known already."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DateField(forms.Field):
    """A date in three boxes. The code of its error is the box at fault: there the error link lands."""

    widget = DateBoxes

    def to_python(self, value: list[str | None] | None) -> date | None:
        """Return the date, None where every box is empty, or raise for the first box at fault."""
        texts = dict(zip(BOXES, ((text or "").strip() for text in value or ["", "", ""]), strict=True))
        if not any(texts.values()):
            return None
        name = str(self.label or "Date")
        check_all_filled(name, texts)
        year = read_year(name, texts["year"])
        month = read_month(name, texts["month"])
        return date(year, month, read_day(name, texts["day"], month=month, year=year))

    def has_changed(self, initial: date | None, data: list[str | None] | None) -> bool:
        """Say whether other words are in the boxes than the initial date would put there."""
        return [text or "" for text in data or ["", "", ""]] != DateBoxes().decompress(initial)


def check_all_filled(name: str, texts: Mapping[str, str]) -> None:
    """Raise, naming the empty boxes, when some are filled and some are not."""
    empty = [box for box in BOXES if not texts[box]]
    if empty:
        raise ValidationError(f"{name} must include a {and_list(empty)}", code=empty[0])


def read_day(name: str, text: str, *, month: int, year: int) -> int:
    """Return the day of the month, which must exist in that month."""
    last = calendar.monthrange(year, month)[1]
    day = number_in(text)
    if day is None or day < 1 or day > 31:
        raise ValidationError(f"Day of {lower_first(name)} must be a number from 1 to 31", code="day")
    if day > last:
        month_name = calendar.month_name[month]
        raise ValidationError(f"{name} must be a real date: {month_name} {year} has {last} days", code="day")
    return day


def read_month(name: str, text: str) -> int:
    """Return the month from its number or its English name, whole or shortened to three letters or more."""
    number = number_in(text)
    if number is not None and 1 <= number <= 12:
        return number
    if number is None and len(text) >= SHORTEST_MONTH_NAME:
        for month in range(1, 13):
            # "Sept." is how people write it.
            if calendar.month_name[month].casefold().startswith(text.rstrip(".").casefold()):
                return month
    words = f"Month of {lower_first(name)} must be a number from 1 to 12, or a name such as September"
    raise ValidationError(words, code="month")


def read_year(name: str, text: str) -> int:
    """Return the year, which must have four digits: "09" could be a birth or an admission."""
    number = number_in(text)
    if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
        raise ValidationError(f"Year of {lower_first(name)} must be four numbers, such as 2026", code="year")
    return number


def number_in(text: str) -> int | None:
    """Return the number a text is, or None; only the digits 0 to 9 count."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    """Return the boxes an error of a date field is about; all three when it is about the whole date."""
    codes = {error.code for error in bound.errors.as_data()}
    return tuple(box for box in BOXES if box in codes) or (BOXES if codes else ())
