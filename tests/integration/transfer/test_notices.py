"""Notices are kept with their step, go out after it, and are tried again until they have gone."""

import pytest
from click.testing import CliRunner
from django.core import mail

from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.transfer import actions, commands, notices
from onroll.transfer.models import Notice
from tests.integration.transfer import steps


@pytest.fixture
def no_mail_server(settings) -> None:
    """A mail server that nobody answers for."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


@pytest.mark.usefixtures("no_mail_server")
def test_a_mail_server_that_is_away_does_not_undo_the_step(cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = steps.send(cast.clerk, "8205678")

    message.refresh_from_db()
    assert message.state == "waiting"
    assert Notice.objects.get().sent_at is None
    result = CliRunner().invoke(commands.notices, ["send"])
    assert result.exit_code == 1
    assert "0 sent, 1 still owed." in result.output


def test_the_command_sends_what_is_owed_once(cast) -> None:
    steps.send(cast.clerk, "8205678")

    first = CliRunner().invoke(commands.notices, ["send"])
    second = CliRunner().invoke(commands.notices, ["send"])

    assert (first.exit_code, first.output) == (0, "1 sent, 0 still owed.\n")
    assert (second.exit_code, second.output) == (0, "0 sent, 0 still owed.\n")
    assert len(mail.outbox) == 1


def test_without_an_address_for_notices_those_who_handle_files_are_told(cast) -> None:
    cast.other_school.notices_to = ""
    cast.other_school.save()
    steps.send(cast.clerk, "8205678")

    CliRunner().invoke(commands.notices, ["send"])

    assert mail.outbox[0].recipients() == ["otherclerk@onroll.example"]


def test_a_school_without_anybody_stays_owed(cast) -> None:
    cast.other_school.notices_to = ""
    cast.other_school.save()
    cast.other_school.memberships.all().delete()
    steps.send(cast.clerk, "8205678")

    assert CliRunner().invoke(commands.notices, ["send"]).exit_code == 1


@pytest.mark.parametrize("kind", notices.Kind)
def test_each_notice_names_the_file_and_no_line_break_reaches_its_subject(kind: notices.Kind) -> None:
    words = notices.words_of(kind, organisation="St\nInvented", reference="F-7K3Q-2F9W")

    assert "\n" not in words.subject
    is_about_a_role = kind in (notices.Kind.ROLE_GIVEN, notices.Kind.COVER_GIVEN)  # which has a page, and no reference
    assert ("F-7K3Q-2F9W" in words.body) is not is_about_a_role


def test_a_notice_that_went_out_is_not_sent_again(cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        steps.send(cast.clerk, "8384001")
        actions.send_owed_notices(by_the_system(at=cast.clerk.act().at, purpose="tick"))  # before the callback

    assert len(mail.outbox) == 1
    assert LedgerEntry.objects.filter(name="transfer.NoticeSent").count() == 1
