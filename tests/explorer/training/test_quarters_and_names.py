"""The map of four cases by numpy, names that freeze by trying all of them, and likeness by a memory set by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from explorer import networks
from explorer.graph import PRESETS, analyse
from explorer.training import Pictures, Plan
from explorer.training.familiar_pictures import HALF, channel_distances, likeness_of
from explorer.training.four_cases import QUARTERS, advised_plan, height, quarter_at
from explorer.training.freezing_code import freezing_prefixes, frozen_layers

PLAN = Plan(network="bundled/resnet20", data="cifar10", side=32)


@pytest.mark.parametrize("per_class", [5, 6, 17, 80, 499, 500, 501, 4000, 50_000])
def test_the_height_on_the_map_is_a_straight_line_over_the_logarithm(per_class):
    ends = np.log10([5, 500, 50_000])
    assert height(per_class) == pytest.approx(np.interp(np.log10(per_class), ends, [0, 0.5, 1]))
    assert quarter_at(per_class, 1).small is (height(per_class) < 0.5)


def test_every_place_is_in_one_quarter_and_every_quarter_has_places():
    found = [quarter_at(per_class, likeness).name for per_class in (5, 50_000) for likeness in (0, 1)]
    assert sorted(found) == sorted(QUARTERS)


@pytest.mark.parametrize("adviser", ["lecture", "app"])
@pytest.mark.parametrize("name", QUARTERS)
def test_advice_taken_twice_is_advice_taken_and_forgets_what_was_frozen_by_hand(name, adviser):
    once = advised_plan(replace(PLAN, frozen=("layer1",)), QUARTERS[name], adviser, pictures=90)
    assert once.frozen == ()
    assert advised_plan(once, QUARTERS[name], adviser, pictures=90) == once
    more = advised_plan(PLAN, QUARTERS[name], adviser, pictures=90_000)
    assert more.epochs < once.epochs


def rows(*names):
    """Return as much of a report as is read: layers, of which those called relu have no weights."""
    return [SimpleNamespace(name=name, params=0 if "relu" in name else 3) for name in names]


@pytest.mark.parametrize(("frozen", "prefixes"), [
    (("a.0", "a.1"), ("a.",)), (("a.0",), ("a.0",)), (("a.0", "a.1", "ab"), ("a.", "ab")),
    (("b.0.x", "b.0.y"), ("b.0.",)), (("b.0.x", "b.1"), ("b.0.x", "b.1")), (("b.0.x", "b.0.y", "b.1"), ("b.",)),
    (("relu",), ()), (("a.relu",), ()), (("a.0", "a.relu", "b.1"), ("a.0", "b.1")), (("nothing",), ())])
def test_names_are_as_short_as_they_can_be(frozen, prefixes):
    report = rows("a.0", "a.relu", "a.1", "ab", "b.0.x", "b.0.y", "b.1", "relu")
    assert freezing_prefixes(report, frozen) == prefixes


@pytest.mark.parametrize("preset", ["resnet18", "vgg16", "mobilenet_v2"])
def test_any_layers_are_named_by_themselves_and_no_start_can_be_left_out(preset):
    known = PRESETS[preset]
    report = analyse(known.graph, known.input_shape)
    weighty = [row.name for row in report if row.params]
    random = np.random.default_rng(0)
    for share in (0.1, 0.5, 0.9, 1):
        frozen = {name for name in weighty if random.random() < share}
        starts = [f"{one.rstrip('.')}." for one in freezing_prefixes(report, sorted(frozen))]
        assert {name for name in weighty if f"{name}.".startswith(tuple(starts))} == frozen
        for start in starts:
            rest = tuple(one for one in starts if one != start)
            assert {name for name in weighty if f"{name}.".startswith(rest)} < frozen


def test_the_head_is_never_frozen_with_its_stage():
    stages = [SimpleNamespace(name="first", layers=("a", "b")), SimpleNamespace(name="last", layers=("c", "fc"))]
    assert frozen_layers(stages, ("first", "last"), "fc") == ("a", "b", "c")
    assert frozen_layers(stages, ("last",), "fc") == ("c",)
    assert frozen_layers(stages, (), "fc") == ()


def remembering(module, images):
    """Return a network whose batch norms remember exactly what images bring about."""
    norms = [one for one in module.modules() if isinstance(one, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = None  # torch: the mean over all batches
        norm.reset_running_stats()
    with torch.no_grad():
        module.train()(images)
        for norm in norms:  # torch keeps the unbiased variance
            count = len(images) * 36
            norm.running_var.mul_((count - 1) / count).sub_(norm.eps)
    return SimpleNamespace(module=module.eval())


@pytest.mark.parametrize("shift", [0.0, 1.0, 4.0])
def test_pictures_that_a_network_remembers_are_at_no_distance_and_shifted_ones_at_their_shift(shift, monkeypatch):
    monkeypatch.setattr("explorer.training.familiar_pictures.inputs_of",
                        lambda *_: SimpleNamespace(normalised=lambda values: values * 255))
    torch.manual_seed(0)
    module = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)).requires_grad_(requires_grad=False)
    images = torch.randint(0, 200, (5, 3, 8, 8), dtype=torch.uint8)
    network = remembering(module, images.float())
    network.module[1].running_mean.sub_(shift * network.module[1].running_var.sqrt())
    labels = torch.zeros(5, dtype=torch.int64)
    (found,) = channel_distances(network, Pictures(images, labels))
    assert found.tolist() == pytest.approx([shift] * 4, abs=2e-3)


def test_a_network_without_batch_norms_has_no_distances():
    network = networks.load("stack/3x8x8/conv.o4~relu~gap~flatten~linear.o3")
    pictures = Pictures(torch.zeros(2, 3, 8, 8, dtype=torch.uint8), torch.zeros(2, dtype=torch.int64))
    assert channel_distances(network, pictures) == []


@pytest.mark.parametrize("farthest", [0.3, 1.0, 2.5])
def test_likeness_is_numpys_straight_line(farthest):
    for distance in np.linspace(0, 3 * farthest, 13):
        assert likeness_of(distance, farthest) == pytest.approx(np.interp(distance / farthest, [0, 2 * HALF], [1, 0]))
