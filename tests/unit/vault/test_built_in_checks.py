"""Our own content checks: each kind of danger is found by its code, and ordinary documents pass."""

import io
import random
import zipfile

import pytest

from onroll.vault.content_checks import archives
from onroll.vault.content_checks.built_in import BuiltIn
from onroll.vault.content_checks.scanner import Content

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAM = b"MZ\x90\x00" + b"\0" * 60


def found(name: str, content: bytes) -> tuple[str, ...]:
    return BuiltIn().scan(Content(name, len(content), lambda: io.BytesIO(content)))


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(**more: bytes) -> bytes:
    parts = {name.replace("__", "/"): content for name, content in more.items()}
    return zipped({"[Content_Types].xml": b"<?xml version='1.0'?><Types/>", "word/document.xml": b"<w/>"} | parts)


ORDINARY = [
    ("plan.pdf", b"%PDF-1.7\n..."),
    ("plan.PDF", b"\r\n%PDF-1.4\n..."),
    ("photo.jpg", b"\x89PNG\r\n\x1a\n..."),  # a picture called another picture does no harm
    ("letter.docx", document()),
    ("icons.docx", zipped({"[Content_Types].xml": b"<?xml?>", "word/media/image1.svg": b"<svg/>"})),
    ("old.doc", OLE + b"\0" * 600),
    ("notes.txt", b"Nothing to see"),
    ("export.csv", "Förename,Surname\r\n".encode("utf-16")),
    ("both.zip", zipped({"a.pdf": b"%PDF-1.7", "folder/b.txt": b"text", "c.docx": document()})),
    ("empty.zip", zipped({})),
    ("of-a-kind-nobody-knows.sen", b"\x01\x02\x03\x00"),
    ("no ending", b"text"),
]
DANGEROUS = [
    ("setup.exe", PROGRAM, "executable"),
    ("plan.pdf", PROGRAM, "executable"),
    ("plan.pdf.exe", b"%PDF-1.7", "executable"),
    ("plan.exe. ", b"%PDF-1.7", "executable"),
    ("program", b"\x7fELF\x02", "executable"),
    ("run.sh", b"#!/bin/sh\n", "script"),
    ("macro.vbs", b"MsgBox 1", "script"),
    ("page.txt", b"\xef\xbb\xbf  <!DOCTYPE HTML><script>", "script"),
    ("picture.svg", b"<svg onload=''/>", "script"),
    ("plan.pdf", b"Just text", "type-not-name"),
    ("list.csv", b"PK\x03\x04" + b"\0" * 40, "type-not-name"),
    ("photo.png", b"%PDF-1.7", "type-not-name"),
    ("report\u202efdp.exe", PROGRAM, "name-hides-type"),
    ("letter.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "archive-encrypted"),
    ("all.7z", b"7z\xbc\xaf\x27\x1c\0\0", "archive-not-readable"),
    ("all.tar", b"a.txt" + b"\0" * 252 + b"ustar\x0000" + b"\0" * 300, "archive-not-readable"),
    ("in.zip", zipped({"tools/setup.pdf": PROGRAM}), "executable"),
    ("in.zip", zipped({"go.js": b"alert()"}), "script"),
    ("in.zip", zipped({"a.pdf": b"not one"}), "type-not-name"),
    ("in.zip", zipped({"inner.zip": zipped({"x.exe": PROGRAM})}), "executable"),
    ("letter.docm", document(word__vbaProject__bin=b"x", **{"word__vbaProject.bin": OLE}), "macros"),
    ("book.odt", zipped({"mimetype": b"application/vnd.oasis", "Basic/Standard/Module1.xml": b"<x/>"}), "macros"),
    ("old.xls", OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
    ("in.zip", zipped({"old.xls": OLE + b"\0" * 70_000 + "_VBA_PROJECT".encode("utf-16-le")}), "macros"),
    ("up.zip", zipped({"../../etc/passwd": b"x"}), "archive-paths"),
    ("up.zip", zipped({"..\\..\\autorun.txt": b"x"}), "archive-paths"),
    ("up.zip", zipped({"C:/Windows/x.txt": b"x"}), "archive-paths"),
    ("up.zip", zipped({"/root/x.txt": b"x"}), "archive-paths"),
    ("cut.zip", zipped({"a.txt": b"x" * 1000})[:-30], "archive-damaged"),
    (
        "wrong.zip",
        zipped({"a.txt": b"x" * 50}, method=zipfile.ZIP_STORED).replace(b"x" * 50, b"y" * 50),
        "archive-damaged",
    ),
    ("bomb.zip", zipped({"zeros.txt": b"\0" * 12_000_000}), "archive-ratio"),
    ("many.zip", zipped({f"{n}.txt": b"" for n in range(archives.MOST_MEMBERS + 1)}), "archive-too-many"),
]


@pytest.mark.parametrize(("name", "content"), ORDINARY, ids=[name for name, _ in ORDINARY])
def test_an_ordinary_document_passes(name: str, content: bytes) -> None:
    assert found(name, content) == ()


@pytest.mark.parametrize(
    ("name", "content", "code"), DANGEROUS, ids=[f"{row[2]}-{n}" for n, row in enumerate(DANGEROUS)]
)
def test_a_danger_is_found_by_its_code(name: str, content: bytes, code: str) -> None:
    assert code in found(name, content)


def test_a_link_in_an_archive_is_a_path_trick() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert found("a.zip", out.getvalue()) == ("archive-paths",)


def test_a_member_locked_with_a_password_is_found() -> None:
    content = bytearray(zipped({"a.txt": b"secret"}))
    content[6] |= 1  # the flag in the member's own header, and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert found("a.zip", bytes(content)) == ("archive-encrypted",)


def test_archives_inside_archives_end_at_a_depth_and_at_a_size() -> None:
    nested = zipped({"a.txt": b"x"})
    for _ in range(archives.MOST_DEPTH):
        nested = zipped({"inner.zip": nested})
    noise = random.Random(1).randbytes(archives.MOST_NESTED_BYTES + 100_000)
    large = zipped({"noise.dat": noise}, method=zipfile.ZIP_STORED)

    assert found("a.zip", nested) == ("archive-nested",)
    assert found("a.zip", zipped({"inner.zip": large}, method=zipfile.ZIP_STORED)) == ("archive-nested",)


def test_many_small_growths_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"{number}.txt": b"\0" * 1_000_000 for number in range(8)}
    monkeypatch.setattr(
        archives.Budget, "__init__", lambda self: self.__dict__.update(bytes_left=5_000_000, members_left=99)
    )

    assert found("a.zip", zipped(members)) == ("archive-ratio",)


def test_members_that_share_bytes_are_no_ordinary_archive() -> None:
    content = zipped({"a.txt": b"x" * 500, "b.txt": b"y" * 500}, method=zipfile.ZIP_STORED)
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    shared = content[: second + 42] + b"\0\0\0\0" + content[second + 46 :]

    assert found("a.zip", shared) == ("archive-damaged",)


@pytest.mark.parametrize("seed", range(40))
def test_any_bytes_give_findings_and_never_a_crash(seed: int) -> None:
    random_bytes = random.Random(seed)
    content = bytearray(zipped({"a.txt": b"text" * 50, "b.docx": document()}))
    for _ in range(12):
        content[random_bytes.randrange(4, len(content))] = random_bytes.randrange(256)

    assert isinstance(found("a.zip", bytes(content)), tuple)
