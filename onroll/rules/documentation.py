"""The reference page of deadlines, made from the tables so that page and product cannot disagree."""

from collections.abc import Iterable, Sequence

from onroll.rules.deadlines import (
    CLOCK_JUMP_DAYS,
    LOST_WARNING_DAYS,
    NON_DELIVERY_DAYS,
    REMINDERS_SCHOOL_DAYS,
    every_deadline,
)
from onroll.rules.grounds import every_ground
from onroll.rules.home_education import NOT_IN_SCHOOL_REGISTER, PROVIDER_HOURS, REVIEW_MONTHS
from onroll.rules.leaving_questions import QUESTIONS, Kind
from onroll.rules.missing import EXPECTED_FOR_DAYS
from onroll.rules.retention import SCHEDULE
from onroll.rules.returns import ATTENDANCE_RETURN_MONTHS, FURTHEST_AHEAD_DAYS, SICKNESS_RETURN_DAYS
from onroll.rules.reviews import REVIEW_ESCALATION_DAYS, REVIEW_REMINDER_DAYS
from onroll.rules.rulesets import REGISTRATION, Setting
from onroll.rules.school_age import NEXT_SCHOOL_YEAR_STARTS

_OPENING = """# Deadlines and periods

Made from the tables of `onroll.rules`; do not edit by hand.

Marks: **V** read in a published copy; **K** well known, not read again; **U** uncertain, check before relying
on it; **P** this project's proposal, where no rule was found. Facts marked K, U or P are settings,
with dates, not constants. This page is not legal advice."""


def pages() -> dict[str, str]:
    """Return the generated pages: path under docs/ to Markdown."""
    sections = (_OPENING, _rule_sets(), _deadlines(), _settings(), _retention(), _grounds(), _facts())
    return {"reference/deadlines.md": "\n\n".join(sections) + "\n"}


_ANSWERED = {Kind.YES_NO: "yes or no", Kind.DAY: "a day that has come", Kind.AHEAD: "a day", Kind.WORDS: "words"}


def _facts() -> str:
    """The questions of each ground by their code: what a file or a feed gives as the facts of a ground."""
    rows = (
        (code, question.code, _ANSWERED[question.kind], question.words)
        for code, questions in QUESTIONS.items()
        for question in questions
    )
    head = "## Facts that a ground asks, by name in files and feeds\n\n"
    return head + _table(("Ground", "Name", "Answered with", "Question"), rows)


def _rule_sets() -> str:
    rows = ((each.title, each.source, each.in_force_from, each.in_force_until or "open") for each in REGISTRATION)
    return "## Rule sets\n\n" + _table(("Regulations", "Source", "From", "Until"), rows)


def _deadlines() -> str:
    head = ("Code", "Who", "From", "What", "Period", "How counted", "Source", "Status", "Mark", "Trap")
    rows = (
        (
            each.code, each.who, each.trigger, each.action, each.period_words, each.counting_rule,
            each.source, each.status, each.confidence, each.trap,
        )
        for each in every_deadline().values()
    )  # fmt: skip
    return "## Deadlines\n\n" + _table(head, rows)


def _settings() -> str:
    settings: tuple[Setting[tuple[int, int, int]] | Setting[tuple[int, int]] | Setting[tuple[int]], ...]
    settings = (
        *(REMINDERS_SCHOOL_DAYS, NON_DELIVERY_DAYS, LOST_WARNING_DAYS, CLOCK_JUMP_DAYS, NEXT_SCHOOL_YEAR_STARTS),
        *(REVIEW_REMINDER_DAYS, REVIEW_ESCALATION_DAYS, EXPECTED_FOR_DAYS, ATTENDANCE_RETURN_MONTHS),
        *(SICKNESS_RETURN_DAYS, FURTHEST_AHEAD_DAYS, REVIEW_MONTHS, NOT_IN_SCHOOL_REGISTER),
        PROVIDER_HOURS,
    )
    rows = ((each.name, ", ".join(map(str, each.value)), each.mark, each.source) for each in settings)
    return "## Settings\n\n" + _table(("Setting", "Value", "Mark", "Source"), rows)


def _retention() -> str:
    rows = (
        (record, each.value.trigger, each.value.words, each.value.afterwards, each.mark, each.source)
        for record, settings in SCHEDULE.items()
        for each in settings
    )
    return "## How long records are kept\n\n" + _table(("Record", "From", "Period", "Then", "Mark", "Source"), rows)


def _grounds() -> str:
    head = ("Regulations", "Reference", "Letter", "Ground", "Joint enquiries", "Period", "Code", "Mark")
    rows = (
        (
            each.ruleset.source, each.reference, each.letter, each.words,
            "yes" if each.needs_joint_enquiries else "no", each.minimum_period, each.code, each.confidence,
        )
        for each in every_ground()
    )  # fmt: skip
    words = "Read the letter with the day the pupil left: its meaning changed on 19 August 2024.\n\n"
    return "## Grounds for deletion\n\n" + words + _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")
