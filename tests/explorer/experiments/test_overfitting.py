"""Few digits learned by heart: the shipped curves can be made again, and dropout does what the page says."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.errors import SpecError
from explorer.experiments import heart_curves as shipped, overfitting as of

CURVES = shipped.shipped_curves()
LOSS, ACCURACY, VAL_LOSS, VAL_ACCURACY = range(4)


def end(p: float, wrong: float, quantity: int) -> float:
    return float(CURVES[p, wrong][:, -1, quantity].mean())


def test_all_curves_are_shipped():
    assert set(CURVES) == {(p, wrong) for p in shipped.RATES for wrong in shipped.WRONG}
    assert {curve.shape for curve in CURVES.values()} == {(shipped.SEEDS, shipped.EPOCHS, len(shipped.QUANTITIES))}
    assert all(np.isfinite(curve).all() for curve in CURVES.values())


@pytest.mark.parametrize(("p", "wrong"), [(0.0, 0.0), (0.5, 0.2)])
def test_the_command_makes_the_shipped_curves_again(p, wrong):
    made = of.learned(p, wrong, seeds=1, epochs=3)
    np.testing.assert_allclose(made[0], CURVES[p, wrong][0, :3], atol=2e-3)


def test_without_dropout_every_label_is_learned_by_heart_wrong_ones_too():
    for wrong in shipped.WRONG:
        assert end(0.0, wrong, ACCURACY) == 1 and end(0.0, wrong, LOSS) < 0.03
        val = CURVES[0.0, wrong][:, :, VAL_LOSS].mean(axis=0)
        assert val.argmin() < 40 and val[-1] > 1.15 * val.min()  # better long before the end


def test_dropout_helps_where_there_is_something_wrong_to_learn():
    accuracies = [end(p, 0.2, VAL_ACCURACY) for p in shipped.RATES]
    assert accuracies == sorted(accuracies) and accuracies[-1] - accuracies[0] > 0.08
    assert end(0.8, 0.2, ACCURACY) < 0.9  # it could not learn the fifth that is wrong
    assert end(0.5, 0.2, VAL_LOSS) < 0.75 * end(0.0, 0.2, VAL_LOSS)


def test_dropout_hardly_matters_where_all_labels_are_right():
    assert abs(end(0.5, 0.0, VAL_ACCURACY) - end(0.0, 0.0, VAL_ACCURACY)) < 0.02
    assert end(0.5, 0.0, VAL_LOSS) < end(0.0, 0.0, VAL_LOSS)


@pytest.mark.parametrize("examples", [20, 100, 500])
def test_there_are_as_many_examples_of_each_digit(examples):
    digits = of.few_digits(examples, 0.0, seed=1)
    assert torch.bincount(digits.labels).tolist() == [examples // 10] * 10
    assert digits.pictures.shape == (examples, 64) and digits.pictures.min() >= 0 and digits.pictures.max() == 1
    others = {tuple(row) for row in digits.others.tolist()}
    assert len(digits.others) == len(digits.their_labels) > 500
    assert not others & {tuple(row) for row in digits.pictures.tolist()}


@pytest.mark.parametrize("wrong", [0.0, 0.2, 0.5])
def test_wrong_labels_are_wrong_and_only_where_one_learns(wrong):
    clean, spoiled = of.few_digits(100, 0.0, seed=3), of.few_digits(100, wrong, seed=3)
    assert torch.equal(clean.pictures, spoiled.pictures)
    assert (clean.labels != spoiled.labels).sum() == round(100 * wrong)
    assert torch.equal(clean.their_labels, spoiled.their_labels) and spoiled.labels.max() <= 9


def test_other_seeds_take_other_digits():
    assert not torch.equal(of.few_digits(20, 0, seed=0).pictures, of.few_digits(20, 0, seed=1).pictures)


def test_learning_is_torchs_adam_on_cross_entropy():
    digits = of.few_digits(40, 0.2, seed=5)
    found = [of.HeartLearner(digits, 0.0, 5)]
    told = [found[0].learn() for _epoch in range(2)]
    net, order = of.network(0.0, 5), torch.Generator().manual_seed(5)
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
    for _epoch in range(2):
        for rows in torch.randperm(40, generator=order).split(20):
            optimiser.zero_grad()
            functional.cross_entropy(net(digits.pictures[rows]), digits.labels[rows]).backward()
            optimiser.step()
    scores = net(digits.others)
    assert told[-1]["val_loss"] == pytest.approx(functional.cross_entropy(scores, digits.their_labels).item(), rel=1e-4)
    assert told[-1]["val_accuracy"] == pytest.approx((scores.argmax(1) == digits.their_labels).float().mean().item())


def test_both_networks_start_alike_and_draw_nothing_from_others():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    points = list(of.train(seed=2, p=0.5, examples=20, epochs=3))
    assert torch.equal(torch.get_rng_state(), before)
    assert [epoch for epoch, _values in points] == [1, 2, 3]
    assert all(set(values) == {"without", "with"} and tuple(values["with"]) == shipped.QUANTITIES
               for _, values in points)
    assert points[0][1]["with"] != points[0][1]["without"]
    assert json.loads(json.dumps(points)) == [list(point) for point in points]
    assert points == list(of.train(seed=2, p=0.5, examples=20, epochs=3))
    assert all(torch.equal(*pair) for pair in zip(of.network(0.0, 3).parameters(), of.network(0.9, 3).parameters(),
                                                  strict=True))


def test_at_p_0_both_are_the_same_network():
    assert all(values["with"] == values["without"] for _, values in of.train(seed=1, p=0.0, examples=20, epochs=2))


@pytest.mark.parametrize("settings", [{"examples": 10}, {"examples": 1000}, {"p": 0.95}, {"p": -1.0}])
def test_what_takes_too_long_or_makes_no_sense_is_refused(settings):
    with pytest.raises(SpecError):
        next(of.train(seed=0, **settings))


def test_missing_curves_are_none(tmp_path):
    assert shipped.shipped_curves(tmp_path / "none.npz") == {}
