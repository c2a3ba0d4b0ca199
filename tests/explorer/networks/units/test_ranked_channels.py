"""Channels in the order of their largest values, as sorting by hand and torch have it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer import networks
from explorer.networks.units.elevator import FloorView, ranked_channels, surest_place


@pytest.mark.parametrize(("tops", "order"), [
    ([1, 3, 2], [1, 2, 0]), ([0, 0, 0], [0, 1, 2]), ([-1, -3, -2], [0, 2, 1]), ([5], [0]),
    ([np.nan, 1, 2], [2, 1, 0]), ([np.inf, np.nan, -9], [0, 2, 1])])
def test_the_largest_come_first_equal_ones_as_they_stand_and_no_numbers_last(tops, order):
    maps = np.full((len(tops), 2, 3), -100, np.float32)
    maps[:, 1, 2] = tops
    assert ranked_channels(maps).tolist() == order


@pytest.mark.parametrize("shape", [(1, 4, 4), (9, 1, 1), (30, 5, 2)])
def test_the_order_is_torchs(shape):
    maps = np.random.default_rng(2).normal(size=shape).astype(np.float32)
    theirs = torch.tensor(maps).amax(dim=(1, 2)).argsort(descending=True)
    assert ranked_channels(maps).tolist() == theirs.tolist()


def floor_of(*rows):
    """Return a floor of one map, without patches and pictures."""
    return FloorView(None, (0,), np.array([rows], np.float32), (), None)


@pytest.mark.parametrize(("floors", "place"), [
    ([[(0, 1), (0, 0)]], (0.25, 0.75)),
    ([[(9, 0), (0, 0)], [(0, 0, 0), (0, 0, 7), (0, 0, 0)], [(3,)]], (0.5, 5 / 6)),
    ([[(0, 0), (np.nan, 1)], [(5,)]], (0.75, 0.75)), ([[(2,)]], (0.5, 0.5))])
def test_without_a_last_sum_the_place_is_the_middle_of_the_highest_floors_largest_cell(floors, place):
    network = networks.load("stack/1x4x4/conv.o2~relu")  # no linear layer weighs features at its end
    shown = networks.NetworkInput(np.zeros((1, 4, 4), np.float32), np.zeros((4, 4, 3), np.uint8), b"place")
    assert surest_place(network, shown, [floor_of(*rows) for rows in floors]) == pytest.approx(place)
