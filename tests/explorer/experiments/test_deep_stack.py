"""A deep stack is what torch makes of the same layers: forth, back, and after a step of its optimiser."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from explorer.errors import LimitError, SpecError
from explorer.experiments import deep_stack
from explorer.experiments.deep_plan import DEEP_EXAMPLES, STARTS, DeepPlan
from explorer.experiments.deep_stack import BATCH, STEPS, EndToEnd, deep_report, stack_of, train
from tests.explorer.experiments.test_activations import TORCH

FUNCTIONS = tuple(TORCH)
LOSS_OF_A_GUESS = 2.302585  # ln 10


class Twin(nn.Module):
    """The same stack, of torch's parts alone."""

    def __init__(self, plan: DeepPlan) -> None:
        super().__init__()
        self.plan, self.lines, self.norms = plan, nn.ModuleList(), nn.ModuleList()
        for layer in stack_of(plan):
            line = nn.Linear(layer.weight.shape[1], layer.weight.shape[0], dtype=torch.float64)
            line.weight.data, line.bias.data = torch.tensor(layer.weight), torch.tensor(layer.bias)
            self.lines.append(line)
            self.norms.append(nn.BatchNorm1d(len(layer.bias), dtype=torch.float64) if plan.norm else nn.Identity())

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        outputs = []
        for place, (line, norm) in enumerate(zip(self.lines[:-1], self.norms, strict=False)):
            out = TORCH[self.plan.function](norm(line(x)))
            x = out + x if self.plan.skips and place else out
            x.retain_grad()
            outputs.append(x)
        return self.lines[-1](x), outputs


def batches(seed):
    random = np.random.default_rng([seed, 1])
    while True:
        pictures, labels = deep_stack.batch_of(random)
        yield torch.tensor(pictures), torch.tensor(labels)


@pytest.mark.parametrize(("function", "norm", "skips"), list(product(FUNCTIONS, (False, True), (False, True))))
def test_a_pass_forth_and_back_is_torchs(function, norm, skips):
    plan = DeepPlan(depth=5, width=24, function=function, start="he", norm=norm, skips=skips, seed=3)
    report, twin = deep_report(plan), Twin(plan)
    pictures, labels = next(batches(3))
    logits, outputs = twin(pictures)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    assert report.loss == pytest.approx(loss.item(), rel=1e-6)
    for layer, out, line in zip(report.layers, outputs, twin.lines, strict=False):
        assert layer.spread == pytest.approx(out.std(correction=0).item(), rel=1e-5)
        assert layer.apart == pytest.approx(out.var(dim=0, correction=0).mean().sqrt().item(), rel=1e-5)
        assert layer.gradient == pytest.approx(BATCH * out.grad.square().mean().sqrt().item(), rel=1e-5)
        assert layer.weight_gradient == pytest.approx(line.weight.grad.square().mean().sqrt().item(), rel=1e-5)


