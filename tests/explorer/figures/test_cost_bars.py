"""Bars that are made of parts: how long they are, what stands in them, and where the totals stand."""

from __future__ import annotations

import pytest

from explorer.figures import LIGHT, CostBar, CostPart, cost_bars

BARS = (CostBar("small", (CostPart("conv1", "convolution", 10), CostPart("bn1", "normalisation", 0),
                          CostPart("fc1", "linear", 30)), "40"),
        CostBar("large", (CostPart("conv1", "convolution", 160, "#123456"),), "160"))


def drawn(**more):
    bars = cost_bars(BARS, unit="MACs", **more).data
    return [(bar.y[0], bar.customdata[0][0], bar.x[0], bar.text[0]) for bar in bars]


def test_parts_lie_behind_each_other_and_what_costs_nothing_is_left_out():
    assert drawn() == [(0, "conv1", 10, ""), (0, "fc1", 30, "fc1"), (1, "conv1", 160, "conv1")]
    assert cost_bars(BARS, unit="").layout.barmode == "stack"


def test_shares_are_per_cent_of_their_own_network():
    assert [(place, x) for place, _name, x, _text in drawn(share=True)] == [(0, 25), (0, 75), (1, 100)]


@pytest.mark.parametrize(("share", "end"), [(False, 160), (True, 100)])
def test_names_and_totals_stand_above_their_bars(share, end):
    figure = cost_bars(BARS, unit="MACs", share=share)
    assert [note.text for note in figure.layout.annotations] == ["small: <b>40</b>", "large: <b>160</b>"]
    assert all(place - 1 < note.y < place for place, note in enumerate(figure.layout.annotations))
    assert figure.layout.xaxis.range[1] == end
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first on top


def test_colours_are_those_of_the_kinds_or_their_own():
    colours = [bar.marker.color for bar in cost_bars(BARS, unit="MACs").data]
    assert colours == [LIGHT.kinds["convolution"].fill, LIGHT.kinds["linear"].fill, "#123456"]


def test_hovering_tells_count_unit_and_share():
    bar = cost_bars(BARS, unit="MACs").data[1]
    assert list(bar.customdata[0]) == ["fc1", 30, 75]
    assert "MACs" in bar.hovertemplate


def test_nothing_at_all_is_drawn_as_nothing():
    assert len(cost_bars([CostBar("none", (), "0")], unit="").data) == 0
