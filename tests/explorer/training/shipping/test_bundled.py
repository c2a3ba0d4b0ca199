"""The classifiers that come with the app; for those for scenes see ``test_scenes``."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from explorer.networks.architectures import BUILDERS, CATEGORIES
from explorer.runtime.run_files import LAST
from explorer.training import DataSet, Pictures, read_zip
from explorer.training.loop.metrics import evaluate
from explorer.training.shipping import bundled, depth_study, lenet, scenes
from explorer.training.shipping.bundled import ASSETS, INPUTS, PLANS, main

NAMES = sorted(PLANS)
ZIP = Path(os.environ.get("EXPLORER_CIFAR10_ZIP", ""))


def card(name):
    return json.loads((ASSETS / f"{name}.json").read_text(encoding="utf-8"))


def trained(name):
    network = BUILDERS[name]()
    network.load_state_dict(load_file(ASSETS / f"{name}.safetensors"))
    return network.eval()


def test_every_network_that_comes_with_the_app_has_a_plan_and_every_plan_its_network():
    assert {"resnet20", "vgg"} == set(NAMES)
    assert {path.stem for path in ASSETS.glob("*.safetensors")} == {*PLANS, *scenes.PLANS, lenet.NAME}


@pytest.mark.parametrize("name", NAMES)
def test_weights_fit_the_network_key_by_key(name):
    weights, known = load_file(ASSETS / f"{name}.safetensors"), BUILDERS[name]().state_dict()
    assert {key: value.shape for key, value in weights.items()} == {key: value.shape for key, value in known.items()}
    assert all(value.isfinite().all() for value in weights.values())
    assert {value.dtype for key, value in weights.items() if "num_batches" not in key} == {torch.float16}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", [32, 64, 200])
def test_scores_are_finite_on_pictures_of_any_size(name, side):
    pictures = torch.randint(256, (2, 3, side, side), generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        scores = trained(name)(INPUTS.normalised(pictures / 255))
    assert scores.shape == (2, 10)
    assert scores.isfinite().all()


@pytest.mark.parametrize("name", NAMES)
def test_files_are_small_and_those_the_card_speaks_of(name):
    content, about = (ASSETS / f"{name}.safetensors").read_bytes(), card(name)
    assert len(content) == about["weights"]["bytes"] < 1_000_000
    assert hashlib.sha256(content).hexdigest() == about["weights"]["sha256"]
    assert about["parameters"] == sum(value.numel() for value in BUILDERS[name]().parameters()) < 400_000
    assert tuple(about["categories"]) == CATEGORIES


@pytest.mark.parametrize("name", NAMES)
def test_card_and_curve_tell_of_the_same_run(name):
    with (ASSETS / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    about = card(name)
    assert len(rows) == about["recipe"]["epochs"] == PLANS[name].epochs
    assert float(rows[-1]["test_accuracy"]) == pytest.approx(about["test_accuracy"]["as stored"], abs=0.005)


@pytest.mark.skipif(not ZIP.is_file(), reason="EXPLORER_CIFAR10_ZIP does not name a ZIP of CIFAR-10 to measure on")
def test_accuracy_on_the_test_pictures_is_that_on_the_card():
    data = read_zip(ZIP, 32)
    measured = {name: evaluate(trained(name), data.test, INPUTS)[1] for name in NAMES}
    assert measured == pytest.approx({name: card(name)["test_accuracy"]["as stored"] for name in NAMES}, abs=0.002)


def test_the_command_asks_for_a_known_network(capsys):
    with pytest.raises(SystemExit):
        main(["cifar10.zip", "alexnet"])
    assert "resnet20" in capsys.readouterr().err


@pytest.fixture
def forty_pictures(monkeypatch):
    """Stand in for CIFAR-10."""
    generator = torch.Generator().manual_seed(0)
    pictures = Pictures(torch.randint(256, (40, 3, 32, 32), generator=generator, dtype=torch.uint8),
                        torch.arange(40) % 10)
    data = DataSet(train=pictures, val=pictures, test=pictures, categories=CATEGORIES)
    for module in (bundled, depth_study):
        monkeypatch.setattr(module, "read_zip", lambda *_: data)


@pytest.mark.usefixtures("forty_pictures")
def test_the_command_trains_by_a_plan_and_ships_what_it_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setitem(PLANS, "resnet20", replace(PLANS["resnet20"], epochs=2, batch_size=20))
    main(["cifar10.zip", "resnet20", "--folder", str(tmp_path / "runs"), "--assets", str(tmp_path)])
    shipped, last = load_file(tmp_path / "resnet20.safetensors"), load_file(tmp_path / "runs/resnet20" / LAST)
    assert all(torch.equal(shipped[name].float(), value.half().float()) for name, value in last.items())
    about = json.loads((tmp_path / "resnet20.json").read_text(encoding="utf-8"))
    assert (about["recipe"]["epochs"], about["recipe"]["schedule"]) == (2, "one_cycle")
    assert len((tmp_path / "resnet20.csv").read_text().splitlines()) == 3


@pytest.mark.usefixtures("forty_pictures")
def test_the_study_of_depth_keeps_curve_and_recipe_of_each_network(tmp_path, monkeypatch):
    monkeypatch.setitem(depth_study.PLANS, "plain20", replace(depth_study.PLANS["plain20"], epochs=2, batch_size=20))
    depth_study.main(["cifar10.zip", "plain20", "--folder", str(tmp_path / "runs"),
                      "--assets", str(tmp_path / "depth")])
    about = json.loads((tmp_path / "depth/plain20.json").read_text(encoding="utf-8"))
    # The paper's shortcuts have no weights, so the twin has as many parameters as ResNet-20.
    assert (about["parameters"], about["recipe"]["epochs"]) == (269_722, 2)
    assert [row[:2] for row in (tmp_path / "depth/plain20.csv").read_text().splitlines()] == ["nu", "1,", "2,"]
    assert sorted(path.name for path in (tmp_path / "depth").iterdir()) == ["plain20.csv", "plain20.json"]


def test_networks_of_the_study_differ_in_depth_and_skips_only():
    assert {replace(plan, network="", title="") for plan in depth_study.PLANS.values()} == {
        replace(depth_study.PLANS["plain20"], network="", title="")}
