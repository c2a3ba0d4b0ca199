"""Shift, then layer, against layer, then shift: exactly equal where the theorem says so, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.convolution import equivariance
from explorer.convolution.equivariance import (
    LAYERS,
    REACH,
    SIDE,
    STRIDED,
    STRIDES,
    all_shifts,
    commutes,
    compare,
    output,
)

STEPS = range(-REACH, REACH + 1)
SHIFTS = [(0, 0), (1, 0), (0, -1), (2, 4), (3, -3), (-4, 2), (6, 6)]


@pytest.fixture
def picture():
    return np.random.default_rng(3).integers(0, 256, (SIDE, SIDE))


def by_torch(picture, layer, stride):
    """Return what torch's own layers make of a picture whose sides are padded, with sums for means."""
    values = torch.tensor(picture, dtype=torch.float64)[None, None]
    around = functional.pad(values, (1, 1, 1, 1), mode="constant" if layer == "zeros" else "circular")
    if layer == "max":
        found = functional.max_pool2d(around, 3, stride)
    elif layer == "average":
        found = 9 * functional.avg_pool2d(around, 3, stride)
    else:
        found = functional.conv2d(around, torch.tensor(equivariance.EDGES, dtype=torch.float64)[None, None],
                                  stride=stride)
    return found[0, 0].round().long().numpy()


@pytest.mark.parametrize("layer", STRIDED)
@pytest.mark.parametrize("stride", STRIDES)
def test_layers_agree_with_torch(picture, layer, stride):
    np.testing.assert_array_equal(output(picture, layer, stride), by_torch(picture, layer, stride))


def test_the_linear_layer_is_one_matrix_and_the_mean_one_number(picture):
    units = np.stack([output(unit.reshape(SIDE, SIDE), "linear").ravel() for unit in np.eye(SIDE**2, dtype=int)[:40]])
    np.testing.assert_array_equal(output(picture * (np.arange(SIDE**2) < 40).reshape(SIDE, SIDE), "linear").ravel(),
                                  picture.ravel()[:40] @ units)
    assert output(picture, "global").tolist() == [[picture.sum()]]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("stride", STRIDES)
@pytest.mark.parametrize("shift", SHIFTS)
def test_both_ways_round_are_equal_exactly_where_the_theorem_says(picture, layer, stride, shift):
    found = compare(picture, layer, shift, stride)
    assert (found.differing == 0) == commutes(layer, shift, stride if layer in STRIDED else 1)
    assert (found.share == 0) == (found.differing == 0)


@pytest.mark.parametrize("shift", [(1, 2), (-3, 0), (5, 6)])
def test_with_a_padding_of_zeros_only_cells_near_the_border_differ(picture, shift):
    difference = compare(picture, "zeros", shift).difference
    down, right = (abs(step) + 1 for step in shift)
    assert not difference[down:-down, right:-right].any()
    assert difference.any()


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("stride", STRIDES)
def test_the_map_of_all_shifts_holds_each_of_them(picture, layer, stride):
    shares = all_shifts(picture, layer, stride)
    assert shares.shape == (2 * REACH + 1, 2 * REACH + 1)
    for down, right in SHIFTS:
        assert shares[REACH + down, REACH + right] == compare(picture, layer, (down, right), stride).share


@pytest.mark.parametrize(("layer", "stride", "zeros"), [
    ("circular", 1, 169), ("circular", 2, 49), ("circular", 3, 25), ("max", 4, 9), ("zeros", 1, 1), ("linear", 1, 1),
    ("global", 1, 169)])
def test_so_many_of_all_shifts_come_through(picture, layer, stride, zeros):
    assert np.count_nonzero(all_shifts(picture, layer, stride) == 0) == zeros


def test_a_shift_goes_round(picture):
    found = compare(picture, "circular", (1, -2))
    assert found.shifted[0, 0] == picture[-1, 2]
    assert found.shifted[5, 7] == picture[4, 9]


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_torchs_own_convolutions_obey_the_theorem_with_any_weights(stride):
    generator = torch.Generator().manual_seed(stride)
    picture = torch.randn(1, 3, SIDE, SIDE, dtype=torch.float64, generator=generator)
    layer = torch.nn.Conv2d(3, 4, 3, stride, padding=1, padding_mode="circular", dtype=torch.float64)
    for shift in SHIFTS:
        there = layer(picture.roll(shift, (2, 3)))
        here = layer(picture).roll([step // stride for step in shift], (2, 3))
        assert torch.allclose(here, there) == commutes("circular", shift, stride)


@pytest.mark.parametrize(("layer", "shift", "stride", "promised"), [
    ("circular", (1, 1), 1, True), ("circular", (1, 0), 2, False), ("circular", (4, -2), 2, True),
    ("max", (3, 6), 3, True), ("average", (3, 5), 3, False), ("zeros", (2, 0), 1, False), ("zeros", (0, 0), 2, True),
    ("linear", (1, 0), 1, False), ("linear", (0, 0), 1, True), ("global", (5, 3), 1, True)])
def test_what_the_theorem_promises(layer, shift, stride, promised):
    assert commutes(layer, shift, stride) is promised


@pytest.mark.parametrize("layer", ["global", "linear"])
def test_layers_without_a_stride_do_not_mind_one(picture, layer):
    one, other = (compare(picture, layer, (1, 2), stride) for stride in (1, 4))
    np.testing.assert_array_equal(one.difference, other.difference)


def test_the_difference_is_told_as_a_share_of_the_range_of_the_output(picture):
    found = compare(picture, "circular", (1, 0), 2)
    span = found.output.max() - found.output.min()
    assert found.share == np.abs(found.shift_first - found.layer_first).max() / span
    assert found.differing == (found.shift_first != found.layer_first).sum()


def test_a_black_picture_has_no_difference_and_no_range():
    found = compare(np.zeros((SIDE, SIDE), int), "linear", (1, 1))
    assert (found.share, found.differing) == (0, 0)


def test_many_pictures_at_once_are_as_one_after_the_other(picture):
    pictures = np.stack([picture, picture[::-1], picture.T])
    for layer in LAYERS:
        np.testing.assert_array_equal(output(pictures, layer), np.stack([output(one, layer) for one in pictures]))
