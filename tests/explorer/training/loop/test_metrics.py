from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from scipy.special import softmax
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support

from explorer.training.loop.metrics import BINS, measures

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
