"""What figures draw of random numbers, computed again by numpy; arrangements of graphs by what must hold for any."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from explorer.figures.colours import DARK, KINDS, LIGHT, colour_table, rgb
from explorer.figures.field_growth import FieldTexts, field_growth
from explorer.figures.filter_display import circle, develop
from explorer.figures.graph_layout import arrange
from explorer.figures.hatching import EACH, hatched, strengths
from explorer.figures.two_networks import PairedStep, far_apart, paired_bars
from explorer.figures.wire import packed, packed_photo
from explorer.graph import PRESETS

RNG = np.random.default_rng(11)
SHAPES = [(1, 1), (1, 9), (9, 1), (7, 11), (300, 5), (257, 3)]
"""Of pictures; those with more than 256 rows are developed in two bands."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("channels", [1, 3])
def test_clipped_pixels_are_numpys(shape, channels):
    values = RNG.uniform(-100, 400, (*shape, channels)).astype(np.float32)
    found = develop(values, "clip")
    np.testing.assert_array_equal(found.pixels.reshape(values.shape), np.rint(values.clip(0, 255)))
    assert found.outside == pytest.approx(((values < -0.5) | (values > 255.5)).mean())
    assert (found.minimum, found.maximum) == (values.min(), values.max())


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("least", "most"), [(-1, 1), (0, 1e-6), (-1e6, 1e6), (100, 101)])
def test_rescaled_pixels_are_numpys(shape, least, most):
    values = RNG.uniform(least, most, (*shape, 1)).astype(np.float32)
    found = develop(values, "rescale")
    if values.size > 1:
        wanted = np.interp(values[:, :, 0].astype(float), [float(values.min()), float(values.max())], [0, 255])
        assert np.abs(found.pixels - wanted).max() <= 0.51
        assert (found.pixels.min(), found.pixels.max()) == (0, 255)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("channels", [1, 3])
def test_signed_pixels_keep_the_sign_of_their_values(shape, channels):
    values = RNG.standard_normal((*shape, channels)).astype(np.float32)
    mean = values.mean(axis=2)
    found = develop(values, "signed")
    levels = found.pixels.astype(int) - 127
    assert found.low == -found.high
    np.testing.assert_allclose(levels, (mean * 127 / found.high).clip(-127, 127), atol=0.51)
    assert not (levels * np.sign(mean) < 0).any()


@pytest.mark.parametrize("angle", np.linspace(-np.pi, np.pi, 17))
def test_a_direction_has_the_colour_of_its_place_on_the_circle(angle):
    found = develop(np.full((2, 2, 1), angle, np.float32), "direction").pixels[0, 0].astype(int)
    wanted = circle(256)[round(angle * 128 / np.pi) % 256].astype(int)
    assert np.abs(found - wanted).max() <= 8  # one place beside it at most


@pytest.mark.parametrize("missing", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("display", ["clip", "rescale", "signed"])
def test_what_is_not_finite_changes_no_other_pixel(missing, display):
    values = RNG.uniform(0, 200, (6, 7, 1)).astype(np.float32)
    values[0, 0] = values.min()  # the ends stay the same
    hurt = np.concatenate([values, np.full((1, 7, 1), missing, np.float32)])
    plain, marked = develop(values, display), develop(hurt, display)
    assert marked.missing == 7
    colours = plain.rgb if plain.rgb.ndim == 3 else np.repeat(plain.rgb[:, :, None], 3, axis=2)
    np.testing.assert_array_equal(marked.pixels[:6], colours)


@pytest.mark.parametrize("scale", ["sequential", "diverging"])
def test_tables_of_colours_hold_256_and_the_last_marks_what_is_missing(scale):
    table = colour_table(scale)
    assert (table.shape, table.dtype) == ((256, 3), np.uint8)
    assert tuple(table[255]) == rgb("#e6007e")
    lightness = table[:255].astype(float) @ [0.2126, 0.7152, 0.0722]
    if scale == "sequential":
        assert (np.diff(lightness) > -1).all()
    else:
        assert lightness.argmax() == pytest.approx(127, abs=2)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_names_of_layers_are_read_on_the_page_and_on_their_own_area(palette, kind):
    def luminance(colour):  # WCAG 2.2, relative luminance
        parts = np.array(rgb(colour)) / 255
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]

    def contrast(one, two):
        low, high = sorted((luminance(one), luminance(two)))
        return (high + 0.05) / (low + 0.05)
    tone = palette.kinds[kind]
    assert contrast(tone.ink, palette.background) >= 4.5
    assert contrast(tone.ink, palette.surface) >= 4.5
    assert contrast(tone.on_fill, tone.fill) >= 4.5


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_no_two_nodes_of_a_network_stand_at_one_place_and_lines_go_to_the_right(name):
    graph = PRESETS[name].graph
    places = {node.name: at + 1 for at, node in enumerate(graph.nodes)}
    inputs = [(), *([places.get(source, 0) for source in node.inputs] for node in graph.nodes)]
    found = arrange(inputs)
    spots = list(zip(found.columns, found.lanes, strict=True))
    assert len(set(spots)) == len(spots)
    assert {(line.source, line.target) for line in found.lines} == {
        (source, target) for target, sources in enumerate(inputs) for source in sources}
    assert all(found.columns[line.source] < found.columns[line.target] for line in found.lines)
    assert min(found.lanes) == 0


