"""Dropout in a few units against torch and against the law of large numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.errors import SpecError
from explorer.experiments import dropout
from explorer.experiments.dropout import INPUT, UNITS, draw_masks, unit_network

NET = unit_network()


def torchs(masks, p, *, relu=True) -> np.ndarray:
    """Return the answer of the same layers in torch, with given masks in the place of drawn ones."""
    values = torch.tensor(INPUT, dtype=torch.float64)
    for place, weights in enumerate(unit_network(relu=relu).weights):
        values = functional.linear(values, torch.tensor(weights))
        if place < len(masks):
            values = (functional.relu(values) if relu else values) * torch.tensor(masks[place]) / (1 - p)
    return values.numpy()


@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_the_answer_under_a_mask_is_torchs(p, relu):
    for seed in range(3):
        masks = draw_masks(p, 1, seed)
        single = tuple(mask[0] for mask in masks)
        found = unit_network(relu=relu).values(p, single)
        np.testing.assert_allclose(found[-1], torchs(single, p, relu=relu), atol=1e-12)
        np.testing.assert_allclose(unit_network(relu=relu).answers(p, 1, seed)[0], found[-1])


@pytest.mark.parametrize("relu", [True, False])
def test_evaluation_leaves_everything_as_it_is(relu):
    ones = tuple(np.ones(units) for units in UNITS[1:-1])
    np.testing.assert_allclose(unit_network(relu=relu).evaluated, torchs(ones, 0, relu=relu))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_kept_values_are_divided_as_torch_does(p):
    torch.manual_seed(0)
    ones = functional.dropout(torch.ones(1000, dtype=torch.float64), p, training=True)
    assert sorted(ones.unique().tolist()) == pytest.approx([0, 1 / (1 - p)])
    masks = tuple(mask[0] for mask in draw_masks(p, 1, 3))
    hidden, plain = NET.values(p, masks)[1], NET.values()[1]
    np.testing.assert_allclose(hidden, np.where(masks[0] == 1, plain / (1 - p), 0))
    assert (functional.dropout(torch.ones(9), p, training=False) == 1).all()


@pytest.mark.parametrize("p", [0.0, 0.3, 0.9])
def test_a_share_of_p_is_left_out(p):
    masks = np.concatenate([mask.ravel() for mask in draw_masks(p, 5000, 1)])
    assert set(masks) <= {0.0, 1.0} and 1 - masks.mean() == pytest.approx(p, abs=0.01)


def test_more_masks_begin_with_the_same_ones():
    for few, many in zip(draw_masks(0.5, 10, 2), draw_masks(0.5, 100, 2), strict=True):
        np.testing.assert_array_equal(few, many[:10])


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_without_a_relu_the_mean_over_masks_is_the_evaluation(p):
    found = dropout.convergence(unit_network(relu=False), p, counts=(1, 16, 256, 1024), repeats=200)
    assert found.gap < 4 * found.noise
    np.testing.assert_allclose(found.typical, found.expected, rtol=0.12)
    assert found.typical[0] / found.typical[2] == pytest.approx(16, rel=0.15)  # 256 masks: a sixteenth


def test_a_relu_behind_dropout_leaves_a_gap():
    found = dropout.convergence(NET, 0.5, counts=(1, 1024), repeats=100)
    assert found.gap > 10 * found.noise and found.typical[-1] >= 0.9 * found.gap
    single = NET.answers(0.5, 100_000, 5).mean(axis=0)
    assert np.linalg.norm(single - NET.evaluated) == pytest.approx(found.gap, rel=0.2)


def test_at_p_0_nothing_differs():
    found = dropout.convergence(NET, 0.0, counts=(1, 4), repeats=3)
    np.testing.assert_allclose([found.gap, *found.typical, *found.expected], 0, atol=1e-15)


@pytest.mark.parametrize("p", [-0.1, 0.95, float("nan")])
def test_another_p_is_refused(p):
    for ask in (lambda: NET.answers(p, 2), lambda: draw_masks(p, 2, 0), lambda: dropout.why_divided(1, p)):
        with pytest.raises(SpecError, match="share of units"):
            ask()


def test_the_working_says_why_the_mean_stays():
    assert dropout.why_divided(0.8, 0.5).lines == (r"\frac{0.8}{1 - 0.5} = 1.6", r"0.5 \cdot 1.6 + 0.5 \cdot 0 = 0.8")


def test_the_drawn_network_is_worth_looking_at():
    hidden = NET.values()[1:3]
    assert all(np.count_nonzero(layer) >= 5 for layer in hidden) and np.abs(NET.evaluated).min() > 0.3
    under_first = NET.values(0.5, tuple(mask[0] for mask in draw_masks(0.5, 1, 0)))
    assert all(np.count_nonzero(layer) >= 3 for layer in under_first[1:3])
