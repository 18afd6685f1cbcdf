"""Writes a file: the same values give the same bytes. Nothing that was read is lost unless a version drops it.

Source: the format notes, section 2.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, BinaryIO

from lxml import etree

from onroll.ctf import elements, problems, versions
from onroll.ctf import header as headers
from onroll.ctf.arrange import Arranger
from onroll.ctf.header import Header
from onroll.ctf.problems import Problem
from onroll.ctf.pupil import Pupil
from onroll.ctf.reader import TransferFile
from onroll.ctf.stream import Carried


def write(
    transfer_file: TransferFile, out: BinaryIO, *, version: str | None = None, drop_empty: bool = False
) -> list[Problem]:
    """Write the file, in another version if one is named, and return what that changed or left out.

    With `drop_empty` elements without content are left out, as some receiving systems refuse them.
    """
    return write_stream(
        transfer_file.header,
        transfer_file.pupils,
        out,
        version=version,
        drop_empty=drop_empty,
        carried=transfer_file.carried,
    )


def write_stream(
    header: Header,
    pupils: Iterable[Pupil],
    out: BinaryIO,
    *,
    version: str | None = None,
    drop_empty: bool = False,
    carried: Sequence[Carried] = (),
) -> list[Problem]:
    """Write a header and then pupils as they come. `carried` may grow while the pupils are passed over."""
    conversion = None
    if version is not None:
        refusal, conversion = _conversion(header, version)
        if refusal is not None:
            return [refusal]
        header = replace(header, version=f"{conversion.version}.0") if conversion else header
    arranger = Arranger(drop_empty=drop_empty)
    frame = replace(header.frame, data_tag=header.frame.data_tag or "CTFpupilData")
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<{frame.root_tag}{frame.attributes}>\n'.encode())
    out.write(_block(headers.to_element(header), "Header", 1, arranger, conversion))
    out.write(f"  <{frame.data_tag}{frame.data_attributes}>\n".encode())
    out.writelines(_pupils(pupils, carried, frame.data_tag, arranger, conversion))
    out.write(f"  </{frame.data_tag}>\n".encode())
    out.writelines(_raw(entry.element, 1) for entry in carried if entry.parent == frame.root_tag)
    out.write(f"</{frame.root_tag}>\n".encode())
    return _problems(arranger, conversion)


def _conversion(header: Header, version: str) -> tuple[Problem | None, versions.Conversion | None]:
    number = versions.number_of(version)
    if number is None:
        values: dict[str, Any] = {"version": version[:10], "first": f"{versions.FIRST}.0", "last": f"{versions.LAST}.0"}
        return problems.make("write-version", **values), None
    if header.year == number:
        return None, None
    if header.frame.kind == "ATF":
        return problems.make("write-read-only"), None
    return None, versions.Conversion(number)


def _pupils(
    pupils: Iterable[Pupil],
    carried: Sequence[Carried],
    data_tag: str,
    arranger: Arranger,
    conversion: versions.Conversion | None,
) -> Iterator[bytes]:
    done = 0
    for written, pupil in enumerate(pupils):
        while done < len(carried) and carried[done].pupils_before <= written:
            yield from _beside(carried[done], data_tag)
            done += 1
        yield _block(deepcopy(pupil.element), "Pupil", 2, arranger, conversion)
    for entry in carried[done:]:
        yield from _beside(entry, data_tag)


def _beside(entry: Carried, data_tag: str) -> Iterator[bytes]:
    if entry.parent == data_tag:
        yield _raw(entry.element, 2)


def _block(
    element: etree._Element, path: str, depth: int, arranger: Arranger, conversion: versions.Conversion | None
) -> bytes:
    node = elements.tree()[path]
    if conversion is not None:
        conversion.apply(element, node)
    arranger.arrange(element, node, depth)
    return b"%s%s\n" % (b"  " * depth, etree.tostring(element, encoding="utf-8", with_tail=False))


def _raw(element: etree._Element, depth: int) -> bytes:
    return b"%s%s\n" % (b"  " * depth, etree.tostring(element, encoding="utf-8", with_tail=False))


def _label(path: str) -> str:
    """Return the label of an element with that of the block it stands in: Category alone tells nobody which."""
    table = elements.elements()
    block = table.get(path.rpartition("/")[0])
    return f"{block.label}: {table[path].label}" if block and "/" in block.path else table[path].label


def _problems(arranger: Arranger, conversion: versions.Conversion | None) -> list[Problem]:
    found = []
    if conversion is not None:
        found = conversion.problems({path: _label(path) for path in elements.elements()})
    if arranger.is_reordered:
        found.append(problems.make("write-order"))
    if arranger.empty_dropped:
        found.append(problems.make("write-empty", count=arranger.empty_dropped))
    return found
