"""The header of a file: who wrote it, when, for whom, and what the document around it looked like.

Source: the format notes, sections 2, 4 and 12.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from onroll.ctf import access, values

ROOTS = {"ctfile": "CTF", "atfile": "ATF"}
"""The kinds of document by the name of their root, in small letters: some write CTFile."""


@dataclass(frozen=True, slots=True)
class SchoolReference:
    """A school or authority as a header names it; every part may be missing."""

    la: str | None = None
    number: str | None = None
    urn: str | None = None
    name: str | None = None
    academic_year: str | None = None

    @property
    def code(self) -> str:
        """Return the seven characters of a file name, or as many as are known."""
        return f"{self.la or ''}{self.number or ''}".upper()


@dataclass(frozen=True, slots=True)
class Frame:
    """The document around header and pupils: names of the root and of the element that holds the pupils.

    `attributes` are those of the root as they stand in its opening tag, `data_attributes` those of the first element
    with pupils; transfer files have none, but nothing is lost.
    """

    root_tag: str = "CTfile"
    data_tag: str = "CTFpupilData"
    attributes: str = ""
    data_attributes: str = ""

    @property
    def kind(self) -> str:
        """CTF, ATF (admissions) or CME (a joiner or leaver message)."""
        return ROOTS.get(self.root_tag.casefold(), "CME")


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says. `element` is the header as it was read, untouched, or None for a new one."""

    version: str | None = "25.0"
    written_at: datetime | None = None
    qualifier: str | None = "full"
    data_qualifier: str | None = None
    data_descriptor: str | None = None
    supplier: str | None = None
    source: SchoolReference = SchoolReference()
    destination: SchoolReference = SchoolReference()
    document_name: str | None = "Common Transfer File"
    frame: Frame = Frame()
    element: etree._Element | None = field(default=None, compare=False, repr=False)

    @property
    def year(self) -> int | None:
        """The version as a whole number: 25 for 25.0."""
        return values.as_integer((self.version or "").partition(".")[0])

    def line_of(self, path: str) -> int | None:
        """Return the line of the item at a path such as `DestSchool`, where the header was read and has it."""
        found = None if self.element is None else next(access.along(self.element, path), None)
        return None if found is None else access.line_of(found)


_TEXT_PARTS = {
    "DocumentName": "document_name",
    "CTFversion": "version",
    "DocumentQualifier": "qualifier",
    "DataQualifier": "data_qualifier",
    "DataDescriptor": "data_descriptor",
    "SupplierID": "supplier",
}
_REFERENCE_PARTS = {"LEA": "la", "Estab": "number", "URN": "urn", "SchoolName": "name", "AcademicYear": "academic_year"}


def _reference(block: etree._Element | None) -> SchoolReference:
    if block is None:
        return SchoolReference()
    return SchoolReference(*(access.text(block, part) for part in _REFERENCE_PARTS))


def from_element(element: etree._Element, frame: Frame) -> Header:
    """Return what a `Header` element says."""
    return Header(
        version=access.text(element, "ATFversion" if frame.kind == "ATF" else "CTFversion"),
        written_at=values.as_datetime(access.text(element, "DateTime")),
        qualifier=access.text(element, "DocumentQualifier"),
        data_qualifier=access.text(element, "DataQualifier"),
        data_descriptor=access.text(element, "DataDescriptor"),
        supplier=access.text(element, "SupplierID"),
        source=_reference(access.first(element, "SourceSchool")),
        destination=_reference(access.first(element, "DestSchool")),
        document_name=access.text(element, "DocumentName"),
        frame=frame,
        element=element,
    )


def _set(parent: etree._Element, tag: str, text: str | None) -> None:
    if text is None:
        for former in access.children(parent, tag):
            parent.remove(former)
        return
    found = access.first(parent, tag)
    if found is None:
        found = etree.SubElement(parent, tag)
    found.text = text


def _set_reference(header: etree._Element, tag: str, reference: SchoolReference, was: SchoolReference) -> None:
    if reference == was:
        return
    block = access.first(header, tag)
    if block is None:
        block = etree.SubElement(header, tag)
    for part, name in _REFERENCE_PARTS.items():
        value = getattr(reference, name)
        if value != getattr(was, name):
            _set(block, part, value)


def to_element(header: Header) -> etree._Element:
    """Return a `Header` element for the values; what was read and has not changed stays as it was."""
    if header.element is None:
        element, was = etree.Element("Header"), Header(None, qualifier=None, document_name=None, frame=header.frame)
    else:
        element, was = deepcopy(header.element), from_element(header.element, header.frame)
        element.tail = None
    for tag, name in _TEXT_PARTS.items():
        value: str | None = getattr(header, name)
        if value != getattr(was, name):
            _set(element, _version_tag(header, tag), value)
    if header.written_at != was.written_at:
        _set(element, "DateTime", header.written_at.isoformat(timespec="seconds") if header.written_at else None)
    _set_reference(element, "SourceSchool", header.source, was.source)
    _set_reference(element, "DestSchool", header.destination, was.destination)
    return element


def _version_tag(header: Header, tag: str) -> str:
    return "ATFversion" if tag == "CTFversion" and header.frame.kind == "ATF" else tag
