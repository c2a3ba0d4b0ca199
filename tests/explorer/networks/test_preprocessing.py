"""Pictures as inputs, against Pillow and numpy."""

import numpy as np
import pytest
from PIL import Image

from explorer.errors import NetworkError
from explorer.networks import input_note, to_input


def photo(height=12, width=16):
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def standardised(values):
    return (values - values.mean()) / values.std()


def test_three_channels_are_red_green_and_blue():
    expected = standardised(photo().transpose(2, 0, 1) / 255)
    np.testing.assert_allclose(to_input(photo(), (3, 12, 16)), expected, rtol=1e-4, atol=1e-5)


def test_one_channel_is_luminance_as_pillow_makes_it():
    grey = np.asarray(Image.fromarray(photo()).convert("L"))[None] / 255
    assert np.abs(to_input(photo(), (1, 12, 16)) - standardised(grey)).max() < 0.05  # Pillow rounds to whole greys


@pytest.mark.parametrize("channels", [2, 4, 7])
def test_other_counts_take_the_colours_in_turn_and_say_so(channels):
    found = to_input(photo(), (channels, 12, 16))
    colours = photo().transpose(2, 0, 1)[np.arange(channels) % 3] / 255
    np.testing.assert_allclose(found, standardised(colours), rtol=1e-4, atol=1e-5)
    assert "R, G" in str(input_note((channels, 12, 16)))


def test_one_and_three_channels_need_no_note():
    assert input_note((1, 8, 8)) is None
    assert input_note((3, 8, 8)) is None


@pytest.mark.parametrize("shape", [(1, 9, 7), (3, 40, 40), (5, 3, 30)])
def test_inputs_have_the_asked_shape_mean_0_and_deviation_1(shape):
    found = to_input(photo(), shape)
    assert (found.shape, found.dtype, found.flags.c_contiguous) == (shape, np.float32, True)
    assert found.mean() == pytest.approx(0, abs=1e-5)
    assert found.std() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("level", [0, 77, 255])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_of_one_colour_becomes_zero(level, channels):
    flat = np.full((8, 8, 3), level, np.uint8)
    assert not to_input(flat, (channels, 8, 8)).any()


def test_signals_and_volumes_are_no_pictures():
    for shape in ((8,), (2, 8), (1, 4, 8, 8)):
        with pytest.raises(NetworkError, match="C × H × W"):
            to_input(photo(), shape)
