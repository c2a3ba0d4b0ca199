"""Who is responsible for an object, and what raw outputs mean. The oracle of shapes laid on a corner is torchvision."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import DETECT_GRID, NO_ONE, SPARED, AnchorGrid, assignment, decode_grid, grid_boxes, slot_steps
from explorer.detection.grid import shape_ious
from explorer.errors import ShapeError, SpecError

SIDE = 64
SMALL, LARGE = (10, 20, 20, 30), (20, 20, 44, 44)


def raw_outputs(grid=DETECT_GRID, seed=0):
    return np.random.default_rng(seed).normal(0, 2, (grid.values, grid.cells, grid.cells))


@pytest.mark.parametrize(("box", "place"), [
    (SMALL, (0, 3, 1)), (LARGE, (1, 4, 4)), ((0, 0, 10, 10), (0, 0, 0)), ((54, 54, 64, 64), (0, 7, 7)),
    ((10, 60, 20, 68), (0, 7, 1)),  # its centre lies on the last edge
])
def test_an_object_belongs_to_the_cell_of_its_centre_and_to_the_anchor_most_like_it(box, place):
    found = assignment([box], SIDE)
    assert found.places == (place,)
    assert (found.owners == 0).sum() == 1


def test_two_objects_in_a_cell_have_a_slot_each_and_a_third_is_lost():
    boxes = [(23, 23, 33, 33), (24, 24, 34, 34), (14, 14, 40, 40)]
    found = assignment(boxes, SIDE)
    assert {place[1:] for place in found.places if place} == {(3, 3)}
    assert found.places[2] == (1, 3, 3)
    assert found.lost == (1,)


def test_the_larger_of_two_alike_chooses_first():
    found = assignment([(23, 23, 33, 33), (22, 22, 34, 34)], SIDE)
    assert [place[0] for place in found.places] == [1, 0]


@pytest.mark.parametrize(("side", "spared"), [(10, 0), (15, 1), (22, 0)])
def test_a_slot_that_fits_well_without_being_the_best_is_spared(side, spared):
    found = assignment([(20, 20, 20 + side, 20 + side)], SIDE)
    assert (found.owners == SPARED).sum() == spared
    assert set(np.unique(found.owners)) <= {SPARED, NO_ONE, 0}


def test_no_objects_own_nothing():
    assert (assignment([], SIDE).owners == NO_ONE).all()


@pytest.mark.parametrize("box", [(5, 5, 5, 9), (9, 9, 5, 5), (80, 80, 90, 90), (-20, 0, -10, 5)])
def test_a_box_without_area_or_outside_is_told(box):
    with pytest.raises(SpecError, match="area"):
        assignment([box], SIDE)


def test_shapes_are_compared_as_if_they_lay_on_one_corner():
    sizes = np.random.default_rng(1).uniform(0.1, 1, (5, 2))
    anchors = np.array(DETECT_GRID.anchors)
    as_boxes = [torch.from_numpy(np.concatenate([np.zeros_like(one), one], 1)) for one in (sizes, anchors)]
    found = shape_ious(sizes, anchors)
    np.testing.assert_allclose(found, ops.box_iou(*as_boxes).numpy())


def test_outputs_are_decoded_as_the_papers_formulas_say():
    raw = raw_outputs()
    found = decode_grid(raw)
    parts = torch.from_numpy(raw).reshape(2, 11, 8, 8)
    np.testing.assert_allclose(found.objectness, parts[:, 0].sigmoid())
    np.testing.assert_allclose(found.classes, parts[:, 5:].softmax(1).movedim(1, -1))
    x, width = found.boxes[..., [0, 2]].mean(-1), np.diff(found.boxes[..., [0, 2]])[..., 0]
    np.testing.assert_allclose(x, (torch.arange(8) + parts[:, 1].sigmoid()) / 8)
    np.testing.assert_allclose(width, parts[:, 3].exp().clamp(max=4) * torch.tensor([0.16, 0.34])[:, None, None])


@pytest.mark.parametrize("place", [(0, 0, 0), (1, 3, 6), (0, 7, 7)])
def test_steps_of_a_slot_end_where_decoding_all_does(place):
    raw = raw_outputs(seed=3)
    whole, steps = decode_grid(raw), slot_steps(raw, place, SIDE)
    np.testing.assert_allclose(steps.box, whole.boxes[place] * SIDE)
    assert steps.score == pytest.approx(whole.scores[place])
    assert steps.kind == whole.classes[place].argmax()
    x, y = steps.offsets
    assert 0 <= x <= 1
    assert steps.centre == (pytest.approx((place[2] + x) / 8), pytest.approx((place[1] + y) / 8))


def test_the_working_of_a_slot_has_its_numbers():
    raw = np.zeros((22, 8, 8))
    lines = slot_steps(raw, (1, 2, 5), SIDE).lines()
    assert lines["objectness"] == (r"\sigma(t_o) = \sigma(0.000) = 0.500",)
    assert lines["centre"][0].endswith(r"\frac{5 + \sigma(0.000)}{8} = 0.688")
    assert lines["size"][0].endswith(r"0.340 \cdot e^{0.000} = 0.340")
    assert lines["box"][0].endswith(r"(0.688 \mp 0.170\right) = 33.1,\; 54.9")
    assert lines["score"] == (r"\sigma(t_o) \cdot p = 0.500 \cdot 0.167 = 0.083",)


def test_a_factor_without_end_is_cut_and_the_working_says_so():
    raw = np.full((22, 8, 8), 500.0)
    steps = slot_steps(raw, (0, 0, 0), SIDE)
    assert steps.factors == (pytest.approx(4), pytest.approx(4))
    assert r"\cdot 4 = 0.640" in steps.lines()["size"][0]
    assert np.isfinite(decode_grid(-raw).boxes).all()


def test_boxes_are_read_off_the_surest_first_and_end_at_the_picture():
    found = grid_boxes(decode_grid(raw_outputs()), SIDE, threshold=0.3)
    assert len(found.boxes) == len(found.places) == len(found.kinds) > 3
    assert (np.diff(found.scores) <= 0).all()
    assert found.scores.min() >= 0.3
    assert found.boxes.min() >= 0
    assert found.boxes.max() <= SIDE


def test_outputs_of_another_grid_are_refused():
    with pytest.raises(ShapeError, match="22 × 8 × 8"):
        decode_grid(np.zeros((30, 7, 7)))
    assert AnchorGrid(cells=7, anchors=((0.5, 0.5),), classes=25).values == 30
