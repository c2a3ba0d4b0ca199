"""Charts of the page on layers at their edges: nothing to draw, one of a kind, and what lies outside of an axis."""

from __future__ import annotations

from math import log10

import numpy as np
import pytest
from plotly.colors import unlabel_rgb

from explorer import figures
from explorer.figures.batch_norm import BINS, JITTER, _spread_out
from explorer.figures.colours import DIVERGING, LIGHT, SEQUENTIAL, lookup
from explorer.figures.dropout import FAINT, _heights

AXES = ("x", "y")
COLOURS = ["#0044aa", "#cc5500", "#117733"]


def test_what_lies_outside_of_the_histogram_is_counted_in_its_outermost_bars():
    values = np.array([-1e6, -3.0, 0.0, 0.0, 50.0, np.float64(1e300)])
    figure = figures.batch_before_after(values, np.zeros(6), reach=2.0, names=("b", "a"), axes=AXES)
    before, after = figure.data
    assert before.y[0] == pytest.approx(2 / 6) and before.y[-1] == pytest.approx(2 / 6)
    assert sum(before.y) == pytest.approx(1) and after.y[BINS // 2] == 1
    assert all(-2 <= line.x0 <= 2 for line in figure.layout.shapes), "lines of means stay in the picture"


@pytest.mark.parametrize("sizes", [(1, 2, 4, 128), (16,)])
@pytest.mark.parametrize("count", [1, 2, 40])
def test_dots_of_one_size_stand_beside_one_another_and_never_reach_the_next(sizes, count):
    places, values = _spread_out(sizes, [np.full(count, size) for size in sizes])
    assert values == [size for size in sizes for _ in range(count)]
    for place, size in zip(places, values, strict=True):
        assert abs(np.log2(place / size)) <= JITTER + 1e-9 < 0.5
    assert len(set(places)) == len(places)


def test_the_band_of_means_closes_around_the_true_one():
    figure = figures.batch_estimates((1, 4), [np.zeros(3)] * 2, [np.ones(3)] * 2, (2.0, 1.0), true=(5.0, 1.0), here=4,
                                     names=("one", "true", "band"), axes=("n", "m", "s"))
    band = figure.data[0]
    assert list(zip(band.x, band.y, strict=True)) == [(1, 7.0), (4, 6.0), (4, 4.0), (1, 3.0)]
    assert {(line.yaxis or "y").replace("y1", "y") for line in figure.data} == {"y", "y2"}
    assert [line.name for line in figure.data if line.showlegend is not False] == ["band", "one", "true"]


@pytest.mark.parametrize("steps", [1, 7])
def test_running_averages_go_from_before_the_first_step_to_the_last(steps):
    batches, running = (np.arange(steps) * 1.0,) * 2, (np.arange(steps + 1) * 1.0,) * 2
    figure = figures.running_averages(batches, running, true=(1.0, 4.0), names=("b", "r", "t"), axes=("s", "m", "v"))
    assert len(figure.data) == 6
    for line in figure.data:
        assert (line.x[0], line.x[-1]) == ((1, steps) if line.name == "b" else (0, steps))
    assert [list(line.y) for line in figure.data if line.name == "t"] == [[1.0, 1.0], [4.0, 4.0]]


def test_a_line_marks_the_layer_that_is_looked_at():
    figure = figures.norm_spreads(("bn1", "bn2", "bn3"), {"on": (1, 0, 2)}, here="bn3", axes=AXES)
    assert figure.layout.shapes[0].x0 == 2
    assert figure.data[0].y == (1, None, 2)
    with pytest.raises(ValueError, match="bn9"):
        figures.norm_spreads(("bn1",), {"on": (1,)}, here="bn9", axes=AXES)


@pytest.mark.parametrize(("count", "wanted"), [(1, [0.2]), (2, [0.2, -0.2]), (3, [0.5, 0.0, -0.5])])
def test_units_of_a_layer_stand_evenly_from_the_top(count, wanted):
    assert _heights(count) == pytest.approx(wanted)


def test_a_network_all_of_whose_units_are_left_out_is_drawn_faint():
    values, weights = [np.ones(2), np.zeros(3)], [np.zeros((3, 2))]
    figure = figures.unit_network(values, weights, [np.ones(2), np.zeros(3)], names=("in", "out"), words=("in", "out"))
    lines = [line for line in figure.data if line.mode == "lines"]
    assert len(lines) == 6 and {line.opacity for line in lines} == {FAINT} and {line.line.dash for line in lines} == {
        "dot"}
    assert list(figure.data[-1].text) == ["×"] * 3


def test_a_cloud_marks_the_mean_of_all_and_the_newest_mask():
    answers = np.array([[0.0, 0.0], [2.0, 4.0], [4.0, -1.0]])
    cloud, newest, mean, evaluated = figures.answers_cloud(
        answers, evaluated=np.array([9.0, 8.0]), names=("one", "this", "mean", "evaluation"), axes=AXES).data
    assert (list(cloud.x), list(cloud.y)) == ([0, 2, 4], [0, 4, -1])
    assert ((*newest.x, *newest.y), (*mean.x, *mean.y)) == ((4.0, -1.0), (2.0, 1.0))
    assert (*evaluated.x, *evaluated.y) == (9.0, 8.0)


def test_a_curve_before_its_first_epoch_is_an_empty_line_on_an_axis_that_stays():
    figure = figures.seed_curves({"a": np.zeros((1, 0))}, COLOURS, dashes=["solid"], axes=AXES, epochs=50,
                                 percent=True, span=(0.3, 1.02))
    assert len(figure.data) == 1 and len(figure.data[0].x) == 0
    assert tuple(figure.layout.xaxis.range) == (0, 50) and tuple(figure.layout.yaxis.range) == (0.3, 1.02)


def test_a_band_goes_out_along_the_highest_and_back_along_the_lowest():
    values = np.array([[1.0, 5.0], [3.0, 2.0]])
    band, line = figures.seed_curves({"a": values}, COLOURS, dashes=["dot"], axes=AXES, epochs=2, percent=False,
                                     span=(0, 6)).data
    assert list(zip(band.x, band.y, strict=True)) == [(1, 3.0), (2, 5.0), (2, 2.0), (1, 1.0)]
    assert list(line.y) == [2.0, 3.5] and line.line.dash == "dot" and line.line.color == COLOURS[0]


def test_sizes_that_are_no_number_or_0_do_not_stretch_the_axis():
    lines = {"a": [1.0, 0.0, float("inf")], "b": [float("nan"), 0.5, 0.5]}
    figure = figures.sizes_per_layer(lines, layer="l", unit="u")
    low, high = figure.layout.yaxis.range
    assert (low, high) == pytest.approx((-2.15, 1.15))
    assert figure.data[0].y[1] is None


@pytest.mark.parametrize(("count", "step"), [(2, 1), (20, 1), (21, 5), (40, 5)])
def test_layers_are_numbered_one_by_one_while_there_is_room(count, step):
    figure = figures.sizes_per_layer({"a": [1.0] * count}, layer="l", unit="u")
    assert figure.layout.xaxis.dtick == step and tuple(figure.layout.xaxis.range) == (0.5, count + 0.5)


def test_the_line_of_guessing_stands_at_its_loss_and_its_words_at_its_power_of_ten():
    figure = figures.first_losses({}, steps=30, guess=2.302585, words=("step", "loss", "guessing"))
    assert figure.layout.shapes[0].y0 == pytest.approx(2.302585)
    assert figure.layout.annotations[0].y == pytest.approx(log10(2.302585))


@pytest.mark.parametrize("signed", [False, True])
def test_a_colour_says_the_value_at_every_place_of_the_scale(signed):
    values = np.linspace(-1 if signed else 0, 1, 255, dtype=np.float32)
    drawn = figures.tiled_maps(values.reshape(1, 1, 255), high=1.0, signed=signed, side=255)
    np.testing.assert_array_equal(drawn[0], lookup(DIVERGING if signed else SEQUENTIAL, 255))


@pytest.mark.parametrize("signed", [False, True])
def test_what_is_beyond_the_scale_is_drawn_as_its_end_and_below_0_as_nothing(signed):
    drawn = figures.tiled_maps(np.array([[[-9.0, 9.0]]], dtype=np.float32), high=1.0, signed=signed, side=2)
    np.testing.assert_array_equal(drawn[0], lookup(DIVERGING if signed else SEQUENTIAL, 255)[[0, 254]])


def test_maps_keep_their_order_row_by_row_and_their_own_form():
    maps = np.arange(6, dtype=np.float32)[:, None, None] * np.ones((6, 2, 3), dtype=np.float32)
    drawn = figures.tiled_maps(maps, high=5.0, signed=False, side=11)
    assert drawn.shape == (5, 11, 3), "three maps of 3 x 2 in a row, two rows, a white line between"
    table = lookup(SEQUENTIAL, 255)
    for place in range(6):
        row, column = divmod(place, 3)
        np.testing.assert_array_equal(drawn[3 * row, 4 * column], table[round(place / 5 * 254)])
    assert (drawn[:, [3, 7]] == 255).all() and (drawn[2] == 255).all()


def test_squares_have_the_pixels_colours_row_by_row_and_a_click_changes_none():
    pixels = np.random.default_rng(0).integers(0, 256, (4, 4, 3), dtype=np.uint8)
    squares, ring = figures.pixel_squares(pixels, (3, 1), hover="%{x}").data
    found = np.array([unlabel_rgb(colour) for colour in squares.marker.color])
    np.testing.assert_array_equal(found, pixels.reshape(-1, 3))
    place = 4 * ring.y[0] + ring.x[0]
    assert (squares.x[place], squares.y[place]) == (1, 3)
    assert squares.selected.marker.opacity == squares.unselected.marker.opacity == 1


def test_a_chart_without_blocks_left_out_still_has_its_line_and_its_ring():
    figure = figures.left_out_chart({"with": [np.array([0.9])]}, {"with": "skips"}, here={"with": 0.9}, count=0,
                                    axes=AXES)
    assert [list(line.y) for line in figure.data] == [[0.9]] * 4
    assert figure.data[2].line.color == LIGHT.kinds["convolution"].fill
