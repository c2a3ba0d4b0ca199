"""Maps in bytes are wrong by half a level at most, and large ones become smaller by means."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.measure import block_reduce

from explorer.networks import GAP, LEVELS, small_maps


@pytest.mark.parametrize("shape", [(3, 4, 5), (2, 32, 32), (5, 1, 1), (1, 1, 31)])
def test_bytes_are_wrong_by_half_a_level(shape):
    values = np.random.default_rng(0).normal(scale=[[[3]]], size=shape).astype(np.float32)
    small = small_maps(values)
    assert (small.step, small.levels.shape) == (1, shape)
    assert (np.abs(small.values() - values) <= (small.high - small.low)[:, None, None] / LEVELS / 2 + 1e-5).all()
    assert (small.levels.max(), small.levels.min()) == ((LEVELS, 0) if shape[1] * shape[2] > 1 else (0, 0))


@pytest.mark.parametrize("side", [33, 64, 112])
def test_large_maps_are_made_smaller_by_means(side):
    values = np.random.default_rng(1).normal(size=(2, side, side)).astype(np.float32)
    small = small_maps(values)
    step = -(-side // 32)
    padded = block_reduce(np.pad(values, ((0, 0), (0, -side % step), (0, -side % step)), constant_values=np.nan),
                          (1, step, step), np.nanmean)  # scikit-image, Block reduce
    assert small.step == step
    assert max(small.levels.shape[1:]) <= 32
    np.testing.assert_allclose(small.low, padded.min(axis=(1, 2)), atol=1e-5)
    np.testing.assert_allclose(small.values(), padded, atol=0.02)


def test_numbers_that_are_none_are_gaps_and_spoil_no_scale():
    values = np.array([[[0, 1], [np.nan, 2]], [[np.inf] * 2, [np.nan] * 2]], np.float32)
    small = small_maps(values)
    assert small.levels[0].tolist() == [[0, LEVELS // 2], [GAP, LEVELS]]
    assert (small.levels[1] == GAP).all()
    assert (small.low.tolist(), small.high.tolist()) == ([0, 0], [2, 0])
