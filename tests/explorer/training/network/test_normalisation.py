"""Pictures as networks get them, held to Pillow and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.preprocessing import StandardScaler
from torch import Generator

from explorer import networks
from explorer.errors import NetworkError
from explorer.training import Inputs, Pictures
from explorer.training.network.normalisation import LEAST_STD, channels, inputs_of, measured, rounded

RGB = torch.rand(2, 3, 5, 6, generator=Generator().manual_seed(0))


def pictures(count=40, **given):
    images = torch.randint(256, (count, 3, 6, 6), dtype=torch.uint8, generator=Generator().manual_seed(1))
    return Pictures(**({"images": images, "labels": torch.zeros(count, dtype=torch.int64)} | given))


def test_one_channel_is_the_luminance_of_pillow():
    stored = (RGB * 255).round().byte()
    for picture, found in zip(stored, channels(stored / 255, 1), strict=True):
        expected = np.asarray(Image.fromarray(picture.permute(1, 2, 0).numpy()).convert("L"), dtype=float)
        assert np.abs(found[0].numpy() * 255 - expected).max() < 1


@pytest.mark.parametrize(("count", "order"), [(2, [0, 1]), (4, [0, 1, 2, 0]), (7, [0, 1, 2, 0, 1, 2, 0])])
def test_other_numbers_of_channels_take_red_green_and_blue_in_turn(count, order):
    assert torch.equal(channels(RGB, count), RGB[:, order])


def test_three_channels_are_the_picture_itself():
    assert channels(RGB, 3) is RGB


def test_each_channel_has_its_own_mean_and_deviation_taken_out():
    found = Inputs(mean=(0.1, 0.2, 0.3), std=(1.0, 2.0, 4.0)).normalised(RGB)
    for place, (mean, std) in enumerate([(0.1, 1.0), (0.2, 2.0), (0.3, 4.0)]):
        assert torch.allclose(found[:, place], (RGB[:, place] - mean) / std)
    assert found.is_contiguous(memory_format=torch.channels_last)


def test_what_is_measured_is_what_a_standard_scaler_of_scikit_learn_measures():
    data = pictures()
    rows = data.images.permute(0, 2, 3, 1).reshape(-1, 3).numpy() / 255
    scaler = StandardScaler().fit(rows)
    found = measured(data, 3)
    assert found.mean == pytest.approx(scaler.mean_, abs=1e-6)
    assert found.std == pytest.approx(scaler.scale_, rel=1e-3)  # divided by n - 1, as torch does


@pytest.mark.parametrize("count", [1, 3, 5])
def test_pictures_normalised_by_what_was_measured_have_mean_0_and_deviation_1(count):
    data = pictures()
    values = measured(data, count).normalised(data.images / 255).transpose(0, 1).flatten(1)
    assert values.mean(1).abs().max() < 1e-4
    assert (values.std(1) - 1).abs().max() < 1e-4


def test_pictures_of_one_colour_are_not_blown_up():
    flat = pictures(images=torch.full((4, 3, 6, 6), 77, dtype=torch.uint8), labels=torch.zeros(4, dtype=torch.int64))
    found = measured(flat, 3)
    assert found.std == (LEAST_STD,) * 3
    assert found.normalised(flat.images / 255).abs().max() < 0.01


def test_of_many_pictures_an_even_choice_is_measured():
    half = torch.arange(100) % 2
    striped = pictures(images=(half * 200).byte().view(-1, 1, 1, 1).expand(-1, 3, 2, 2), labels=half)
    assert measured(striped, 3, most=1).mean == (0.0,) * 3  # one row: the first
    assert measured(striped, 3, most=100).mean == pytest.approx((100 / 255,) * 3, abs=1e-6)


def test_pretrained_networks_keep_what_they_were_trained_with():
    # https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet18.html, preprocessing
    network = networks.load("torchvision/resnet18", weights=None)
    found = inputs_of(network, pictures())
    assert found.mean == pytest.approx((0.485, 0.456, 0.406), abs=1e-5)
    assert found.std == pytest.approx((0.229, 0.224, 0.225), abs=1e-5)


def test_the_inputs_of_a_network_reproduce_its_own_preprocessing():
    network = networks.load("bundled/resnet20")
    side = network.input_shape[-1]
    picture = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    values = torch.from_numpy(picture).permute(2, 0, 1)[None] / 255
    found = inputs_of(network, pictures()).normalised(values)[0]
    assert found.numpy() == pytest.approx(network.preprocess(picture), abs=1e-4)


@pytest.mark.parametrize("count", [1, 3, 4])
def test_a_stack_is_given_what_its_pictures_measure(count):
    network = networks.load(f"stack/{count}x6x6/flatten~linear.o2")
    assert inputs_of(network, pictures()) == measured(pictures(), count)


def test_a_network_that_reads_no_pictures_is_refused():
    with pytest.raises(NetworkError, match="C × H × W"):
        inputs_of(networks.load("stack/1x9/flatten~linear.o2"), pictures())


def test_numbers_keep_six_digits():
    assert rounded([1 / 3, torch.tensor(2 / 3, dtype=torch.float64), np.float64(1)]) == (0.333333, 0.666667, 1.0)
