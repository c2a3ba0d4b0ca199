from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from explorer.images import Picture, sample, to_size
from explorer.networks import feature_maps, load
from explorer.networks.inference import feature_maps as maps
from explorer.networks.inference.network_input import greyed, maps_of, network_input, part_read

SMALL = "stack/3x20x24/conv.o6.p1~relu"
SQUARE = "stack/3x24x24/conv.o2"
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def normalised(pixels):
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


def noticed(height, width, rows, columns):
    """Return a grey photo with a red object in these rows and columns."""
    photo = np.full((height, width, 3), 120, dtype=np.uint8)
    photo[slice(*rows), slice(*columns)] = (220, 30, 20)
    return photo


@pytest.mark.parametrize(("size", "rows", "columns", "outside"), [
    ((120, 480), (30, 90), (380, 460), "right"), ((120, 480), (30, 90), (20, 100), "left"),
    ((480, 120), (20, 100), (30, 90), "above"), ((480, 120), (380, 460), (30, 90), "below"),
    ((120, 480), (30, 90), (200, 280), None), ((120, 480), (0, 0), (0, 0), None), ((120, 120), (0, 20), (0, 20), None)])
def test_an_object_outside_of_what_is_read_is_noticed(size, rows, columns, outside):
    part = part_read(load(SQUARE), Picture("", noticed(*size, rows, columns), f"{size}{rows}{columns}", size[::-1]))
    assert part.outside == outside
    assert part.share == pytest.approx(min(size) / max(size))


@pytest.mark.parametrize("name", ["stack/3x20x32/conv.o2", "stack/3x32x20/conv.o2", "bundled/resnet20",
                                  "torchvision/squeezenet1_1"])
@pytest.mark.parametrize("size", [(120, 480), (300, 200), (150, 150)])
def test_the_frame_holds_just_what_the_network_is_given(name, size):
    network = load(name, weights=None if name.startswith("torchvision") else "DEFAULT")
    rows, columns = np.mgrid[:size[0], :size[1]]
    photo = np.stack([rows * 255 / size[0], columns * 255 / size[1], np.full(size, 90)], axis=2).astype(np.uint8)
    picture = Picture("", photo, f"{name}{size}", size[::-1])
    part = part_read(network, picture)
    top, left, bottom, right = np.array(part.box) * (*size, *size)
    height, width = network.input_shape[1:]
    cut = Image.fromarray(photo).resize((width, height), Image.Resampling.BICUBIC, box=(left, top, right, bottom))
    given = network_input(network, picture).pixels
    assert np.abs(given.astype(int) - np.asarray(cut)).max() <= 4      # of a ramp from 0 to 255, so less than 2 %
    assert part.share == pytest.approx((bottom - top) * (right - left) / photo[..., 0].size)
