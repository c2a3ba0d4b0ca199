"""Slips of batch norm, dropout and softmax: N - 1 for N, a forgotten beta, the sigmoid for softmax, log to base 10."""

from __future__ import annotations

import math
import statistics

import pytest
import torch
from torch.nn import functional

from tests.explorer.exercises.making import asked, said, several, told


@pytest.mark.parametrize("level", [1, 2])
def test_batch_norm_with_n_minus_1_is_named(level):
    for made in several("batch_norm", level):
        values, given = made.asked.shown[0].grid[0], asked(made)
        mean = statistics.fmean(values)
        plain = (given["value"] - mean) / statistics.pstdev(values)
        assert told(made) == pytest.approx(given["scale"] * plain + given["shift"], abs=0.0051)
        other = given["scale"] * (given["value"] - mean) / statistics.stdev(values) + given["shift"]
        assert said(made, other, "Divide by N, not by N")


def test_batch_norm_without_gamma_or_beta_is_named():
    for made in several("batch_norm", 2):
        values, given = made.asked.shown[0].grid[0], asked(made)
        plain = (given["value"] - statistics.fmean(values)) / statistics.pstdev(values)
        assert said(made, plain, "You forgot γ and β")
        assert said(made, given["scale"] * plain, "You forgot β")


def test_the_value_of_the_curriculum():
    """CURRICULUM 54: 1 2 3 4 become -1.342 -0.447 0.447 1.342."""
    normed = functional.batch_norm(torch.tensor([[1.0], [2.0], [3.0], [4.0]]), None, None, training=True, eps=1e-12)
    assert normed[:, 0].tolist() == pytest.approx([-1.342, -0.447, 0.447, 1.342], abs=5e-4)


def test_batch_norm_in_evaluation_takes_what_is_stored():
    for made in several("batch_norm", 3):
        given = {name: torch.tensor([value], dtype=torch.float64) for name, value in asked(made).items()}
        normed = functional.batch_norm(given["value"][:, None], given["mean"], given["variance"], given["scale"],
                                       given["shift"], training=False, eps=1e-12)
        assert told(made) == pytest.approx(normed.item(), abs=0.0051)
        by_variance = given["scale"] * (given["value"] - given["mean"]) / given["variance"] + given["shift"]
        assert said(made, by_variance.item(), "Divide by the standard deviation")


def test_dropouts_enlarging_is_named_where_it_is_forgotten():
    for made in several("dropout", 1):
        given = asked(made)
        assert told(made) == pytest.approx(given["value"] / (1 - given["share"]), abs=0.0051)
        assert said(made, given["value"], "Those that stay are enlarged")
        assert said(made, given["value"] * (1 - given["share"]), "Divide by 1 − p")
    for made in several("dropout", 2):
        given = asked(made)
        assert told(made) == given["value"]
        assert said(made, given["value"] / (1 - given["share"]), "That is the value of one that stays")


def test_in_evaluation_dropout_changes_nothing():
    for made in several("dropout", 3):
        given = asked(made)
        values = functional.dropout(torch.full((int(given["units"]),), float(given["value"])), given["share"],
                                    training=False)
        assert told(made) == values.sum().item()
        assert said(made, told(made) * (1 - given["share"]), "In evaluation nothing is left out")


@pytest.mark.parametrize("level", [1, 2])
def test_the_sigmoid_for_softmax_is_named(level):
    for made in several("softmax", level):
        score = asked(made)["score"]
        if level == 2:  # of two classes softmax is a sigmoid of the difference, so the slip may be near
            assert said(made, torch.sigmoid(torch.tensor(float(score))).item(), "That is the sigmoid")
        assert said(made, math.exp(score), "Divide by the sum of all powers")


def test_a_loss_in_bits_or_with_the_wrong_sign_is_named():
    for made in several("softmax", 3):
        loss = told(made)
        share = math.exp(-loss)
        assert said(made, -loss, "The loss is −ln: above 0") or loss == 0
        if loss > 0.5:
            exact = float(made.asked.right.value)
            assert said(made, exact / math.log(2), "Take the natural logarithm, not that to base 2")
            assert said(made, exact / math.log(10), "Take the natural logarithm, not that to base 10")
            assert said(made, math.exp(-exact), "That is the probability")
        assert 0 < share <= 1
