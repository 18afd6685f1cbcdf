"""What the import contracts cannot see: foreign keys written as text, doors between rooms, writes, clocks, sizes."""

import ast
from pathlib import Path

from django.apps import apps
from django.db import models

from tests.architecture import code

# From outside, a Django room offers these modules and no others.
DOORS = frozenset({"actions", "queries", "permissions", "models", "events"})
MORE_DOORS = {
    "audit": frozenset({"act", "ledger", "refusals", "classification", "triggers", "rows"}),
    "access": frozenset({"acting", "guards", "limits", "directory", "commands"}),
    "web": frozenset({"pages", "forms", "words", "parts", "refusals", "dates", "troubles"}),
    "vault": frozenset({"sealing", "content_checks"}),
    "search": frozenset({"sources"}),
    "registry": frozenset({"references", "review_states"}),
    "transfer": frozenset({"states", "request_states", "commands", "uploads"}),
    "casework": frozenset({"letters", "stages", "telling", "feedback", "enquiry_events", "agency_requests"}),
    "rolls": frozenset({"snapshot_states", "feed_forms", "feed_pages"}),
    "survey": frozenset({"interview_states"}),
}
WRITES = frozenset(
    {
        "save",
        "delete",
        "create",
        "insert_rows",
        "bulk_create",
        "bulk_update",
        "update",
        "get_or_create",
        "update_or_create",
        "abulk_create",
    }
)


def is_place_for_writes(path: Path) -> bool:
    """Only actions, models and the ledger write rows."""
    in_package = bool({"actions", "models"} & set(path.parts))
    return in_package or path.name in {"actions.py", "models.py"} or path.match("audit/ledger.py")


def test_a_foreign_key_points_only_to_its_own_or_a_lower_room() -> None:
    faults = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("onroll.") else None
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if room is None or not isinstance(field, models.ForeignKey) or not target.__module__.startswith("onroll."):
                continue
            target_room = target.__module__.split(".")[1]
            if target_room != room and code.layer_of(target_room) <= code.layer_of(room):
                faults.append(f"{model.__name__}.{field.name} points up or sideways to {target_room}")

    assert faults == []


def test_a_django_room_is_entered_only_through_its_doors() -> None:
    faults = []
    for path in code.modules():
        room = code.room_of(path)
        for line, name in code.imports_of(path):
            parts = name.split(".")
            if len(parts) < 3 or parts[1] in code.PURE_ROOMS | {"config"} or parts[1] == room or room == "config":
                continue
            if parts[2] not in DOORS | MORE_DOORS.get(parts[1], frozenset()):
                faults.append(f"{code.place(path, line)} enters {name}")

    assert faults == []


def test_only_actions_models_and_the_ledger_write_rows() -> None:
    faults = []
    for path in code.modules():
        if code.room_of(path) in code.PURE_ROOMS | {"", "web"} or is_place_for_writes(path):
            continue
        for node in ast.walk(code.tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
                and _is_about_rows(node.func)
            ):
                faults.append(f"{code.place(path, node.lineno)} calls .{node.func.attr}()")

    assert faults == []


def _is_about_rows(function: ast.Attribute) -> bool:
    """Tell a queryset's `update` from a dictionary's: rows are reached through `objects` or `filter`, or are saved."""
    if function.attr in {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}:
        return True
    text = ast.unparse(function.value)
    return ".objects" in text or ".filter(" in text


def test_nobody_imports_the_settings_module() -> None:
    faults = [
        code.place(path, line)
        for path in code.modules()
        for line, name in code.imports_of(path)
        if name.startswith("onroll.config.settings")
    ]

    assert faults == []


def test_only_edges_read_the_clock() -> None:
    edges = {"acting.py", "commands.py", "preparation.py", "request_id.py", "session_age.py"}
    faults = []
    for path in code.modules():
        if path.name in edges or "command" in path.name or path.match("config/demonstration/*.py"):
            continue
        for node in ast.walk(code.tree_of(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "date.today",
                "datetime.now",
                "datetime.utcnow",
                "timezone.now",
                "timezone.localdate",
                "time.time",
                "datetime.date.today",
            }:
                faults.append(code.place(path, node.lineno))

    assert faults == []


def test_no_module_is_longer_than_500_lines_and_no_function_than_60() -> None:
    faults = []
    for path in code.modules():
        lines = path.read_text().count("\n")
        if lines > 500:
            faults.append(f"{code.place(path, 1)} has {lines} lines")
        for node in ast.walk(code.tree_of(path)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60:
                faults.append(f"{code.place(path, node.lineno)} {node.name} is too long")

    assert faults == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        code.place(path, 1)
        for path in code.modules()
        if path.read_text().strip() and ast.get_docstring(code.tree_of(path)) is None
    ]

    assert silent == []
