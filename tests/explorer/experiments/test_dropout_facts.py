"""What lectures say of dropout, held against numbers: expected values, spreads, and ensembles."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.experiments import dropout
from explorer.experiments.dropout import UNITS, draw_masks, unit_network

HIDDEN = UNITS[1:-1]


def all_masks(p: float) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Return every mask there is, and how likely each is."""
    rows = np.array(list(product((0.0, 1.0), repeat=sum(HIDDEN))))
    kept = rows.sum(axis=1)
    return (rows[:, :HIDDEN[0]], rows[:, HIDDEN[0]:]), (1 - p) ** kept * p ** (rows.shape[1] - kept)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_there_are_4096_masks_and_their_chances_sum_to_1(p):
    masks, chances = all_masks(p)
    assert len(masks[0]) == 4096 and chances.sum() == pytest.approx(1)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.8])
def test_the_exact_mean_over_all_masks_is_evaluation_where_there_are_only_sums(p):
    network = unit_network(relu=False)
    masks, chances = all_masks(p)
    np.testing.assert_allclose(chances @ network.values(p, masks)[-1], network.evaluated, atol=1e-9)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5])
def test_the_gap_that_a_relu_leaves_is_the_exact_one(p):
    network = unit_network()
    masks, chances = all_masks(p)
    exact = float(np.linalg.norm(chances @ network.values(p, masks)[-1] - network.evaluated))
    found = dropout.convergence(network, p, counts=(1, 4096), repeats=24)
    assert found.gap == pytest.approx(exact, abs=4 * found.noise)
    assert exact > 0.01


@pytest.mark.parametrize("p", [0.1, 0.5])
def test_the_reference_line_begins_with_the_exact_spread(p):
    network = unit_network(relu=False)
    masks, chances = all_masks(p)
    answers = network.values(p, masks)[-1]
    spread = (chances @ ((answers - chances @ answers) ** 2)).sum() ** 0.5
    assert dropout.convergence(network, p, counts=(1, 512), repeats=100).expected[0] == pytest.approx(spread, rel=0.05)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_the_variance_of_one_value_is_p_over_1_minus_p_times_its_square(p):
    value = 3.0
    drawn = functional.dropout(torch.full((200_000,), value, dtype=torch.float64), p, training=True).numpy()
    assert drawn.mean() == pytest.approx(value, rel=0.03)
    assert drawn.var() == pytest.approx(p / (1 - p) * value**2, rel=0.03)
    masks = np.concatenate(draw_masks(p, 20_000, 0), axis=1)
    ours = (value * masks / (1 - p)).ravel()
    assert ours.mean() == pytest.approx(drawn.mean(), rel=0.05) and ours.var() == pytest.approx(drawn.var(), rel=0.05)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_more_units_left_out_more_spread(p):
    network = unit_network(relu=False)
    spreads = [network.answers(share, 4000, 1).std(axis=0).sum() for share in (p / 2, p)]
    assert spreads[0] < spreads[1]


def test_at_p_half_kept_values_are_doubled():
    network = unit_network()
    masks = tuple(mask[0] for mask in draw_masks(0.5, 1, 0))
    hidden = network.values(0.5, masks)[1]
    np.testing.assert_allclose(hidden[masks[0] == 1], 2 * network.values()[1][masks[0] == 1])
    assert (hidden[masks[0] == 0] == 0).all()


def test_the_input_and_the_answer_are_never_left_out():
    network = unit_network()
    none = tuple(np.zeros(units) for units in HIDDEN)
    values = network.values(0.5, none)
    assert values[0].tolist() == list(dropout.INPUT) and len(values[-1]) == UNITS[-1]
    assert (values[-1] == 0).all()  # without biases nothing arrives


@pytest.mark.parametrize("relu", [True, False])
def test_many_masks_at_once_are_the_same_as_one_after_the_other(relu):
    network, masks = unit_network(relu=relu), draw_masks(0.4, 7, 9)
    together = network.values(0.4, masks)
    for place in range(7):
        alone = network.values(0.4, tuple(mask[place] for mask in masks))
        for many, one in zip(together[1:], alone[1:], strict=True):
            np.testing.assert_allclose(many[place], one)


def test_both_networks_have_the_same_weights():
    for with_relu, without in zip(unit_network().weights, unit_network(relu=False).weights, strict=True):
        np.testing.assert_array_equal(with_relu, without)
    assert [weights.shape for weights in unit_network().weights] == [(6, 4), (6, 6), (2, 6)]


@pytest.mark.parametrize("counts", [(1, 2, 4), (1, 10, 100)])
def test_one_try_is_the_running_mean_of_its_masks(counts):
    network = unit_network()
    found = dropout.convergence(network, 0.5, seed=3, counts=counts, repeats=1)
    answers = network.answers(0.5, max(counts), 3)
    expected = [np.linalg.norm(answers[:count].mean(axis=0) - network.evaluated) for count in counts]
    np.testing.assert_allclose(found.one, expected)
    np.testing.assert_allclose(found.typical, expected)


def test_the_reference_falls_by_half_for_four_times_the_masks():
    found = dropout.convergence(unit_network(), 0.3, counts=(1, 4, 16, 64), repeats=5)
    np.testing.assert_allclose(found.expected[:-1] / found.expected[1:], 2)


@pytest.mark.parametrize(("value", "p", "kept"), [(1, 0.5, "2"), (0.9, 0.1, "1"), (3, 0.25, "4"), (0.5, 0.8, "2.5")])
def test_the_working_divides_and_takes_the_mean(value, p, kept):
    divided, mean = dropout.why_divided(value, p).lines
    assert divided.endswith(f"= {kept}") and mean.endswith(f"= {value:g}")
    stays, after = mean.split(" \\cdot ")[0], mean.split(" \\cdot ")[1].split(" ")[0]
    assert float(stays) * float(after) == pytest.approx(value)
