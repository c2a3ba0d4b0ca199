"""Linear, sigmoid and softmax against torch, and against the lecture's numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.errors import SpecError
from explorer.experiments import QUESTIONS, LastLayer, best_lead, torch_line
from explorer.experiments.last_layer import sigmoid, written, written_share

SCORES = ((2.0, 1.0, 0.1), (-5.0, 5.0, 0.0), (0.0, 0.0, 0.0), (1.5, -0.3, -4.9))


def example(question, scores, truth, **more):
    """Return a last layer, with the first score alone where the question has one answer."""
    one = question in ("value", "binary")
    return LastLayer(question=question, scores=scores[:1] if one else scores, truth=truth[:1] if one else truth, **more)


def by_torch(layer):
    """Return the loss that torch computes, and its gradient."""
    scores = torch.tensor(layer.scores, dtype=torch.float64, requires_grad=True)
    truth = torch.tensor(layer.truth, dtype=torch.float64)
    if layer.question == "one":
        loss = functional.cross_entropy(scores / layer.temperature, truth.argmax(), label_smoothing=layer.smoothing)
    elif layer.question == "value":
        loss = functional.mse_loss(scores, truth)
    else:
        loss = functional.binary_cross_entropy_with_logits(scores, truth)
    loss.backward()
    return float(loss.detach()), scores.grad.numpy()


@pytest.mark.parametrize(("temperature", "shares"), [  # FACTS.md, section 9
    (1.0, (0.6590, 0.2424, 0.0986)), (0.5, (0.8638, 0.1169, 0.0193)), (1e6, (1 / 3, 1 / 3, 1 / 3))])
def test_softmax_gives_the_lectures_shares(temperature, shares):
    assert LastLayer(temperature=temperature).answers == pytest.approx(shares, abs=5e-5)


def test_the_loss_of_the_lectures_example_is_its_cross_entropy():
    assert LastLayer().loss == pytest.approx(0.41703, abs=5e-6)
    assert LastLayer().loss_lines == (r"L = -\ln p_{1}", r"L = -\ln 0.6590 = 0.41703")
    assert LastLayer(truth=(0, 0, 1)).loss_lines[0] == r"L = -\ln p_{3}"


def test_sigmoids_do_not_share_one_whole():
    found = LastLayer(question="several").answers
    assert found == pytest.approx((0.881, 0.731, 0.525), abs=5e-4)
    assert found.sum() > 2
    assert sigmoid(np.array([1.0, 1000.0, -1000.0])) == pytest.approx((0.73106, 1, 0), abs=5e-6)


@pytest.mark.parametrize("scores", SCORES)
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("truth", [(1.0, 0.0, 0.0), (0.0, 0.0, 1.0)])
def test_loss_and_gradient_are_torchs(question, scores, truth):
    layer = example(question, scores, truth)
    loss, gradient = by_torch(layer)
    assert layer.loss == pytest.approx(loss, abs=1e-12)
    assert layer.gradient == pytest.approx(gradient, abs=1e-12)


@pytest.mark.parametrize(("scores", "temperature", "smoothing"),
                         list(product(SCORES, (0.1, 0.5, 1, 10), (0, 0.1, 0.5))))
def test_temperature_and_label_smoothing_are_torchs(scores, temperature, smoothing):
    layer = LastLayer(scores=scores, temperature=temperature, smoothing=smoothing)
    loss, gradient = by_torch(layer)
    assert layer.loss == pytest.approx(loss, abs=1e-10)
    assert layer.gradient == pytest.approx(gradient, abs=1e-10)


def test_several_may_be_there():
    layer = LastLayer(question="several", truth=(1.0, 0.0, 1.0))
    assert layer.loss == pytest.approx(by_torch(layer)[0])


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_loss_along_a_score_is_that_of_the_changed_score(question):
    layer = example(question, SCORES[0], (1.0, 0.0, 0.0))
    assert layer.along([layer.scores[0], 3.0]) == pytest.approx(
        [layer.loss, replace(layer, scores=(3.0, *layer.scores[1:])).loss])


@pytest.mark.parametrize(("classes", "smoothing"), [(3, 0.1), (10, 0.05), (1000, 0.1)])
def test_the_smoothed_loss_is_least_at_the_best_lead(classes, smoothing):
    lead = best_lead(classes, smoothing)
    truth = (1.0,) + (0.0,) * (classes - 1)
    loss = LastLayer(scores=truth, truth=truth, smoothing=smoothing).along([lead - 0.1, lead, lead + 0.1])
    assert loss[1] == loss.min()
    assert best_lead(classes, 0.0) == float("inf")


def test_without_smoothing_the_loss_falls_for_ever():
    falling = LastLayer().along(np.linspace(0, 30, 31))
    assert (np.diff(falling) < 0).all()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_working_ends_in_the_number_it_explains(question):
    layer = example(question, SCORES[0], (1.0, 0.0, 0.0))
    assert layer.loss_lines[-1].endswith(written(layer.loss, 5))
    assert all(line.count("{") == line.count("}") for line in
               (*layer.answer_lines, *layer.loss_lines, layer.gradient_line))
    last = written if question == "value" else written_share
    assert layer.answer_lines[-1].endswith(last(layer.answers[-1]))


def test_what_is_false_stands_in_the_working_as_one_minus_its_share():
    assert LastLayer(question="binary", scores=(1.0,), truth=(0.0,)).loss_lines[-1] == (
        r"L = -\ln(1 - 0.7311) = 1.3133")
    assert r"(2 - (-1))^2 = 9" in LastLayer(question="value", scores=(2.0,), truth=(-1.0,)).loss_lines[0]


@pytest.mark.parametrize(("question", "more", "line"), [
    ("value", {}, "F.mse_loss(z, t)"), ("binary", {}, "F.binary_cross_entropy_with_logits(z, t)"),
    ("one", {}, "F.cross_entropy(z, t)"),
    ("one", {"temperature": 0.5, "smoothing": 0.1}, "F.cross_entropy(z / 0.5, t, label_smoothing=0.1)")])
def test_torchs_line_computes_the_same(question, more, line):
    layer = example(question, SCORES[0], (1.0, 0.0, 0.0), **more)
    assert torch_line(layer) == line
    truth = torch.tensor(0) if question == "one" else torch.tensor(layer.truth, dtype=torch.float64)
    known = {"F": functional, "z": torch.tensor(layer.scores, dtype=torch.float64), "t": truth}
    assert float(eval(line, known)) == pytest.approx(layer.loss)


@pytest.mark.parametrize("wrong", [{"truth": (1.0,)}, {"scores": (), "truth": ()}, {"temperature": 0.0}])
def test_what_cannot_be_computed_is_refused(wrong):
    with pytest.raises(SpecError):
        LastLayer(**wrong)


@pytest.mark.parametrize(("value", "text"), [(2.0, "2"), (1.5e-7, r"1.5 \cdot 10^{-7}"), (-0.25, "-0.25")])
def test_numbers_are_written_for_latex(value, text):
    assert written(value) == text
