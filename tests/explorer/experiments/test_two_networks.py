"""An MLP and a CNN of equal size, their pictures, and what was shipped of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from explorer.experiments import two_networks
from explorer.experiments.two_networks import (
    CANVAS,
    FARTHEST,
    KINDS,
    PICTURES,
    SEEDS,
    SHIPPED,
    SIDE,
    moved,
    network,
    parameters,
    permutation,
    shift_study,
    shuffle_study,
    shuffled,
    stack,
)
from explorer.graph import analyse, from_text
from explorer.networks import build

RUNS = {"mlp", "cnn", "mlp_shuffled", "cnn_shuffled"}


@pytest.mark.parametrize("side", [SIDE, CANVAS])
@pytest.mark.parametrize("kind", KINDS)
def test_parameters_are_those_that_torch_counts(kind, side):
    module = build(network(kind, side), (1, side, side))
    assert parameters(kind, side) == sum(value.numel() for value in module.parameters())


@pytest.mark.parametrize("side", [SIDE, CANVAS])
def test_both_are_as_large_within_two_percent_and_have_about_20_000(side):
    mlp, cnn = (parameters(kind, side) for kind in KINDS)
    assert abs(mlp - cnn) <= 0.02 * cnn
    assert all(abs(count - 20_000) <= 400 for count in (mlp, cnn))


def test_parameters_are_the_sum_of_what_one_counts_by_hand():
    assert parameters("mlp") == 266 * (64 + 1) + 10 * (266 + 1)
    assert parameters("mlp", CANVAS) == 75 * (256 + 1) + 10 * (75 + 1)
    convolutions = 16 * (9 * 1 + 1) + 32 * (9 * 16 + 1) + 50 * (9 * 32 + 1)
    assert parameters("cnn") == parameters("cnn", CANVAS) == convolutions + 10 * (50 + 1)


@pytest.mark.parametrize("side", [SIDE, CANVAS])
@pytest.mark.parametrize("kind", KINDS)
def test_a_network_is_written_as_links_to_build_a_stack_are(kind, side):
    report = analyse(from_text(stack(kind, side)), (1, side, side))
    assert report.error is None
    *_before, last = report
    assert last.output_shape == (10,)


def test_the_permutation_has_every_pixel_once_and_moves_nearly_all():
    places = permutation()
    assert sorted(places) == list(range(SIDE * SIDE))
    assert np.count_nonzero(places == np.arange(SIDE * SIDE)) <= 4
    np.testing.assert_array_equal(permutation(), places)


def test_shuffling_moves_the_pixels_of_every_picture_alike_and_loses_none():
    pictures = np.arange(3 * 64).reshape(3, 8, 8)
    found = shuffled(pictures)
    for before, after in zip(pictures, found, strict=True):
        np.testing.assert_array_equal(after.ravel(), before.ravel()[permutation()])
    np.testing.assert_array_equal(found[1] - found[0], np.full((8, 8), 64))


@pytest.mark.parametrize("right", range(FARTHEST + 1))
def test_a_moved_digit_is_whole_wherever_it_is(right):
    digit = np.arange(1, 65).reshape(8, 8)
    canvas = moved(digit, right)
    np.testing.assert_array_equal(canvas[4:12, right:right + 8], digit)
    assert canvas.sum() == digit.sum()


def test_what_was_shipped_of_shuffling_has_all_seeds_and_epochs():
    found = shuffle_study()
    assert set(found) == set(PICTURES)
    for count, study in found.items():
        assert set(study.curves) == RUNS
        assert {len(curves) for curves in study.curves.values()} == {len(SEEDS)}
        assert {len(curve) for curves in study.curves.values() for curve in curves} == {PICTURES[count]}


@pytest.mark.parametrize("count", PICTURES)
def test_only_the_cnn_loses_by_shuffling(count):
    last = {name: shuffle_study()[count].last(name) for name in RUNS}
    (cnn, one), (cnn_shuffled, other) = last["cnn"], last["cnn_shuffled"]
    assert cnn - cnn_shuffled > 3 * max(one, other)
    assert abs(last["mlp"][0] - last["mlp_shuffled"][0]) < 0.005


def test_mean_and_spread_are_those_of_the_last_epochs():
    ends = [curve[-1] for curve in shuffle_study()[200].curves["cnn"]]
    mean, spread = shuffle_study()[200].last("cnn")
    assert mean == pytest.approx(sum(ends) / 5)
    assert spread == pytest.approx((sum((end - mean)**2 for end in ends) / 4)**0.5)


def test_what_was_shipped_of_moved_digits_tells_the_story():
    study = shift_study()
    means = {name: np.mean(study.accuracy[name], axis=0) for name in study.accuracy}
    assert {name: np.shape(curves) for name, curves in study.accuracy.items()} == {
        name: (len(SEEDS), FARTHEST + 1) for name in ("mlp", "cnn", "mlp_moved")}
    assert means["mlp"][0] > 0.9 and means["mlp"][2:].max() < 0.3
    assert means["cnn"].min() > 0.8
    even, odd = means["cnn"][2::2], means["cnn"][1::2]
    assert even.min() > odd.max()  # its pooling has a stride of 2


@pytest.mark.parametrize("name", ["shuffled", "shifted"])
def test_a_shipped_file_names_its_command_and_its_seeds(name):
    found = json.loads((SHIPPED / f"{name}.json").read_text(encoding="utf-8"))
    assert found["command"] == f"python -m {two_networks.__name__.rpartition('.')[0]}.{name}"
    assert (found["seeds"], found["tested"]) == (list(SEEDS), 538)
