"""What bad input gets: the table of it, with the tests that show it. A test that is renamed or gone fails here."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = HERE.parents[1]

# What comes in, and the tests that hold its words: a file below `tests`, and the test in it.
TABLE: dict[str, tuple[tuple[str, str], ...]] = {
    "dates in the wrong order": (
        ("integration/casework/test_pages.py", "test_dates_in_the_wrong_order_come_back_with_words_and_the_dates_kept"),
        ("integration/casework/test_progress.py", "test_dates_in_the_wrong_order_and_futures_are_refused"),
        ("integration/casework/test_work_on_case.py", "test_dates_that_cannot_be_are_refused_with_words"),
    ),
    "days in the future": (
        ("integration/casework/test_tell_us.py", "test_a_day_in_the_future_is_refused_before_anything_is_kept"),
        ("integration/casework/test_progress.py", "test_dates_in_the_wrong_order_and_futures_are_refused"),
    ),
    "a case closed twice": (
        ("integration/casework/test_close_case.py", "test_a_case_cannot_be_closed_twice"),
        ("integration/casework/test_pages.py", "test_closing_twice_says_that_it_is_closed"),
        (
            "integration/casework/test_close_case.py",
            "test_of_two_closings_at_the_same_moment_one_wins_and_the_other_is_told",
        ),
    ),
    "a stage skipped": (
        ("unit/casework/test_stages.py", "test_a_stage_skipped_is_refused_by_name_without_a_reason_and_taken_with_one"),
        ("integration/casework/test_progress.py", "test_a_stage_skipped_needs_its_reason_which_stands_in_the_story"),
    ),
    "an outcome without evidence": (
        ("integration/casework/test_close_case.py", "test_every_outcome_needs_evidence_in_words"),
        ("integration/casework/test_pages.py", "test_an_outcome_without_evidence_is_asked_for_it"),
        ("integration/casework/test_progress.py", "test_an_outcome_without_evidence_of_its_kind_is_refused"),
        (
            "integration/casework/test_close_case.py",
            "test_the_database_itself_refuses_a_closed_case_without_evidence",
        ),
    ),
    "a notification with no name at all": (
        ("integration/casework/test_tell_us.py", "test_a_child_without_any_name_is_kept"),
        (
            "integration/casework/test_telling.py",
            "test_a_notification_without_any_name_stands_in_the_work_list_with_who_told",
        ),
    ),
    "a free text of 200 kB": (
        ("integration/casework/test_tell_us.py", "test_a_text_of_200_kb_is_refused_in_plain_words"),
        ("integration/casework/test_imports.py", "test_a_text_of_200_kb_in_a_list_is_left_out_with_its_code"),
        (
            "integration/casework/test_progress_pages.py",
            "test_a_text_of_200_kb_is_refused_at_its_field_and_the_case_stays_as_it_was",
        ),
        ("integration/doors/test_agencies.py", "test_bad_input_gets_problems_with_codes_and_nothing_is_kept"),
    ),
    "an upload that is not what it says": (
        (
            "integration/casework/test_enclosures.py",
            "test_an_upload_that_is_not_what_it_says_is_refused_with_words_and_nothing_is_kept",
        ),
    ),
    "500 notifications in a minute from one address": (
        ("integration/casework/test_tell_us.py", "test_five_hundred_notifications_in_a_minute_from_one_address"),
    ),
    "an edit made in a stale tab": (
        (
            "integration/casework/test_stale_tabs.py",
            "test_a_stale_tab_of_any_changing_page_is_told_so_and_changes_nothing",
        ),
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_each_bad_input_of_the_table_has_its_tests(what: str) -> None:
    missing = [f"{file}::{name}" for file, name in TABLE[what] if name not in _tests_of(file)]

    assert missing == []


def _tests_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
