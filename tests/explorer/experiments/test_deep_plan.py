"""Plans of deep stacks keep to their limits, and weights begin as the papers say."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from math import sqrt

import pytest
import torch
from torch import nn

from explorer.errors import LimitError, SpecError
from explorer.experiments.deep_plan import DEEP_EXAMPLES, DEPTHS, LARGE, RATES, SMALL, STARTS, WIDTHS, DeepPlan

SIZES = [(64, 64), (64, 8), (8, 128), (128, 10), (128, 128)]


@pytest.mark.parametrize(("inputs", "units"), SIZES)
def test_xavier_is_torchs(inputs, units):
    """Glorot & Bengio (2010): the variance is 2 / (inputs + units). ``xavier_uniform_`` has the same one."""
    bound = sqrt(6 / (inputs + units))
    assert STARTS["xavier"].spread(inputs, units) == pytest.approx(bound / sqrt(3))
    torch.manual_seed(0)
    drawn = torch.cat([nn.init.xavier_normal_(torch.empty(units, inputs)).ravel() for _ in range(20)])
    assert drawn.std().item() == pytest.approx(STARTS["xavier"].spread(inputs, units), rel=0.03)


@pytest.mark.parametrize(("inputs", "units"), SIZES)
def test_he_is_torchs(inputs, units):
    """He et al. (2015): the variance is 2 / inputs, torch's gain of a ReLU over the root of its inputs."""
    assert STARTS["he"].spread(inputs, units) == pytest.approx(nn.init.calculate_gain("relu") / sqrt(inputs))


@pytest.mark.parametrize(("name", "spread"), [("small", SMALL), ("large", LARGE)])
@pytest.mark.parametrize(("inputs", "units"), SIZES)
def test_small_and_large_do_not_ask_how_many_inputs_there_are(name, spread, inputs, units):
    assert STARTS[name].spread(inputs, units) == spread


def test_for_a_square_layer_he_is_xavier_times_the_root_of_two():
    assert STARTS["he"].spread(64, 64) == pytest.approx(sqrt(2) * STARTS["xavier"].spread(64, 64))


@pytest.mark.parametrize("name", STARTS)
def test_a_start_says_its_spread_in_latex(name):
    assert STARTS[name].formula.startswith("s = ") and STARTS[name].title


@pytest.mark.parametrize(("name", "bounds"), [("depth", DEPTHS), ("width", WIDTHS)])
def test_both_ends_are_allowed_and_nothing_beyond(name, bounds):
    for value in bounds:
        assert getattr(DeepPlan(**{name: value}), name) == value
    for value in (bounds[0] - 1, bounds[1] + 1, 10**9, -1):
        with pytest.raises(LimitError) as refused:
            DeepPlan(**{name: value})
        assert str(refused.value) == (f"The {name} of a deep stack is {value}, but goes from {bounds[0]} "
                                      f"to {bounds[1]}.")


@pytest.mark.parametrize("name", ["function", "start"])
@pytest.mark.parametrize("word", ["", "ReLU", "none", "{name}", "x" * 1000])
def test_a_word_that_is_not_known_is_told_in_short(name, word):
    with pytest.raises(SpecError) as refused:
        DeepPlan(**{name: word})
    assert "it can be one of" in str(refused.value) and len(str(refused.value)) < 200


def test_a_plan_is_a_key_and_cannot_be_changed():
    plan = DeepPlan()
    assert {plan: 1}[DeepPlan()] == 1 and replace(plan, depth=4) != plan
    with pytest.raises(FrozenInstanceError):
        plan.depth = 4  # type: ignore[misc]


def test_examples_differ_and_their_rates_are_allowed():
    plans = [one.plan for one in DEEP_EXAMPLES.values()]
    assert len(set(plans)) == len(plans) and len({one.title for one in DEEP_EXAMPLES.values()}) == len(plans)
    assert all(RATES[0] <= one.rate <= RATES[1] for one in DEEP_EXAMPLES.values())
    assert plans[0] == DeepPlan()  # the page opens with the first


def test_examples_show_every_way_to_begin_and_both_helps():
    plans = [one.plan for one in DEEP_EXAMPLES.values()]
    assert {plan.start for plan in plans} == set(STARTS)
    assert {(plan.norm, plan.skips) for plan in plans} == {(False, False), (True, False), (False, True), (True, True)}
    names = [field.name for field in fields(DeepPlan)]
    assert names == ["depth", "width", "function", "start", "norm", "skips", "seed"]  # links are made of them
