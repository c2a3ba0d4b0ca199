"""Charts of two networks are tested on their data."""

from __future__ import annotations

import pytest

from explorer.figures.two_networks import MOST_NAMES, PairedStep, far_apart, paired_bars, paired_fields

STEPS = [PairedStep("conv1", "conv1", (156, 156)), PairedStep("fc1", "", (48_120, 0)),
         PairedStep("", "features.1", (0, 7)), PairedStep("fc3", "classifier", (850, 90))]
NETWORKS = ("this stack", "<b>other</b>")


@pytest.mark.parametrize("log", [False, True])
def test_both_bars_of_a_step_stand_at_one_place(log):
    one, two = paired_bars(STEPS, networks=NETWORKS, unit="parameters", log=log).data
    gone = None if log else 0
    assert (list(one.y), list(two.y)) == ([156, 48_120, gone, 850], [156, gone, 7, 90])
    assert list(one.x) == list(two.x) == [0, 1, 2, 3]
    assert list(two.customdata) == ["conv1", "", "features.1", "classifier"]


def test_the_networks_are_told_apart_without_colour():
    one, two = paired_bars(STEPS, networks=NETWORKS, unit="MACs", log=False).data
    assert (one.marker.pattern.shape, two.marker.pattern.shape) == ("", "/")
    one, two = paired_fields(["a"], ([1], [3]), networks=NETWORKS, axis="px", log=False).data
    assert (one.line.dash, two.line.dash) == ("solid", "dash")
    assert one.marker.symbol != two.marker.symbol


def test_steps_are_named_by_the_name_they_share_or_by_both():
    assert [step.name for step in STEPS] == ["conv1", "fc1", "features.1", "fc3 | classifier"]
    assert PairedStep("a" * 40, "", (1, 0)).name == "a" * 15 + "…"


def test_of_many_steps_as_many_are_named_as_can_be_read():
    many = [PairedStep(f"conv{place}", "", (1, 0)) for place in range(100)]
    axis = paired_bars(many, networks=NETWORKS, unit="MACs", log=False).layout.xaxis
    assert MOST_NAMES / 2 <= len(axis.tickvals) <= MOST_NAMES
    assert [many[place].name for place in axis.tickvals] == list(axis.ticktext)


def test_bars_that_would_not_be_seen_ask_for_another_axis():
    assert far_apart([PairedStep("a", "a", (1000, 3))])
    assert not far_apart([PairedStep("a", "a", (1000, 100))])
    assert not far_apart([PairedStep("a", "", (1000, 0))])
    assert not far_apart([])
    assert paired_bars(STEPS, networks=NETWORKS, unit="MACs", log=True).layout.yaxis.type == "log"


def test_fields_are_drawn_where_a_network_has_a_layer():
    figure = paired_fields(["conv1", "pool1", "conv2"], ([5, 6, 14], [3, None, 7]), networks=NETWORKS, axis="Side, px",
                           log=True)
    assert [list(line.y) for line in figure.data] == [[5, 6, 14], [3, None, 7]]
    assert all(line.connectgaps for line in figure.data)
    assert list(figure.layout.yaxis.tickvals) == [1, 2, 4, 8, 16]


def test_names_are_texts_and_no_markup():
    for figure in (paired_bars(STEPS, networks=NETWORKS, unit="MACs", log=False),
                   paired_fields(["a"], ([1], [3]), networks=NETWORKS, axis="px", log=False)):
        assert "<b>" not in figure.data[1].hovertemplate
