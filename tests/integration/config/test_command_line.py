"""The command line says what is wrong in a line, on standard error, with exit code 2 for wrong use."""

import os
import socket
import subprocess
import sys

import pytest

from tests.architecture.code import HOME


def onroll(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in an installation of its own."""
    return subprocess.run(
        [sys.executable, "-m", "onroll", *words],
        cwd=HOME,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        pytest.param(("serve", "--port", "70000"), {}, "give a number from 1 to 65535", id="port too high"),
        pytest.param(("serve", "--port", "0"), {}, "give a number from 1 to 65535", id="port nought"),
        pytest.param(("serve",), {"PORT": "many"}, "give a number", id="port no number"),
        pytest.param(("users", "list"), {"ONROLL_DATABASE_URL": "nonsense"}, "ONROLL_DATABASE_URL", id="database"),
        pytest.param(("users", "list"), {"ONROLL_LOG_LEVEL": "LOUD"}, "ONROLL_LOG_LEVEL", id="log level"),
        pytest.param(("nonsense",), {}, "No such command", id="no such command"),
        pytest.param(
            ("users", "list"),
            {"ONROLL_DEMONSTRATION": "false", "ONROLL_EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
            "ONROLL_EMAIL_BACKEND",
            id="codes on the console",
        ),
    ],
)
def test_wrong_use_is_told_in_words_on_standard_error_with_exit_code_2(words, environment, said) -> None:
    done = onroll(*words, **environment)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_port_that_is_taken_is_told_before_anything_else_is() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = onroll("serve", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 1
    assert "Something else answers" in done.stderr
    assert "OnRoll answers" not in done.stdout
