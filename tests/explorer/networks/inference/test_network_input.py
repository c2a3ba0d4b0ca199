from dataclasses import replace

import numpy as np
import pytest

from explorer.images import sample, to_size
from explorer.networks import feature_maps, load
from explorer.networks.inference import feature_maps as maps
from explorer.networks.inference.network_input import greyed, maps_of, network_input

SMALL = "stack/3x20x24/conv.o6.p1~relu"
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def normalised(pixels):
    from explorer.images import Picture

    small = to_size(Picture("", pixels, "", pixels.shape[1::-1]), 20, 24)
    return ((small / 255 - MEAN) / STD).astype(np.float32).transpose(2, 0, 1)


def test_a_stack_sees_the_middle_of_the_photo():
    given = network_input(load(SMALL), sample("chelsea"))
    np.testing.assert_array_equal(given.pixels, to_size(sample("chelsea"), 20, 24))


def test_normalised_colours_are_shown_as_they_were():
    network = replace(load(SMALL), preprocess=normalised, number=-1)
    given = network_input(network, sample("coffee"))
    np.testing.assert_allclose(given.pixels.astype(int), to_size(sample("coffee"), 20, 24), atol=1)


def test_a_network_that_reads_grey_is_shown_to_see_grey():
    given = network_input(load("stack/1x20x24/conv.o6.p1"), sample("chelsea"))
    assert given.pixels.shape == (20, 24, 3)
    assert (given.pixels == given.pixels[..., :1]).all()
    luma = to_size(sample("chelsea"), 20, 24) @ np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
    np.testing.assert_allclose(given.pixels[..., 0], luma, atol=1)


@pytest.mark.parametrize("channels", [1, 2, 5])
def test_other_numbers_of_channels_have_a_picture_too(channels):
    given = network_input(load(f"stack/{channels}x20x24/conv.o6.p1"), sample("chelsea"))
    assert (given.values.shape, given.pixels.shape) == ((channels, 20, 24), (20, 24, 3))


def test_the_maps_of_the_input_are_what_the_network_is_given():
    network = load(SMALL)
    given = network_input(network, sample("chelsea"))
    assert maps_of(network, given, "input").values is given.values
    assert maps_of(network, given, "relu1").values.shape == (6, 20, 24)


def test_a_photo_is_prepared_once():
    network = load(SMALL)
    assert network_input(network, sample("chelsea")) is network_input(network, sample("chelsea"))
    assert network_input(network, sample("chelsea")) is not network_input(network, sample("coffee"))


def test_maps_of_a_photo_are_told_apart_without_reading_its_pixels(monkeypatch):
    one, other = load(SMALL), load(SMALL, seed=1)
    givens = [network_input(network, sample(name)) for network in (one, other) for name in ("chelsea", "coffee")]
    givens += [greyed(given, box) for given in givens for box in ((0, 0, 5, 5), (0, 0, 5, 6))]
    expected = [feature_maps(one, given.values.copy(), "relu1") for given in givens]
    maps._results.clear()
    monkeypatch.setattr(maps, "image_digest", lambda _: pytest.fail("the pixels were read"))
    for given, values in zip(givens, expected, strict=True):
        np.testing.assert_array_equal(maps_of(one, given, "relu1").values, values)
    assert len({given.key for given in givens}) == 12


def test_what_a_network_is_given_cannot_be_changed():
    given = network_input(load(SMALL), sample("chelsea"))
    for one in (given, greyed(given, (0, 0, 5, 5))):
        with pytest.raises(ValueError, match="read-only"):
            one.values[0] = 1
