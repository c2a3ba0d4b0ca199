"""How a step is computed."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from explorer.training.loop import precision
from explorer.training.loop.precision import LEAST, VALUES, StepPrecision, choose_precision, step_seconds


@pytest.mark.parametrize(("bfloat16", "kind"), [(True, torch.bfloat16), (False, torch.float32)])
def test_products_are_computed_in_the_precision_that_was_chosen_and_weights_stay(bfloat16, kind):
    layer = nn.Linear(4, 2)
    with StepPrecision(bfloat16=bfloat16, batch_size=1).autocast(torch.device("cpu")):
        assert layer(torch.ones(1, 4)).dtype == kind
    assert layer.weight.dtype == torch.float32


def test_the_memory_order_is_named_as_torch_names_it():
    assert StepPrecision(batch_size=1).order is torch.channels_last
    assert StepPrecision(batch_size=1, channels_last=False).order is torch.contiguous_format


def test_where_nothing_is_convolved_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(precision, "step_seconds", lambda *_: pytest.fail("measured"))
    assert choose_precision("auto", nn.Linear(3, 2), torch.rand(4, 3), 32) == StepPrecision(batch_size=32)


@pytest.mark.parametrize(("shape", "count"), [((64, 3, 32, 32), 64), ((600, 3, 32, 32), 520), ((64, 3, 512, 512), 16)])
def test_a_few_pictures_are_measured_more_of_small_ones(shape, count, monkeypatch):
    seen = []
    monkeypatch.setattr(precision, "step_seconds", lambda *given: seen.append(len(given[1])) or 1.0)
    choose_precision("auto", nn.Conv2d(3, 2, 1), torch.empty(1, *shape[1:]).expand(shape), 8)
    assert set(seen) == {count}
    assert count == min(shape[0], max(LEAST, VALUES // (shape[1] * shape[2] * shape[3])))


def test_each_way_is_measured_in_three_rounds_in_turn(monkeypatch):
    order = []
    monkeypatch.setattr(precision, "step_seconds", lambda *given: order.append(given[2]) or 1.0)
    chosen = choose_precision("auto", nn.Conv2d(3, 2, 1), torch.rand(2, 3, 4, 4), 2)
    assert len(order) == 9
    assert order[:3] == order[3:6] == order[6:]
    assert chosen == order[0]  # a draw goes to the usual way


def test_a_slow_first_round_does_not_decide(monkeypatch):
    times = iter([9.0, 2.0, 2.0, 1.0, 2.0, 2.0, 9.0, 2.0, 2.0])
    monkeypatch.setattr(precision, "step_seconds", lambda *_: next(times))
    chosen = choose_precision("auto", nn.Conv2d(3, 2, 1), torch.rand(2, 3, 4, 4), 2)
    assert chosen == StepPrecision(batch_size=2)


@pytest.mark.parametrize("last", [True, False])
def test_a_measured_step_goes_forward_and_back_in_the_order_of_the_way(last):
    network = nn.Sequential(nn.Conv2d(4, 3, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    assert step_seconds(network, torch.rand(2, 4, 8, 8), StepPrecision(batch_size=2, channels_last=last)) > 0
    assert network[0].weight.grad is not None
    assert network[0].weight.is_contiguous(memory_format=torch.channels_last) == last


def test_rows_of_features_are_measured_too():
    network = nn.Linear(5, 3)
    assert step_seconds(network, torch.rand(2, 5), StepPrecision(batch_size=2)) > 0
    assert network.weight.grad is not None
