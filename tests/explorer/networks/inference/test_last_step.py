"""The last sum of classifiers against torch's own linear layer, and against the scores that they put out."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer import networks
from explorer.errors import NetworkError
from explorer.images import sample

BUNDLED = ("bundled/resnet20", "bundled/vgg")
HEADS = {
    "pooled": "stack/3x32x32/conv.o8~relu~gap~flatten~linear.o5",
    "dropout": "stack/3x32x32/conv.o8~relu~gap~flatten~dropout~linear.o5",
    "softmax": "stack/3x32x32/conv.o8~relu~gap~flatten~linear.o5~softmax",
    "sigmoid": "stack/3x32x32/conv.o8~relu~gap~flatten~linear.o1~sigmoid",
    "flat": "stack/3x32x32/conv.o8~relu~maxpool~flatten~linear.o16~relu~linear.o5",
    "maximum": "stack/3x32x32/conv.o8~relu~maxpool.k30~flatten~linear.o5",
}


def opened(name):
    network = networks.load(name)
    given = networks.network_input(network, sample("chelsea"))
    return network, networks.last_step(network, given.values), given


@pytest.mark.parametrize("name", [*BUNDLED, *HEADS.values()])
def test_what_was_paid_and_the_bias_are_the_score_that_the_network_puts_out(name):
    _network, step, _given = opened(name)
    for place in range(len(step.scores)):
        scale = float(np.abs(step.paid(place)).sum())
        assert step.total(place) == pytest.approx(float(step.scores[place]), abs=2e-6 * max(scale, 1))


@pytest.mark.parametrize("name", BUNDLED)
def test_the_sum_is_torchs_own_linear_layer(name):
    network, step, given = opened(name)
    with torch.inference_mode():
        theirs = functional.linear(*(torch.tensor(part) for part in (step.features, step.weights, step.bias)))
        whole = network.module(torch.tensor(given.values)[None])[0]
    np.testing.assert_allclose([step.total(place) for place in range(10)], theirs, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(step.scores, whole, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_mean_of_the_class_map_and_the_bias_are_the_score(name):
    _network, step, _given = opened(name)  # Zhou et al. (2016), equations 1 and 2
    assert step.maps is not None
    for place in range(10):
        assert step.class_map(place).mean() + step.bias[place] == pytest.approx(step.total(place), abs=1e-5)


@pytest.mark.parametrize(("head", "source"), [("pooled", "relu1"), ("dropout", "relu1"), ("softmax", "relu1"),
                                              ("sigmoid", "relu1"), ("flat", ""), ("maximum", "")])
def test_only_means_of_maps_have_places(head, source):
    _network, step, _given = opened(HEADS[head])
    assert step.source == source
    assert (step.maps is None) == (source == "")
    assert (step.class_map(0) is None) == (source == "")


def test_no_is_paid_what_speaks_against_yes():
    _network, step, _given = opened(HEADS["sigmoid"])
    np.testing.assert_array_equal(step.paid(1), -step.paid(0))
    assert step.total(1) == -step.total(0)


def test_payers_come_by_what_they_paid():
    _network, step, _given = opened("bundled/resnet20")
    place = int(step.scores.argmax())
    paid = step.paid(place)
    assert sorted(step.ranked(place)) == list(range(64))
    assert np.all(np.diff(paid[step.ranked(place)]) <= 0)
    strongest = step.strongest(place, 8)
    assert np.all(np.diff(paid[strongest]) <= 0)
    rest = np.delete(paid, strongest)
    assert np.abs(rest).max() <= np.abs(paid[strongest]).min()


@pytest.mark.parametrize("name", ["stack/3x32x32/conv.o8~relu~conv.o5.k1~gap~flatten", "bundled/detect"])
def test_another_end_is_said_in_a_sentence(name):
    network = networks.load(name)
    with pytest.raises(NetworkError, match="Choose"):
        networks.last_step(network, np.zeros(network.input_shape, np.float32))
