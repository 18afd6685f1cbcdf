"""What is stripped from GOV.UK Frontend before it may stand on our pages."""

import json
from pathlib import Path

import pytest

from tools import assets, environment
from tools.machine import ROOT, Stop

FACE = '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format("woff2")}'
CREST = "-webkit-mask-image:url(/assets/images/govuk-crest.svg);mask-image:url(/assets/images/govuk-crest.svg);"


def test_the_typeface_and_the_crest_are_taken_out_and_the_rest_is_kept():
    css = FACE + ".a{font-family:GDS Transport,arial,sans-serif;color:red}.b:before{" + CREST + "width:1px}"

    stripped = assets.strip_css(css + "/*# sourceMappingURL=a.css.map */")

    assert stripped == ".a{font-family:" + assets.SYSTEM_FONTS + ";color:red}.b:before{width:1px}"


@pytest.mark.parametrize("new", [".c{background:url(/assets/images/new.png)}", ".d{font-family:GDS Transport}"])
def test_a_reference_it_does_not_know_stops_the_set_up(new):
    with pytest.raises(Stop):
        assets.strip_css(new)


def test_a_script_loses_only_its_pointer_to_a_source_map():
    assert assets.strip_script("let a=1;//# sourceMappingURL=a.js.map\n") == "let a=1;\n"


def test_the_lock_file_names_no_registry_and_pins_every_package():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    fetched = {name: entry for name, entry in packages.items() if name}
    assert fetched
    assert all("integrity" in entry and "resolved" not in entry for entry in fetched.values())


@pytest.mark.parametrize("lock", sorted(path.name for path in environment.REQUIREMENTS.glob("*.txt")))
def test_a_requirements_lock_names_no_address_and_hashes_every_package(lock):
    text = (environment.REQUIREMENTS / lock).read_text()

    assert "://" not in text
    assert "==" in text
    entries = text.replace("\\\n", " ").splitlines()
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_a_lock_file_that_changed_is_installed_again(tmp_path: Path):
    lock = tmp_path / "base.txt"
    lock.write_text("a==1")
    environment.stamp_path(tmp_path, lock).write_text(environment.fingerprint(lock))
    assert environment.is_current(tmp_path, lock)

    lock.write_text("a==2")

    assert not environment.is_current(tmp_path, lock)
