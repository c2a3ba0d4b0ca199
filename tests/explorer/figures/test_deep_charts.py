"""Charts of a deep stack show the numbers that they are given."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from explorer.figures.deep_charts import MOST_LOSS, first_losses, sizes_per_layer, values_per_layer


def test_sizes_stand_on_a_log_axis_one_point_per_layer():
    figure = sizes_per_layer({"outputs": [1.0, 0.1, 1e-7], "weights": [2.0, 0.5, 0.0]}, layer="layer", unit="size")
    assert figure.layout.yaxis.type == "log"
    assert [line.name for line in figure.data] == ["outputs", "weights"]
    assert list(figure.data[0].x) == [1, 2, 3] and list(figure.data[0].y) == [1, 0.1, 1e-7]
    assert figure.data[1].y[2] is None  # a log axis has no 0


@pytest.mark.parametrize(("values", "low", "high"), [
    ([1.0, 0.9], -2, 1), ([1e-12, 1.0], -12, 1), ([3.0, 4e20], -2, 21), ([0.0, 0.0], -2, 1),
    ([float("inf"), 1], -2, 1)])
def test_the_axis_holds_all_and_never_less_than_three_powers_of_ten(values, low, high):
    figure = sizes_per_layer({"size": values}, layer="layer", unit="size")
    assert list(figure.layout.yaxis.range) == pytest.approx([low - 0.15, high + 0.15])
    assert (high - low) / figure.layout.yaxis.dtick <= 6


def test_histograms_stand_side_by_side_each_over_its_own_range():
    ones = {"layer 1": SimpleNamespace(counts=[1, 3], edges=[0.0, 0.5, 1.0]),
            "layer 9": SimpleNamespace(counts=[2, 0], edges=[-1e6, 0.0, 1e6])}
    figure = values_per_layer(ones, value="output")
    assert [list(bars.y) for bars in figure.data] == [[1, 3], [2, 0]]
    assert list(figure.data[0].x) == [0.25, 0.75] and list(figure.data[1].width) == [1e6, 1e6]
    assert list(figure.layout.xaxis2.range) == [-1e6, 1e6]
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]
    assert {"layer 1", "layer 9", "output"} == {note.text for note in figure.layout.annotations}


def test_losses_leave_room_for_all_steps_and_a_line_at_guessing():
    runs = {"this": [2.3, 2.1], "that": [2.3, 1.0, 0.5]}
    figure = first_losses(runs, steps=30, guess=2.303, words=("step", "loss", "g"))
    assert list(figure.layout.xaxis.range) == [0, 30]
    assert [list(line.y) for line in figure.data] == [[2.3, 2.1], [2.3, 1.0, 0.5]]
    assert figure.data[0].line.width > figure.data[1].line.width
    assert figure.layout.shapes[0].y0 == 2.303
    assert 10 ** figure.layout.annotations[0].y == pytest.approx(2.303)
    assert figure.layout.yaxis.type == "log"
    assert [10**end for end in figure.layout.yaxis.range] == pytest.approx([0.2 / 1.1, 5 * 1.1])


@pytest.mark.parametrize(("losses", "low", "high"), [
    ([1e30], 0.2, MOST_LOSS), ([2.3, 700.0], 0.2, 700), ([2.3, 0.05], 0.05, 5), ([0.0, 2.0], 0.2, 5)])
def test_a_loss_beyond_the_chart_does_not_flatten_the_others(losses, low, high):
    figure = first_losses({"this": losses}, steps=30, guess=2.3, words=("step", "loss", "g"))
    assert [10**end for end in figure.layout.yaxis.range] == pytest.approx([low / 1.1, high * 1.1])


@pytest.mark.parametrize(("value", "text"), [(0.0321, "0.032"), (-19.2, "-19"), (130, "130"), (-2_000_000, "-2e+06")])
def test_ends_of_a_histogram_are_told_in_little_room(value, text):
    figure = values_per_layer({"one": SimpleNamespace(counts=[1], edges=[value, value + 1])}, value="output")
    assert figure.layout.xaxis.ticktext[0] == text


def test_without_a_run_the_chart_is_there_already():
    figure = first_losses({}, steps=30, guess=2.3, words=("step", "loss", "g"))
    assert len(figure.data) == 0 and not figure.layout.showlegend
