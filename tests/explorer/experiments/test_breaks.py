"""What can be broken: its names, its words, and the places where results are kept."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage
from torch import nn

import explorer as ex
from explorer.experiments import BLOCK, BREAKS, BROKEN, COUNTED, WHOLE, Harm, breaks_of, broken_input
from explorer.experiments.breaks import BITS, PRUNED, SQUARE
from explorer.experiments.broken_network import broken_layers, broken_module, quantised, threshold, weighted
from explorer.networks import entry

POOLED = "stack/2x12x12/conv.o4.p1~relu~{pool}~conv.o3.p1~relu~gap~flatten~linear.o5"


@pytest.mark.parametrize("kind", BREAKS)
def test_each_break_has_a_title_and_whole_sentences(kind):
    one = BREAKS[kind]
    assert one.does.endswith(".") and not one.title.endswith(".")
    assert one.title[0].isupper() and one.does[0].isupper()


def test_no_two_breaks_are_called_alike():
    assert len({one.title for one in BREAKS.values()}) == len(BREAKS)
    assert next(iter(BREAKS)) == BLOCK and WHOLE not in BREAKS
    assert set(BITS) | set(PRUNED) < set(BREAKS)


@pytest.mark.parametrize(("harm", "key"), [
    (Harm(), "whole"), (Harm("skips"), "skips"), (Harm(BLOCK, "layer2.1"), "block.layer2.1"),
    (Harm(BLOCK, "features.10"), "block.features.10")])
def test_results_are_kept_by_what_was_done(harm, key):
    assert harm.key == key
    kind, _dot, part = key.partition(".")
    assert Harm(kind, part) == harm and hash(Harm(kind, part)) == hash(harm)


@pytest.mark.parametrize("kind", BITS)
def test_the_words_say_how_many_values_there_are(kind):
    assert f"one of {2 ** BITS[kind] - 1} values" in BREAKS[kind].does
    assert f"{BITS[kind]} bits" in BREAKS[kind].title


@pytest.mark.parametrize("kind", PRUNED)
def test_the_words_say_how_much_is_pruned(kind):
    assert f"{100 * PRUNED[kind]:.0f} %" in BREAKS[kind].title


def test_the_words_say_how_large_the_squares_are():
    assert f"{SQUARE} × {SQUARE} px" in BREAKS["squares"].does and f"{SQUARE} px" in BREAKS["squares"].title


@pytest.mark.parametrize("name", BROKEN)
def test_all_that_are_broken_come_with_the_app_and_name_ten_classes(name):
    found = entry(f"bundled/{name}")
    assert found.kind == "bundled" and found.task == "classify"
    assert found.weights[0].url == "" and found.weights[0].classes == 10
    assert (name in COUNTED) == found.weights[0].data.startswith("CIFAR-10")


@pytest.mark.parametrize(("pool", "wanted"), [
    ("maxpool", nn.AvgPool2d(2)), ("maxpool.k3.s2", nn.AvgPool2d(3, 2)), ("maxpool.k3.s1.p1", nn.AvgPool2d(3, 1, 1)),
    ("maxpool.k3.s3", nn.AvgPool2d(3, 3))])
def test_any_max_pooling_becomes_the_mean_of_the_same_windows(pool, wanted):
    network = ex.load(POOLED.format(pool=pool))
    name = next(node.name for node in network.graph if "pool" in node.name)
    maps = torch.randn(2, 4, 12, 12, generator=torch.Generator().manual_seed(1))
    found = broken_layers(network, Harm("average"))[name]
    assert torch.allclose(found(maps), wanted(maps))


def test_the_mean_of_windows_is_scipys():
    network = ex.load(POOLED.format(pool="maxpool.k3.s1.p1"))
    name = next(node.name for node in network.graph if "pool" in node.name)
    maps = np.random.default_rng(3).random((12, 12))
    found = broken_layers(network, Harm("average"))[name](torch.tensor(maps)[None, None])[0, 0].numpy()
    assert found == pytest.approx(ndimage.uniform_filter(maps, 3, mode="constant"))


def test_a_stack_without_max_pooling_cannot_have_it_replaced():
    found = breaks_of(ex.load(POOLED.format(pool="avgpool")))
    assert "average" not in found and "sigmoid" in found and "skips" not in found
    assert "squares" not in found  # 12 px cannot be cut into squares of 8


@pytest.mark.parametrize("bits", [2, 3, 4, 8])
@pytest.mark.parametrize("seed", range(3))
def test_rounding_errs_by_half_a_step_at_most_and_keeps_signs(bits, seed):
    weights = torch.randn(500, generator=torch.Generator().manual_seed(seed))
    found, step = quantised(weights, bits), weights.abs().max() / (2 ** (bits - 1) - 1)
    assert (found - weights).abs().max() <= step / 2 + 1e-6
    assert (found * weights >= 0).all()
    assert torch.allclose(found / step, (found / step).round(), atol=1e-4)


def test_of_ternary_weights_nothing_changes_with_2_bits():
    weights = torch.tensor([0.5, -0.5, 0.0, 0.5])
    assert torch.equal(quantised(weights, 2), weights)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_the_threshold_is_numpys_quantile(share):
    draw = torch.Generator().manual_seed(7)
    weights = [torch.randn(shape, generator=draw) for shape in ((20, 30), (400,))]
    sizes = np.abs(np.concatenate([one.numpy().ravel() for one in weights]))
    wanted = np.quantile(sizes, share, method="inverted_cdf")
    assert threshold(weights, share) == pytest.approx(wanted)
    assert (sizes <= threshold(weights, share)).mean() == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize("kind", [*BITS, *PRUNED])
def test_biases_and_norms_stay_as_they_are(kind):
    network = ex.load("bundled/vgg")
    changed = broken_layers(network, Harm(kind))
    assert changed["features.1"] is network.module.get_submodule("features.1")
    assert torch.equal(changed["classifier"].bias, network.module.get_submodule("classifier").bias)
    assert not torch.equal(changed["classifier"].weight, network.module.get_submodule("classifier").weight)


@pytest.mark.parametrize("name", BROKEN)
def test_weighted_layers_are_all_convolutions_and_linear_layers(name):
    network = ex.load(f"bundled/{name}")
    wanted = [module for module in network.module.modules() if isinstance(module, nn.Conv2d | nn.Linear)]
    found = list(weighted(broken_layers(network, Harm())))
    assert {id(one) for one in found} == {id(one) for one in wanted} and len(found) == len(wanted)


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("kind", ["pixels", "squares"])
def test_a_shuffled_input_leaves_the_layers_alone(name, kind):
    network = ex.load(f"bundled/{name}")
    batch = torch.rand(1, *network.input_shape, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        assert torch.allclose(broken_module(network, Harm(kind))(batch), network.module(batch), atol=1e-5)


@pytest.mark.parametrize("shape", [(8, 8), (16, 32), (2, 3, 24, 16)])
@pytest.mark.parametrize("kind", ["pixels", "squares"])
def test_pictures_of_any_shape_keep_every_value(shape, kind):
    values = np.random.default_rng(0).random(shape, dtype=np.float32)
    moved = broken_input(values, Harm(kind))
    assert moved.shape == shape and moved.dtype == np.float32 and moved.flags.c_contiguous
    assert np.array_equal(np.sort(moved, axis=None), np.sort(values, axis=None))
    assert np.array_equal(moved, broken_input(values, Harm(kind)))  # alike each time


def test_shuffling_takes_the_neighbours_apart():
    ramp = np.add.outer(np.arange(32.0), np.arange(32.0)).astype(np.float32)
    steps = [float(np.abs(np.diff(broken_input(ramp, Harm(kind)))).mean()) for kind in ("whole", "squares", "pixels")]
    assert steps == sorted(steps) and steps[0] == 1 and steps[2] > 10
