"""Batch norm on single numbers against torch, the paper's averages, and FACTS that a lecture computes by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from torch import nn

from explorer.errors import SpecError
from explorer.experiments import batch_norm as bn
from explorer.experiments.batch_norm import Running

ONE_TO_FOUR = (1.0, 2.0, 3.0, 4.0)
BATCHES = [ONE_TO_FOUR, (-3.0, 0.5), (7.0,) * 3, tuple(np.random.default_rng(1).normal(20, 5, 128))]


def torchs(values, *, momentum=0.1, gamma=1.0, beta=0.0) -> tuple[nn.BatchNorm1d, torch.Tensor]:
    layer = nn.BatchNorm1d(1, momentum=momentum).double().train()
    with torch.no_grad():
        layer.weight.fill_(gamma)
        layer.bias.fill_(beta)
        return layer, layer(torch.tensor(values, dtype=torch.float64)[:, None])[:, 0]


def test_one_to_four_as_in_the_lecture():
    found = bn.normalised(ONE_TO_FOUR)
    assert (found.mean, found.variance) == (2.5, 1.25) and found.unbiased == pytest.approx(1.66667, abs=5e-6)
    np.testing.assert_allclose(found.output, [-1.34164, -0.44721, 0.44721, 1.34164], atol=5e-6)
    after = Running().after(ONE_TO_FOUR)
    assert after.mean == pytest.approx(0.25) and after.variance == pytest.approx(1.06667, abs=5e-6)


@pytest.mark.parametrize("values", BATCHES, ids=len)
@pytest.mark.parametrize(("gamma", "beta"), [(1, 0), (2.5, -1), (0, 3), (-1, 0.5)])
def test_training_is_torchs(values, gamma, beta):
    _layer, output = torchs(values, gamma=gamma, beta=beta)
    np.testing.assert_allclose(bn.normalised(values, gamma=gamma, beta=beta).output, output, atol=1e-9)


@pytest.mark.parametrize("values", BATCHES, ids=len)
@pytest.mark.parametrize("momentum", [0.01, 0.1, 0.5, 1.0])
def test_the_running_averages_are_torchs(values, momentum):
    layer, _output = torchs(values, momentum=momentum)
    after = Running().after(values, momentum)
    assert after.mean == pytest.approx(layer.running_mean.item())
    assert after.variance == pytest.approx(layer.running_var.item())


@pytest.mark.parametrize("values", [*BATCHES, (5.0,)], ids=len)
def test_evaluation_is_torchs_and_takes_a_batch_of_one(values):
    layer, _output = torchs(ONE_TO_FOUR, gamma=2, beta=1)
    running = Running(layer.running_mean.item(), layer.running_var.item())
    with torch.no_grad():
        expected = layer.eval()(torch.tensor(values, dtype=torch.float64)[:, None])[:, 0]
    found = bn.normalised(values, gamma=2, beta=1, running=running)
    np.testing.assert_allclose(found.output, expected, atol=1e-9)
    assert not found.training and found.size == len(values)


@pytest.mark.parametrize("values", [(), (3.0,), (1.0, float("nan")), (1.0, float("inf"))])
def test_what_cannot_be_normalised_is_refused(values):
    with pytest.raises(SpecError):
        bn.normalised(values)
    with pytest.raises(SpecError):
        Running().after(values)


def test_a_batch_of_one_is_refused_where_torch_refuses_it():
    with pytest.raises(ValueError, match="Expected") as refused:
        torchs((3.0,))
    assert str(refused.value) == bn.REFUSAL
    with pytest.raises(SpecError, match="torch refuses it in training"):
        bn.normalised((3.0,))


def test_the_working_holds_the_numbers_of_the_lecture():
    mean, variance, hats, output, averaged = bn.steps_of(bn.normalised(ONE_TO_FOUR, gamma=2, beta=-1), Running())
    assert mean.lines == (r"\mu = \frac{1 + 2 + 3 + 4}{4} = 2.5",)
    assert variance.lines[0].endswith("= 1.25") and "(1 - 2.5)^2" in variance.lines[0]
    assert r"-1.34164,\; -0.44721,\; 0.44721,\; 1.34164" in hats.lines[1]
    assert r"\frac{x_i - 2.5}{1.11804}" in hats.lines[0]
    assert r"2\,\hat x_i + (-1)" in output.lines[0] and r"-3.68327" in output.lines[1]
    assert [line.rpartition("= ")[2] for line in averaged.lines] == ["0.25", "1.66667", "1.06667"]
    assert averaged.says.values["rest"] == 3


@pytest.mark.parametrize("values", BATCHES[:3], ids=str)
def test_every_sum_of_the_working_comes_out_as_written(values):
    for step in bn.steps_of(bn.normalised(values), Running(0.5, 2.0), 0.25)[:2]:
        fraction, _, result = step.lines[0].rpartition(" = ")
        above, below = re.fullmatch(r".*= \\frac\{(.+)\}\{(\d+)\}", fraction).groups()
        assert eval(above.replace("^", "**")) / int(below) == pytest.approx(float(result), rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("form", bn.FORMS)
@pytest.mark.parametrize("count", [8, 64, 256])
def test_draws_have_exactly_the_mean_and_the_spread_that_sliders_say(count, form):
    values = 3 + 0.5 * bn.draws(count, 4, form)
    assert values.mean() == pytest.approx(3) and values.std() == pytest.approx(0.5)
    assert not bn.draws(count, 4).flags.writeable and (bn.draws(count, 4) != bn.draws(count, 5)).any()


def test_batch_norm_moves_and_stretches_but_keeps_the_form():
    hills = 5 + 3 * bn.draws(2000, 1, "hills")
    hats = bn.normalised(hills).hats
    assert np.corrcoef(hills, hats)[0, 1] == pytest.approx(1)
    kurtosis = (hats**4).mean()
    assert kurtosis < 1.8 < (bn.normalised(bn.draws(2000, 1)).hats**4).mean()  # 3 of a normal distribution


def test_the_torch_lines_compute_what_is_shown():
    space = {"torch": torch}
    exec(bn.torch_lines(ONE_TO_FOUR, gamma=2, beta=-1, momentum=0.25), space)
    found, after = bn.normalised(ONE_TO_FOUR, gamma=2, beta=-1), Running().after(ONE_TO_FOUR, 0.25)
    np.testing.assert_allclose(space["y"].detach()[:, 0], found.output, atol=1e-5)
    assert space["bn"].running_mean.item() == pytest.approx(after.mean)
    assert space["bn"].running_var.item() == pytest.approx(after.variance)


def test_estimates_jump_as_one_over_the_root_of_the_batch():
    found = bn.estimates(mean=2, spread=3, batches=4000, sizes=(1, 4, 64))
    for one in found:
        assert one.means.std() == pytest.approx(3 / one.size**0.5, rel=0.05)
        assert np.mean(abs(one.means - 2) < one.band) == pytest.approx(0.9545, abs=0.012)  # two sigma
    assert (found[0].spreads == 0).all() and found[2].spreads.mean() == pytest.approx(3, rel=0.02)


def test_small_batches_find_the_spread_too_small():
    small = bn.estimates(mean=0, spread=1, batches=20_000, sizes=(2,))[0]
    assert (small.spreads**2).mean() == pytest.approx(0.5, rel=0.03)  # biased: (n - 1) / n of the variance


def test_running_averages_follow_torchs_over_many_steps():
    path = bn.running_path(mean=4, spread=2, size=8, steps=30, momentum=0.2, seed=3)
    drawn = torch.tensor(4 + 2 * np.random.default_rng(3).standard_normal((30, 8)))
    layer = nn.BatchNorm1d(1, momentum=0.2).double().train()
    for step, batch in enumerate(drawn, start=1):
        layer(batch[:, None])
        assert path.running_means[step] == pytest.approx(layer.running_mean.item())
        assert path.running_variances[step] == pytest.approx(layer.running_var.item())
    assert (path.running_means[0], path.running_variances[0]) == (0, 1)
    np.testing.assert_allclose(path.variances, drawn.var(dim=1))


@pytest.mark.parametrize(("momentum", "steps", "left"), [
    (0.1, 1, 0.9), (0.1, 22, 0.0985), (1, 1, 0), (0.01, 69, 0.4998)])
def test_what_the_averages_still_remember_of_their_start(momentum, steps, left):
    assert bn.forgotten(momentum, steps) == pytest.approx(left, abs=1e-4)


def test_running_averages_need_batches_of_two():
    with pytest.raises(SpecError):
        bn.running_path(mean=0, spread=1, size=1, steps=3)
