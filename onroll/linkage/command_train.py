"""`onroll match train`: the model trained again from its seeds, to show that it gives the same file."""

import importlib
import sys
import tempfile
from pathlib import Path

import click

from onroll.linkage.engine import model as models
from onroll.linkage.training import plans, train

_STEPS = 5


@click.command("train")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the model here.")
@click.option("--check", is_flag=True, help="Say whether the file is the shipped one, to the byte.")
@click.option("--small", is_flag=True, help="Train twice on small worlds and compare: a minute, no use for matching.")
def train_model(out: Path | None, *, check: bool, small: bool) -> None:
    """Train the model again from its seeds, on invented children only, and print the file's SHA-256.

    Needs the environment of requirements/train.txt; the whole takes about half an hour of one processor and 6 GB.
    """
    _check_lightgbm()
    with tempfile.TemporaryDirectory() as folder:
        plan, path = plans.SMALL if small else plans.SHIPPED, out or Path(folder) / "matcher.npz"
        made = _train(plan, path)
        click.echo(f"{made}  {path.name}")
        if small:
            _same(made, _train(plan, Path(folder) / "again.npz"), "the first")
        elif check:
            _same(made, train.sha256(models.SHIPPED), "the shipped one")


def _check_lightgbm() -> None:
    try:
        importlib.import_module("lightgbm")
    except ImportError as problem:
        told = "training needs LightGBM: install requirements/train.txt (matching does not)"
        raise click.ClickException(told) from problem
    except OSError as problem:  # its wheel does not carry libgomp
        raise click.ClickException("LightGBM does not start here: install the package libgomp1") from problem


def _train(plan: plans.Plan, path: Path) -> str:
    with click.progressbar(range(_STEPS), label="Training", file=sys.stderr) as bar:
        return train.write_trained(plan, path, step=lambda _: bar.update(1))


def _same(made: str, other: str, which: str) -> None:
    if made != other:
        raise click.ClickException(f"it is not the same file as {which}, which has SHA-256 {other}")
    click.echo(f"The same file as {which}, to the byte.")
