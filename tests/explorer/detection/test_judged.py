"""Detections that are right and wrong, against scikit-learn's curve, and what must hold for any set."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

from explorer.detection import COCO_RECALLS, IOU_THRESHOLDS, Detections, TrueBoxes, ious, judged, quality


def scattered(seed, pictures=8):
    """Return detections near all objects and beside them, scores all different."""
    rng, found, truth = np.random.default_rng(seed), [], []
    for _ in range(pictures):
        count = int(rng.integers(1, 6))
        corner = 40 * np.stack([np.arange(count), np.zeros(count)], axis=1)  # none touches another
        boxes = np.concatenate([corner, corner + 20], axis=1)
        labels = rng.integers(0, 3, count)
        extra = int(rng.integers(0, 4))
        aside = np.tile([500.0, 500.0, 520.0, 520.0], (extra, 1))
        both = np.concatenate([boxes + rng.integers(-1, 2, boxes.shape), aside])
        found.append(Detections(both, np.concatenate([labels, rng.integers(0, 3, extra)]), rng.random(len(both))))
        truth.append(TrueBoxes(boxes, labels))
    return found, truth


@pytest.mark.parametrize("seed", range(8))
def test_where_every_object_is_found_the_curve_is_that_of_scikit_learn(seed):
    one = judged(*scattered(seed))
    assert one.right.sum() == one.objects
    precision, recall, scores = precision_recall_curve(one.right, one.scores)
    np.testing.assert_allclose(one.precision, precision[:-1][::-1])
    np.testing.assert_allclose(one.recall, recall[:-1][::-1])
    np.testing.assert_allclose(one.scores, scores[::-1])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("threshold", [0.5, 0.75, 0.95])
def test_each_right_detection_overlaps_its_object_enough_and_no_object_is_taken_twice(seed, threshold):
    found, truth = scattered(seed)
    one = judged(found, truth, threshold=threshold)
    taken = set()
    for picture, place, match, overlap in zip(one.pictures, one.places, one.matches, one.overlaps, strict=True):
        if match >= 0:
            assert found[picture].labels[place] == truth[picture].labels[match]
            assert overlap >= threshold
            assert overlap == pytest.approx(ious(found[picture].boxes[place], truth[picture].boxes[match])[0, 0])
            taken.add((picture, match))
    assert len(taken) == one.right.sum()


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_pictures_and_of_detections_changes_nothing(seed):
    found, truth = scattered(seed)
    turned = [Detections(one.boxes[::-1], one.labels[::-1], one.scores[::-1]) for one in found]
    first, second = judged(found, truth), judged(turned[::-1], truth[::-1])
    np.testing.assert_allclose(first.scores, second.scores)
    np.testing.assert_array_equal(first.right, second.right)
    assert first.by_all_points == pytest.approx(second.by_all_points)


@pytest.mark.parametrize("seed", range(3))
def test_each_class_is_counted_for_itself(seed):
    found, truth = scattered(seed)
    rows = quality(found, truth, 3)
    assert sum(row.objects for row in rows) == sum(len(one.labels) for one in truth)
    assert sum(row.detections for row in rows) == sum(len(one.labels) for one in found)
    for row in rows:
        one = judged(found, truth, category=row.category)
        assert (row.all_points, row.eleven_points, row.coco_points) == (
            one.by_all_points, one.by_eleven_points, one.by_coco_points)
        assert row.over_thresholds <= row.coco_points + 1e-12


def test_a_perfect_detector_has_1_by_every_count_and_a_blind_one_0():
    _, truth = scattered(0)
    perfect = [Detections(one.boxes, one.labels, np.ones(len(one.labels))) for one in truth]
    best = judged(perfect, truth, threshold=0.95)
    assert (best.by_all_points, best.by_eleven_points, best.by_coco_points) == pytest.approx((1, 1, 1))
    blind = judged([Detections(np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0)) for _ in truth], truth)
    assert (len(blind), blind.by_all_points, blind.by_eleven_points, blind.by_coco_points) == (0, 0, 0, 0)
    assert blind.kept(0.5) == 0


def test_the_thresholds_and_recalls_are_those_of_coco():
    assert pytest.approx([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]) == IOU_THRESHOLDS
    assert len(COCO_RECALLS) == 101
    assert (COCO_RECALLS[0], COCO_RECALLS[-1]) == (0, 1)
