"""Precision, recall and average precision, against pycocotools and by hand."""

import numpy as np
import pytest

from explorer.detection import Detections, TrueBoxes, judged, mean_over, quality
from tests.explorer.detection.pycocotools_oracle import by_pycocotools

CLASSES = 4
FACT = ([(0, 0, 10, 10), (20, 20, 30, 30)], [(0, 0, 10, 10), (40, 40, 50, 50), (20, 20, 30, 30)], (0.9, 0.8, 0.7))
"""Two objects; detections right, wrong and right: FACTS of the lecture."""


def boxes(rng, count, side=64):
    corner = rng.integers(0, side - 8, (count, 2))
    return np.concatenate([corner, corner + rng.integers(4, 24, (count, 2))], axis=1).astype(float)


def one_set(seed, pictures=12, *, ties=False):
    """Return detections and truth of random pictures: boxes near the true ones, some doubled, others invented."""
    rng, found, truth = np.random.default_rng(seed), [], []
    for _ in range(pictures):
        true = TrueBoxes(boxes(rng, count := int(rng.integers(0, 9))), rng.integers(0, CLASSES, count))
        near = np.repeat(np.arange(count), rng.integers(0, 3, count))
        moved = true.boxes[near] + rng.integers(-3, 4, (len(near), 4))
        invented = boxes(rng, int(rng.integers(0, 5)))
        both = np.concatenate([moved, invented])
        both[:, 2:] = np.maximum(both[:, 2:], both[:, :2] + 1)
        labels = np.concatenate([true.labels[near], rng.integers(0, CLASSES, len(invented))])
        scores = rng.integers(1, 10, len(both)) / 10 if ties else rng.random(len(both))
        found.append(Detections(both, labels, scores))
        truth.append(true)
    return found, truth


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_average_precision_is_that_of_pycocotools_to_the_last_digit(seed, ties):
    found, truth = one_set(seed, ties=ties)
    precision, (over, half) = by_pycocotools(found, truth, CLASSES)
    ours = quality(found, truth, CLASSES)
    for one, theirs in zip(ours, precision[0].T, strict=True):
        assert one.coco_points == pytest.approx(theirs.mean(), abs=1e-12)
    assert mean_over([one.coco_points for one in ours]) == pytest.approx(half, abs=1e-12)
    assert mean_over([one.over_thresholds for one in ours]) == pytest.approx(over, abs=1e-12)


@pytest.mark.parametrize(("place", "threshold"), [(0, 0.5), (4, 0.7), (9, 0.95)])
def test_precision_at_each_recall_is_that_of_pycocotools(place, threshold):
    found, truth = one_set(3)
    precision, _ = by_pycocotools(found, truth, CLASSES)
    for category in range(CLASSES):
        ours = judged(found, truth, threshold=threshold, category=category)
        np.testing.assert_allclose(ours.at_recalls(np.linspace(0, 1, 101)), precision[place, :, category], atol=1e-12)


def fact():
    true, said, scores = (np.array(part, float) for part in FACT)
    zeros = np.zeros(3, np.int64)
    return judged([Detections(said, zeros, scores)], [TrueBoxes(true, zeros[:2])])


def test_two_objects_and_three_detections_by_hand():
    one = fact()
    assert one.right.tolist() == [True, False, True]
    np.testing.assert_allclose(one.precision, [1, 1 / 2, 2 / 3])
    np.testing.assert_allclose(one.recall, [0.5, 0.5, 1])
    assert one.by_all_points == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)  # 0.8333
    assert one.by_eleven_points == pytest.approx((6 * 1 + 5 * 2 / 3) / 11)


@pytest.mark.parametrize(("threshold", "kept"), [(1.0, 0), (0.9, 1), (0.85, 1), (0.8, 2), (0.7, 3), (0.0, 3)])
def test_a_threshold_keeps_what_is_at_least_so_sure(threshold, kept):
    assert fact().kept(threshold) == kept


def single(true, said, scores, labels=None, threshold=0.5):
    labels = np.zeros(len(said), np.int64) if labels is None else np.array(labels)
    return judged([Detections(np.array(said, float).reshape(-1, 4), labels, np.array(scores, float))],
                  [TrueBoxes(np.array(true, float).reshape(-1, 4), np.zeros(len(true), np.int64))],
                  threshold=threshold)


def test_a_second_detection_of_the_same_object_is_wrong_and_the_surer_one_right():
    assert single([(0, 0, 10, 10)], [(0, 0, 10, 10), (0, 0, 10, 9)], (0.6, 0.9)).matches.tolist() == [0, -1]


def test_the_right_place_with_another_class_is_wrong():
    one = single([(0, 0, 10, 10)], [(0, 0, 10, 10)], (0.9,), labels=[1])
    assert (one.right.tolist(), one.overlaps.tolist()) == ([False], [0.0])


@pytest.mark.parametrize(("threshold", "right"), [(0.3, True), (1 / 3, True), (0.34, False)])
def test_an_overlap_of_the_threshold_itself_is_enough(threshold, right):
    one = single([(0, 0, 10, 10)], [(5, 0, 15, 10)], (0.9,), threshold=threshold)
    assert one.right.tolist() == [right]
    assert one.overlaps[0] == pytest.approx(1 / 3)


@pytest.mark.parametrize("box", [(5, 5, 5, 5), (8, 8, 2, 2), (90, 90, 99, 99)])
def test_boxes_without_area_upside_down_or_outside_are_wrong(box):
    assert single([(0, 0, 10, 10)], [box], (0.9,)).right.tolist() == [False]
    assert single([box], [(0, 0, 10, 10)], (0.9,)).right.tolist() == [False]


def test_without_objects_there_is_no_average_precision_and_without_detections_it_is_none():
    nothing = single([], [(0, 0, 10, 10)], (0.9,))
    assert np.isnan([nothing.by_all_points, nothing.by_eleven_points, nothing.by_coco_points]).all()
    missed = single([(0, 0, 10, 10)], [], ())
    assert (missed.by_all_points, missed.by_eleven_points, missed.by_coco_points) == (0, 0, 0)
    assert np.isnan(mean_over([np.nan]))


def test_the_envelope_never_rises_and_lies_on_or_above_precision():
    one = judged(*one_set(1))
    assert (np.diff(one.envelope) <= 0).all()
    assert (one.envelope >= one.precision).all()
    assert one.hits[-1] == one.right.sum() == len({(picture, match) for picture, match in zip(
        one.pictures, one.matches, strict=True) if match >= 0})
