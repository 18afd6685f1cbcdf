"""Typed readers of the environment. Each fails at start with the variable's name and a hint, never later."""

import os
from pathlib import Path


class SettingMissing(Exception):
    """A setting that this installation needs has no value."""


class SettingUnreadable(Exception):
    """A setting has a value that means nothing."""


def env_text(name: str, default: str) -> str:
    """Return a text setting."""
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool) -> bool:
    """Return a switch; only the words true and false are taken."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"true", "false"}:
        raise SettingUnreadable(f"{name} is {value!r}: write true or false")
    return value == "true"


def env_int(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isdecimal():
        raise SettingUnreadable(f"{name} is {value!r}: write a whole number")
    return int(value)


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return one of some words."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise SettingUnreadable(f"{name} is {value!r}: write one of {', '.join(choices)}")
    return value


def env_database(name: str, default: str) -> str:
    """Return a database's address. What it says is never repeated: it may hold a password."""
    value = os.environ.get(name, default)
    if not value.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise SettingUnreadable(
            f"{name} is no database address: write sqlite:///path or postgres://user@host:port/name"
        )
    return value


def env_list(name: str, default: str) -> list[str]:
    """Return a list, written with commas."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_secret(name: str, fallback: Path) -> str:
    """Return a secret from NAME, from the file that NAME_FILE names, or from the installation's own key file.

    Raises: SettingMissing, when none of the three is there.
    """
    if value := os.environ.get(name):
        return value
    path = Path(os.environ.get(f"{name}_FILE", fallback))
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise SettingMissing(f"{name} is not set and {path} does not exist: run `onroll prepare` to make it") from None
