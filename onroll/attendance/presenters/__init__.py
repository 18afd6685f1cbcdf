"""Final words of the pages of this room."""

from onroll.attendance.presenters.days import calls_sheet, codes_sheet, seen_sheet, today_sheet, week_sheet
from onroll.attendance.presenters.numbers import (
    alert_sheet,
    alerts_sheet,
    analysis_sheet,
    checks_sheet,
    letter_lines,
    letters_sheet,
    places_sheet,
)
from onroll.attendance.presenters.sheets import Section, Sheet, name_of, percent_words, weekday_words

__all__ = [
    "Section",
    "Sheet",
    "alert_sheet",
    "alerts_sheet",
    "analysis_sheet",
    "calls_sheet",
    "checks_sheet",
    "codes_sheet",
    "letter_lines",
    "letters_sheet",
    "name_of",
    "percent_words",
    "places_sheet",
    "seen_sheet",
    "today_sheet",
    "week_sheet",
    "weekday_words",
]
