"""One seed gives one model file: trained twice on small worlds, in two processes, to the same bytes."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from onroll.linkage.command import match
from onroll.linkage.engine.model import read, shipped
from onroll.linkage.simulator import SIMULATOR_VERSION
from onroll.linkage.training import plans

try:
    import lightgbm  # noqa: F401 (only to see whether it starts: its wheel does not carry libgomp)

    CAN_TRAIN = True
except (ImportError, OSError):
    CAN_TRAIN = False
needs_lightgbm = pytest.mark.skipif(not CAN_TRAIN, reason="LightGBM does not start here: it needs libgomp1")

_CODE = "import sys; from onroll.linkage.command import match; match(sys.argv[1:])"


@needs_lightgbm
def test_the_same_seeds_train_the_same_file_in_another_process_too(tmp_path):
    here, there = (tmp_path / name for name in ("here.npz", "there.npz"))

    done = CliRunner().invoke(match, ["train", "--small", "--out", str(here)])
    subprocess.run([sys.executable, "-c", _CODE, "train", "--small", "--out", there], check=True, capture_output=True)

    assert done.exit_code == 0, done.output
    assert "The same file" in done.output
    assert here.read_bytes() == there.read_bytes()
    assert read(here).origin["first_seeds"] == [world.seed for world in plans.SMALL.first]


@needs_lightgbm
def test_a_file_that_differs_from_the_shipped_one_fails_the_check(monkeypatch):
    monkeypatch.setattr(plans, "SHIPPED", plans.SMALL)

    done = CliRunner().invoke(match, ["train", "--check"])

    assert done.exit_code == 1
    assert "not the same file as the shipped one" in done.output


@pytest.mark.parametrize(
    ("problem", "told"), [(ImportError("lightgbm"), "requirements/train.txt"), (OSError("libgomp.so.1"), "libgomp1")]
)
def test_where_lightgbm_is_not_there_or_does_not_start_the_command_says_what_to_install(monkeypatch, problem, told):
    def fails(_name):
        raise problem

    monkeypatch.setattr("importlib.import_module", fails)

    done = CliRunner().invoke(match, ["train"])

    assert done.exit_code == 1
    assert told in done.output


def test_the_shipped_model_says_that_it_comes_from_this_simulator_and_from_the_seeds_of_its_plan():
    origin = shipped().origin

    assert origin["simulator"] == SIMULATOR_VERSION
    assert origin["first_seeds"] == [world.seed for world in plans.SHIPPED.first]
    assert origin["second_seeds"] == [world.seed for world in plans.SHIPPED.second]


@pytest.mark.parametrize("plan", [plans.SHIPPED, plans.SMALL])
def test_no_world_teaches_both_the_first_engines_and_those_that_lean_on_them(plan):
    assert not {world.seed for world in plan.first} & {world.seed for world in plan.second}
