"""What is said of learning by heart, in every seed and not on average only; and how the network is built."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from explorer.experiments import heart_curves as shipped, overfitting as of

CURVES = shipped.shipped_curves()
LOSS, ACCURACY, VAL_LOSS, VAL_ACCURACY = range(4)
SEEDS = range(shipped.SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_in_every_seed_dropout_gives_more_new_digits_right_where_labels_are_wrong(seed):
    without, half, most = (CURVES[p, 0.2][seed, -1, VAL_ACCURACY] for p in shipped.RATES)
    assert without < half and without < most


@pytest.mark.parametrize("seed", SEEDS)
def test_in_every_seed_the_loss_on_new_digits_turns_up_without_dropout(seed):
    curve = CURVES[0.0, 0.2][seed, :, VAL_LOSS]
    assert curve[-1] > 1.3 * curve.min() and 8 < curve.argmin() < 40
    assert (np.diff(CURVES[0.0, 0.2][seed, ::10, LOSS]) < 0).all()  # while it falls on the examples


@pytest.mark.parametrize("wrong", shipped.WRONG)
@pytest.mark.parametrize("p", shipped.RATES)
def test_curves_are_of_the_kind_that_they_are_called(p, wrong):
    curve = CURVES[p, wrong]
    assert (curve[..., [LOSS, VAL_LOSS]] > 0).all()
    assert ((curve[..., [ACCURACY, VAL_ACCURACY]] >= 0) & (curve[..., [ACCURACY, VAL_ACCURACY]] <= 1)).all()
    counted = curve[..., ACCURACY] * shipped.EXAMPLES
    np.testing.assert_allclose(counted, np.rint(counted), atol=1e-3)  # of 100 examples
    first, last = curve[:, 0, LOSS].mean(), curve[:, -1, LOSS].mean()
    assert first > 1.8 > last  # of ten classes, guessing has a loss of 2.3


@pytest.mark.parametrize("wrong", shipped.WRONG)
def test_seeds_differ(wrong):
    ends = CURVES[0.5, wrong][:, -1, VAL_LOSS]
    assert len(np.unique(ends)) == shipped.SEEDS


def test_learning_slower_is_the_price_of_dropout():
    early = [CURVES[p, 0.0][:, 9, ACCURACY].mean() for p in shipped.RATES]
    assert early == sorted(early, reverse=True)


@pytest.mark.parametrize("p", [0.0, 0.5, 0.9])
def test_the_network_is_two_hidden_layers_with_dropout_behind_each(p):
    made = of.network(p, 0)
    assert [type(layer) for layer in made] == [nn.Linear, nn.ReLU, nn.Dropout] * 2 + [nn.Linear]
    assert [layer.p for layer in made if isinstance(layer, nn.Dropout)] == [p, p]
    assert sum(weights.numel() for weights in made.parameters()) == 64 * 256 + 256 + 256 * 256 + 256 + 256 * 10 + 10


def test_what_is_measured_is_measured_without_dropout():
    learner = of.HeartLearner(of.few_digits(20, 0.0, 1), 0.9, 1)
    assert learner.measured() == learner.measured()
    learner.learn()
    assert not learner.module.training and learner.measured() == learner.measured()


def test_before_the_first_epoch_it_guesses():
    found = of.HeartLearner(of.few_digits(100, 0.0, 2), 0.5, 2).measured()
    assert found["train_loss"] == pytest.approx(2.3026, abs=0.05) and found["val_accuracy"] < 0.35


@pytest.mark.parametrize("examples", [25, 109])
def test_examples_are_rounded_down_to_as_many_of_each_digit(examples):
    assert len(of.few_digits(examples, 0.0, 0).labels) == examples // 10 * 10


def test_digits_are_those_of_scikit_learn():
    from sklearn.datasets import load_digits
    known = {tuple(row): label for row, label in zip(load_digits().data.tolist(), load_digits().target, strict=True)}
    digits = of.few_digits(50, 0.0, 4)
    rows = torch.round(digits.pictures * 16)
    assert [known[tuple(row)] for row in rows.tolist()] == digits.labels.tolist()


@pytest.mark.parametrize("epochs", [1, 4])
def test_live_training_tells_each_epoch_once(epochs):
    points = list(of.train(seed=0, examples=20, epochs=epochs))
    assert [epoch for epoch, _values in points] == list(range(1, epochs + 1))


def test_the_live_training_without_dropout_is_the_shipped_one():
    live = [values["without"] for _epoch, values in of.train(seed=3, p=0.8, wrong=0.2, examples=100, epochs=3)]
    for point, kept in zip(live, CURVES[0.0, 0.2][3], strict=False):
        np.testing.assert_allclose([point[name] for name in shipped.QUANTITIES], kept, atol=2e-3)
