from __future__ import annotations

import pytest
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR

from explorer.training.loop.optimisation import SHARES, share

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