@pytest.mark.parametrize(("inputs", "columns", "lanes"), [
    ([], [], []), ([()], [0], [0]), ([(), [0], [1]], [0, 1, 2], [0, 0, 0]),
    ([(), [0], [0], [1, 2]], [0, 1, 1, 2], [0, 0, 1, 0]), ([(), [0], [1], [0, 2]], [0, 1, 2, 3], [0, 0, 0, 0]),
    ([(), [0], [0], [1, 2], [1]], [0, 1, 1, 2, 2], [0, 0, 1, 0, 1]),  # the lane that ends there is free again
    ([(), [0, 0]], [0, 1], [0, 0]), ([(), ()], [0, 0], [0, 1])])
def test_small_graphs_are_arranged_as_one_would_draw_them(inputs, columns, lanes):
    found = arrange(inputs)
    assert (found.columns, found.lanes) == (columns, lanes)


@pytest.mark.parametrize("log", [False, True])
def test_the_growth_of_fields_is_numpys_running_maximum(log):
    sizes = RNG.integers(1, 500, 40).tolist()
    names = [f"conv{place}" for place in range(40)]
    figure = field_growth(names, ["convolution"] * 40, sizes, side=224, log=log, selected="conv3", ticks={},
                          texts=FieldTexts(axis="", image="", beyond=""))
    np.testing.assert_array_equal(figure.data[0].y, np.maximum.accumulate(sizes))
    np.testing.assert_array_equal(figure.data[1].y, sizes)
    hollow = np.array([symbol == "circle-open" for symbol in figure.data[1].marker.symbol])
    np.testing.assert_array_equal(hollow, np.array(sizes) > 224)


@pytest.mark.parametrize(("here", "there", "apart"), [
    (30, 1, False), (31, 1, True), (1, 31, True), (0, 5, False), (5, 0, False), (5, 5, False), (10 ** 9, 3, True)])
def test_bars_are_far_apart_from_thirty_times_on(here, there, apart):
    assert far_apart([PairedStep("a", "a", (here, 0)), PairedStep("b", "b", (0, there))]) is apart


@pytest.mark.parametrize("log", [False, True])
def test_bars_hold_every_number_of_both_networks(log):
    numbers = RNG.integers(0, 10 ** 6, (25, 2))
    steps = [PairedStep(f"a{place}", f"b{place}", (int(one), int(two))) for place, (one, two) in enumerate(numbers)]
    figure = paired_bars(steps, networks=("one", "two"), unit="MACs", log=log)
    for place in (0, 1):
        assert [value or 0 for value in figure.data[place].y] == numbers[:, place].tolist()


@pytest.mark.parametrize("level", [0, 60, 126, 127, 128, 200, 254, 255])
def test_stripes_are_on_what_is_below_0_alone(level):
    strength = float(strengths(np.array([level], np.uint8))[0])
    assert strength == pytest.approx(min(1, max(0, (127 - level) * 4 / 127)))
    plain = np.full((3 * EACH, 3 * EACH, 3), 90, np.uint8)
    drawn = hatched(plain, np.full(plain.shape[:2], strength, np.float32))
    assert (drawn != plain).any() == (strength > 0.01)


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 7, 3), (64, 3, 3)])
def test_a_block_for_the_browser_is_read_back_by_struct_and_numpy(shape):
    photo = RNG.integers(0, 256, shape, dtype=np.uint8)
    values = RNG.standard_normal((4, 6)).astype(np.float32)
    block = packed_photo(photo, values, "sequential", {"high": 2.5, "word": "개 <b>"})
    (length,) = struct.unpack_from("<I", block)
    header = json.loads(block[4:4 + length])
    assert length % 4 == 0
    assert (header["high"], header["word"], header["photo"], header["map"]) == (2.5, "개 <b>", list(shape[:2]), [4, 6])
    rest = block[4 + length:]
    np.testing.assert_array_equal(np.frombuffer(rest, "<f4", 24).reshape(4, 6), values)
    np.testing.assert_array_equal(np.frombuffer(rest, np.uint8, 768, 96).reshape(256, 3), colour_table("sequential"))
    np.testing.assert_array_equal(np.frombuffer(rest, np.uint8, offset=864).reshape(shape), photo)


@pytest.mark.parametrize("array", [np.float32([np.nan, np.inf, -np.inf]), np.float32([]), np.zeros((0, 3), np.uint8)])
def test_what_is_not_finite_or_empty_travels_as_it_is(array):
    block = packed({}, [array])
    assert block[8:] == array.tobytes()
