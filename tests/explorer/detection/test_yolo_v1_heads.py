"""YOLO v1's tensor for other grids than the paper's, and what its loss weighs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import BOX_NUMBERS, CellBox, YoloHead, cell_of, centre_of

HEADS = [YoloHead(cells=cells, boxes=boxes, classes=classes, side=side)
         for cells, boxes, classes, side in ((7, 2, 20, 448), (3, 1, 3, 96), (13, 5, 80, 416), (1, 3, 1, 10))]


@pytest.mark.parametrize("head", HEADS)
def test_the_tensor_has_as_many_numbers_as_torch_counts(head):
    tensor = torch.zeros(head.cells, head.cells, head.boxes * 5 + head.classes)
    assert (head.values, head.total) == (tensor.shape[-1], tensor.numel())
    assert head.size_line.endswith(f"{tensor.numel():,}".replace(",", "{,}"))
    assert len(set(head.names())) == head.values
    assert [name[0] for name in head.names()[:5]] == list(BOX_NUMBERS)


@pytest.mark.parametrize(("head", "seed"), list(product(HEADS, range(4))))
def test_a_target_is_found_again_in_its_own_cell(head, seed):
    chance = np.random.default_rng(seed)
    centre, size = chance.uniform(0, head.side, 2), chance.uniform(0.1, 1, 2) * head.side
    box = (*(centre - size / 2).tolist(), *(centre + size / 2).tolist())
    cell, said = head.target(box)
    assert cell == cell_of(box, cells=head.cells, side=head.side)
    assert head.decoded(cell, said) == pytest.approx(box)
    assert said.numbers == (said.x, said.y, said.w, said.h, 1.0)


@pytest.mark.parametrize("head", HEADS)
def test_offsets_move_the_centre_through_its_cell_alone(head):
    width = head.side / head.cells
    last = head.cells - 1
    for x, y in product((0.0, 0.5, 1.0), repeat=2):
        found = centre_of(head.decoded((last, 0), CellBox(x, y, 0.2, 0.2)))
        assert found == pytest.approx((x * width, (last + y) * width))


@pytest.mark.parametrize("seed", range(4))
def test_the_box_that_learns_is_the_one_that_torchvision_finds_best(seed):
    head, chance = HEADS[2], np.random.default_rng(seed)
    said = [CellBox(*chance.uniform(0.05, 0.95, 5).tolist()) for _ in range(head.boxes)]
    truth = (100.0, 120.0, 260.0, 300.0)
    boxes = torch.tensor([head.decoded((6, 5), one) for one in said], dtype=torch.float64)
    overlaps = ops.box_iou(boxes, torch.tensor([truth], dtype=torch.float64))[:, 0]
    learns, found = head.responsible((6, 5), said, truth)
    assert found == pytest.approx(overlaps.tolist())
    assert found[learns] == pytest.approx(overlaps.max().item())


@pytest.mark.parametrize(("part", "weight"), [("place", 5.0), ("silence", 0.5)])
def test_places_weigh_five_and_silence_a_half(part, weight):
    head, truth = HEADS[0], (232.0, 112.0, 344.0, 336.0)
    target = head.target(truth)[1]
    moved = CellBox(target.x + 0.1, target.y, target.w, target.h)
    other = CellBox(0.5, 0.5, 0.01, 0.01, 0.4)
    parts = head.loss((3, 4), (moved, other), [1.0, *[0.0] * 19], truth=truth, category=0)
    assert parts[part] == pytest.approx(weight * {"place": 0.1**2, "silence": 0.4**2}[part])
    assert parts["size"] == pytest.approx(0) and parts["class"] == 0


def test_the_same_error_of_a_side_costs_more_in_a_small_box():
    # The paper: "small deviations in large boxes matter less than in small boxes", hence the roots.
    def cost(width):
        truth = (288 - 224 * width, 112.0, 288 + 224 * width, 336.0)
        target = HEADS[0].target(truth)[1]
        wide = CellBox(target.x, target.y, target.w + 0.05, target.h)
        return HEADS[0].loss((3, 4), (wide, CellBox(0, 0, 0, 0, 0)), [0.0] * 20, truth=truth, category=0)["size"]

    assert cost(0.1) > 2 * cost(0.4) > 0
