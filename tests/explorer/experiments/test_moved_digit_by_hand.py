"""The networks of *Shift* in numpy against torch's own layers, and the digits that they are shown."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explorer.experiments import moved_digit, two_networks
from explorer.experiments.two_networks import CANVAS, FARTHEST, MEAN, SHUFFLING, SIDE, SPREAD

NAMES = ("mlp", "cnn", "mlp_moved")


def by_torch(name, pixels):
    """Return the shares of the classes (10,) as torch computes them from the same weights."""
    weights = {key: torch.from_numpy(value) for key, value in moved_digit.shipped().weights[name].items()}
    x = ((torch.from_numpy(pixels).float() / 255 - MEAN) / SPREAD)[None, None]
    if name == "cnn":
        for layer in ("conv1", "conv2", "conv3"):
            x = F.relu(F.conv2d(x, weights[f"{layer}.weight"], weights[f"{layer}.bias"], padding=1))
            x = F.max_pool2d(x, 2) if layer == "conv2" else x
        scores = F.linear(x.mean((2, 3)), weights["fc1.weight"], weights["fc1.bias"])
    else:
        hidden = F.relu(F.linear(x.flatten(1), weights["fc1.weight"], weights["fc1.bias"]))
        scores = F.linear(hidden, weights["fc2.weight"], weights["fc2.bias"])
    return scores.softmax(1)[0].numpy()


@pytest.mark.parametrize("right", [0, 3, FARTHEST])
@pytest.mark.parametrize("name", NAMES)
def test_answers_are_torch_s(name, right):
    for digit in (0, 4, 9):
        pixels = moved_digit.picture(digit, right)
        np.testing.assert_allclose(moved_digit.answers(name, pixels), by_torch(name, pixels), atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_shares_sum_to_1_also_for_noise(name):
    noise = np.random.default_rng(0).integers(0, 256, (CANVAS, CANVAS), dtype=np.uint8)
    for pixels in (noise, np.zeros_like(noise), np.full_like(noise, 255)):
        shares = moved_digit.answers(name, pixels)
        assert shares.shape == (10,) and shares.min() >= 0 and shares.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_network_has_as_many_weights_as_is_said(name):
    count = sum(values.size for values in moved_digit.shipped().weights[name].values())
    assert count == two_networks.parameters("cnn" if name == "cnn" else "mlp", CANVAS)


def test_every_sample_is_a_digit_that_all_networks_know_at_the_left_edge():
    assert moved_digit.shipped().samples.shape == (10, SIDE, SIDE)
    right = [[int(moved_digit.answers(name, moved_digit.picture(digit, 0)).argmax()) == digit for digit in range(10)]
             for name in NAMES]
    assert np.mean(right) > 0.9


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_the_same_wherever_it_is(digit):
    first = moved_digit.picture(digit, 0)
    for right in range(1, FARTHEST + 1):
        np.testing.assert_array_equal(moved_digit.picture(digit, right), np.roll(first, right, axis=1))
    assert not first[:, SIDE:].any() and not first[:4].any() and not first[-4:].any()


def test_many_digits_are_moved_as_one_is():
    many = np.arange(2 * 3 * 64, dtype=np.uint8).reshape(2, 3, 8, 8)
    found = two_networks.moved(many, 5)
    assert found.shape == (2, 3, CANVAS, CANVAS) and found.dtype == many.dtype
    np.testing.assert_array_equal(found[1, 2], two_networks.moved(many[1, 2], 5))


def test_the_one_permutation_is_numpy_s_of_its_seed_and_can_be_undone():
    order = two_networks.permutation()
    np.testing.assert_array_equal(order, np.random.default_rng(SHUFFLING).permutation(64))
    picture = np.arange(64).reshape(8, 8)
    back = two_networks.shuffled(picture).ravel()[np.argsort(order)].reshape(8, 8)
    np.testing.assert_array_equal(back, picture)


def test_to_a_linear_layer_a_shuffled_digit_is_the_same_task():
    weights = np.random.default_rng(1).standard_normal((5, 64))
    digit = moved_digit.shipped().samples[3].astype(float)
    mixed = weights[:, two_networks.permutation()] @ two_networks.shuffled(digit).ravel()
    np.testing.assert_allclose(mixed, weights @ digit.ravel())


@pytest.mark.parametrize("name", ["cnn", "mlp", "cnn_shuffled", "mlp_shuffled"])
@pytest.mark.parametrize("count", two_networks.PICTURES)
def test_accuracies_are_shares_of_the_tested_digits(count, name):
    study = two_networks.shuffle_study()[count]
    rights = np.array(study.curves[name]) * study.tested
    np.testing.assert_allclose(rights, rights.round(), atol=0.06)
    assert rights.min() >= 0 and rights.max() <= study.tested
    assert rights[:, -1].mean() > rights[:, 0].mean()
