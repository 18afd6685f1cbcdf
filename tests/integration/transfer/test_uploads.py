"""An upload stops at the limit, is never on disk unsealed, and leaves nothing half-done."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from onroll.transfer import uploads
from onroll.transfer.models import Message
from onroll.vault.actions import FileTooLarge
from onroll.vault.models import StoredFile
from tests.integration.transfer.files import Child, name_of, transfer_file

FIVE_GB = 5 * 1024**3


class Unread(io.RawIOBase):
    """A body that fails the test when it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise AssertionError("the body was read")


def test_a_body_that_says_it_has_5_gb_is_refused_unread(cast, signed_in) -> None:
    client = signed_in(cast.clerk)
    body = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(FIVE_GB)}

    response = client.post("/files/send/", content_type="multipart/form-data; boundary=x", **body)

    assert response.status_code == 413
    assert "larger than 100 MB" in response.content.decode()
    assert not StoredFile.objects.exists()
    assert not Message.objects.exists()


def test_a_file_over_the_limit_gets_a_clear_page_and_leaves_nothing(cast, signed_in, settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    given = SimpleUploadedFile(name_of(), b"<" + b"x" * (1024 * 1024 + 4096))

    response = signed_in(cast.clerk).post("/files/send/", {"file": given})

    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_several_files_together_may_not_pass_the_limit_either() -> None:
    handler = uploads.LimitedUpload(RequestFactory().get("/"), limit=1000)
    handler.new_file("file", "one.xml", "text/xml", None)
    handler.receive_data_chunk(b"x" * 600, 0)
    handler.file_complete(600)
    handler.new_file("file", "two.xml", "text/xml", None)

    with pytest.raises(FileTooLarge):
        handler.receive_data_chunk(b"x" * 600, 0)
    assert all(spool._file.closed for spool in handler.spools)


def test_a_large_upload_arrives_whole(cast, signed_in) -> None:
    children = tuple(Child(upn="", surname=f"Large{number}") for number in range(4000))
    content = transfer_file(children=children)
    assert len(content) > uploads.IN_MEMORY_BYTES

    signed_in(cast.clerk).post("/files/send/", {"file": SimpleUploadedFile(name_of(), content)})

    message = Message.objects.get()
    assert message.pupil_count == 4000
    assert message.stored_file.size == len(content)
    assert message.stored_file.path


def test_what_waits_on_disk_is_sealed_and_reads_back_more_than_once() -> None:
    spool = uploads.SealedSpool()
    spool.write(b"Quillfeather" * 200_000)

    spool._file.seek(0)
    assert b"Quillfeather" not in spool._file.read()
    assert b"".join(spool.pieces()) == b"Quillfeather" * 200_000
    assert b"".join(spool.pieces()) == b"Quillfeather" * 200_000
    spool.close()


def test_an_upload_without_its_token_is_refused(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk.person, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.post("/files/send/", {"file": SimpleUploadedFile(name_of(), transfer_file())})

    assert response.status_code == 403
    assert not Message.objects.exists()
