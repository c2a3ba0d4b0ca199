"""Who loads which kind of network is known without torch, and found when it is needed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import explorer as ex
from explorer.errors import NetworkError
from explorer.networks.loaders import LOADERS, loader_of


@pytest.mark.parametrize("kind", sorted(LOADERS))
def test_each_name_leads_to_a_function_that_takes_rest_seed_and_weights(kind):
    assert list(inspect.signature(loader_of(kind)).parameters) == ["rest", "seed", "weights"]


def test_all_kinds_of_the_catalogue_can_be_loaded():
    assert {entry.kind for entry in ex.networks.catalogue()} <= set(LOADERS)


def test_a_function_may_stand_for_itself(monkeypatch):
    asked = []
    monkeypatch.setitem(LOADERS, "mine", lambda *request: asked.append(request) or ex.load("stack/1x4x4/relu"))
    assert ex.load("mine/a/b", seed=3, weights=None).name == "stack/1x4x4/relu"
    assert asked == [("a/b", 3, None)]


def test_jobs_are_known_as_soon_as_the_library_is():
    with pytest.raises(NetworkError, match="no job"):
        ex.load("job/nothing")


def test_a_wrong_name_needs_no_loader():
    code = ("import sys\nfrom explorer.networks import LOADERS\n"
            "print(sorted(LOADERS), 'explorer.training' in sys.modules, 'torch' in sys.modules)")
    told = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True,
                          check=True).stdout
    assert told.strip() == "['bundled', 'job', 'onnx', 'package', 'stack', 'torchvision'] False False"
    with pytest.raises(NetworkError, match="no network 'other/x'"):
        ex.load("other/x")
