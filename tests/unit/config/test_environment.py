"""Settings fail at start, with their name and what to write."""

import pytest

from onroll.config import environment, keys


def test_a_switch_takes_only_true_and_false(monkeypatch) -> None:
    monkeypatch.setenv("ONROLL_X", "yes")

    with pytest.raises(environment.SettingUnreadable, match="ONROLL_X is 'yes': write true or false"):
        environment.env_bool("ONROLL_X", default=False)


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("false", False), (None, True)])
def test_a_switch_is_read(monkeypatch, value, expected) -> None:
    monkeypatch.delenv("ONROLL_X", raising=False)
    if value is not None:
        monkeypatch.setenv("ONROLL_X", value)

    assert environment.env_bool("ONROLL_X", default=True) is expected


def test_a_number_that_is_none_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("ONROLL_X", "many")

    with pytest.raises(environment.SettingUnreadable, match="write a whole number"):
        environment.env_int("ONROLL_X", 3)


def test_a_number_is_read(monkeypatch) -> None:
    assert environment.env_int("ONROLL_Y", 3) == 3
    monkeypatch.setenv("ONROLL_Y", "12")
    assert environment.env_int("ONROLL_Y", 3) == 12


def test_a_secret_comes_from_the_variable_then_the_named_file_then_the_installation(monkeypatch, tmp_path) -> None:
    own, named = tmp_path / "own", tmp_path / "named"
    own.write_text("from the installation\n")
    named.write_text("from the named file\n")
    monkeypatch.delenv("ONROLL_S", raising=False)

    assert environment.env_secret("ONROLL_S", own) == "from the installation"
    monkeypatch.setenv("ONROLL_S_FILE", str(named))
    assert environment.env_secret("ONROLL_S", own) == "from the named file"
    monkeypatch.setenv("ONROLL_S", "from the variable")
    assert environment.env_secret("ONROLL_S", own) == "from the variable"


def test_a_secret_that_is_nowhere_says_what_to_do(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("ONROLL_S", raising=False)

    with pytest.raises(environment.SettingMissing, match="run `onroll prepare`"):
        environment.env_secret("ONROLL_S", tmp_path / "nothing")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path) -> None:
    made = keys.make_missing_keys(tmp_path)
    contents = {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()}

    again = keys.make_missing_keys(tmp_path)

    assert sorted(made) == ["sessions.key", "vault.key"]
    assert again == []
    assert contents == {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()}
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert len(bytes.fromhex(contents["vault.key"])) == 32


def test_a_word_that_is_not_among_the_choices_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("ONROLL_X", "LOUD")

    with pytest.raises(environment.SettingUnreadable, match="write one of QUIET, NORMAL"):
        environment.env_choice("ONROLL_X", "NORMAL", ("QUIET", "NORMAL"))


def test_a_choice_is_read(monkeypatch) -> None:
    monkeypatch.setenv("ONROLL_X", "QUIET")

    assert environment.env_choice("ONROLL_X", "NORMAL", ("QUIET", "NORMAL")) == "QUIET"


def test_an_address_that_is_no_database_is_refused_without_repeating_it(monkeypatch) -> None:
    monkeypatch.setenv("ONROLL_X", "mysql://user:geheim@host/name")

    with pytest.raises(environment.SettingUnreadable) as refused:
        environment.env_database("ONROLL_X", "sqlite:///x")

    assert "geheim" not in str(refused.value)


def test_a_database_address_is_read(monkeypatch) -> None:
    monkeypatch.delenv("ONROLL_X", raising=False)

    assert environment.env_database("ONROLL_X", "sqlite:///x") == "sqlite:///x"
