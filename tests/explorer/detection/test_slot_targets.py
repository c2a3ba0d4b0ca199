"""What a slot has to put out: the step-by-step reading of it gives the box back."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
import torch

from explorer.detection import DETECT_GRID, AnchorGrid, assignment, decode_grid, slot_steps, slot_targets


@pytest.mark.parametrize("seed", range(8))
def test_a_slot_that_says_its_targets_says_its_box(seed):
    chance = np.random.default_rng(seed)
    low = chance.uniform(0, 40, 2)
    box = (*low.tolist(), *(low + chance.uniform(6, 23, 2)).tolist())
    place = assignment([box], 64).places[0]
    raw = np.zeros((DETECT_GRID.values, DETECT_GRID.cells, DETECT_GRID.cells))
    DETECT_GRID.split(raw)[place[0], 1:5, place[1], place[2]] = slot_targets(box, place, 64)
    assert slot_steps(raw, place, 64).box == pytest.approx(box)
    assert (decode_grid(raw).boxes[place] * 64).tolist() == pytest.approx(box)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.93])
def test_offsets_are_what_torch_calls_logit(share):
    centre = 8 * (3 + share)
    found = slot_targets((centre - 4, 20, centre + 4, 28), (0, 3, 3), 64)
    assert found[0] == pytest.approx(torch.logit(torch.tensor(share, dtype=torch.float64)).item())


def test_a_centre_on_the_border_needs_infinite_outputs():
    assert slot_targets((4, 4, 12, 12), (0, 1, 1), 64)[:2] == (-inf, -inf)
    assert slot_targets((60, 60, 68, 68), (0, 7, 7), 64)[:2] == (inf, inf)


@pytest.mark.parametrize("slot", [0, 1])
def test_a_box_of_the_anchors_size_needs_no_factor(slot):
    wide, high = (64 * share for share in DETECT_GRID.anchors[slot])
    assert slot_targets((30 - wide / 2, 30 - high / 2, 30 + wide / 2, 30 + high / 2), (slot, 3, 3), 64)[2:] == (
        pytest.approx(0), pytest.approx(0))
    assert len(AnchorGrid(cells=4).anchors) == 2
