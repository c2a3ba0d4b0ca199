"""Gradients of a deep stack against differences of its loss, and what theory says of them."""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from explorer.experiments.activations import ACTIVATIONS
from explorer.experiments.deep_plan import DeepPlan
from explorer.experiments.deep_stack import (
    BATCH,
    BINS,
    back,
    batch_of,
    cross_entropy,
    deep_report,
    forth,
    stack_of,
)

NUDGE = 1e-5
SMOOTH = ("sigmoid", "tanh", "silu")


def loss_of(plan, layers, pictures, labels):
    return cross_entropy(forth(plan, layers, pictures)[1], labels)[0]


def setting(plan):
    pictures, labels = batch_of(np.random.default_rng(7))
    return stack_of(plan), pictures, labels


@pytest.mark.parametrize(("function", "norm", "skips"), list(product(SMOOTH, (False, True), (False, True))))
@pytest.mark.parametrize("name", ["weight", "bias", "scale", "shift"])
def test_a_gradient_is_how_the_loss_changes(function, norm, skips, name):
    """Central differences, at one value of the second layer."""
    plan = DeepPlan(depth=3, width=12, function=function, norm=norm, skips=skips, seed=2)
    layers, pictures, labels = setting(plan)
    traces, logits = forth(plan, layers, pictures)
    slopes = back(plan, layers, traces, cross_entropy(logits, labels)[1])[1]
    values = getattr(layers[1], name)
    place = (3, 4) if values.ndim == 2 else (3,)
    losses = []
    for step in (NUDGE, -NUDGE):
        values[place] += step
        losses.append(loss_of(plan, layers, pictures, labels))
        values[place] -= step
    if name in ("scale", "shift") and not norm:
        assert losses[0] == losses[1]  # they are there, and nobody asks them
    else:
        assert getattr(slopes[1], name)[place] == pytest.approx((losses[0] - losses[1]) / (2 * NUDGE), abs=1e-8)


def test_behind_a_batch_norm_a_bias_learns_nothing():
    """What a bias adds the norm takes away again."""
    plan = DeepPlan(depth=4, width=16, norm=True)
    layers, pictures, labels = setting(plan)
    traces, logits = forth(plan, layers, pictures)
    slopes = back(plan, layers, traces, cross_entropy(logits, labels)[1])[1]
    assert all(abs(slope.bias).max() < 1e-12 for slope in slopes[:-1])
    assert abs(slopes[-1].bias).max() > 1e-4


def test_with_weights_of_0_skips_hand_the_gradient_on_unchanged():
    plan = DeepPlan(depth=20, width=16, function="tanh", skips=True)
    layers, pictures, labels = setting(plan)
    for layer in layers[1:-1]:
        layer.weight[...] = 0
    traces, logits = forth(plan, layers, pictures)
    arriving, _slopes = back(plan, layers, traces, cross_entropy(logits, labels)[1])
    assert all(np.array_equal(one, arriving[-1]) for one in arriving)
    assert all(np.array_equal(trace.outputs, traces[0].outputs) for trace in traces)


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_a_layer_with_a_batch_norm_gets_values_of_mean_0_and_spread_1(function):
    plan = DeepPlan(depth=6, width=32, function=function, start="large", norm=True)
    layers, pictures, _labels = setting(plan)
    for trace in forth(plan, layers, pictures)[0]:
        assert abs(trace.before.mean(axis=0)).max() < 1e-12
        assert trace.before.std(axis=0) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_he_keeps_the_mean_square_of_a_relu(seed):
    """He et al. (2015), equation 10: half of the values are cut off, and twice the variance makes up for it."""
    plan = DeepPlan(depth=20, width=128, function="relu", start="he", seed=seed)
    layers, pictures, _labels = setting(plan)
    squares = [np.square(trace.outputs).mean() for trace in forth(plan, layers, pictures)[0]]
    kept = squares[-1] / squares[0]
    assert 1 / 8 < kept < 8
    halved = DeepPlan(depth=20, width=128, function="relu", start="xavier", seed=seed)
    squares = [np.square(trace.outputs).mean() for trace in forth(halved, stack_of(halved), pictures)[0]]
    assert log(squares[-1] / squares[0] / kept) / 19 == pytest.approx(log(0.5))  # Xavier's variance is half of it


@pytest.mark.parametrize("depth", [3, 10, 20])
def test_small_weights_of_a_tanh_scale_by_their_spread_times_the_root_of_the_width(depth):
    report = deep_report(DeepPlan(depth=depth, width=128, function="tanh", start="small"))
    factor = 0.01 * 128**0.5
    assert report.gradient.per_layer == pytest.approx(factor, rel=0.1)
    assert report.pictures.per_layer == pytest.approx(factor, rel=0.1)


def test_a_loss_of_a_class_is_torchs_and_the_lectures():
    logits = np.array([[2.0, 1.0, 0.1]])
    loss, gradient = cross_entropy(logits, np.array([0]))
    assert round(loss, 5) == 0.41703
    assert gradient[0].round(4).tolist() == [round(0.6590 - 1, 4), 0.2424, 0.0986]


@pytest.mark.parametrize("size", [1.0, 30.0, 1e4])
def test_losses_and_their_gradients_are_torchs_also_for_huge_scores(size):
    random = np.random.default_rng(3)
    logits, labels = random.normal(0, size, (9, 10)), random.integers(0, 10, 9)
    scores = torch.tensor(logits, requires_grad=True)
    expected = F.cross_entropy(scores, torch.tensor(labels))
    expected.backward()
    loss, gradient = cross_entropy(logits, labels)
    assert loss == pytest.approx(expected.item(), rel=1e-9)
    assert np.allclose(gradient, scores.grad.numpy(), atol=1e-12)


def test_batches_are_drawn_without_repeats_and_differ():
    random = np.random.default_rng(0)
    first, second = batch_of(random), batch_of(random)
    assert first[0].shape == (BATCH, 64) and not np.array_equal(first[1], second[1])
    assert len(np.unique(first[0], axis=0)) == BATCH
    assert abs(first[0].mean()) < 0.1 and first[0].std() == pytest.approx(1, abs=0.05)


def test_a_report_counts_every_output_once():
    report = deep_report(DeepPlan(depth=5, width=24))
    assert [layer.counts.sum() for layer in report.layers] == [BATCH * 24] * 5
    assert all(len(layer.edges) == BINS + 1 and (np.diff(layer.edges) > 0).all() for layer in report.layers)
    assert all(0 <= layer.flat <= 1 and layer.apart <= layer.spread + 1e-12 for layer in report.layers)


def test_a_report_is_computed_once():
    plan = DeepPlan(depth=3, width=16, seed=11)
    assert deep_report(plan) is deep_report(DeepPlan(depth=3, width=16, seed=11))
