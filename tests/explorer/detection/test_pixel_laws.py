"""Laws that counts of pixels obey, whatever the maps are."""

import numpy as np
import pytest
from hypothesis import given, strategies
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from explorer import detection

CLASSES = 4
MAPS = arrays(np.uint8, (5, 6), elements=strategies.integers(0, CLASSES - 1))


@given(MAPS, MAPS)
def test_truth_and_answer_may_change_places(truth, said):
    one, other = detection.pixel_quality(truth, said, CLASSES), detection.pixel_quality(said, truth, CLASSES)
    np.testing.assert_array_equal(one.iou, other.iou)
    assert one.accuracy == other.accuracy
    assert (one.missed == other.invented).all()


@given(MAPS, MAPS)
def test_classes_may_be_named_otherwise(truth, said):
    names = np.array([2, 0, 3, 1], dtype=np.uint8)
    one = detection.pixel_quality(truth, said, CLASSES)
    other = detection.pixel_quality(names[truth], names[said], CLASSES)
    np.testing.assert_array_equal(one.iou, other.iou[names])
    assert one.mean_iou == pytest.approx(other.mean_iou)


@given(MAPS, MAPS)
def test_iou_is_the_dice_coefficient_in_another_dress(truth, said):
    found = detection.pixel_quality(truth, said, CLASSES)
    dice = f1_score(truth.ravel(), said.ravel(), labels=range(CLASSES), average=None, zero_division=0)
    there = found.union > 0
    np.testing.assert_allclose(found.iou[there], (dice / (2 - dice))[there])


@given(MAPS, MAPS)
def test_a_class_is_found_at_most_as_often_as_it_is_there(truth, said):
    found = detection.pixel_quality(truth, said, CLASSES)
    assert (found.intersection + found.missed == np.bincount(truth.ravel(), minlength=CLASSES)).all()
    assert (found.intersection + found.invented == np.bincount(said.ravel(), minlength=CLASSES)).all()
    assert found.intersection.sum() + found.missed.sum() == truth.size
    known = found.iou[found.union > 0]
    assert ((known >= 0) & (known <= 1)).all()


@given(MAPS)
def test_the_truth_itself_is_worth_1(truth):
    found = detection.pixel_quality(truth, truth, CLASSES)
    assert (found.mean_iou, found.accuracy, found.mean_accuracy) == (1, 1, 1)


@given(MAPS, MAPS, arrays(np.bool_, (5, 6)))
def test_parts_add_up_to_the_whole(truth, said, where):
    parts = [detection.pixel_quality(truth, said, CLASSES, where=part).confusion for part in (where, ~where)]
    assert (sum(parts) == detection.pixel_quality(truth, said, CLASSES).confusion).all()


@given(MAPS, MAPS)
def test_always_one_class_is_as_right_as_that_class_is_common(truth, said):
    found = detection.pixel_quality(truth, said, CLASSES)
    always = found.if_always(found.commonest)
    assert always.accuracy == np.bincount(truth.ravel()).max() / truth.size
    assert always.mean_iou <= always.accuracy


@given(MAPS)
def test_a_border_has_two_sides(truth):
    edges = detection.borders(truth)
    assert (edges == detection.borders(truth[::-1])[::-1]).all()
    assert (edges == detection.borders(truth.T).T).all()
    assert edges.any() == (len(np.unique(truth)) > 1)


@given(MAPS, strategies.integers(0, 5))
def test_more_pixels_lie_within_a_larger_distance(truth, distance):
    near, farther = detection.near_borders(truth, distance), detection.near_borders(truth, distance + 1)
    assert (farther | ~near).all()


@given(arrays(np.float32, (CLASSES, 3, 2), elements=strategies.floats(-50, 50, width=32)))
def test_shares_sum_to_1_and_the_likeliest_class_has_the_largest(scores):
    shares = detection.class_shares(scores)
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    said = detection.said_classes(scores)
    assert (np.take_along_axis(shares, said[None].astype(int), axis=0)[0] == shares.max(axis=0)).all()
