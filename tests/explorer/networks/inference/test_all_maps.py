"""Maps of several layers from one pass against one pass for each."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import networks
from explorer.graph import INPUT
from explorer.images import sample


@pytest.fixture(scope="module")
def cat():
    network = networks.load("bundled/resnet20")
    return network, networks.network_input(network, sample("chelsea")).values


def test_they_are_those_of_each_layer_alone(cat):
    network, values = cat
    layers = ("relu", "layer1.2.relu_1", "layer3.0.conv2", "avgpool", "fc")
    found = networks.all_maps(network, values, layers)
    assert list(found) == list(layers)
    for layer in layers:
        np.testing.assert_allclose(found[layer], networks.feature_maps(network, values, layer), rtol=1e-4, atol=1e-5)


def test_the_picture_itself_is_there_and_rows_have_places_of_one_cell(cat):
    network, values = cat
    found = networks.all_maps(network, values, (INPUT, "fc"))
    np.testing.assert_array_equal(found[INPUT], values)
    assert found["fc"].shape == (10, 1, 1)


def test_nobody_can_change_what_others_are_shown(cat):
    network, values = cat
    found = networks.all_maps(network, values, ("relu",))
    assert networks.all_maps(network, values, ("relu",)) is found
    with pytest.raises(ValueError, match="read-only"):
        found["relu"][0, 0, 0] = 1
