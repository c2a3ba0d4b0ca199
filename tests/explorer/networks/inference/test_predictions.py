"""Switched channels against torch's own hooks, on a copy."""

from copy import deepcopy

import numpy as np
import pytest
import torch

from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import load
from explorer.networks.inference.network_input import greyed, network_input
from explorer.networks.inference.predictions import guesses, scores, softmax

PLAIN = "stack/3x20x24/conv.o6.p1~relu~maxpool~conv.o8.k2.psame~tanh~flatten~linear.o10"
SKIP = "stack/3x16x16/conv.o4.p1~bn~relu~conv.o4.p1~add.f1x2~cat.f1x3~adaptive.o1~flatten~linear.o3"


def hooked(network, values, layer, channel):
    copy = deepcopy(network.module)

    def hook(module, inputs, output):
        changed = output.clone()
        changed[:, channel] = 0
        return changed

    copy.get_submodule(layer).register_forward_hook(hook)
    return copy(torch.tensor(values)[None])[0].numpy()


@pytest.mark.parametrize(("name", "layer"), [(PLAIN, "conv1"), (PLAIN, "relu1"), (PLAIN, "pool1"), (PLAIN, "fc1"),
                                             (SKIP, "conv1"), (SKIP, "relu1"), (SKIP, "add1"), (SKIP, "cat1")])
def test_a_switched_channel_is_that_of_a_hook(name, layer):
    network = load(name)
    values = network_input(network, sample("chelsea")).values
    np.testing.assert_allclose(scores(network, values, off=(layer, 1)), hooked(network, values, layer, 1),
                               rtol=1e-4, atol=1e-5)


def test_the_network_stays_as_it_was():
    network = load(PLAIN)
    values = network_input(network, sample("chelsea")).values
    before = scores(network, values)
    scores(network, values, off=("conv1", 0))
    with torch.no_grad():
        again = network.module(torch.tensor(values)[None])[0].numpy()
    np.testing.assert_allclose(again, before, rtol=1e-4, atol=1e-6)
    assert not any(module._forward_hooks for module in network.module.modules())


@pytest.mark.parametrize("layer", ["input", "nothing"])
def test_what_is_no_layer_is_named(layer):
    network = load(PLAIN)
    with pytest.raises(NetworkError, match=layer):
        scores(network, network_input(network, sample("chelsea")).values, off=(layer, 0))


def test_a_grey_patch_is_0_for_the_network_and_grey_for_people():
    given = network_input(load(PLAIN), sample("chelsea"))
    painted = greyed(given, (2, 3, 8, 9))
    inside = np.zeros((20, 24), dtype=bool)
    inside[2:8, 3:9] = True
    assert (painted.values[:, inside] == 0).all()
    assert (painted.pixels[inside] == 128).all()
    np.testing.assert_array_equal(painted.values[:, ~inside], given.values[:, ~inside])
    np.testing.assert_array_equal(painted.pixels[~inside], given.pixels[~inside])
    assert given.values[:, inside].any()


@pytest.mark.parametrize("scale", [1, 1000])
def test_softmax_is_that_of_torch(scale):
    scores = np.random.default_rng(0).normal(size=50).astype(np.float32) * scale
    expected = torch.tensor(scores, dtype=torch.float64).softmax(0).numpy()
    np.testing.assert_allclose(softmax(scores), expected, atol=1e-12)


def test_the_likeliest_classes_come_first():
    found = guesses(np.array([0.1, 0.5, 0.1, 0.3]), ("a", "b", "c", "d"), count=3)
    assert [(guess.place, guess.name, guess.share) for guess in found] == [(1, "b", 0.5), (3, "d", 0.3), (0, "a", 0.1)]


def test_a_network_of_two_classes_has_two_guesses():
    assert len(guesses(np.array([0.1, 0.9]), ("no", "yes"))) == 2
