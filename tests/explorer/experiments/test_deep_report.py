"""What a deep stack tells of itself: from one end to the other, layer by layer, and step by step."""

from __future__ import annotations

from dataclasses import replace
from math import isclose, log

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.experiments import ACTIVATIONS, BATCH, STEPS, DeepPlan, DeepReport, EndToEnd, LayerReport, deep_report
from explorer.experiments.deep_stack import (
    BINS,
    LARGEST,
    STAYS,
    _activated,
    batch_of,
    cross_entropy,
    stack_of,
    train,
)

PLANS = [DeepPlan(), DeepPlan(function="relu", start="he"), DeepPlan(depth=20, function="tanh", norm=True),
         DeepPlan(depth=12, function="silu", skips=True), DeepPlan(depth=2, width=8, function="leaky", start="large")]


def made_of(*sizes: float) -> DeepReport:
    """Return a report whose pictures lie as far apart as given, and whose gradients are the same the other way."""
    one = LayerReport(1.0, 1.0, 1.0, 1.0, 0.0, np.zeros(BINS, dtype=np.int64), np.linspace(0, 1, BINS + 1))
    return DeepReport(tuple(replace(one, apart=size, gradient=size) for size in sizes), 2.3)


@pytest.mark.parametrize("sizes", [(1.0, 0.5, 0.25), (4.0, 4.0), (1e-9, 3.0, 7.0, 1e6)])
def test_as_many_factors_as_there_are_steps_make_the_share(sizes):
    report = made_of(*sizes)
    assert report.pictures.share == pytest.approx(sizes[-1] / sizes[0])
    assert report.pictures.per_layer ** (len(sizes) - 1) == pytest.approx(report.pictures.share)
    assert report.gradient.share == pytest.approx(1 / report.pictures.share), "the other way round"


def test_of_nothing_nothing_is_left():
    assert made_of(0.0, 0.0).pictures == EndToEnd(0.0, 0.0)
    assert made_of(0.0, 0.0).gradient.verdict == "vanishes"


@pytest.mark.parametrize(("share", "verdict"), [
    (1 / STAYS, "stays"), (np.nextafter(1 / STAYS, 0), "vanishes"), (STAYS, "stays"),
    (np.nextafter(STAYS, np.inf), "explodes"), (0.0, "vanishes"), (float("inf"), "explodes")])
def test_a_factor_of_exactly_the_limit_still_stays(share, verdict):
    assert EndToEnd(share, 1.0).verdict == verdict


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_every_output_is_counted_once_between_its_edges(plan):
    for layer in deep_report(plan).layers:
        assert layer.counts.sum() == BATCH * plan.width
        assert len(layer.edges) == BINS + 1 and (np.diff(layer.edges) > 0).all()
        assert 0 <= layer.flat <= 1


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_pictures_lie_no_further_apart_than_all_outputs_spread(plan):
    assert all(layer.apart <= layer.spread * (1 + 1e-12) for layer in deep_report(plan).layers)


def test_behind_a_relu_there_is_nothing_below_0_and_half_of_it_is_flat():
    layers = deep_report(DeepPlan(function="relu", start="he")).layers
    assert all(layer.edges[0] == 0 for layer in layers)
    assert all(0.25 < layer.flat < 0.75 for layer in layers)


def test_outputs_keep_within_the_range_of_their_function():
    for function, low, high in (("sigmoid", 0, 1), ("tanh", -1, 1)):
        for layer in deep_report(DeepPlan(function=function, start="large")).layers:
            assert low <= layer.edges[0] < layer.edges[-1] <= high


def test_a_plan_is_computed_once_and_another_seed_is_another_stack():
    assert deep_report(DeepPlan(seed=3)) is deep_report(DeepPlan(seed=3))
    assert deep_report(DeepPlan(seed=3)).loss != deep_report(DeepPlan(seed=4)).loss


@pytest.mark.parametrize(("depth", "width"), [(2, 8), (5, 128)])
def test_layers_fit_onto_one_another_from_64_pixels_to_10_digits(depth, width):
    shapes = [layer.weight.shape for layer in stack_of(DeepPlan(depth=depth, width=width))]
    assert shapes == [(width, 64), *[(width, width)] * (depth - 1), (10, width)]


@pytest.mark.parametrize("size", [0.0, 1.0, 500.0])
def test_the_loss_and_its_gradient_are_torchs(size):
    random = np.random.default_rng(0)
    logits, labels = size * random.standard_normal((7, 10)), random.integers(0, 10, 7)
    asked = torch.tensor(logits, requires_grad=True)
    wanted = functional.cross_entropy(asked, torch.tensor(labels))
    wanted.backward()
    loss, gradient = cross_entropy(logits, labels)
    assert loss == pytest.approx(wanted.item(), abs=1e-12)
    np.testing.assert_allclose(gradient, asked.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-12)
    assert size or loss == pytest.approx(log(10))


def test_a_batch_has_no_digit_twice_and_follows_its_seed():
    (pictures, labels), again = batch_of(np.random.default_rng(1)), batch_of(np.random.default_rng(1))
    assert pictures.shape == (BATCH, 64) and set(labels.tolist()) == set(range(10))
    assert len(np.unique(pictures, axis=0)) == BATCH
    np.testing.assert_array_equal(pictures, again[0])
    assert abs(pictures.mean()) < 0.05 and abs(pictures.std() - 1) < 0.05


@pytest.mark.parametrize("x", [-300.0, -30.0, -6.00005, -6.0, -0.7518, 0.0, 1.23456, 6.0, 6.00005, 30.0, 300.0])
def test_a_gelu_that_is_looked_up_is_right_to_a_hundred_millionth_however_large_its_input(x):
    asked = torch.tensor([x], dtype=torch.float64, requires_grad=True)
    wanted = functional.gelu(asked)
    wanted.sum().backward()
    value, slope = _activated(ACTIVATIONS["gelu"], np.array([x]))
    assert abs(value[0] - wanted.item()) < 1e-8 and abs(slope[0] - asked.grad.item()) < 1e-8


def test_steps_are_counted_from_none_and_told_one_by_one():
    told = list(train(seed=0, rate=0.1, depth=2, width=8, function="tanh"))
    assert [step for step, _ in told] == list(range(STEPS + 1))
    assert all(0 <= values["accuracy"] <= 1 and values["loss"] > 0 for _, values in told)
    assert told[-1][1]["loss"] < told[0][1]["loss"] and told[-1][1]["accuracy"] > told[0][1]["accuracy"]


@pytest.mark.parametrize(("asked", "used"), [(50.0, 1.0), (0.0, 0.001)])
def test_a_rate_beyond_its_limits_is_the_limit(asked, used):
    plan = {"seed": 0, "depth": 2, "width": 8, "function": "tanh"}
    first, second = ([values["loss"] for _, values in train(rate=rate, **plan)] for rate in (asked, used))
    assert first == second


def test_the_first_batch_of_a_training_is_that_of_the_report():
    step, values = next(train(seed=2, rate=0.1, depth=4, width=16))
    assert step == 0 and isclose(values["loss"], deep_report(DeepPlan(depth=4, width=16, seed=2)).loss)
    assert values["loss"] < LARGEST