@pytest.mark.parametrize(("norm", "skips"), list(product((False, True), repeat=2)))
def test_steps_of_training_are_those_of_torchs_sgd(norm, skips):
    plan = DeepPlan(depth=4, width=16, function="tanh", norm=norm, skips=skips, seed=5)
    twin = Twin(plan)
    optimiser = torch.optim.SGD(twin.parameters(), lr=0.05)
    points = dict(train(seed=5, rate=0.05, depth=4, width=16, function="tanh", norm=norm, skips=skips))
    for step, (pictures, labels) in zip(range(6), batches(5), strict=False):
        logits = twin(pictures)[0]
        loss = F.cross_entropy(logits, labels)
        assert points[step]["loss"] == pytest.approx(loss.item(), rel=1e-5)
        assert points[step]["accuracy"] == pytest.approx((logits.argmax(1) == labels).double().mean().item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert list(points) == list(range(STEPS + 1))


@pytest.mark.parametrize(("start", "fill"), [
    ("xavier", nn.init.xavier_normal_), ("small", None), ("large", None),
    ("he", lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu"))])
def test_weights_begin_with_the_spread_of_torchs_init(start, fill):
    layers = stack_of(DeepPlan(depth=3, width=128, start=start))
    for layer in layers[:-1]:
        told = torch.empty(*layer.weight.shape)
        expected = fill(told).std().item() if fill else {"small": 0.01, "large": 0.5}[start]
        assert layer.weight.std() == pytest.approx(expected, rel=0.04)
        assert abs(layer.weight.mean()) < 0.05 * expected
        assert STARTS[start].spread(*layer.weight.shape[::-1]) == pytest.approx(expected, rel=0.04)
    assert layers[-1].weight.shape == (10, 128)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("depth", [5, 10, 40])
def test_a_sigmoid_leaves_at_most_a_quarter_of_a_gradient(depth, seed):
    change = deep_report(DeepPlan(depth=depth, seed=seed)).gradient
    assert change.per_layer < 0.25 and change.verdict == "vanishes"
    assert change.share < 0.25 ** (depth - 1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("plan", "least", "most"), [
    ({"depth": 10, "function": "relu", "start": "he"}, 0.9, 1.12),
    ({"depth": 40, "function": "relu", "start": "he", "width": 128}, 0.95, 1.05),
    ({"depth": 40, "skips": True}, 0.98, 1.03),
    ({"depth": 40, "norm": True}, 0.98, 1.1),
    ({"depth": 40, "function": "relu", "start": "he", "norm": True, "skips": True}, 1.0, 1.1)])
def test_with_he_or_skips_or_a_norm_the_gradient_stays(plan, least, most, seed):
    change = deep_report(DeepPlan(seed=seed, **plan)).gradient
    assert least < change.per_layer < most and change.verdict == "stays"


def test_small_weights_take_all_and_large_ones_explode():
    small, large = (deep_report(DEEP_EXAMPLES[name].plan) for name in ("small", "large"))
    assert small.gradient.share < 1e-8 and small.pictures.share < 1e-8
    assert large.gradient.verdict == large.pictures.verdict == "explodes"
    assert deep_report(DEEP_EXAMPLES["sum"].plan).gradient.verdict == "explodes"


def test_ten_sigmoids_say_the_same_of_every_picture():
    last = deep_report(DeepPlan()).layers[-1]
    assert last.spread > 0.1 and last.apart < 1e-5


def test_a_tanh_of_large_weights_is_flat_for_most():
    middle = deep_report(DEEP_EXAMPLES["saturated"].plan).layers[5]
    assert middle.flat > 0.4
    assert middle.counts.sum() == BATCH * 64
    assert middle.counts[[0, -1]].sum() > middle.counts.sum() / 3  # at both ends


@pytest.mark.parametrize(("name", "least", "most"), [
    ("sigmoid", 2.2, 2.5), ("small", 2.29, 2.31), ("relu", 0, 1.6), ("norm", 0, 1.8), ("tanh_skips", 0, 1)])
def test_thirty_steps_show_which_stacks_learn(name, least, most):
    example = DEEP_EXAMPLES[name]
    plan = {name: getattr(example.plan, name) for name in ("depth", "function", "start", "norm", "skips")}
    *_, (step, values) = train(seed=0, rate=example.rate, width=64, **plan)
    assert step == STEPS and least <= values["loss"] < most


def test_a_loss_without_end_ends_the_training_as_a_number():
    points = list(train(seed=0, rate=0.3, depth=40, width=64, function="relu", start="large"))
    assert len(points) < STEPS and points[-1][1]["loss"] == deep_stack.LARGEST


@pytest.mark.parametrize("fields", [{"depth": 1}, {"depth": 41}, {"width": 7}, {"width": 100_000}])
def test_more_than_there_is_is_refused(fields):
    with pytest.raises(LimitError, match="goes from"):
        DeepPlan(**fields)


@pytest.mark.parametrize("fields", [{"function": "step"}, {"start": "x" * 90}])
def test_an_unknown_name_is_refused(fields):
    with pytest.raises(SpecError, match="can be one of"):
        next(train(seed=0, rate=0.1, **fields))


@pytest.mark.parametrize(("share", "verdict"), [(0.001, "vanishes"), (0.5, "stays"), (49, "stays"), (1e9, "explodes")])
def test_a_verdict_follows_from_what_is_left(share, verdict):
    assert EndToEnd(share, share).verdict == verdict


def test_untrained_stacks_guess():
    assert deep_report(DeepPlan(start="small")).loss == pytest.approx(LOSS_OF_A_GUESS, abs=0.01)
