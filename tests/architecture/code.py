"""Reads the product's own source for the tests that guard how it is built."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "onroll"
PURE_ROOMS = frozenset({"ctf", "identifiers", "linkage", "rules", "selfeval"})


@cache
def layers() -> list[list[str]]:
    """Return the layers of rooms, highest first, as the import contract has them."""
    settings = tomllib.loads((HOME / "pyproject.toml").read_text())
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def layer_of(room: str) -> int:
    """Return how high a room stands: 0 is the highest."""
    return next(number for number, rooms in enumerate(layers()) if room in rooms)


def modules() -> Iterator[Path]:
    """Yield every module of the package except migrations."""
    yield from (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)


def room_of(path: Path) -> str:
    """Return the room that a module stands in; empty for the package's own."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a module imports from the package."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("onroll."):
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onroll"):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def place(path: Path, line: int) -> str:
    """Return `room/module.py:line`, to say where a fault is."""
    return f"{path.relative_to(HOME)}:{line}"
