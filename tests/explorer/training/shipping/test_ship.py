from __future__ import annotations

import csv
import hashlib
import json

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from explorer.training import Inputs, Plan, Point
from explorer.training.loop.metrics import evaluate
from explorer.training.shipping.ship import VARIANTS, ship

INPUTS = Inputs(mean=(0.5, 0.5, 0.5), std=(0.25, 0.25, 0.25))
PLAN = Plan(network="bundled/resnet20", data="digits", side=16, epochs=2)
CURVE = [Point(1, 2.0, 0.25, 1.75, 0.375, 0.5, 0.1, 12.0), Point(2, 1.0, 0.5, 1.5, 0.625, 0.5, 0.05, 11.6)]


def network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2))


@pytest.fixture
def shipped(stripes, tmp_path):
    ship("tiny", network(), CURVE, stripes, PLAN, INPUTS, tmp_path)
    return tmp_path


def test_weights_are_half_precision_and_fit_the_network(shipped):
    weights, known = load_file(shipped / "tiny.safetensors"), network().state_dict()
    assert set(weights) == set(known)
    assert {value.dtype for value in weights.values()} == {torch.float16, torch.int64}
    assert all(torch.allclose(weights[name].float(), known[name].float(), rtol=1e-3, atol=1e-6) for name in known)


def test_the_card_holds_what_is_measured_on_the_weights_as_written(shipped, stripes):
    card, again = json.loads((shipped / "tiny.json").read_text()), network()
    again.load_state_dict(load_file(shipped / "tiny.safetensors"))
    assert list(card["test_accuracy"]) == list(VARIANTS)
    assert card["test_accuracy"]["as stored"] == round(evaluate(again, stripes.test, INPUTS)[1], 4)
    content = (shipped / "tiny.safetensors").read_bytes()
    assert card["weights"]["bytes"] == len(content)
    assert card["weights"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert (card["parameters"], card["training_seconds"], card["recipe"]["epochs"]) == (130, 24, 2)


def test_the_curve_has_one_row_per_epoch(shipped):
    with (shipped / "tiny.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["test_accuracy"], row["learning_rate"]) for row in rows] == [
        ("1", "0.375000", "0.100000"), ("2", "0.625000", "0.050000")]


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
def test_a_variant_stays_a_batch_of_pictures(change):
    pictures = torch.rand(4, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    changed = change(pictures)
    assert changed.shape[:2] == (4, 3)
    assert torch.equal(changed, changed.clamp(0, 1))
