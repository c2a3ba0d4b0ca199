from __future__ import annotations

import pytest

from explorer.training import Point
from explorer.training.loop.troubles import diagnose


def curve(train, val, *, train_accuracy=(0.5,), val_accuracy=(0.5,), one_class=0.2):
    """Return a curve of these losses; accuracies stay at their last value."""

    def at(values, place):
        return values[min(place, len(values) - 1)]

    return [Point(place + 1, loss, at(train_accuracy, place), at(val, place), at(val_accuracy, place), one_class, 0.1,
                  1.0) for place, loss in enumerate(train)]


GOOD = curve([2.0, 1.0, 0.5, 0.3, 0.2], [1.8, 1.0, 0.6, 0.5, 0.45], train_accuracy=[0.3, 0.6, 0.8, 0.9, 0.93],
             val_accuracy=[0.4, 0.6, 0.8, 0.85, 0.9])
OVERFIT = curve([2.0, 1.0, 0.5, 0.2, 0.1, 0.05], [1.8, 1.2, 1.3, 1.5, 1.8, 2.2], train_accuracy=[0.3, 0.6, 0.8, 0.99],
                val_accuracy=[0.4, 0.6, 0.6])


@pytest.mark.parametrize(("points", "words"), [
    (curve([2.3, 2.31, 2.3, 2.29], [2.3]), "does not fall: 2.300 after the first epoch, 2.290"),
    (curve([2.3, 2.0, 1.9], [2.3], one_class=1.0), "100 % of the validation pictures the same class"),
    (OVERFIT, "99 % of the training pictures are right, but 60 % of the validation pictures"),
])
def test_what_goes_wrong_is_said_in_words_with_numbers(points, words):
    told = [str(one) for one in diagnose(points, 10)]
    assert len(told) == 1
    assert words in told[0]
    assert "ry" in told[0] or "se " in told[0]


def test_a_good_curve_is_not_spoken_of():
    assert diagnose(GOOD, 10) == []


@pytest.mark.parametrize("points", [GOOD[:2], OVERFIT[:2], []])
def test_nothing_is_said_in_the_first_epochs(points):
    assert diagnose(points, 10) == []


def test_a_network_that_knows_everything_from_the_start_is_not_flat():
    assert diagnose(curve([0.01] * 5, [0.01], train_accuracy=[1.0], val_accuracy=[1.0]), 10) == []
