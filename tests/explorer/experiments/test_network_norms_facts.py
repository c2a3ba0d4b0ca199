"""Batch norms of the bundled ResNet-20 against torch's own functions, and what becomes of its answers."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from explorer import networks
from explorer.experiments import network_norms as norms
from explorer.images import SAMPLES, picture_of, sample

PHOTO = sample("chelsea")
SETTINGS = ("on", "affine", "off")


@pytest.fixture(scope="module")
def network():
    return networks.load(norms.NETWORK)


@pytest.fixture(scope="module")
def small():
    return norms.small(PHOTO)


def first_maps(network, pictures) -> torch.Tensor:
    """Return what the first convolution makes of pictures."""
    batch = torch.stack([torch.from_numpy(network.preprocess(pixels)) for pixels in pictures])
    with torch.no_grad():
        return network.module.get_submodule("conv1")(batch)


def test_the_first_norm_in_evaluation_is_torchs_function(network, small):
    layer = network.module.get_submodule("bn1")
    expected = functional.batch_norm(first_maps(network, small[None]), layer.running_mean, layer.running_var,
                                     layer.weight, layer.bias, training=False, eps=layer.eps)[0]
    np.testing.assert_allclose(norms.walk(small, "on").outputs[0], expected.detach(), atol=1e-5)


def test_without_normalising_the_first_norm_is_scale_and_shift(network, small):
    layer, maps = network.module.get_submodule("bn1"), first_maps(network, small[None])[0]
    expected = maps * layer.weight[:, None, None] + layer.bias[:, None, None]
    np.testing.assert_allclose(norms.walk(small, "affine").outputs[0], expected.detach(), atol=1e-5)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_walk_has_a_shape_for_every_stage_and_shares_that_sum_to_1(small, setting):
    walk = norms.walk(small, setting)
    assert walk.norms == setting and len(walk.layers) == len(walk.outputs) == len(walk.spreads) == 19
    shapes = {name: output.shape for name, output in zip(walk.layers, walk.outputs, strict=True)}
    assert (shapes["bn1"], shapes["layer2.0.bn1"], shapes["layer3.2.bn2"]) == (
        (16, 32, 32), (32, 16, 16), (64, 8, 8))
    assert walk.shares.shape == (10,) and walk.shares.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("setting", SETTINGS)
def test_spreads_are_those_within_channels(small, setting):
    walk = norms.walk(small, setting)
    for output, spread in zip(walk.outputs, walk.spreads, strict=True):
        within = output - output.mean(axis=(1, 2), keepdims=True)
        assert spread == pytest.approx(float(np.sqrt((within.astype(np.float64) ** 2).mean())), rel=1e-4)


def test_with_its_norms_every_layer_keeps_much_of_the_photo(small):
    on, affine = (norms.walk(small, setting).spreads for setting in ("on", "affine"))
    assert min(on) > 0.15 and max(on) < 0.6
    assert min(affine) < 0.001  # γ was learned for values of spread 1 and is small where they are


@pytest.mark.parametrize("name", ["chelsea", "rocket", "flower", "astronaut"])
def test_without_its_norms_it_is_sure_of_nothing(name):
    picture = norms.small(sample(name))
    assert norms.walk(picture, "on").shares.max() > 0.6
    assert max(norms.walk(picture, setting).shares.max() for setting in ("affine", "off")) < 0.5


def test_what_is_found_once_is_kept_and_cannot_be_changed(small):
    walk = norms.walk(small, "off")
    assert norms.walk(small, "off") is walk
    with pytest.raises(ValueError, match="read-only"):
        walk.outputs[0][0, 0, 0] = 1
    assert norms.evaluated(small) is norms.evaluated(small.copy())


@pytest.mark.parametrize("count", [0, 1, 3, 9])
def test_training_mode_normalises_by_the_batch(network, small, count):
    """The first layer by hand: torch's batch norm of the whole batch, then the rest of a copy in training mode."""
    mates = norms.mate_pictures("photos", PHOTO, count, seed=2)
    pictures = np.concatenate([small[None], mates])
    heard: list[torch.Tensor] = []
    module = deepcopy(network.module).train()
    module.get_submodule("bn1").register_forward_hook(lambda _layer, _inputs, output: heard.append(output))
    with torch.no_grad():
        shares = module(torch.stack([torch.from_numpy(network.preprocess(pixels)) for pixels in pictures])).softmax(1)
    layer = network.module.get_submodule("bn1")
    expected = functional.batch_norm(first_maps(network, pictures), None, None, layer.weight, layer.bias, training=True)
    np.testing.assert_allclose(heard[0], expected.detach(), atol=1e-4)
    np.testing.assert_allclose(norms.in_training(small, mates), shares[0], atol=1e-5)


