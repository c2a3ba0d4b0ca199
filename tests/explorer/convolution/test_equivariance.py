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
