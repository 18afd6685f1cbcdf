"""The model file: read, checked and written. It holds both engines, the first filter, and where it comes from."""

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from onroll.linkage.engine.features import ALL_NAMES
from onroll.linkage.engine.quick import NAMES as QUICK_NAMES
from onroll.linkage.engine.scorecard import Scorecard
from onroll.linkage.engine.trees import Forest

SHIPPED = Path(__file__).parents[1] / "model" / "matcher.npz"


class ModelUnreadable(Exception):
    """The model file is missing, or was made for other features than this version has."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a score needs. `origin` says seeds and versions."""

    quick: Forest
    first: Forest
    second: Forest
    first_card: Scorecard
    second_card: Scorecard
    origin: dict[str, Any]


_PARTS = {"quick": Forest, "first": Forest, "second": Forest, "first_card": Scorecard, "second_card": Scorecard}


@cache
def shipped() -> Model:
    """Return the model that is shipped with this version."""
    return read(SHIPPED)


def read(path: Path) -> Model:
    """Return the model in a file.

    Raises: ModelUnreadable, if there is none or its features are not ours.
    """
    if not path.is_file():
        raise ModelUnreadable("the model file of the matcher is missing: the installation is not complete")
    with np.load(path, allow_pickle=False) as stored:
        origin = json.loads(str(stored["origin"]))
        if origin["features"] != [*QUICK_NAMES, *ALL_NAMES]:
            raise ModelUnreadable("the model file of the matcher was trained for another version")
        parts: dict[str, Any] = {
            name: kind(**{field.name: stored[f"{name}.{field.name}"] for field in fields(kind)})
            for name, kind in _PARTS.items()
        }
    return Model(**parts, origin=origin)


def write(model: Model, path: Path) -> None:
    """Write a model. The same model gives the same bytes."""
    origin = model.origin | {"features": [*QUICK_NAMES, *ALL_NAMES]}
    arrays: dict[str, Any] = {
        f"{name}.{field.name}": getattr(getattr(model, name), field.name)
        for name, kind in _PARTS.items()
        for field in fields(kind)
    }
    np.savez_compressed(path, origin=np.array(json.dumps(origin, sort_keys=True)), **arrays)