def test_the_order_of_the_mates_does_not_matter(small):
    mates = norms.mate_pictures("photos", PHOTO, 6, seed=3)
    np.testing.assert_allclose(norms.in_training(small, mates), norms.in_training(small, mates[::-1].copy()), atol=1e-5)


def test_asking_in_training_mode_leaves_no_trace_for_the_next(small):
    mates = norms.mate_pictures("digits", PHOTO, 15, seed=5)
    first = norms.in_training(small, mates[:3])
    for start in range(4, 12):
        norms.in_training(small, mates[start:])
    norms._kept.clear()
    np.testing.assert_allclose(norms.in_training(small, mates[:3]), first, atol=1e-5)


def test_no_pass_changes_nothing(small):
    found = norms.after_passes(small, [])
    assert found.shape == (1, 10)
    np.testing.assert_allclose(found[0], norms.evaluated(small), atol=1e-6)


@pytest.mark.parametrize("kind", ["digits", "grey"])
def test_strange_pictures_spoil_more_than_photos(small, kind):
    cat = networks.architectures.CATEGORIES.index("cat")
    after = {name: norms.after_passes(small, [norms.mate_pictures(name, PHOTO, 8, seed) for seed in range(15)])[-1, cat]
             for name in ("photos", kind)}
    assert after[kind] < 0.5 < after["photos"]


def test_each_pass_moves_the_averages_by_a_tenth(network, small):
    batch = norms.mate_pictures("digits", PHOTO, 4, seed=1)
    layer = network.module.get_submodule("bn1")
    maps = first_maps(network, batch)
    moved = deepcopy(network.module).train()
    with torch.no_grad():
        moved(torch.stack([torch.from_numpy(network.preprocess(pixels)) for pixels in batch]))
    expected = 0.9 * layer.running_mean + 0.1 * maps.mean(dim=(0, 2, 3))
    np.testing.assert_allclose(moved.get_submodule("bn1").running_mean, expected, atol=1e-5)
    found = norms.after_passes(small, [batch])[1]
    with torch.no_grad():
        again = moved.eval()(torch.from_numpy(network.preprocess(small))[None]).softmax(1)[0]
    np.testing.assert_allclose(found, again, atol=1e-5)


def test_a_layer_that_does_not_normalise_has_no_statistics_left():
    norm = nn.BatchNorm2d(2).eval()
    norm.running_mean.fill_(5)
    maps = torch.randn(1, 2, 3, 3)
    np.testing.assert_allclose(norms._Affine(norm)(maps).detach(), maps)


@pytest.mark.parametrize("size", [(20, 300), (300, 20), (1, 1), (32, 32)])
def test_photos_of_any_form_become_a_square_of_32(size):
    pixels = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    found = norms.small(picture_of(pixels, "x"))
    assert found.shape == (32, 32, 3) and found.dtype == np.uint8
    if size == (32, 32):
        np.testing.assert_array_equal(found, pixels)


def test_mates_of_a_sample_are_all_other_samples_before_one_comes_twice():
    others = len(SAMPLES) - 1
    mates = norms.mate_pictures("photos", PHOTO, others, seed=6)
    assert len({mate.tobytes() for mate in mates}) == others


def test_grey_areas_are_grey_and_digits_white_on_black():
    grey, digits = (norms.mate_pictures(kind, PHOTO, 12, seed=0) for kind in ("grey", "digits"))
    assert (grey == grey[:, :1, :1, :1]).all() and len(np.unique(grey)) > 6
    assert digits[:, :2, :2].mean() < 40 and digits.max() > 200
