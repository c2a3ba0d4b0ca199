"""The library can be installed: its wheel holds all that it reads, and it works from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.contracts.repository import ROOT

RECIPE = """
import explorer as ex
net = ex.load("bundled/resnet20")
print(ex.__file__, len(ex.networks.catalogue()), net.predict(ex.sample("chelsea"), top=1)[0].name)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build in a copy, as building leaves folders behind."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "explorer", source / "explorer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "pages", source / "pages", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
                    "--wheel-dir", str(out), str(source)], check=True)
    found, = out.iterdir()
    return found


def test_the_wheel_holds_the_library_with_its_types_and_networks_and_no_page(wheel):
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    lying = {file.relative_to(ROOT).as_posix() for file in (ROOT / "explorer").rglob("*")
             if file.is_file() and "__pycache__" not in file.parts}
    assert held == lying
    assert {"explorer/py.typed", "explorer/__init__.pyi", "explorer/networks/bundled/resnet20.safetensors"} <= held


def test_what_is_installed_works_from_another_folder(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    (elsewhere := tmp_path / "elsewhere").mkdir()
    told = subprocess.run([sys.executable, "-c", RECIPE], cwd=elsewhere, capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")}).stdout.split()
    assert Path(told[0]).is_relative_to(tmp_path)
    assert int(told[1]) > 10
    assert told[2] == "cat"
