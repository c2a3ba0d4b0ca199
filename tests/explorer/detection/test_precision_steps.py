"""Five detections by hand, and the fractions that a page shows."""

import numpy as np
import pytest

from explorer.detection import area_line, five_detections, share_lines


def test_each_of_the_five_detections_is_judged_as_by_hand():
    one = five_detections()
    assert one.right.tolist() == [True, True, False, True, False]
    np.testing.assert_allclose(one.overlaps, [0.9, 90 / 110, 80 / 164, 90 / 110, 0])  # areas counted on squared paper
    np.testing.assert_allclose(one.precision, [1, 1, 2 / 3, 3 / 4, 3 / 5])
    np.testing.assert_allclose(one.recall, np.array([1, 2, 2, 3, 3]) / 3)
    np.testing.assert_allclose(one.envelope, [1, 1, 3 / 4, 3 / 4, 3 / 5])


def test_the_area_is_the_sum_of_one_strip_for_each_right_detection():
    one = five_detections()
    assert one.by_all_points == pytest.approx((1 + 1 + 3 / 4) / 3)
    assert area_line(one) == (r"\text{AP} = \tfrac{1}{3} \cdot 1 + \tfrac{1}{3} \cdot 1 + \tfrac{1}{3} \cdot 0.75"
                              " = 0.9167")
    assert one.by_eleven_points == pytest.approx((7 * 1 + 4 * 3 / 4) / 11)


@pytest.mark.parametrize(("threshold", "right"), [(0.48, 3), (0.5, 3), (0.82, 1), (0.95, 0)])
def test_a_stricter_iou_makes_fewer_of_them_right(threshold, right):
    assert five_detections(threshold).right.sum() == right


def test_with_nothing_right_the_area_is_none():
    assert area_line(five_detections(0.95)) == r"\text{AP} = 0 = 0"


@pytest.mark.parametrize(("counts", "precision", "recall"), [
    ((185, 14, 28), r"\frac{185}{185 + 14} = 0.9296", r"\frac{185}{185 + 28} = 0.8685"),
    ((0, 0, 3), r"\frac{0}{0 + 0} = \text{--}", r"\frac{0}{0 + 3} = 0"),
    ((2, 0, 0), r"\frac{2}{2 + 0} = 1", r"\frac{2}{2 + 0} = 1"),
])
def test_precision_and_recall_are_shown_as_fractions_also_of_nothing(counts, precision, recall):
    lines = share_lines(*counts)
    assert lines[0].endswith(precision)
    assert lines[1].endswith(recall)
