import io
import zipfile

import pytest

from onroll import ctf
from onroll.ctf.archive import is_archive
from tests.unit.ctf.files import NAME, TODAY, codes, text

CLEAN = text().encode()


def packed(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def found(content, **limits):
    reports = ctf.check_all(content, name="files.zip", on=TODAY, limits=ctf.Limits(**limits))
    return {label: codes(report) for label, report in reports}


def test_each_file_of_an_archive_is_checked_by_itself():
    content = packed(
        [("in/", b""), (f"in/{NAME}", CLEAN), ("in/broken.xml", b"<CTfile>"), ("in/read me.txt", b"hello")]
    )

    assert found(content) == {
        f"files.zip!in/{NAME}": [],
        "files.zip!in/broken.xml": ["xml-truncated"],
        "files.zip!in/read me.txt": ["archive-member-skipped"],
    }


def test_a_file_that_is_no_archive_is_checked_as_it_is():
    ((label, report),) = ctf.check_all(CLEAN, name=NAME, on=TODAY)

    assert (label, codes(report)) == (NAME, [])


def test_a_path_gives_its_own_name(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(CLEAN)

    assert [label for label, _ in ctf.check_all(path, on=TODAY)] == [NAME]


def test_members_of_an_archive_without_a_name_have_their_own():
    assert [label for label, _ in ctf.check_all(packed([(NAME, CLEAN)]), on=TODAY)] == [NAME]


@pytest.mark.parametrize("cut", [30, -30])
def test_a_damaged_archive_says_so(cut):
    assert found(packed([(NAME, CLEAN)])[:cut]) == {"files.zip": ["archive-broken"]}


def test_a_damaged_member_says_so_and_the_others_are_read():
    content = bytearray(packed([("a.xml", CLEAN), (NAME, CLEAN)], zipfile.ZIP_STORED))
    content[content.index(b"Dunmere")] ^= 1

    assert found(bytes(content)) == {"files.zip!a.xml": ["archive-broken"], f"files.zip!{NAME}": []}


def test_a_locked_member_says_so():
    content = bytearray(packed([(NAME, CLEAN)]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    assert found(bytes(content)) == {f"files.zip!{NAME}": ["archive-encrypted"]}


def test_a_member_that_unpacks_to_too_much_is_not_read():
    assert found(packed([(NAME, b" " * 1_000_000)])) == {f"files.zip!{NAME}": ["limit-ratio"]}


def test_a_member_larger_than_the_limit_of_bytes_is_not_read_to_its_end():
    assert found(packed([(NAME, CLEAN)]), max_bytes=100) == {f"files.zip!{NAME}": ["limit-bytes"]}


def test_an_archive_of_too_many_files_is_not_opened():
    assert found(packed([("a.xml", b""), ("b.xml", b"")]), max_members=1) == {"files.zip": ["limit-members"]}


def test_an_open_file_is_looked_at_and_left_where_it_stood():
    file = io.BytesIO(CLEAN)

    assert not is_archive(file)
    assert file.tell() == 0


def test_a_source_that_cannot_go_back_is_read_as_one_file():
    class Forwards(io.BytesIO):
        def seekable(self):
            return False

    ((_, report),) = ctf.check_all(Forwards(packed([(NAME, CLEAN)])), on=TODAY)

    assert codes(report) == ["file-is-archive"]
