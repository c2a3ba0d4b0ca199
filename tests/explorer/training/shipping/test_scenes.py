"""The command that trains the networks for scenes, in short; what it trains on, and what it measures on."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
import torch

from explorer import scenes as drawn_scenes
from explorer.networks import entry
from explorer.networks.scene_architectures import SCENE_BUILDERS
from explorer.training.plan import plan_from_json, to_json
from explorer.training.run_folder.files import read_tensors
from explorer.training.shipping import scenes
from explorer.training.shipping.scenes import FRESH_FIRST, PLANS, fresh, measured


def test_every_network_for_scenes_has_a_plan_that_a_page_could_make():
    assert set(PLANS) == set(SCENE_BUILDERS)
    for name, plan in PLANS.items():
        assert plan_from_json(json.loads(json.dumps(to_json(plan)))) == plan
        assert plan.network == f"bundled/{name}"
        assert plan.scenes.first + plan.scenes.pictures <= FRESH_FIRST


@pytest.mark.parametrize("name", PLANS)
def test_cards_tell_the_plan(name):
    card = json.loads((scenes.ASSETS / f"{name}.json").read_text())
    assert plan_from_json(card["recipe"]) == PLANS[name]
    assert card["measured"]["scenes"] == 2000
    assert tuple(card["categories"]) == drawn_scenes.KINDS == tuple(card["measured"]["classes"])


@pytest.mark.parametrize("name", PLANS)
def test_weights_fit_the_network_key_by_key(name):
    weights, head = read_tensors(scenes.ASSETS / f"{name}.safetensors")
    known = SCENE_BUILDERS[name]().state_dict()
    assert head == {"network": name}
    assert {key: value.shape for key, value in weights.items()} == {key: value.shape for key, value in known.items()}
    assert all(value.isfinite().all() for value in weights.values())
    assert {value.dtype for key, value in weights.items() if "num_batches" not in key} == {torch.float16}


@pytest.mark.parametrize("name", PLANS)
def test_card_and_curve_tell_of_the_same_run(name):
    with (scenes.ASSETS / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    card = json.loads((scenes.ASSETS / f"{name}.json").read_text())
    assert [int(row["number"]) for row in rows] == list(range(1, PLANS[name].epochs + 1))
    assert sum(float(row["seconds"]) for row in rows) == pytest.approx(card["training_seconds"], abs=0.51)
    best = min(rows, key=lambda row: float(row["val_loss"]))
    watched = card["measured"]["watched"]
    # The curve watches scenes held back from training, the card measures 2000 others.
    assert float(best[watched]) == pytest.approx(card["measured"][watched], abs=0.02)


def test_fresh_scenes_are_none_of_those_that_are_learned():
    plan = PLANS["detect"]
    new = fresh(plan, 5)
    learned = scenes.scene_pictures(plan.scenes, 64, 5)
    assert not any(torch.equal(one, other) for one in new.images for other in learned.images)
    assert torch.equal(new.images, fresh(plan, 5).images)


def test_the_command_trains_measures_and_writes_a_card(tmp_path, monkeypatch, capsys):
    name = "locate"
    plan = replace(PLANS[name], epochs=1, scenes=replace(PLANS[name].scenes, pictures=50))
    monkeypatch.setattr(scenes, "PLANS", {name: plan})
    monkeypatch.setattr(scenes.fresh, "__defaults__", (8,))
    scenes.main([name, "--folder", str(tmp_path / "runs"), "--assets", str(tmp_path / "assets")])
    card = json.loads((tmp_path / "assets" / f"{name}.json").read_text())
    tensors, head = read_tensors(tmp_path / "assets" / f"{name}.safetensors")
    assert head == {"network": name}
    assert all(value.dtype != torch.float32 for value in tensors.values())
    assert card["measured"]["scenes"] == 8
    assert card["parameters"] == entry(f"bundled/{name}").params
    assert f"{name} epoch 1" in capsys.readouterr().out
    network = SCENE_BUILDERS[name]()
    network.load_state_dict(tensors)
    assert measured(network, plan.task, fresh(plan))["watched"] in card["measured"]
