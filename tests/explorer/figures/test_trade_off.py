"""Accuracy against cost: every network once, in its family's look, and the front as a line."""

from __future__ import annotations

import pytest

from explorer.figures import TradeOff, trade_off
from explorer.figures.trade_off import LOOKS
from explorer.milestones import FAMILIES

NETWORKS = (TradeOff("a", 1e6, 60, "one"), TradeOff("b", 1e7, 70, "two", True, "Two"), TradeOff("a", 1e8, 65, "three"))
TITLES = ("cost", "accuracy", "front")


@pytest.fixture
def figure():
    return trade_off(NETWORKS, [(1e6, 60), (1e7, 70)], families=["a", "b"], titles=TITLES, legend=True)


def test_every_network_stands_once_in_the_line_of_its_family(figure):
    front, one, two, ringed = figure.data
    assert (list(front.x), list(front.y), front.name) == ([1e6, 1e7], [60, 70], "front")
    assert (list(one.x), list(one.customdata), one.name) == ([1e6, 1e8], ["one", "three"], "a")
    assert (list(two.x), list(two.y), two.name) == ([1e7], [70], "b")
    assert (list(ringed.x), list(ringed.text)) == ([1e7], ["<b>Two</b>"])


def test_costs_are_on_a_logarithmic_axis_and_both_axes_are_named(figure):
    assert figure.layout.xaxis.type == "log"
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == TITLES[:2]


def test_families_differ_in_colour_and_symbol():
    assert len(LOOKS) >= len(FAMILIES)
    assert len({colour for colour, _symbol in LOOKS}) == len({symbol for _colour, symbol in LOOKS}) == len(LOOKS)


def test_a_chart_beside_another_has_no_legend_and_is_lower(figure):
    beside = trade_off(NETWORKS, [], families=["a", "b"], titles=TITLES, legend=False)
    assert not any(line.showlegend for line in beside.data)
    assert beside.layout.height < figure.layout.height


def test_the_front_steps_so_that_no_point_lies_above_it(figure):
    """Between two points of the front nothing is better than the cheaper one: so the line is level up to the next."""
    assert figure.data[0].line.shape == "hv"
