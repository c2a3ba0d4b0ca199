from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR

from explorer.training import Plan
from explorer.training.loop.optimisation import LOW, RISE, SHARES, optimiser_of, share

STEPS = 2000


def torch_rates(make):
    """Return the learning rates of one of torch's schedulers, as shares of the highest."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimiser)
    rates = []
    for _ in range(STEPS):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(("name", "make"), [
    ("one_cycle", lambda optimiser: OneCycleLR(optimiser, max_lr=1.0, total_steps=STEPS + 1)),
    ("cosine", lambda optimiser: CosineAnnealingLR(optimiser, STEPS)),
])
def test_rates_are_those_of_torch(name, make):
    ours = [share(name, step / STEPS) for step in range(STEPS)]
    assert ours == pytest.approx(torch_rates(make), abs=3e-3)


def test_constant_stays():
    assert {share("constant", step / 10) for step in range(11)} == {1.0}


# Of 30 epochs it rises for 2 and falls for 12.
@pytest.mark.parametrize(("epoch", "rate"), [(0.5, 0.25), (1, 0.5), (2, 1), (10, 1), (18, 1), (24, 0.5), (30, 0)])
def test_rise_stay_fall_is_three_straight_lines(epoch, rate):
    assert share("rise_stay_fall", epoch / 30) == pytest.approx(rate)


@pytest.mark.parametrize("name", SHARES)
def test_every_rate_is_a_share(name):
    assert all(0 <= share(name, step / 100) <= 1 for step in range(-5, 106))


@pytest.mark.parametrize(("name", "first", "last"), [("one_cycle", 1 / 25, 0), ("cosine", 1, 0), ("constant", 1, 1),
                                                     ("rise_stay_fall", 0, 0)])
def test_rates_begin_and_end_as_their_papers_say(name, first, last):
    assert (share(name, 0), share(name, 1)) == (pytest.approx(first), pytest.approx(last))


def test_one_cycle_is_highest_where_it_turns():
    # Smith & Topin (2017); torch's OneCycleLR: div_factor 25, pct_start 0.3
    assert share("one_cycle", RISE) == pytest.approx(1)
    assert share("one_cycle", RISE / 2) == pytest.approx((1 + LOW) / 2)
    assert share("one_cycle", (1 + RISE) / 2) == pytest.approx(0.5)


def test_half_way_along_a_cosine_the_rate_is_a_half():
    # Loshchilov & Hutter (2016), equation 5
    assert [share("cosine", done) for done in (1 / 3, 0.5, 2 / 3)] == pytest.approx([0.75, 0.5, 0.25])


@pytest.mark.parametrize("name", SHARES)
def test_no_rate_jumps(name):
    rates = [share(name, step / 1000) for step in range(1001)]
    assert max(abs(later - earlier) for earlier, later in pairwise(rates)) < 0.02


PLAN = Plan(network="bundled/resnet20", data="digits", side=32, learning_rate=0.2, weight_decay=0.03, momentum=0.8)


@pytest.mark.parametrize(("name", "kind", "settings"), [
    ("sgd", torch.optim.SGD, {"lr": 0.2, "weight_decay": 0.03, "momentum": 0.8, "nesterov": True}),
    ("adam", torch.optim.Adam, {"lr": 0.2, "weight_decay": 0.03, "betas": (0.8, 0.999)}),
    ("adamw", torch.optim.AdamW, {"lr": 0.2, "weight_decay": 0.03, "betas": (0.8, 0.999)})])
def test_each_optimiser_of_a_plan_is_torchs_with_the_plans_numbers(name, kind, settings):
    made = optimiser_of(replace(PLAN, optimiser=name), {"w": torch.nn.Parameter(torch.ones(2))})
    assert type(made) is kind
    assert {key: made.param_groups[0][key] for key in settings} == settings


def test_sgd_without_momentum_is_plain():
    made = optimiser_of(replace(PLAN, optimiser="sgd", momentum=0), {"w": torch.nn.Parameter(torch.ones(2))})
    assert not made.param_groups[0]["nesterov"]


def test_weight_decay_of_adamw_shrinks_weights_that_have_no_gradient_and_adams_does_not_as_much():
    # Loshchilov & Hutter (2017), arXiv:1711.05101: decoupled, by learning rate times weight decay
    def after(name):
        weight = torch.nn.Parameter(torch.ones(1))
        made = optimiser_of(replace(PLAN, optimiser=name), {"w": weight})
        weight.grad = torch.zeros(1)
        made.step()
        return float(weight.detach())

    assert after("adamw") == pytest.approx(1 - 0.2 * 0.03)
    assert after("adam") == pytest.approx(1 - 0.2, abs=1e-4)  # the decay is the whole gradient, brought to length 1
