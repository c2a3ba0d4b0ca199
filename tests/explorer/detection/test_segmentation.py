import numpy as np
import pytest
import torch
from scipy import ndimage
from skimage.segmentation import find_boundaries
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, jaccard_score

from explorer import detection
from explorer.errors import ShapeError, SpecError

SEEDS = pytest.mark.parametrize("seed", range(4))


def maps(seed, classes=7, side=24):
    """Return a true map in blocks, and one that agrees with most of it."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, classes, (side // 4, side // 4)).repeat(4, axis=0).repeat(4, axis=1).astype(np.uint8)
    wrong = random.random(truth.shape) < 0.2
    return truth, np.where(wrong, random.integers(0, classes, truth.shape), truth).astype(np.uint8)


@SEEDS
def test_counts_are_those_of_scikit_learn(seed):
    truth, said = maps(seed)
    found = detection.pixel_quality(truth, said, 9)
    assert (found.confusion == confusion_matrix(truth.ravel(), said.ravel(), labels=range(9))).all()
    occurs = np.union1d(truth, said)
    shares = jaccard_score(truth.ravel(), said.ravel(), labels=occurs, average=None)
    np.testing.assert_allclose(found.iou[occurs], shares)
    assert found.mean_iou == pytest.approx(shares.mean())
    assert found.accuracy == pytest.approx(accuracy_score(truth.ravel(), said.ravel()))
    assert found.mean_accuracy == pytest.approx(balanced_accuracy_score(truth.ravel(), said.ravel()))


def test_the_numbers_of_a_small_map_are_counted_by_hand():
    truth = np.array([[0, 0, 1], [0, 1, 1]])
    said = np.array([[0, 1, 1], [0, 0, 1]])
    found = detection.pixel_quality(truth, said, 3)
    assert (found.intersection.tolist(), found.missed.tolist(), found.invented.tolist()) == ([2, 2, 0], [1, 1, 0],
                                                                                             [1, 1, 0])
    assert found.working(1) == r"\frac{2}{2 + 1 + 1} = \frac{2}{4} = 0.5000"
    assert found.working(2) == r"\frac{0}{0 + 0 + 0}"
    assert found.mean_working() == r"\frac{0.500 + 0.500}{2} = 0.5000"


def test_a_class_that_nobody_speaks_of_has_no_iou_and_does_not_count():
    found = detection.pixel_quality(np.zeros((4, 4), int), np.zeros((4, 4), int), 3)
    assert np.isnan(found.iou[1:]).all()
    assert (found.mean_iou, found.accuracy) == (1, 1)


def test_a_class_that_was_made_up_counts_as_0():
    found = detection.pixel_quality(np.zeros((4, 4), int), np.eye(4, dtype=int), 3)
    assert found.iou[:2].tolist() == [0.75, 0]
    assert found.mean_iou == 0.375


def test_always_saying_ground_is_right_for_most_pixels_and_worth_nothing():
    truth = np.zeros((64, 64), int)
    truth[20:30, 20:30] = 2
    always = detection.pixel_quality(truth, truth, 7).if_always(0)
    assert always.accuracy == pytest.approx(1 - 100 / 4096)
    assert always.mean_iou == pytest.approx((1 - 100 / 4096) / 2)
    said_so = detection.pixel_quality(truth, np.zeros_like(truth), 7)
    assert (always.confusion == said_so.confusion).all()
    assert said_so.commonest == 0


def test_nothing_to_count_is_not_a_number():
    found = detection.pixel_quality(np.zeros((2, 2), int), np.zeros((2, 2), int), 2, where=np.zeros((2, 2), bool))
    assert all(map(np.isnan, (found.mean_iou, found.accuracy, found.mean_accuracy)))


def test_maps_of_two_sizes_and_classes_beyond_the_last_are_refused():
    with pytest.raises(ShapeError, match="2 × 2 and the other 2 × 3"):
        detection.pixel_quality(np.zeros((2, 2), int), np.zeros((2, 3), int), 2)
    with pytest.raises(SpecError, match="has the class 5"):
        detection.pixel_quality(np.zeros((2, 2), int), np.full((2, 2), 5), 5)


@SEEDS
def test_borders_are_those_of_scikit_image(seed):
    truth, _said = maps(seed)
    assert (detection.borders(truth) == find_boundaries(truth, connectivity=1, mode="thick")).all()


@SEEDS
@pytest.mark.parametrize("distance", [0, 1, 3])
def test_near_borders_grows_as_scipy_does(seed, distance):
    truth, _said = maps(seed)
    edges = detection.borders(truth)
    grown = ndimage.binary_dilation(edges, np.ones((3, 3)), iterations=distance) if distance else edges
    assert (detection.near_borders(truth, distance) == grown).all()


def test_one_class_has_no_border():
    assert not detection.near_borders(np.zeros((5, 8), int), 4).any()


def test_shares_and_classes_are_those_of_torch():
    scores = np.random.default_rng(0).normal(0, 30, (7, 6, 5)).astype(np.float32)
    expected = torch.from_numpy(scores).double().softmax(dim=0).numpy()
    np.testing.assert_allclose(detection.class_shares(scores), expected, atol=1e-12)
    assert (detection.said_classes(scores) == torch.from_numpy(scores).argmax(dim=0).numpy()).all()
