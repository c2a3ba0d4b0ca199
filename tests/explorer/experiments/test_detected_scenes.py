"""What the detector finds in fresh scenes, against pycocotools, and what it misses."""

import numpy as np
import pytest

from explorer.detection import mean_over
from explorer.experiments import detected_scenes
from explorer.scenes import KINDS, boxes
from tests.explorer.detection.pycocotools_oracle import by_pycocotools

COUNT = 24
SEEN = detected_scenes(3, COUNT)


def test_the_numbers_of_the_page_are_those_of_pycocotools():
    _, (over, half) = by_pycocotools(SEEN.found, SEEN.truth, len(KINDS))
    rows = SEEN.qualities(0.5)
    assert mean_over([row.coco_points for row in rows]) == pytest.approx(half, abs=1e-12)
    assert mean_over([row.over_thresholds for row in rows]) == pytest.approx(over, abs=1e-12)
    assert half > 0.8


def test_every_object_is_found_or_missed_at_every_threshold():
    for category in (None, 0, 3):
        one = SEEN.judged(0.5, category)
        for count in (0, len(one) // 2, len(one)):
            missed = SEEN.missed(one, count, category)
            assert len(missed) + int(one.right[:count].sum()) == one.objects
    everything = SEEN.missed(SEEN.judged(0.5, None), 0, None)
    assert len(everything) == sum(len(true.labels) for true in SEEN.truth)


def test_a_stricter_iou_never_finds_more():
    right = [int(SEEN.judged(threshold, None).right.sum()) for threshold in (0.5, 0.6, 0.75, 0.9, 0.95)]
    assert right == sorted(right, reverse=True)
    assert SEEN.judged(0.5, None) is SEEN.judged(0.5, None)
    assert SEEN.qualities(0.5) is SEEN.qualities(0.5)


def test_scenes_are_the_same_for_the_same_set_and_others_for_another():
    assert detected_scenes(3, COUNT) is SEEN
    assert detected_scenes(4, 1).scenes[0] not in SEEN.scenes
    np.testing.assert_array_equal(SEEN.truth[0].boxes, boxes(SEEN.scenes[0], 64))
