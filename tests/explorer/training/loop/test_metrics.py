from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from scipy.special import softmax
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support
from torch import nn
from torch.nn import functional

from explorer.training import Inputs, Pictures
from explorer.training.loop.metrics import BINS, MOST_MISTAKES, calibration, evaluate, measures, mistakes

CLASSES = 5
CATEGORIES = tuple("abcde")


@pytest.fixture
def given():
    """Return scores and labels of 400 pictures of five classes; the last class is never right nor given."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(CLASSES - 1, (400,), generator=generator)
    scores = 2 * torch.randn(400, CLASSES, generator=generator)
    scores[torch.arange(400), labels] += 2
    scores[:, -1] = -9
    return scores, labels


def test_accuracy_loss_and_confusion_are_those_of_scikit_learn(given):
    scores, labels = given
    found = measures(scores, labels, CATEGORIES)
    predicted = scores.argmax(1).numpy()
    shares = softmax(scores.double().numpy(), axis=1)
    assert found["accuracy"] == pytest.approx(accuracy_score(labels, predicted))
    assert found["loss"] == pytest.approx(log_loss(labels, shares, labels=range(CLASSES)))
    assert found["confusion"] == confusion_matrix(labels, predicted, labels=range(CLASSES)).tolist()
    assert found["predicted"] == predicted.tolist()
    assert found["confidence"] == pytest.approx(shares.max(1), abs=1e-6)


def test_precision_and_recall_are_those_of_scikit_learn_and_none_where_there_is_nothing(given):
    scores, labels = given
    precision, recall, _, support = precision_recall_fscore_support(
        labels, scores.argmax(1), labels=range(CLASSES), zero_division=np.nan)
    for place, one in enumerate(measures(scores, labels, CATEGORIES)["classes"]):
        assert (one["name"], one["pictures"]) == (CATEGORIES[place], support[place])
        assert one["precision"] == (None if np.isnan(precision[place]) else pytest.approx(precision[place]))
        assert one["recall"] == (None if np.isnan(recall[place]) else pytest.approx(recall[place]))


def test_calibration_bins_are_those_of_scikit_learn(given):
    scores, labels = given
    sure, predicted = scores.double().softmax(1).max(1)
    accuracy, confidence = calibration_curve(predicted == labels, sure, n_bins=BINS)
    found = measures(scores, labels, CATEGORIES)["calibration"]
    filled = [one for one in found["bins"] if one["pictures"]]
    assert [one["accuracy"] for one in filled] == pytest.approx(accuracy)
    assert [one["confidence"] for one in filled] == pytest.approx(confidence)
    weights = np.array([one["pictures"] for one in filled]) / len(labels)
    assert found["error"] == pytest.approx((weights * abs(accuracy - confidence)).sum())


def test_a_network_that_is_sure_and_right_is_calibrated():
    scores = torch.eye(CLASSES).repeat(4, 1) * 100
    found = measures(scores, torch.arange(CLASSES).repeat(4), CATEGORIES)
    assert (found["accuracy"], found["calibration"]["error"], found["mistakes"]) == (1, 0, [])


def test_the_surest_mistake_comes_first(given):
    scores, labels = given
    mistakes = measures(scores, labels, CATEGORIES)["mistakes"]
    assert len(mistakes) == int((scores.argmax(1) != labels).sum())
    assert [one["confidence"] for one in mistakes] == sorted((one["confidence"] for one in mistakes), reverse=True)
    first = mistakes[0]
    assert first["label"] == labels[first["picture"]] != first["predicted"] == scores[first["picture"]].argmax()


def test_json_can_hold_it(given):
    assert json.loads(json.dumps(measures(*given, CATEGORIES), allow_nan=False))["measured"] == 400


@pytest.mark.parametrize(("sure", "place"), [(0.05, 0), (0.1, 0), (0.1001, 1), (0.5, 4), (0.95, 9), (1.0, 9)])
def test_a_probability_on_an_edge_belongs_to_the_bin_below(sure, place):
    # Guo et al. (2017), section 2: the interval ((m - 1) / M, m / M]
    bins = calibration(torch.tensor([sure], dtype=torch.float64), torch.tensor([True]))["bins"]
    assert [one["pictures"] for one in bins] == [int(number == place) for number in range(BINS)]


def test_the_error_of_calibration_worked_out_by_hand():
    # Two answers at 0.95, one right: |0.5 - 0.95| in half of the pictures; two at 0.55, both right: |1 - 0.55|
    sure = torch.tensor([0.95, 0.95, 0.55, 0.55], dtype=torch.float64)
    found = calibration(sure, torch.tensor([True, False, True, True]))
    assert found["error"] == pytest.approx(0.5 * 0.45 + 0.5 * 0.45)


def test_cross_entropy_of_three_scores_is_the_books():
    # Scores 2, 1, 0.1: the softmax gives 0.6590 to class 0, and -ln 0.6590 = 0.41703
    found = measures(torch.tensor([[2.0, 1.0, 0.1]]), torch.tensor([0]), ("a", "b", "c"))
    assert found["loss"] == pytest.approx(0.41703, abs=1e-5)
    assert found["confidence"] == [pytest.approx(0.6590, abs=1e-4)]


def test_no_more_mistakes_are_kept_than_anybody_looks_at():
    count = MOST_MISTAKES + 50
    found = mistakes(torch.linspace(0, 1, count), torch.ones(count, dtype=torch.int64),
                     torch.zeros(count, dtype=torch.int64))
    assert len(found) == MOST_MISTAKES
    assert found[0]["picture"] == count - 1


class Fixed(nn.Module):
    """Scores that follow from the mean of a picture: bright ones are of class 1."""

    def forward(self, pictures):
        mean = pictures.mean(dim=(1, 2, 3))
        return torch.stack([torch.zeros_like(mean), 4 * mean], dim=1)


@pytest.mark.parametrize("batch_size", [1, 7, 500])
def test_a_network_is_measured_the_same_however_large_its_batches(batch_size):
    images = torch.arange(0, 250, 10, dtype=torch.uint8).view(-1, 1, 1, 1).expand(-1, 3, 4, 4)
    labels = (torch.arange(25) > 12).long()
    loss, accuracy = evaluate(Fixed(), Pictures(images, labels), Inputs(mean=(0.5,) * 3, std=(1.0,) * 3),
                              batch_size=batch_size)
    mean = torch.arange(0, 250, 10) / 255 - 0.5
    scores = torch.stack([torch.zeros(25), 4 * mean], dim=1)
    assert accuracy == pytest.approx(float((scores.argmax(1) == labels).float().mean()))
    assert loss == pytest.approx(float(functional.cross_entropy(scores, labels)), abs=1e-6)


def test_pictures_may_be_changed_before_they_are_measured():
    images, labels = torch.zeros(4, 3, 2, 2, dtype=torch.uint8), torch.ones(4, dtype=torch.int64)
    given = (Fixed(), Pictures(images, labels), Inputs(mean=(0.5,) * 3, std=(1.0,) * 3))
    assert evaluate(*given)[1] == 0
    assert evaluate(*given, change=torch.ones_like)[1] == 1
