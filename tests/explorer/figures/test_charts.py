"""Charts are tested on their data."""

from itertools import pairwise

import numpy as np
import pytest

from explorer.figures.charts import (
    MOST_NAMES,
    PLOT,
    ascent,
    histogram,
    shares,
    statistics_chart,
    unchanged_chart,
)
from explorer.figures.colours import DARK, LIGHT, rgb
from explorer.figures.plot import in_dark

RNG = np.random.default_rng(0)
NAMES = [f"conv{place}" for place in range(108)]


def test_bars_stand_in_the_networks_order_in_the_colour_of_their_kind():
    bars = shares(["conv1", "fc1"], ["convolution", "linear"], [156, 48_120], unit="parameters").data[0]
    assert list(bars.y) == [156, 48_120]
    assert list(bars.marker.color) == [LIGHT.kinds["convolution"].fill, LIGHT.kinds["linear"].fill]
    assert [row[0] for row in bars.customdata] == ["conv1", "fc1"]
    assert sum(row[1] for row in bars.customdata) == pytest.approx(100)


def test_layers_of_one_name_or_without_any_value_are_no_trouble():
    assert list(shares(["a", "a"], ["linear", "linear"], [0, 0], unit="MACs").data[0].y) == [0, 0]


def test_every_bar_is_named_while_the_names_can_be_read():
    figure = shares(NAMES[:MOST_NAMES], ["convolution"] * MOST_NAMES, [1] * MOST_NAMES, unit="MACs")
    assert list(figure.layout.xaxis.ticktext) == NAMES[:MOST_NAMES]


@pytest.mark.parametrize("values", [range(107), range(107, 0, -1), [0] * 107, [100, 1, 0] * 36])
def test_of_many_bars_the_largest_are_named_and_no_two_names_touch(values):
    values = list(values)
    axis = shares(NAMES[:len(values)], ["convolution"] * len(values), values, unit="MACs").layout.xaxis
    assert MOST_NAMES / 2 <= len(axis.tickvals) <= MOST_NAMES
    assert min(later - earlier for earlier, later in pairwise(axis.tickvals)) >= len(values) / MOST_NAMES
    assert values.index(max(values)) in axis.tickvals
    assert list(axis.ticktext) == [NAMES[place] for place in axis.tickvals]


def test_names_fit_under_the_bars_and_very_long_ones_are_cut():
    figure = shares(["layer1.0.downsample.0", "fc"], ["convolution", "linear"], [1, 2], unit="MACs")
    assert list(figure.layout.xaxis.ticktext) == ["layer1.0.downsamp…", "fc"]
    assert figure.layout.height - figure.layout.margin.b == PLOT
    assert figure.layout.margin.b > 18 * 11 * 0.45  # a letter is about 0.6 of its size wide; 45 degrees take 0.7


def test_the_curve_shows_each_step_and_the_photo_for_comparison():
    figure = ascent([0.5, 1.5, 4], before=2, steps="step", value="answer", photo="your photo")
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([1, 2, 3], [0.5, 1.5, 4])
    assert (figure.layout.shapes[0].y0, figure.layout.annotations[0].text) == (2, "your photo")


def test_without_a_photo_there_is_no_line_for_it():
    assert not ascent([1, 2], before=None, steps="", value="", photo="").layout.shapes


METHODS = {"max": "Maximum", "average": "Average", "convolution": "Strided convolution"}
SHARES = {"max": [0.5, 1.0, 0.4], "average": [0.1, 1.0, 0.0], "convolution": [0.2, 1.0, 0.1]}


@pytest.fixture
def chart():
    return unchanged_chart([-1, 0, 1], SHARES, METHODS, here=1, axes=("Shift", "Equal"))


def test_each_method_has_a_line_with_its_shares(chart):
    assert {line.name: list(line.y) for line in chart.data} == {METHODS[name]: SHARES[name] for name in METHODS}
    assert all(list(line.x) == [-1, 0, 1] for line in chart.data)


def test_poolings_are_orange_and_told_apart_by_dashes(chart):
    best, mean, strided = (line.line for line in chart.data)
    assert best.color == mean.color == LIGHT.kinds["pooling"].fill and best.dash != mean.dash
    assert strided.color == LIGHT.kinds["convolution"].fill


def test_the_shift_shown_now_is_marked(chart):
    assert chart.layout.shapes[0].x0 == 1


def test_every_bar_of_a_histogram_has_an_edge_that_shows_in_both_themes():
    marker = histogram(np.ones((2, 2), np.float32), high=2, signed=False, value="", cells="").data[0].marker
    assert marker.line.width > 0
    for palette in (LIGHT, DARK):
        low, high = sorted(luminance(colour) for colour in (marker.line.color, palette.background))
        assert (high + 0.05) / (low + 0.05) >= 3  # WCAG 2.2, 1.4.11


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 to 1."""
    shares = [value / 255 for value in rgb(colour)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in shares]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def test_a_chart_in_the_dark_theme_has_its_colours_and_the_same_numbers():
    figure = statistics_chart(("conv1", "fc"), ("convolution", "linear"), ((6, 28, 30), (10,)), (0.5, 0.25),
                       titles=("side", "maps", "active"))
    dark = in_dark(figure)
    fills = [DARK.kinds[kind].fill for kind in ("convolution", "linear")]
    assert [list(bars.marker.color) for bars in dark.data] == [fills] * 3
    assert [list(bars.y) for bars in dark.data] == [list(bars.y) for bars in figure.data]
