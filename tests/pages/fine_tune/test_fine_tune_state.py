"""The link of *Fine-tune*, without the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from explorer.errors import ExplorerError
from explorer.settings import settings
from explorer.training.plan import HOWS
from pages.fine_tune.state import DATA, NETWORK, PlanCodec, learning, suited
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = PlanCodec(), suited(DATA, NETWORK)


@given(st.sampled_from(["digits", "shapes"]), st.sampled_from([NETWORK, "bundled/vgg"]), st.sampled_from(HOWS),
       st.integers(1, settings().epochs), st.sampled_from([1e-5, 0.002, 0.5]), st.integers(0, 99_999))
def test_a_link_brings_back_the_main_choices(data, network, how, epochs, rate, seed):
    plan = replace(learning(suited(data, network), how), epochs=epochs, learning_rate=rate, seed=seed)
    again = brought_back(CODEC, plan, FIRST)
    assert [getattr(again, name) for name in ("data", "network", "weights", "how", "epochs", "learning_rate", "seed")] \
        == [data, network, plan.weights, how, epochs, rate, seed]


@given(hostile(CODEC.names, data=["digits"], network=[NETWORK], how=list(HOWS), epochs=["3"], rate=["0.01"]))
@hypothesis_settings(max_examples=60)
def test_any_link_leads_to_a_plan_and_what_cannot_be_is_named(link):
    value, problems = nearest(CODEC, link, FIRST)
    assert value == FIRST or not problems


def test_what_the_app_would_choose_is_left_out():
    assert CODEC.write(FIRST) == {"data": DATA, "network": NETWORK}


@pytest.mark.parametrize("how", HOWS)
def test_each_way_to_learn_brings_numbers_that_suit_it(how):
    plan = learning(FIRST, how)
    assert plan.how == how
    assert (plan.weights == "random") == (how == "scratch")
    assert learning(learning(FIRST, "scratch"), "all").weights == "DEFAULT"


@pytest.mark.parametrize(("data", "network"), [("nothing", NETWORK), (DATA, "nothing/at_all")])
def test_what_does_not_exist_is_refused(data, network):
    with pytest.raises(ExplorerError):
        suited(data, network)
