"""How often contacts are asked again: the periods, at their edges."""

from datetime import date

from onroll.rules import contacts


def test_a_contact_is_due_once_a_year_has_passed() -> None:
    assert contacts.due_since(date(2026, 11, 2)) == date(2025, 11, 2)


def test_a_round_lasts_sixty_days_at_most_and_four_weeks_as_a_rule() -> None:
    assert contacts.latest_answer_by(date(2026, 11, 2)) == date(2027, 1, 1)
    assert contacts.usual_answer_by(date(2026, 11, 2)) == date(2026, 11, 30)


def test_a_reminder_is_due_a_week_after_the_email() -> None:
    assert contacts.reminder_due(date(2026, 11, 2)) == date(2026, 11, 9)
