"""Boxes as answers, against torchvision.ops; classes of pixels, against torch's interpolation."""

import numpy as np
import pytest
import torch
from torch.nn import functional
from torchvision import ops

from explorer.detection import Segmented, found_of

NAMES = ("ground", "cat", "dog")


def found(boxes, labels, scores, size=(50, 80)):
    return found_of(boxes, labels, scores, names=NAMES, size=size)


def test_the_surest_comes_first_and_equals_keep_their_order():
    one = found([[0, 0, 9, 9], [1, 1, 9, 9], [2, 2, 9, 9]], [1, 2, 1], [0.2, 0.9, 0.2])
    assert one.called == ("dog", "cat", "cat")
    assert one.boxes[:, 0].tolist() == [1, 0, 2]
    assert len(one) == 3
    assert one.counts() == {"cat": 2, "dog": 1}


def test_boxes_are_cut_off_where_torchvision_cuts_them():
    boxes = np.random.default_rng(0).uniform(-60, 120, (200, 4))
    clipped = ops.clip_boxes_to_image(torch.tensor(boxes), (50, 80))
    there = ops.remove_small_boxes(clipped, 1e-12)
    ours = found(boxes, np.ones(200, int), np.linspace(1, 0, 200))
    np.testing.assert_array_equal(ours.boxes, clipped[there].numpy())
    assert 0 < len(ours) < 200


@pytest.mark.parametrize(("box", "label", "score"), [
    ((5, 5, 5, 9), 1, 0.5), ((9, 9, 2, 2), 1, 0.5), ((90, 5, 99, 9), 1, 0.5), ((-9, -9, 0, 0), 1, 0.5),
    ((0, 0, float("nan"), 9), 1, 0.5), ((0, 0, float("inf"), 9), 1, 0.5), ((0, 0, 9, 9), 1, float("nan")),
    ((0, 0, 9, 9), 3, 0.5), ((0, 0, 9, 9), -1, 0.5)])
def test_what_is_no_box_is_left_out(box, label, score):
    assert found([box, (1, 2, 3, 4)], [label, 2], [score, 0.1]).boxes.tolist() == [[1, 2, 3, 4]]


def test_nothing_found_is_an_answer_too():
    none = found([], [], [])
    assert (len(none), none.called, none.counts(), none.boxes.shape) == (0, (), {}, (0, 4))
    assert len(none.above(0.5)) == len(none.of([1])) == 0


def test_a_threshold_and_classes_choose_among_the_things():
    three = found([[0, 0, 9, 9]] * 3, [1, 2, 1], [0.9, 0.5, 0.1])
    assert three.above(0.5).called == ("cat", "dog")
    assert three.above(0.51).called == ("cat",)
    assert three.of([1]).scores.tolist() == [0.9, 0.1]
    assert three.of([]).called == ()


@pytest.mark.parametrize("size", [(5, 7), (10, 14), (13, 3), (1, 1)])
def test_a_class_map_grows_as_torchs_nearest_does(size):
    classes = np.random.default_rng(1).integers(0, 3, (5, 7), dtype=np.uint8)
    expected = functional.interpolate(torch.tensor(classes)[None, None].float(), size, mode="nearest")[0, 0]
    one = Segmented(classes, np.ones((5, 7), np.float32), NAMES, (50, 70))
    np.testing.assert_array_equal(one.at_size(size), expected.numpy())


def test_shares_of_the_picture_add_up_and_name_only_what_is_there():
    classes = np.array([[0, 0, 0], [0, 2, 2]], np.uint8)
    one = Segmented(classes, np.ones((2, 3), np.float32), NAMES, (2, 3))
    assert one.shares() == {0: pytest.approx(4 / 6), 2: pytest.approx(2 / 6)}
