"""Boxes against torchvision.ops, and against published pairs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision import ops

from explorer.detection import BoxPair, areas, gious, intersections, ious, upright

PAIRS = [
    ((0, 0, 2, 2), (1, 1, 3, 3), 1 / 7, "overlapping"),
    ((0, 0, 10, 10), (5, 0, 15, 10), 1 / 3, "overlapping"),
    ((0, 0, 4, 4), (1, 1, 3, 3), 1 / 4, "inside"),
    ((0, 0, 4, 4), (0, 0, 4, 4), 1, "same"),
    ((0, 0, 2, 2), (2, 0, 4, 2), 0, "touching"),
    ((0, 0, 2, 2), (2, 2, 4, 4), 0, "touching"),
    ((0, 0, 2, 2), (6, 0, 8, 2), 0, "apart"),
    ((1, 1, 1, 5), (0, 0, 2, 2), 0, "empty"),
]


def drawn(count, seed):
    corners = np.random.default_rng(seed).integers(0, 20, (count, 2, 2)).astype(float)
    return np.concatenate([corners.min(axis=1), corners.max(axis=1) + 1], axis=1)


@pytest.mark.parametrize(("ours", "theirs"), [(ious, ops.box_iou), (gious, ops.generalized_box_iou)])
def test_matrices_agree_with_torchvision(ours, theirs):
    one, other = drawn(40, 1), drawn(30, 2)
    assert ours(one, other) == pytest.approx(theirs(torch.tensor(one), torch.tensor(other)).numpy(), abs=1e-12)


def test_areas_agree_with_torchvision():
    assert areas(drawn(50, 3)) == pytest.approx(ops.box_area(torch.tensor(drawn(50, 3))).numpy())


def test_one_pair_says_what_the_matrices_say():
    for first, second in zip(drawn(60, 4).tolist(), drawn(60, 5).tolist(), strict=True):
        pair = BoxPair(tuple(first), tuple(second))
        assert pair.intersection == pytest.approx(intersections([first], [second])[0, 0])
        assert (pair.iou, pair.giou) == pytest.approx((ious([first], [second])[0, 0], gious([first], [second])[0, 0]))


@pytest.mark.parametrize(("first", "second", "iou", "meeting"), PAIRS)
def test_famous_pairs(first, second, iou, meeting):
    pair = BoxPair(first, second)
    assert pair.iou == pytest.approx(iou) and pair.meeting == meeting
    assert BoxPair(second, first).giou == pytest.approx(pair.giou)


def test_giou_of_the_first_pair_is_as_published_and_tells_distances_where_iou_is_0():
    assert BoxPair((0, 0, 2, 2), (1, 1, 3, 3)).giou == pytest.approx(-0.0794, abs=5e-5)
    near, far = BoxPair((0, 0, 2, 2), (3, 0, 5, 2)), BoxPair((0, 0, 2, 2), (13, 0, 15, 2))
    assert near.iou == far.iou == 0 and near.giou > far.giou > -1


def test_boxes_without_area_divide_by_nothing():
    pair = BoxPair((1, 1, 1, 1), (1, 1, 1, 1))
    assert (pair.iou, pair.giou, pair.meeting) == (0, 0, "empty")
    assert ious([[1, 1, 1, 1]], [[1, 1, 1, 1]]).tolist() == gious([[1, 1, 1, 1]], [[1, 1, 1, 1]]).tolist() == [[0]]
    assert BoxPair((1, 1, 1, 1), (4, 4, 4, 4)).giou == -1
    assert ious([], [[0, 0, 1, 1]]).shape == (0, 1)


@pytest.mark.parametrize("box", [(3, 4, 1, 2), (1, 4, 3, 2), (3, 2, 1, 4), (1, 2, 3, 4)])
def test_a_box_upside_down_is_put_upright(box):
    assert upright(box) == (1, 2, 3, 4)


def test_the_working_holds_the_numbers():
    lines = BoxPair((0, 0, 2, 2), (1, 1, 3, 3)).lines()
    assert lines["intersection"][0].endswith(r"\min(2, 3) - \max(0, 1) = 1")
    assert lines["union"] == ("U = A + B - I = 4 + 4 - 1 = 7",)
    assert lines["iou"][0].endswith(r"\tfrac{1}{7} = 0.1429")
    assert lines["giou"][0] == r"C = 3 \cdot 3 = 9" and lines["giou"][1].endswith(r"\tfrac{9 - 7}{9} = -0.07937")
    apart = BoxPair((0, 0, 2, 2), (5, 0, 8, 2)).lines()
    assert apart["intersection"][0].endswith(r"= -3 \to 0")
    assert apart["intersection"][2].endswith("= 0")
    empty = BoxPair((1, 1, 1, 1), (1, 1, 1, 1)).lines()
    assert empty["iou"][0].endswith(r"\tfrac{0}{0}") and empty["giou"][1].endswith(r"\tfrac{0}{0}")
