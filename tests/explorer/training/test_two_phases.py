"""How epochs and rates are divided between the head alone and the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.errors import DataError
from explorer.training import Plan, plan_from_json, to_json
from explorer.training.two_phases import NOTED_RATES, gentle_rate, head_epochs

PLAN = Plan(network="bundled/resnet20", data="digits", side=32, how="two_phases", epochs=9, learning_rate=0.2)


@pytest.mark.parametrize(("how", "epochs", "alone"), [
    ("two_phases", 9, 3), ("two_phases", 8, 3), ("two_phases", 2, 1), ("two_phases", 1, 0), ("two_phases", 100, 33),
    ("all", 9, 0), ("head", 9, 0), ("scratch", 9, 0)])
def test_a_third_of_the_epochs_is_the_heads_alone(how, epochs, alone):
    assert head_epochs(how, epochs) == alone


@pytest.mark.parametrize(("first", "second", "found"), [(0.2, 0.01, 0.01), (0.2, 0.0, 0.02), (1.0, 2.0, 2.0)])
def test_the_second_rate_is_the_one_that_is_said_or_a_tenth(first, second, found):
    assert gentle_rate(first, second) == pytest.approx(found)
    assert replace(PLAN, learning_rate=first, second_rate=second).gentle_rate == pytest.approx(found)


def test_the_rates_of_the_book():  # A. Géron (2019), chapter 14: SGD(lr=0.2, ...), then SGD(lr=0.01, ...)
    assert NOTED_RATES == (0.2, 0.01)


def test_a_plan_from_before_there_were_two_rates_is_read_as_it_was_meant():
    record = to_json(PLAN)
    del record["second_rate"], record["race"]
    assert plan_from_json(record) == PLAN
    assert plan_from_json(to_json(replace(PLAN, second_rate=0.5))).gentle_rate == 0.5


@pytest.mark.parametrize("rate", [-0.1, 11, float("nan"), "fast"])
def test_a_second_rate_that_leads_nowhere_is_refused(rate):
    with pytest.raises(DataError):
        replace(PLAN, second_rate=rate)
