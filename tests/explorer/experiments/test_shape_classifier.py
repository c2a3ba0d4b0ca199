"""The classifier of windows: what it learns from, how well it does on fresh scenes, and that no layer of it pads."""

import numpy as np
import pytest
import torch

from explorer.experiments import shape_classifier
from explorer.experiments.shape_classifier import (
    FAR,
    GROUND,
    JITTER,
    SIDE,
    SIZES,
    TEXT,
    WINDOW,
    accuracy,
    cut_windows,
    prepared,
    train,
    windows,
)
from explorer.graph import ConvNd, Linear, analyse, from_text
from explorer.scenes import KINDS, drawn, random_scene, truth

SEEDS = (0, 3, 7, 11)
FRESH = 700_000


@pytest.mark.parametrize("seed", SEEDS)
def test_each_window_is_cut_out_of_its_scene(seed):
    cut, labels = windows(seed)
    picture = drawn(random_scene(seed, sizes=SIZES, count=(1, 8), overlap=0.5), SIDE)
    places = np.lib.stride_tricks.sliding_window_view(picture, (WINDOW, WINDOW, 3))[:, :, 0]
    assert cut.shape == (len(labels), WINDOW, WINDOW, 3)
    for one in cut[:4]:
        assert (places[:, :, 0, 0] == one[0, 0]).all(axis=-1).any()
        rows, columns = np.nonzero((places[:, :, 0, 0] == one[0, 0]).all(axis=-1))
        assert any((places[row, column] == one).all() for row, column in zip(rows, columns, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_shape_that_can_be_seen_has_a_window_and_ground_has_as_many_at_most(seed):
    _, labels = windows(seed)
    there = truth(random_scene(seed, sizes=SIZES, count=(1, 8), overlap=0.5), SIDE).labels
    assert labels[labels != GROUND].tolist() == there.tolist()
    assert (labels == GROUND).sum() <= len(there)


def test_windows_are_the_same_for_the_same_seed():
    for first, second in zip(windows(5), windows(5), strict=True):
        np.testing.assert_array_equal(first, second)


def test_a_window_of_ground_is_farther_from_every_shape_than_one_of_a_shape():
    assert FAR > JITTER
    assert GROUND == len(KINDS) == 6


def test_no_layer_pads_and_the_last_maps_are_4_x_4():
    report = analyse(from_text(TEXT), (3, WINDOW, WINDOW))
    assert not any(any(map(any, row.layer.pads())) for row in report if isinstance(row.layer, ConvNd))
    linear = next(row for row in report if isinstance(row.layer, Linear))
    assert report["relu3"].output_shape == (40, 4, 4)
    assert linear.counts.params == 40 * 4 * 4 * 7 + 7
    assert report["relu3"].field.size == WINDOW - 3 * 4  # 4 x 4 of them, 4 px apart, see all 32


def test_it_reads_pixels_from_minus_two_to_two():
    black, white = (prepared(np.full((50, 50, 3), level, np.uint8)) for level in (0, 255))
    assert black.shape == (3, WINDOW, WINDOW)
    assert set(np.unique(black)) == {-2.0}
    assert set(np.unique(white)) == {2.0}


def test_on_fresh_scenes_it_is_as_good_as_it_is_said_to_be():
    shapes, ground = accuracy(shape_classifier().module, FRESH, 30)
    assert shapes > 0.85
    assert ground > 0.95


def test_training_makes_a_network_of_the_shipped_weights_shapes_that_learns():
    before = torch.random.get_rng_state()
    inputs, labels = cut_windows(0, 24)
    module = train(0, 24, 2)
    shipped = shape_classifier().module.state_dict()
    assert {name: values.shape for name, values in module.state_dict().items()} == {
        name: values.shape for name, values in shipped.items()}
    with torch.inference_mode():
        right = float((module(inputs).argmax(dim=1) == labels).float().mean())
    assert right > 0.3
    assert torch.equal(torch.random.get_rng_state(), before)
