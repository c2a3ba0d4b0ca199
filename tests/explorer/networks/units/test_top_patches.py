import numpy as np
import pytest

from explorer.graph import analyse
from explorer.images import sample
from explorer.networks import feature_maps, load
from explorer.networks.units.kernels import convolution_behind, first_kernel
from explorer.networks.units.top_patches import box_of, top_patches

NAME = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8~relu~flatten~linear.o10"


@pytest.fixture
def network():
    return load(NAME)


@pytest.fixture
def report(network):
    return analyse(network.graph, network.input_shape)


def test_places_are_the_largest_values_the_strongest_photo_first(network, report):
    photos = [sample("chelsea"), sample("coffee"), sample("coins")]
    found = top_patches(network, report, "relu2", 3, photos)
    largest = {photo.name: feature_maps(network, photo.pixels, "relu2")[3].max() for photo in photos}
    assert {place.photo: place.value for place in found} == pytest.approx(largest)
    assert [place.value for place in found] == sorted(largest.values(), reverse=True)


def test_a_place_shows_what_its_unit_sees(network, report):
    # 3 x 3, pool 2, 3 x 3: a field of 8 px (Araujo et al. 2019: 1 + 2 + 1 + 2 * 2), cut off at the border.
    place = top_patches(network, report, "relu2", 0, [sample("chelsea")])[0]
    assert max(place.pixels.shape[:2]) <= 8


@pytest.mark.parametrize(("layer", "cell", "box"), [
    ("conv1", (5, 7), (4, 6, 7, 9)), ("pool1", (0, 0), (0, 0, 3, 3)), ("conv2", (1, 1), (1, 1, 9, 9)),
    ("input", (2, 3), (2, 3, 3, 4)), ("fc1", (0, 0), (0, 0, 24, 24))])
def test_the_box_of_a_unit(report, layer, cell, box):
    assert box_of(report, layer, cell) == box


def test_the_kernel_of_a_first_layer_is_its_weight(network):
    expected = network.module.conv1.weight[2].numpy()
    for layer in ("conv1", "bn1", "relu1"):
        np.testing.assert_array_equal(first_kernel(network, layer, 2), expected)


@pytest.mark.parametrize("layer", ["pool1", "conv2", "relu2", "fc1", "input"])
def test_other_layers_have_no_kernel_over_the_picture(network, layer):
    assert first_kernel(network, layer, 0) is None


def test_the_convolution_behind_a_layer(network):
    assert [convolution_behind(network.graph, layer) for layer in ("relu2", "pool1", "fc1")] == ["conv2", None, None]
