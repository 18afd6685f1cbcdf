"""`onroll match`: lists by default, and the registry's own commands beside them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from onroll.config.matching import match


def test_help_names_what_is_for_lists_and_what_is_for_our_own_children() -> None:
    shown = CliRunner().invoke(match, ["--help"]).output

    assert all(name in shown for name in ("lists", "evaluate", "standing", "audit"))


def test_a_file_needs_no_more_words(tmp_path: Path) -> None:
    done = CliRunner().invoke(match, [str(tmp_path / "a.csv")])

    assert done.exit_code == 2
    assert "two lists or more" in done.output


@pytest.mark.django_db
def test_the_registrys_commands_run(db: None) -> None:
    audited = CliRunner().invoke(match, ["audit"])
    matched = CliRunner().invoke(match, ["standing"])

    assert (audited.exit_code, matched.exit_code) == (0, 0), audited.output + matched.output
    assert "Too few decisions to say" in audited.output
    assert "0 records compared" in matched.output
