"""LeNet-5 layer by layer, against scipy and numpy, and what it is given of pictures of any colours and sizes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.signal import correlate

from explorer.errors import NetworkError
from explorer.images import HANDS, digit_picture, written
from explorer.networks import DIGITS, all_maps, at_side, catalogue, entry, load, network_input

NAME = "bundled/lenet5"


@pytest.fixture(scope="module")
def weights():
    return {name: value.numpy() for name, value in load(NAME).module.state_dict().items()}


def convolved(maps, weight, bias):
    return np.stack([correlate(maps, kernel, mode="valid")[0] + add for kernel, add in zip(weight, bias, strict=True)])


def pooled(maps):
    count, rows, columns = maps.shape
    return maps.reshape(count, rows // 2, 2, columns // 2, 2).max((2, 4))


@pytest.mark.parametrize("digit", [0, 4, 9])
def test_every_layer_is_what_scipy_makes_of_the_one_before(weights, digit):
    network = load(NAME)
    values = network_input(network, digit_picture(written(HANDS[1], digit, 3))).values
    found = all_maps(network, values, [node.name for node in network.graph])
    maps = values
    for number in (1, 2):
        maps = convolved(maps, weights[f"conv{number}.weight"], weights[f"conv{number}.bias"])
        assert found[f"conv{number}"] == pytest.approx(maps, abs=1e-4)
        maps = pooled(np.maximum(maps, 0))
        assert found[f"pool{number}"] == pytest.approx(maps, abs=1e-4)
    row = maps.ravel()
    for number in (1, 2, 3):
        row = weights[f"fc{number}.weight"] @ row + weights[f"fc{number}.bias"]
        assert found[f"fc{number}"].ravel() == pytest.approx(row, abs=1e-3)
        row = np.maximum(row, 0)
    assert int(found["fc3"].argmax()) == digit


def test_its_shapes_are_those_of_the_paper():
    # LeCun et al. (1998), figure 2: 6 maps of 28, 6 of 14, 16 of 10, 16 of 5, then 120, 84 and 10
    report = load(NAME).report
    shapes = [report[name].output_shape for name in ("conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3")]
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,)]


def test_photos_are_given_as_pillow_greys_them():
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    told = np.asarray(Image.fromarray(pixels).convert("L")) / 255
    given = load(NAME).preprocess(pixels)
    assert (given.shape, given.dtype) == ((1, 32, 32), np.float32)
    assert given[0] == pytest.approx(told, abs=1 / 255)


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 300, 3), (480, 20, 3)])
def test_photos_of_any_size_are_read(shape):
    guess = load(NAME).predict(np.full(shape, 128, np.uint8), top=1)[0]
    assert guess.name in DIGITS


def test_it_reads_one_size_only_and_says_so():
    with pytest.raises(NetworkError, match="1 × 32 × 32 only"):
        at_side(load(NAME), 64)
    assert not entry(NAME).takes_any_side
    assert {known.name for known in catalogue() if known.kind == "bundled" and known.takes_any_side} >= {
        "bundled/resnet20", "bundled/vgg"}


def test_its_entry_says_what_it_was_trained_on_and_by_which_command():
    known = entry(NAME)
    chosen = known.weight_set()
    assert (known.input_shape, chosen.classes, chosen.mean, chosen.std) == ((1, 32, 32), 10, (0.0,), (1.0,))
    assert chosen.recipe == "python -m explorer.training.shipping.lenet"
    assert "Alpaydin" in chosen.data
    assert "CC BY 4.0" in str(chosen.licence)
