"""Dates, times, sizes and counts as a person reads them.

Source for the forms: GOV.UK style guide, "Dates" and "Times".
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SIZES = ("bytes", "KB", "MB", "GB")
IRREGULAR_PLURALS = {
    "child": "children",
    "person": "people",
    "enquiry": "enquiries",
    "authority": "authorities",
    "agency": "agencies",
}


def day_words(day: date) -> str:
    """Return a date as in "7 September 2026"."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: datetime) -> str:
    """Return an aware moment, on the clocks of London, as in "7 September 2026, 3:04pm"."""
    local = moment.astimezone(LONDON)
    return f"{day_words(local)}, {time_words(local)}"


def time_words(local: datetime) -> str:
    """Return the time of day as in "3:04pm"; midday and midnight by name, as 12:00pm is often misread."""
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midnight" if local.hour == 0 else "midday"
    return f"{(local.hour - 1) % 12 + 1}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def count_words(number: int, noun: str) -> str:
    """Return a number with its noun, as in "1 file" or "3,000 children"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return the plural of one of the nouns our pages use; the last word is the one that changes."""
    before, _, last = noun.rpartition(" ")
    return f"{before} {plural_word(last)}".strip()


def plural_word(word: str) -> str:
    """Return the plural of a single word."""
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def days_words(days: int) -> str:
    """Return a span of calendar days, as in "1 day" or "12 days"."""
    return count_words(days, "day")


def school_days_words(days: int) -> str:
    """Return a span of school days, always named so: a bare "days" would be read as calendar days."""
    return count_words(days, "school day")


def bytes_words(size: int) -> str:
    """Return a size in the units people know from their own files, 1 KB being 1,000 bytes, as in "21 KB"."""
    amount, unit = float(size), 0
    while amount >= 999.5 and unit < len(SIZES) - 1:
        amount, unit = amount / 1000, unit + 1
    number = f"{amount:.0f}" if unit == 0 or amount >= 10 else f"{amount:.1f}".removesuffix(".0")
    return "1 byte" if size == 1 else f"{number} {SIZES[unit]}"


def and_list(items: Sequence[str]) -> str:
    """Return items joined as in "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def or_list(items: Sequence[str]) -> str:
    """Return items joined as in "A, B or C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} or {items[-1]}"


def lower_first(words: str) -> str:
    """Return words fit for the middle of a sentence; an abbreviation such as "UPN" keeps its capitals."""
    return words if words[1:2].isupper() or words.startswith("I ") else words[:1].lower() + words[1:]
