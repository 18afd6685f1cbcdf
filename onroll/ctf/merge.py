"""Puts together what an older and a newer file say about one pupil: history rows once each, snapshots from the newer.

Source: the format notes, sections 1.2, 7 and 10. A row's key says when it is the same row arriving again; a newer row
of the same key takes the place of the older one. Contacts come from the newer file only and are never matched.
"""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from onroll.ctf import access
from onroll.ctf.elements import tree
from onroll.ctf.pupil import Pupil

Key = tuple[str, ...]

KEYS = {
    "FSMhistory/FSMinstance": ("FSMstartDate", "UKcountry"),
    "SENhistory/SEN": ("StartDate", "SENprovision"),
    "SENhistory/SENneeds/SENneed": ("NeedStartDate", "SENtype"),
    "Attendance/YearData": ("Year", "LEA", "Estab"),
    "SchoolHistory/School": ("LEA", "Estab", "EntryDate"),
}
"""What makes two rows of history the same row."""

RESULT = ("Year", "Subject", "Method", "Component", "ResultQualifier")
"""The key of a result besides its stage. Source: format notes, section 7.10."""


def merge_history(older: Pupil, newer: Pupil) -> Pupil:
    """Return the newer record with the history rows that only the older one holds.

    Everything else, numbers and contacts included, is the newer record's: a child may have been given a new number that
    must never be linked to the old one. The pupils given stay as they were.
    """
    merged = deepcopy(newer.element)
    for path, tags in KEYS.items():
        _merge_rows(older.element, merged, path, _key_of(tags))
    _merge_results(older.element, merged)
    return Pupil(merged, newer.position)


def _key_of(tags: tuple[str, ...]) -> Callable[[etree._Element], Key]:
    return lambda row: tuple(access.text(row, tag) or "" for tag in tags)


def _merge_rows(older: etree._Element, merged: etree._Element, path: str, key: Callable[[etree._Element], Key]) -> None:
    held = {key(row) for row in access.along(merged, path)}
    missing = []
    for row in access.along(older, path):
        if key(row) not in held:
            held.add(key(row))
            missing.append(row)
    if missing:
        block = _block(merged, path.rpartition("/")[0])
        last = list(access.children(block, path.rpartition("/")[2]))
        for row in missing:
            copied = deepcopy(row)
            if last:
                last[-1].addnext(copied)
            else:
                block.append(copied)
            last.append(copied)


def _merge_results(older: etree._Element, merged: etree._Element) -> None:
    """Add the older file's results by stage; a newer result of the same key is a change and stays."""
    held = {_result_key(row) for row in access.along(merged, "StageAssessments/KeyStage/StageAssessment")}
    for stage in access.along(older, "StageAssessments/KeyStage"):
        missing = [row for row in access.children(stage, "StageAssessment") if _result_key(row) not in held]
        if not missing:
            continue
        held |= {_result_key(row) for row in missing}
        home = _stage_in(merged, access.text(stage, "Stage"))
        for row in missing:
            home.append(deepcopy(row))


def _result_key(row: etree._Element) -> Key:
    stage = row.getparent()
    name = "" if stage is None else access.text(stage, "Stage") or ""
    return (name, *(access.text(row, tag) or "" for tag in RESULT))


def _stage_in(merged: etree._Element, name: str | None) -> etree._Element:
    for stage in access.along(merged, "StageAssessments/KeyStage"):
        if access.text(stage, "Stage") == name:
            return stage
    stage = etree.SubElement(_block(merged, "StageAssessments"), "KeyStage")
    if name is not None:
        etree.SubElement(stage, "Stage").text = name
    return stage


def _block(pupil: etree._Element, path: str) -> etree._Element:
    """Return the block at the path, made in its place where it is missing."""
    parent, node = pupil, tree()["Pupil"]
    for tag in path.split("/"):
        found = access.first(parent, tag)
        if found is None:
            found = etree.Element(tag)
            before = [child for child in parent if node.order.get(str(child.tag), -1) < node.order[tag]]
            parent.insert(len(before), found)
        parent, node = found, node.children[tag]
    return parent
