"""Final words of the pages of this room."""

from onroll.attendance.presenters.dates import dates_sheet, one_dates
from onroll.attendance.presenters.days import (
    calls_sheet,
    codes_sheet,
    no_school_words,
    seen_sheet,
    today_sheet,
    week_sheet,
)
from onroll.attendance.presenters.files import file_page, fresh_sheet, send_page
from onroll.attendance.presenters.letters import (
    certificates_sheet,
    letter_text_sheet,
    letter_texts_sheet,
    letters_sheet,
)
from onroll.attendance.presenters.numbers import (
    alert_sheet,
    alerts_sheet,
    analysis_sheet,
    checks_sheet,
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
    "certificates_sheet",
    "checks_sheet",
    "codes_sheet",
    "dates_sheet",
    "file_page",
    "fresh_sheet",
    "letter_text_sheet",
    "letter_texts_sheet",
    "letters_sheet",
    "name_of",
    "no_school_words",
    "one_dates",
    "percent_words",
    "places_sheet",
    "seen_sheet",
    "send_page",
    "today_sheet",
    "week_sheet",
    "weekday_words",
]
