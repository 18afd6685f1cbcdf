"""Puts a header or a pupil into the words a person reads: titled sections of rows and tables, for screen and page.

Labels come from `elements.csv`, words of codes from `code_sets.csv`; a removal ground is read with its leaving date.
"""

from lxml import etree

from onroll.ctf import access, present_contacts, values, wording
from onroll.ctf.elements import Node, elements, tree
from onroll.ctf.header import Header, SchoolReference
from onroll.ctf.pupil import Pupil
from onroll.ctf.sections import Row, Section, Table
from onroll.ctf.unknown import unknown_elements
from onroll.identifiers.establishment import Kind, parse

_TABLES = (
    ("School history", "SchoolHistory/School", "Schools"),
    ("Attendance", "Attendance/YearData", "Sessions by academic year"),
    ("Special educational needs", "SENhistory/SEN", "Provision"),
    ("Special educational needs", "SENhistory/SENneeds/SENneed", "Needs"),
    ("Free school meals", "FSMhistory/FSMinstance", "Eligibility"),
    ("Assessments", "StageAssessments/KeyStage/StageAssessment", "Results"),
)
_FURTHER = (
    "FSMhistory/FSMreviewDate",
    "NAWdetails/ALNAreasOfNeed/ALNAreaOfNeed",
    "NAWdetails/ALNneeds/ALNType",
    "Address/BS7666Address/UniquePropertyReferenceNumber",
    "Address/Easting",
    "Address/Northing",
    "Contacts/Contact/Sex",
    "Contacts/Contact/Gender",
    "Contacts/Contact/Address/BS7666Address/UniquePropertyReferenceNumber",
    "Contacts/Contact/Address/Easting",
    "Contacts/Contact/Address/Northing",
    "Attendance/YearData/AttendSessions/AttendanceStartDate",
    "Attendance/YearData/AttendSessions/AttendanceMarks",
    "StageAssessments/KeyStage/Stage",
)
_DESTINATIONS = {
    Kind.UNKNOWN: "Not known (the file goes to the lost pupils)",
    Kind.OUTSIDE: "Outside the publicly funded sector of England and Wales",
}


def present_header(header: Header) -> Section:
    """Return what the header says, in words."""
    found = [
        ("From", _party(header.source)),
        ("To", _party(header.destination)),
        ("Kind of transfer", header.qualifier),
        ("Kind of partial transfer", header.data_qualifier),
        ("Description", header.data_descriptor),
        ("Written at", _moment(header)),
        ("Version", header.version),
        ("Written by", header.supplier),
        ("Academic year", header.source.academic_year),
    ]
    return Section("Transfer file", [Row(label, value) for label, value in found if value])


def present_pupil(pupil: Pupil) -> list[Section]:
    """Return everything the pupil's record holds, in words; what is not known stands under "Carried unchanged"."""
    element = pupil.element
    details = access.first(element, "BasicDetails")
    languages = [
        wording_row("Language", part)
        for part in (_language(block) for block in access.along(element, "BasicDetails/Languages/Type"))
    ]
    found = [
        Section(
            "Pupil",
            rows_of(element, tree()["Pupil"], without=("Email",))
            + ([] if details is None else rows_of(details, tree()["Pupil/BasicDetails"]))
            + languages
            + _repeated(element, "BasicDetails/Disabilities/Disability"),
        ),
        present_contacts.address_section(pupil),
        present_contacts.contacts_section(pupil),
    ]
    for title, path in (("Looked after", "LookedAfter"), ("Details for Wales", "NAWdetails")):
        block = access.first(element, path)
        found.append(Section(title, [] if block is None else rows_of(block, tree()[f"Pupil/{path}"])))
    found += [*_histories(pupil), _further(element), _carried(element)]
    return [section for section in found if not section.is_empty]


def rows_of(parent: etree._Element, node: Node, without: tuple[str, ...] = ()) -> list[Row]:
    """Return a row for each plain value directly under the element, in the order of the table."""
    found = []
    for tag, child in node.children.items():
        if child.is_block or tag in without or child.element.format == "extension":
            continue
        for text in access.texts(parent, tag):
            found.append(Row(child.element.label, *wording.of(child.element, text)))  # noqa: PERF401 - two loops
    return found


def wording_row(label: str, value: str) -> Row:
    """Return a row whose value is in words already."""
    return Row(label, value)


def _language(block: etree._Element) -> str:
    nodes = tree()["Pupil/BasicDetails/Languages/Type"].children
    parts = [
        wording.in_a_cell(nodes[tag].element, text)
        for tag in ("Language", "LanguageType")
        for text in access.texts(block, tag)
    ]
    return ", ".join(parts)


def _repeated(parent: etree._Element, path: str) -> list[Row]:
    element = tree()[f"Pupil/{path}"].element
    return [Row(element.label, *wording.of(element, text)) for text in access.texts(parent, path)]


def _histories(pupil: Pupil) -> list[Section]:
    sections: dict[str, Section] = {}
    for title, path, caption in _TABLES:
        table = _table(pupil, path, caption)
        if table is not None:
            sections.setdefault(title, Section(title)).tables.append(table)
    return list(sections.values())


def _table(pupil: Pupil, path: str, caption: str) -> Table | None:
    blocks = list(access.along(pupil.element, path))
    node = tree()[f"Pupil/{path}"]
    tags = [tag for tag, child in node.children.items() if not child.is_block and child.element.format != "extension"]
    used = [tag for tag in tags if any(access.text(block, tag) for block in blocks)]
    if not used:
        return None
    heads = [node.children[tag].element.label for tag in used]
    return Table(caption, heads, [[_cell(block, node, tag) for tag in used] for block in blocks])


def _cell(block: etree._Element, node: Node, tag: str) -> str:
    element = node.children[tag].element
    on = values.as_date(access.text(block, element.dated_by)) if element.dated_by else None
    return "; ".join(wording.in_a_cell(element, text, on) for text in access.texts(block, tag))


def _further(element: etree._Element) -> Section:
    """Return what has no place above: rare items, each with the block it stands in."""
    rows = []
    for path in _FURTHER:
        item = elements()[f"Pupil/{path}"]
        block = elements()[item.path.rpartition("/")[0]]
        rows += [Row(f"{block.label}: {item.label}", *wording.of(item, text)) for text in access.texts(element, path)]
    return Section("Further details", rows)


def _carried(element: etree._Element) -> Section:
    rows = []
    for path, unknown in unknown_elements(element, tree()["Pupil"]):
        leaves = [leaf for leaf in unknown.iter("*") if len(leaf) == 0 and values.clean(leaf.text)]
        rows += [Row(_below(path, unknown, leaf), values.clean(leaf.text) or "") for leaf in leaves]
    return Section("Carried unchanged", rows)


def _below(path: str, top: etree._Element, leaf: etree._Element) -> str:
    names = [str(inner.tag) for inner in leaf.iterancestors("*")]
    inside = names[: names.index(str(top.tag))] if leaf is not top else []
    parts = [path, *reversed(inside)] + ([] if leaf is top else [str(leaf.tag)])
    return access.without_namespaces("/".join(parts).removeprefix("Pupil/"))


def _party(reference: SchoolReference) -> str | None:
    parsed = parse(reference.code)
    if parsed is not None and parsed.kind in _DESTINATIONS:
        return _DESTINATIONS[parsed.kind]
    parts = (reference.name, reference.code, reference.urn and f"URN {reference.urn}")
    return ", ".join(part for part in parts if part) or None


def _moment(header: Header) -> str | None:
    at = header.written_at
    return f"{wording.day(at.date())}, {at:%H:%M}" if at else None
