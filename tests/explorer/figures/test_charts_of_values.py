"""Charts of values against numpy's counts of them, and against the colours of the maps they stand beside."""

from itertools import pairwise

import numpy as np
import pytest

from explorer.figures.charts import BINS, LEANING, histogram, statistics_chart
from explorer.figures.colours import DIVERGING, LIGHT, SEQUENTIAL, lookup

VALUES = np.random.default_rng(0).normal(size=(3, 20, 20)).astype(np.float32)
TITLES = ("Side, px", "Maps", "Above 0, %")


def bars(values=VALUES, high=3.0, signed=True):
    return histogram(values, high=high, signed=signed, value="value", cells="cells").data[0]


def colour(text):
    return np.array([int(part) for part in text.removeprefix("rgb(").removesuffix(")").split(",")])


def test_bars_count_what_numpy_counts_and_miss_no_cell():
    counts, edges = np.histogram(VALUES, bins=BINS)
    found = bars()
    assert list(found.y) == counts.tolist()
    assert sum(found.y) == VALUES.size
    assert np.array(found.customdata)[:, 0] == pytest.approx(edges[:-1], abs=1e-5)
    assert np.array(found.x) == pytest.approx((edges[:-1] + edges[1:]) / 2, abs=1e-5)


def test_bars_stand_side_by_side_without_a_gap():
    found = bars()
    right = np.array(found.x) + np.array(found.width) / 2
    assert right[:-1] == pytest.approx(np.array(found.customdata)[1:, 0])


def test_cells_that_are_no_numbers_are_in_no_bar():
    spoiled = VALUES.copy()
    spoiled[0, 0, :3] = np.nan, np.inf, -np.inf
    assert sum(bars(spoiled).y) == VALUES.size - 3


@pytest.mark.parametrize("values", [np.zeros((2, 2)), np.full((2, 2), 7), np.full((1, 1), np.nan)])
def test_maps_of_one_value_or_none_have_a_histogram_too(values):
    found = bars(values.astype(np.float32))
    assert sum(found.y) == np.isfinite(values).sum()


@pytest.mark.parametrize(("signed", "scale"), [(True, DIVERGING), (False, SEQUENTIAL)])
def test_each_bar_has_the_colour_of_its_cells_in_the_map(signed, scale):
    found = bars(VALUES if signed else np.abs(VALUES), signed=signed)
    low = -3.0 if signed else 0.0
    table = lookup(scale).astype(int)
    for centre, text in zip(found.x, found.marker.color, strict=True):
        place = np.clip((centre - low) / (3.0 - low), 0, 1) * (len(table) - 1)
        assert np.abs(colour(text) - table[round(place)]).max() <= 1


def test_bars_beyond_the_scale_have_its_last_colours():
    colours = bars(np.array([[-9.0, 0.0, 9.0]], np.float32), high=1.0).marker.color
    assert colour(colours[0]).tolist() == lookup(DIVERGING)[0].tolist()
    assert colour(colours[-1]).tolist() == lookup(DIVERGING)[-1].tolist()


def test_the_axes_say_what_is_counted():
    layout = histogram(VALUES, high=1.0, signed=True, value="brightness", cells="pixels").layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("brightness", "pixels")


@pytest.fixture
def steps():
    return statistics_chart(["conv1", "layer1", "fc"], ["convolution", "pooling", "linear"],
                            [(64, 112, 96), (128, 28, 28), (10,)], [0.5, 0.25, 1.0], titles=TITLES)


def test_each_step_shows_its_longer_side_its_maps_and_its_active_share(steps):
    assert [list(bar.y) for bar in steps.data] == [[112, 28, 1], [64, 128, 10], [50, 25, 100]]


def test_bars_of_steps_have_the_colours_of_their_kinds_in_all_three_charts(steps):
    wanted = [LIGHT.kinds[kind].fill for kind in ("convolution", "pooling", "linear")]
    assert all(list(bar.marker.color) == wanted for bar in steps.data)


def test_the_three_charts_stand_above_each_other_without_touching(steps):
    domains = [getattr(steps.layout, f"yaxis{number}" if number > 1 else "yaxis").domain for number in (3, 2, 1)]
    assert all(below[1] < above[0] for below, above in pairwise(domains))
    assert [note.text for note in steps.layout.annotations] == list(TITLES)
    assert [note.y for note in steps.layout.annotations] == [domain[1] for domain in reversed(domains)]


def test_names_of_steps_stand_once_under_the_lowest_chart_and_may_lean_one_way_only(steps):
    axis = steps.layout.xaxis
    assert (axis.anchor, list(axis.ticktext)) == ("y3", ["conv1", "layer1", "fc"])
    assert list(axis.autotickangles) == list(LEANING)
    assert all(angle <= 0 for angle in LEANING)
