import io
import json

import numpy as np
import pytest
from PIL import Image

from explorer.figures.charts import BINS, histogram, statistics_chart
from explorer.figures.colours import DARK, LIGHT, rgb
from explorer.figures.contact_sheet import colour_table, sheet, sheet_png
from explorer.figures.map_overlay import field_numbers, packed
from explorer.figures.plot import in_dark
from explorer.graph import Conv2d, Graph, MaxPool2d, analyse

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("signed", [False, True])
def test_a_histogram_counts_as_numpy_does(signed):
    values = RNG.normal(size=(9, 11)).astype(np.float32)
    figure = histogram(values, high=2, signed=signed, value="value", cells="cells")
    np.testing.assert_array_equal(figure.data[0].y, np.histogram(values, bins=BINS)[0])
    assert len(figure.data[0].marker.color) == BINS


def test_a_histogram_leaves_out_what_is_not_finite():
    values = np.array([1, np.nan, np.inf, 2], dtype=np.float32)
    assert sum(histogram(values, high=2, signed=False, value="", cells="").data[0].y) == 2


def test_a_png_holds_every_map_in_its_order_and_colours():
    maps = RNG.random((6, 48, 48)).astype(np.float32)
    shown = sheet(maps, order="mean")
    image = Image.open(io.BytesIO(sheet_png(shown, title="layer2")))
    pixels = np.asarray(image)
    first, second = (colour_table(shown.scale)[shown.levels[channel]] for channel in shown.order[:2])
    np.testing.assert_array_equal(pixels[2:50, 2:50], first)
    np.testing.assert_array_equal(pixels[2:50, 52:100], second)
    assert image.info["Title"] == "layer2"


@pytest.mark.parametrize("count", [1, 64])
def test_the_title_stands_below_the_maps_of_a_png_and_is_not_cut_off(count):
    shown = sheet(RNG.random((count, 8, 8)).astype(np.float32))
    title = "torchvision/resnet18 layer2.1.relu_1 (random weights)"
    plain = np.asarray(Image.open(io.BytesIO(sheet_png(shown))))
    titled = np.asarray(Image.open(io.BytesIO(sheet_png(shown, title=title))))
    np.testing.assert_array_equal(titled[:len(plain)], plain)
    below = titled[len(plain):]
    assert (below.min(axis=2) < 128).any()
    assert (below[:, -1] == 255).all()


def test_a_row_of_values_becomes_a_png_too():
    assert Image.open(io.BytesIO(sheet_png(sheet(RNG.random((10, 1, 1)).astype(np.float32))))).size[0] > 40


def test_the_bytes_of_a_map_over_a_photo_come_in_their_order():
    maps = RNG.normal(size=(2, 3, 5)).astype(np.float32)
    photo = RNG.integers(0, 256, (6, 10, 3), dtype=np.uint8)
    block = packed(photo, maps[1], sheet(maps, shared_scale=False), 1, {"words": {}})
    at = 4 + int.from_bytes(block[:4], "little")
    header = json.loads(block[4:at])
    assert at % 4 == 0
    assert (header["photo"], header["map"], header["signed"]) == ([6, 10], [3, 5], True)
    assert header["high"] == pytest.approx(float(np.abs(maps[1]).max()))
    np.testing.assert_array_equal(np.frombuffer(block, "<f4", 15, at).reshape(3, 5), maps[1])
    np.testing.assert_array_equal(np.frombuffer(block, np.uint8, 180, at + 60 + 768).reshape(6, 10, 3), photo)


def test_field_numbers_are_those_of_the_report():
    report = analyse(Graph.chain(Conv2d(out_channels=4, kernel_size=5, padding=2), MaxPool2d()), (3, 32, 32))
    assert field_numbers(report["pool1"].fields) == [(0.5, 2, 6)] * 2
    assert field_numbers(None) is None


def test_the_way_shows_side_number_and_share_of_each_step():
    figure = statistics_chart(("conv1", "fc"), ("convolution", "linear"), ((6, 28, 30), (10,)), (0.5, 0.25),
                       titles=("side", "maps", "active"))
    assert [list(trace.y) for trace in figure.data] == [[30, 1], [6, 10], [50, 25]]
    assert {tuple(trace.customdata) for trace in figure.data} == {("conv1", "fc")}


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


def test_names_of_the_way_never_lean_out_of_the_picture_at_its_right_end():
    figure = statistics_chart(("conv1", "fc"), ("convolution", "linear"), ((6, 28, 30), (10,)), (0.5, 0.25),
                       titles=("side", "maps", "active"))
    assert all(angle <= 0 for angle in figure.layout.xaxis.autotickangles)


def test_a_chart_in_the_dark_theme_has_its_colours_and_the_same_numbers():
    figure = statistics_chart(("conv1", "fc"), ("convolution", "linear"), ((6, 28, 30), (10,)), (0.5, 0.25),
                       titles=("side", "maps", "active"))
    dark = in_dark(figure)
    fills = [DARK.kinds[kind].fill for kind in ("convolution", "linear")]
    assert [list(bars.marker.color) for bars in dark.data] == [fills] * 3
    assert [list(bars.y) for bars in dark.data] == [list(bars.y) for bars in figure.data]
